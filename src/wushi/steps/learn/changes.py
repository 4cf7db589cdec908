"""What changed (规则变更): two versions of a pack side by side, and which open matters keep a promise that the new one would not give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wushi.domain import lifecycle
from wushi.domain.calendar import local
from wushi.domain.errors import CalendarUnknown, NoLimitInForce
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy, Route
from wushi.domain.time_limits import Span, last_day
from wushi.store.ledger import worklist


@dataclass(frozen=True, slots=True)
class Changed:
    """One difference: of a limit, a calendar, a route, a unit or a post; `before` and `after` in words, blank for none."""

    what: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Kept:
    """An open matter whose promised day stays, though the new pack would give another one today."""

    number: str
    limit: str
    promised: str
    anew: str


def _span(value: Span) -> str:
    return f"{value.amount:g} {value.unit} since {value.since} ({value.reference})"


def _route(line: Route) -> str:
    return f"{line.subject}, {line.type}, {line.area} -> {line.unit}, {line.limit} ({line.reference})"


def _sets(what: str, before: dict[str, str], after: dict[str, str]) -> Iterator[Changed]:
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            yield Changed(what, name, old, new)


def compare(old: Policy, new: Policy) -> list[Changed]:
    """Every difference that moves a deadline, a route or a right."""
    found: list[Changed] = []
    values = [{f"{x.id} since {v.since}": _span(v) for x in p.limits.values() for v in x.values} for p in (old, new)]
    found += _sets("limit", *values)
    days = [
        {
            d.isoformat(): kind
            for y in p.calendar.years.values()
            for kind, on in (("off", y.off), ("work", y.work))
            for d in on
        }
        for p in (old, new)
    ]
    found += _sets("calendar", *days)
    found += _sets("route", *({f"line {x.line}": _route(x) for x in p.routes} for p in (old, new)))
    found += _sets("unit", *({u.code: f"{u.name} below {u.parent}" for u in p.tree} for p in (old, new)))
    found += _sets("role", *({r.id: " ".join(sorted(r.may)) for r in p.roles.values()} for p in (old, new)))
    found += _sets(
        "rung", *({r.id: f"{r.clock} {r.unit} {r.amount:g} {r.act} {r.to}" for r in p.rungs} for p in (old, new))
    )
    return found


def _anew(matter: Matter, policy: Policy) -> Kept | None:
    reply = matter.clock("reply")
    if reply is None or reply.stopped is not None or reply.limit not in policy.limits or matter.extended:
        return None
    if any(c.paused for c in matter.clocks):
        return None
    try:
        due = policy.limit(reply.limit).at(local(reply.start).date()).due(reply.start, policy.calendar)
    except (CalendarUnknown, NoLimitInForce):
        return None
    if due == reply.due:
        return None
    return Kept(matter.number, reply.limit, last_day(reply.due).isoformat(), last_day(due).isoformat())


def kept_promises(policy: Policy) -> Iterator[Kept]:
    """Open matters in the hands of units that keep the day they were promised, in order of that day."""
    states = tuple(s for s in lifecycle.STATES if s in lifecycle.WITH_UNIT)
    after = None
    while True:
        rows, after = worklist.page(policy.tree.line(policy.district), states, after=after, size=500)
        for row in rows:
            kept = _anew(row.matter, policy)
            if kept is not None:
                yield kept
        if after is None:
            return
