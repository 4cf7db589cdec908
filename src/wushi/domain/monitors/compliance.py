"""Compliance (达标率): periods that kept their limit, over the periods that count; what does not count stands beside it by reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from wushi.domain.monitors.outlets import WATER

NORMAL = "N"
# Flags of HJ 212-2017 table 8 that take a period out of the count, each counted apart.
OUT = {
    "F": "stopped",
    "M": "maintenance",
    "S": "set by hand",
    "D": "fault",
    "C": "calibrating",
    "T": "above range",
    "B": "no signal",
}
ABSENT = "-"  # nothing was sent for the period


@dataclass(frozen=True, slots=True)
class Judged:
    """One factor at one outlet in one period. `kept` is None where the period does not count; `flag` then says why."""

    kept: bool | None
    flag: str


@dataclass(frozen=True, slots=True)
class Rate:
    """Numerator, denominator, and what was left out by flag."""

    kept: int
    counted: int
    excluded: Mapping[str, int]

    @property
    def periods(self) -> int:
        return self.counted + sum(self.excluded.values())


def rate(judged: Iterable[Judged]) -> Rate:
    kept = counted = 0
    excluded: dict[str, int] = {}
    for one in judged:
        if one.kept is None:
            excluded[one.flag] = excluded.get(one.flag, 0) + 1
        else:
            counted += 1
            kept += one.kept
    return Rate(kept, counted, excluded)


def joint_flag(flags: Sequence[str], kind: str, due: int, share: Decimal) -> str:
    """The flag of a period from those of its parts: of water one part that is not normal makes the whole so; of gas and air it is
    normal when at least `share` of the parts that were due (0.75) are. Blank parts count as not sent."""
    normal = sum(flag == NORMAL for flag in flags)
    others = [flag for flag in flags if flag != NORMAL]
    if kind == WATER:
        if others:
            return max(set(others), key=others.count)
        return NORMAL if len(flags) >= share * due else ABSENT
    if normal >= share * due:
        return NORMAL
    return max(set(others), key=others.count) if others else ABSENT


def weighted_mean(parts: Sequence[tuple[Decimal, Decimal]]) -> Decimal | None:
    """The mean of (value, volume): water's means are weighted by flow, C = load / volume. None without flow."""
    volume = sum((v for _, v in parts), Decimal(0))
    return sum((c * v for c, v in parts), Decimal(0)) / volume if volume else None


def mean(values: Sequence[Decimal]) -> Decimal | None:
    return sum(values, Decimal(0)) / len(values) if values else None


def day_of_hours(
    hours: Sequence[tuple[Decimal | None, Decimal | None, str]], kind: str, share: Decimal
) -> tuple[Decimal | None, str]:
    """(mean of the day, its flag) from its hours (value, volume, flag); of water weighted by volume where the volume is told."""
    flag = joint_flag([f for _, _, f in hours], kind, 24, share)
    good = [(value, volume) for value, volume, f in hours if f == NORMAL and value is not None]
    if kind == WATER and good and all(volume is not None for _, volume in good):
        found = weighted_mean([(value, volume) for value, volume in good if volume is not None])
        return (found if found is not None else mean([value for value, _ in good])), flag
    return mean([value for value, _ in good]), flag


def transmission_rate(sent: int, due: int) -> Decimal | None:
    """Periods sent over periods due (传输率)."""
    return Decimal(sent) / due if due else None


def effective_rate(sent: int, due: int, valid: int) -> Decimal | None:
    """Transmission times validity (传输有效率)."""
    return (Decimal(sent) / due) * (Decimal(valid) / sent) if due and sent else (Decimal(0) if due else None)


def running_rate(hours_running: int, hours_due: int) -> Decimal | None:
    """Hours in which a plant ran over the hours in which it was due to (运行率)."""
    return Decimal(hours_running) / hours_due if hours_due else None
