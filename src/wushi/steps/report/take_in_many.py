"""Take in many (批量受理): a batch of demands from register to dispatch in one transaction; each is new, known, or refused by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.db import IntegrityError

from wushi.domain import events as e
from wushi.domain import history, permissions
from wushi.domain import incoming as door
from wushi.domain.actor import Actor
from wushi.domain.calendar import local
from wushi.domain.classification import Guess, View
from wushi.domain.dispatch import dispatch
from wushi.domain.errors import KeyReused, Refusal
from wushi.domain.history import Told
from wushi.domain.incoming import Incoming
from wushi.domain.policy import Policy
from wushi.steps.drafting import Draft
from wushi.steps.report import propose, trained
from wushi.steps.report.register import draft
from wushi.store.ledger import ledger, numbers
from wushi.store.ledger.rows import Rows, rows_of
from wushi.store.vault import vault

IMPORTED, ALREADY = "imported", "already"
Outcome = str | Refusal  # IMPORTED, ALREADY, or why not


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a batch comes in: with a unit at once or not, by which rule its own deadlines hold, and how long after
    the import the ladder of supervision may begin."""

    dispatch: bool = False
    due_reference: str = ""
    quiet: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One demand with what its source tells of the answer to it; `digest` of its content, once it is made."""

    incoming: Incoming
    told: Told | None = None
    digest: str = ""


@dataclass(slots=True)
class Prepared:
    """Rows ready to be written, and the refusals by place in the batch."""

    rows: Rows
    refused: dict[int, Refusal]


@dataclass(slots=True)
class Sifted:
    """A batch after the first look: outcomes that are known, and those still to be prepared, checked, by their place."""

    outcomes: list[Outcome | None]
    fresh: list[tuple[int, Arrival]]
    digests: dict[tuple[str, str], str] = field(default_factory=dict)


def sift(arrivals: Sequence[Arrival], policy: Policy, now: datetime, under_way: dict[tuple[str, str], str]) -> Sifted:
    """Check each and tell what is known already. `under_way`: digests of keys that are not in the ledger yet; it grows."""
    found = Sifted([None] * len(arrivals), [])
    checked: list[tuple[int, Arrival]] = []
    for n, arrival in enumerate(arrivals):
        try:
            incoming = door.check(arrival.incoming, policy, now)
        except Refusal as refusal:
            found.outcomes[n] = refusal
            continue
        digest = vault.intake_digest(incoming.personal()) if incoming.client_key else ""
        checked.append((n, Arrival(incoming, arrival.told, digest)))
    keys: dict[str, list[str]] = {}
    for _, arrival in checked:
        if arrival.incoming.client_key:
            keys.setdefault(arrival.incoming.channel, []).append(arrival.incoming.client_key)
    known = {(c, k): v for c, ks in keys.items() for k, v in ledger.by_client_key(c, ks).items()}
    for n, arrival in checked:
        digest = arrival.digest
        name = (arrival.incoming.channel, arrival.incoming.client_key or "")
        before = known[name][2] if name in known else under_way.get(name)
        if not name[1] or before is None:
            if name[1]:
                under_way[name] = found.digests[name] = digest
            found.fresh.append((n, arrival))
        elif before == digest:
            found.outcomes[n] = ALREADY
        else:
            number = known[name][1] if name in known else "another row of this file"
            found.outcomes[n] = KeyReused(key=name[1].partition(":")[2] or name[1], number=number)
    return found


def prepare(
    fresh: Sequence[tuple[int, Arrival]],
    ids: Sequence[int],
    *,
    actor: Actor,
    policy: Policy,
    now: datetime,
    terms: Terms,
) -> Prepared:
    """Classify, locate, route and draft; no database is touched, so another process may do it."""
    quiet = now + terms.quiet if terms.quiet else None
    views = trained.predict([f"{a.incoming.title} {a.incoming.text}" for _, a in fresh], policy)
    words = propose.find_many([(a.incoming.title, a.incoming.text, a.incoming.address) for _, a in fresh], policy)
    changes, refused = [], {}
    for (n, arrival), id, view, found in zip(fresh, ids, views, words, strict=True):
        incoming = arrival.incoming
        try:
            made, intake = draft(incoming, id, actor=actor, policy=policy, now=now, digest=arrival.digest)
            _move(made, arrival, view, found, actor, policy, now, terms)
        except Refusal as refusal:
            refused[n] = refusal
            continue
        changes.append(made.change(intake=intake, quiet_until=quiet))
    return Prepared(rows_of(changes, now), refused)


def _move(
    made: Draft,
    arrival: Arrival,
    view: View,
    found: propose.Found,
    actor: Actor,
    policy: Policy,
    now: datetime,
    terms: Terms,
) -> None:
    """The proposals, the dispatch if the source's orders were with a unit, and the answer if it tells of one."""
    incoming = arrival.incoming
    at = incoming.received_at or now
    given = Guess(incoming.subject, 1.0, ("来件已写明",)) if incoming.subject else None
    proposed = propose.propose(
        incoming.title,
        incoming.text,
        type=incoming.type,
        policy=policy,
        address=incoming.address,
        place=incoming.place,
        model=view,
        given=given,
        found=found,
        point=propose.point_of(incoming),
        crs=incoming.crs,
        day=local(at).date(),
    )
    if incoming.unit:
        named = replace(proposed.proposal, unit=incoming.unit, confidence=1.0, reasons=("来件已写明",))
        proposed = replace(proposed, proposal=named)
    # without dispatch the desk decides: the pack's automatic rule is for what comes in one by one
    propose.write(made, proposed, policy, at, lat=incoming.lat, lon=incoming.lon, crs=incoming.crs, automatic=False)
    if not terms.dispatch:
        return
    event = dispatch(
        made.matter, proposed.proposal, policy, at, automatic=True, due=incoming.due, due_reference=terms.due_reference
    )
    made.add(event, actor, at, permitted=True)
    if arrival.told is not None:
        _answer(made, history.check(arrival.told, now), actor, policy)


def _answer(made: Draft, told: Told, actor: Actor, policy: Policy) -> None:
    """Append what the source tells of the answer, at its own times."""
    sealed, commitment = vault.seal({"text": told.text}) if told.text else (b"", "")
    for event, at in history.answer(made.matter, told, commitment, policy):
        words = (sealed, "", told.text) if sealed and isinstance(event, e.Replied) else None
        made.add(event, actor, at, permitted=True, words=words)


def write(prepared: Prepared) -> None:
    ledger.write(prepared.rows)


def take_in_many(
    arrivals: Sequence[Arrival], *, actor: Actor, policy: Policy, now: datetime, terms: Terms, dry_run: bool = False
) -> list[Outcome]:
    """The outcomes in the order of the arrivals. Written whole or not at all; a key that another process took meanwhile is
    then known. `dry_run`: nothing is written, the outcomes are the same. Raises NotPermitted."""
    permissions.check(actor, "Registered", None, policy)
    for last in (False, True):
        sifted = sift(arrivals, policy, now, {})
        ids = [0] * len(sifted.fresh) if dry_run else numbers.take(len(sifted.fresh))
        prepared = prepare(sifted.fresh, ids, actor=actor, policy=policy, now=now, terms=terms)
        if not dry_run:
            try:
                write(prepared)
            except IntegrityError:
                if last:
                    raise
                continue
        break
    return outcomes(sifted, prepared)


def outcomes(sifted: Sifted, prepared: Prepared) -> list[Outcome]:
    for n, _ in sifted.fresh:
        sifted.outcomes[n] = prepared.refused.get(n, IMPORTED)
    return [o for o in sifted.outcomes if o is not None]
