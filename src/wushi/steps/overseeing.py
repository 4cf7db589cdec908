"""Oversee (督查): what burns in a branch of the tree: overdue, under supervision, objections undecided, the load of each unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from wushi.domain.actor import Actor
from wushi.domain.calendar import end_of_day, local
from wushi.domain.policy import Policy
from wushi.steps import reading
from wushi.steps.reading import LISTS
from wushi.store.ledger import worklist
from wushi.store.ledger.worklist import Load, Row
from wushi.store.moments import to_micros

AT_MOST = (
    200  # rows looked through for what needs somebody: the oldest of each kind, more than a person takes up in a day
)


@dataclass(frozen=True, slots=True)
class UnitLoad:
    """A unit with what lies with it and everything below it; `own`: the top of the branch itself without those below."""

    unit: str
    load: Load
    own: bool = False


@dataclass(frozen=True, slots=True)
class Burning:
    """The branch on one page: totals, the longest overdue that nobody supervises yet, those under supervision, objections by
    how long they wait. `worst` is the longest overdue of all."""

    unit: str
    total: Load
    units: list[UnitLoad]
    worst: Row | None
    overdue: list[Row]
    supervised: list[Row]
    objections: list[Row]


def _waiting_since(row: Row) -> datetime:
    clock = row.matter.clock("adjudicate")
    return clock.start if clock else row.matter.last_at or datetime.max.replace(tzinfo=UTC)


def burning(actor: Actor, policy: Policy, now: datetime, *, unit: str = "") -> Burning:
    """What the supervisor of a branch has to see first; `unit` narrows it to a part. Raises OutOfScope, NotFound.

    Overdue is counted where a unit has the matter in hand: there the answer to the resident is what is late."""
    top = reading.top_of(actor, unit, policy)
    line, states = policy.tree.line(top), LISTS["with_units"]
    moment, tomorrow = to_micros(now), to_micros(end_of_day(local(now).date()))
    total = worklist.loads(len(line), [top], states, moment, tomorrow).get(top, Load())
    below = worklist.loads(len(line) + 1, policy.tree.children(top), states, moment, tomorrow)
    units = [UnitLoad(code, load) for code, load in below.items()]
    own = Load(
        total.open - sum(u.load.open for u in units),
        total.overdue - sum(u.load.overdue for u in units),
        total.soon - sum(u.load.soon for u in units),
    )
    if own.open:
        units.append(UnitLoad(top, own, own=True))
    units.sort(key=lambda u: (-u.load.overdue, -u.load.open, u.unit))
    rows, _ = worklist.page(line, states, size=AT_MOST)
    late = [row for row in rows if row.due < moment]
    objections, _ = worklist.page(line, ("objection",), size=AT_MOST)
    return Burning(
        top,
        total,
        units,
        late[0] if late else None,
        [row for row in late if not row.matter.supervision],
        worklist.supervised(line, LISTS["open"], size=AT_MOST),
        sorted(objections, key=_waiting_since),
    )
