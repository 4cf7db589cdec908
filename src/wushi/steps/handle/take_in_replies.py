"""Take in replies (历史答复导入): attach answers of another system, at their real times, to the matters they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wushi.domain import events as e
from wushi.domain import history, permissions
from wushi.domain.actor import Actor
from wushi.domain.errors import BadInput, NotFound, Refusal, StaleMatter
from wushi.domain.history import Told
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.drafting import Draft
from wushi.store.ledger import ledger
from wushi.store.ledger.rows import Change
from wushi.store.vault import vault

IMPORTED, ALREADY = "imported", "already"
Outcome = str | Refusal


@dataclass(frozen=True, slots=True)
class Arrived:
    """An answer with the client key under which its matter came in."""

    key: str
    told: Told


def take_in_replies(
    arrived: Sequence[Arrived],
    channels: Sequence[str],
    *,
    actor: Actor,
    policy: Policy,
    now: datetime,
    dry_run: bool = False,
) -> list[Outcome]:
    """The outcomes in order, written whole or not at all. `channels`: those through which the matters came.

    An answer that stands in the ledger already is known; a second, other one is refused. Raises NotPermitted."""
    permissions.check(actor, "Registered", None, policy)
    for last in (False, True):
        outcomes, changes = _decide(arrived, channels, actor, policy, now)
        if dry_run or not changes:
            break
        try:
            ledger.append(changes, now)
        except StaleMatter:
            if last:
                raise
            continue
        break
    return outcomes


def _decide(
    arrived: Sequence[Arrived], channels: Sequence[str], actor: Actor, policy: Policy, now: datetime
) -> tuple[list[Outcome], list[Change]]:
    keys = [a.key for a in arrived]
    found = {k: v for c in channels for k, v in ledger.by_client_key(c, keys).items()}
    matters = ledger.load_many(id for id, _, _ in found.values())
    outcomes: list[Outcome] = []
    changes: list[Change] = []
    for one in arrived:
        try:
            if one.key not in found:
                raise NotFound(what="matter imported under the key", name=one.key.partition(":")[2])
            id = found[one.key][0]
            matter = matters[id]
            if history.already(matter, one.told):
                outcomes.append(ALREADY)
                continue
            change = _answered(id, matter, one.told, actor, policy, now)
        except Refusal as refusal:
            outcomes.append(refusal)
            continue
        matters[id] = change.matter  # a second answer of the same batch meets the first
        changes.append(change)
        outcomes.append(IMPORTED)
    return outcomes, changes


def _answered(id: int, matter: Matter, told: Told, actor: Actor, policy: Policy, now: datetime) -> Change:
    if matter.replied_at is not None:
        raise BadInput(field="at", why=f"{matter.number} has been answered already; a second answer is not taken")
    told = history.check(told, now)
    sealed, commitment = vault.seal({"text": told.text}) if told.text else (b"", "")
    draft = Draft(id, matter, policy)
    for event, at in history.answer(matter, told, commitment, policy):
        words = (sealed, "", told.text) if sealed and isinstance(event, e.Replied) else None
        # the clocks of the house may have rung since: the answer still was given when it was given
        draft.add(event, actor, at, permitted=True, words=words, as_told=True)
    return draft.change()
