"""Linking (疑似同一): follow the registrations, write down which earlier matters each may be the same as, and tell the ledger;
and what of it a post may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wushi.domain import events as e
from wushi.domain import visibility
from wushi.domain.actor import MACHINE, Actor
from wushi.domain.calendar import local
from wushi.domain.errors import Refusal
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.domain.text import title_from
from wushi.steps.alike.house import Found, House, house
from wushi.steps.alike.stream import Candidate
from wushi.steps.moving import move
from wushi.steps.report.merge import merge
from wushi.store.ledger import ledger
from wushi.store.likeness import links, source
from wushi.store.likeness.models import Link
from wushi.store.likeness.source import Told

AT_ONCE = 100  # registrations looked at between two writes
LIVE = timedelta(hours=24)  # what came in longer ago was taken in from elsewhere: it is linked, but no event says so
SHOWN = 10  # candidates of a matter that are told
_BY_MACHINE = "机器并单"


def _house(policy: Policy, now: datetime) -> House:
    return house(policy.likeness_on(local(now).date()))


def follow(policy: Policy, now: datetime) -> int:
    """Link the next registrations; how many were looked at. 0: nothing waits, or another process was faster."""
    seen = links.position()
    rows = source.after(seen, AT_ONCE)
    if not rows:
        return 0
    index = _house(policy, now)
    if now - rows[0].at > LIVE and not index.whole():
        return 0  # old ones wait until all that came before them has been read; nobody waits for them
    found = [(row, index.look(row)) for row in rows]
    made = [_link(row, c) for row, one in found for c in one.candidates[:SHOWN]]
    if not links.write(made, seen, rows[-1].position):
        return 0
    _tell(found, policy, now)
    return len(rows)


def follow_all(policy: Policy, now: datetime) -> None:
    """Everything that waits: a command, a test."""
    while follow(policy, now):
        pass


def _link(row: Told, found: Candidate) -> Link:
    return Link(
        matter_id=row.id,
        other_id=found.id,
        likelihood=found.score,
        automatic=found.automatic,
        reasons="\n".join(found.plain),
    )


def _closed_to_others(matter: Matter) -> bool:
    """Asked to be kept secret, or an accusation: no other matter's page or history tells that it is there."""
    return matter.secret or bool(matter.accused)


def _tell(found: Sequence[tuple[Told, Found]], policy: Policy, now: datetime) -> None:
    live = [(row, one) for row, one in found if one.candidates and now - row.at < LIVE]
    matters = ledger.load_many({i for row, one in live for i in (row.id, *(c.id for c in one.candidates[:SHOWN]))})
    for row, one in live:
        some = [c for c in one.candidates[:SHOWN] if c.id in matters and not _closed_to_others(matters[c.id])]
        if not some or _closed_to_others(matters[row.id]):
            continue
        said = e.SimilarFound(tuple((matters[c.id].number, c.score, c.plain) for c in some), one.complete)
        try:
            move(row.number, lambda _, event=said: event, actor=MACHINE, policy=policy, now=now)  # type: ignore[misc]
            if policy.likeness_on(local(now).date()).merge and some[0].automatic:
                _merge(row.number, matters[some[0].id], some[0], policy, now)
        except Refusal:
            continue  # it has been closed meanwhile: nobody needs to be told


def _merge(number: str, into: Matter, why: Candidate, policy: Policy, now: datetime) -> None:
    merge(
        number,
        into.merged_into or into.number,
        reasons=(_BY_MACHINE, *why.plain),
        actor=MACHINE,
        policy=policy,
        now=now,
    )


def rebuild(policy: Policy, now: datetime) -> int:
    """Forget all links and make them again from the ledger; no event is written again. How many registrations were looked at."""
    links.forget()
    index, looked, seen = _house(policy, now), 0, 0
    while rows := source.after(seen, AT_ONCE):
        made = [_link(row, c) for row in rows for c in index.look(row).candidates[:SHOWN]]
        if not links.write(made, seen, rows[-1].position):
            return looked
        seen, looked = rows[-1].position, looked + len(rows)
    return looked


@dataclass(frozen=True, slots=True)
class Similar:
    """A matter that may be the same, as far as the post may see it."""

    matter: Matter
    title: str
    score: float
    reasons: tuple[str, ...]
    automatic: bool


def similar(number: str, actor: Actor, policy: Policy, *, most: int) -> list[Similar]:
    """What the links say of that matter, the surest first; nothing that the post may not see."""
    id, _ = ledger.load(number)
    found: dict[int, Link] = {}
    for row in links.of(id, most * 4):
        found.setdefault(row.other_id if row.matter_id == id else row.matter_id, row)
    some = [(n, r.likelihood, tuple(r.reasons.split("\n")), r.automatic) for n, r in found.items()]
    return _visible(some, actor, policy, most)


def typed(text: str, actor: Actor, policy: Policy, now: datetime, *, most: int) -> tuple[list[Similar], bool]:
    """What may be the same as the words being typed, and whether every matter was looked at."""
    found = _house(policy, now).ask(title_from(text), text, now)
    some = [(c.id, c.score, c.reasons, c.automatic) for c in found.candidates]
    return _visible(some, actor, policy, most), found.complete


def _visible(
    some: Iterable[tuple[int, float, tuple[str, ...], bool]], actor: Actor, policy: Policy, most: int
) -> list[Similar]:
    found = list(some)
    matters = ledger.load_many([id for id, *_ in found])
    shown: list[Similar] = []
    for id, score, reasons, automatic in found:
        matter = matters.get(id)
        if matter is None or _closed_to_others(matter) or not visibility.sees(actor, matter, policy):
            continue
        title = ledger.words(id).get(1, ("", ""))[0]
        if title:  # words taken away after their time lead nowhere
            shown.append(Similar(matter, title, score, reasons, automatic))
        if len(shown) == most:
            break
    return shown
