"""The inventory (全量底数) of disputes: every one, wherever it lies, by place, kind, state, origin and level of the hub."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from wushi.domain import hub, lifecycle, visibility
from wushi.domain.actor import Actor
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.store.ledger import ledger

# An agreement that was not kept is no settlement, and neither is a case that merely ended.
_SETTLED = frozenset({"agreed_written", "agreed_oral", "performing", "performed"})
AXES = ("town", "sort", "state", "origin", "level")


@dataclass(frozen=True, slots=True)
class Part:
    """How many there are of one kind; `late`: a clock of theirs has run out; `settled`: agreed and kept or not yet due."""

    total: int = 0
    open: int = 0
    late: int = 0
    settled: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One dispute as the inventory counts it."""

    number: str
    town: str
    sort: str
    state: str
    origin: str
    level: str
    unit: str
    open: bool
    late: bool
    matter: Matter


@dataclass(frozen=True, slots=True)
class Inventory:
    lines: tuple[Line, ...]

    @property
    def total(self) -> int:
        return len(self.lines)

    @property
    def open(self) -> int:
        return sum(line.open for line in self.lines)

    def by(self, axis: str) -> dict[str, Part]:
        found: dict[str, Part] = {}
        for line in self.lines:
            code = getattr(line, axis)
            part = found.get(code, Part())
            found[code] = replace(
                part,
                total=part.total + 1,
                open=part.open + line.open,
                late=part.late + line.late,
                settled=part.settled + (line.state in _SETTLED),
            )
        return found

    def where(self, **wanted: str) -> list[Line]:
        """The rows behind a number."""
        return [x for x in self.lines if all(getattr(x, axis) == code for axis, code in wanted.items() if code)]


def _town(matter: Matter, policy: Policy) -> str:
    """The town or street in which it lies: by its place, else by the room or town that has it; blank where nobody said."""
    for code in (matter.place, *hub.facts(matter).levels, matter.unit):
        if code in policy.tree:
            for above in reversed(policy.tree.line(code)):
                if hub.level(above, policy) == hub.TOWN:
                    return above
    return ""


def _line(matter: Matter, policy: Policy, now: datetime) -> Line:
    dispute, joint = matter.dispute, hub.facts(matter)
    still = matter.state in lifecycle.of(matter.track).open
    return Line(
        matter.number,
        _town(matter, policy),
        dispute.sort if dispute else "",
        matter.state,
        joint.source or (dispute.origin if dispute else "") or matter.channel,
        hub.level(matter.unit, policy),
        matter.unit,
        still,
        still and any(clock.due < now for clock in matter.running),
        matter,
    )


def _inventory(matters: Iterable[Matter], policy: Policy, now: datetime) -> Inventory:
    return Inventory(tuple(_line(m, policy, now) for m in matters))


def of_district(policy: Policy, now: datetime | None = None) -> Inventory:
    return _inventory(ledger.of_track("dispute"), policy, now or datetime.now(UTC))


def seen_by(actor: Actor, policy: Policy, now: datetime) -> Inventory:
    """What the post may see: its own branch, and nothing of an accusation against it."""
    return _inventory((m for m in ledger.of_track("dispute") if visibility.sees(actor, m, policy)), policy, now)


def joint_of(number: str) -> dict[str, Matter]:
    """The tasks of a matter by their numbers."""
    parent = ledger.load(number)[1]
    ids = ledger.ids_of([t.number for t in hub.facts(parent).tasks])
    found = ledger.load_many(ids.values())
    return {n: found[id] for n, id in ids.items()}
