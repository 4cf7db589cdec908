"""The roster (排班): who is at the centre in each part of a working day, and where somebody is missing, seen a week ahead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wushi.domain.calendar import Calendar
from wushi.domain.centre import ON_CALL, Centre, Mediator, Need

WEEK = 7


@dataclass(frozen=True, slots=True)
class Away:
    """A mediator is away from a day through a day."""

    post: str
    since: date
    until: date
    reason: str

    def on(self, day: date) -> bool:
        return self.since <= day <= self.until


@dataclass(frozen=True, slots=True)
class Hole:
    """A part of a day in which fewer are there than the centre needs; `callable` could come from the list on call."""

    begin: datetime
    end: datetime
    need: Need
    there: int
    callable: tuple[str, ...]

    @property
    def missing(self) -> int:
        return self.need.least - self.there


@dataclass(frozen=True, slots=True)
class Shift:
    """One part of one working day with everybody who is there."""

    begin: datetime
    end: datetime
    there: tuple[str, ...]
    holes: tuple[Hole, ...]


def _away(away: Iterable[Away], day: date) -> frozenset[str]:
    return frozenset(a.post for a in away if a.on(day))


def _fits(mediator: Mediator, need: Need) -> bool:
    return not need.sorts or not set(need.sorts).isdisjoint(mediator.sorts)


def there_on(centre: Centre, day: date, away: Iterable[Away]) -> list[Mediator]:
    """Who is on the roster of a working day and not away."""
    gone = _away(away, day)
    return [m for m in centre.mediators.values() if m.is_on(day.weekday()) and m.post not in gone]


def shifts(
    centre: Centre, calendar: Calendar, away: Iterable[Away], since: date, days: int = WEEK
) -> Iterator[tuple[date, tuple[Shift, ...]]]:
    """Each day of the stretch with its parts; a day that is not worked has none. Raises CalendarUnknown."""
    away = tuple(away)
    for day in (since + timedelta(days=n) for n in range(days)):
        if not calendar.is_working_day(day):
            yield day, ()
            continue
        present = there_on(centre, day, away)
        gone = _away(away, day)
        free = [m for m in centre.mediators.values() if m.kind == ON_CALL and m.post not in gone]
        found = []
        for begin, end in calendar.periods_on(day):
            holes = tuple(
                Hole(begin, end, need, count, tuple(m.post for m in free if _fits(m, need)))
                for need in centre.needs
                if (count := sum(_fits(m, need) for m in present)) < need.least
            )
            found.append(Shift(begin, end, tuple(m.post for m in present), holes))
        yield day, tuple(found)


def holes(centre: Centre, calendar: Calendar, away: Iterable[Away], since: date, days: int = WEEK) -> list[Hole]:
    return [hole for _, parts in shifts(centre, calendar, away, since, days) for part in parts for hole in part.holes]
