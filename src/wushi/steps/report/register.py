"""Register (登记): take a demand in, once, durably; hand out number and receipt code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wushi.domain import incoming as door
from wushi.domain import permissions, registration
from wushi.domain.actor import Actor
from wushi.domain.calendar import local
from wushi.domain.errors import KeyReused
from wushi.domain.incoming import Incoming
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps import covering
from wushi.steps.drafting import Draft
from wushi.steps.report import danger, propose
from wushi.store.ledger import ledger, numbers, queue
from wushi.store.ledger.rows import Change, Intake
from wushi.store.vault import vault


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the resident takes along. `already`: the same key had been registered before; nothing was doubled."""

    number: str
    code: str
    registered_at: datetime
    already: bool = False


def number_of(id: int, at: datetime, policy: Policy) -> str:
    return f"{policy.number_prefix}-{local(at).year}-{id:07d}"


def draft(
    incoming: Incoming,
    id: int,
    *,
    actor: Actor,
    policy: Policy,
    now: datetime,
    digest: str = "",
    split_from: Matter | None = None,
) -> tuple[Draft, Intake]:
    """The registration of a checked demand, not yet written: its draft and what the vault and the lists will hold. `digest`:
    of its content, when somebody has made it already; `split_from`: the call of which it is a part."""
    at = incoming.received_at or now
    record = incoming.personal()
    sealed, commitment = vault.seal(record)
    event = registration.register(
        channel=incoming.channel,
        type=incoming.type,
        commitment=commitment,
        policy=policy,
        at=at,
        simulated=incoming.simulated,
        secret=incoming.secret,
        anonymous=incoming.anonymous,
        source_number=incoming.source_number,
        language=incoming.language,
        time_assumed=incoming.time_assumed,
        split_from=split_from.number if split_from else "",
        track=incoming.track,
        unit=incoming.received_by,
        accused=incoming.accused,
        kept=registration.kept_by_parts(split_from) if split_from else (),
    )
    matter = Matter(number_of(id, at, policy), unit=policy.main_desk, path=policy.tree.line(policy.main_desk))
    made = Draft(id, matter, policy)
    made.add(event, actor, at, permitted=True)
    if not digest and incoming.client_key:
        digest = vault.intake_digest(record)
    title, text = covering.title_and_text(incoming.title, incoming.text, event.kind, policy, at)
    intake = Intake(incoming.channel, incoming.client_key, digest, sealed, title[:200], text)
    return made, intake


def register(incoming: Incoming, *, actor: Actor, policy: Policy, now: datetime) -> Receipt:
    """Register one demand. The answer comes after the commit: what is acknowledged survives kill -9 and power loss.

    Raises BadInput, NotPermitted, KeyReused. The same client key with the same content gives the first receipt again."""
    permissions.check(actor, "Registered", None, policy)
    checked = door.check(incoming, policy, now)
    [id] = numbers.take(1)
    made, intake = draft(checked, id, actor=actor, policy=policy, now=now)
    propose.locate_at_door(made, checked, policy, checked.received_at or now)
    danger.listen(made, checked.title, checked.text, policy, checked.received_at or now)
    written = queue.submit(made.change(follow_up=now, intake=intake), now)
    return receipt_for(written, made.change(follow_up=now, intake=intake))


def receipt_for(written: queue.Written, change: Change) -> Receipt:
    if written.already is None:
        assert change.matter.registered_at is not None
        return Receipt(change.matter.number, vault.receipt_code(change.matter.number), change.matter.registered_at)
    _, number, digest = written.already
    assert change.intake is not None and change.intake.client_key is not None
    if digest != change.intake.digest:
        raise KeyReused(key=change.intake.client_key, number=number)
    _, matter = ledger.load(number)
    assert matter.registered_at is not None
    return Receipt(number, vault.receipt_code(number), matter.registered_at, already=True)
