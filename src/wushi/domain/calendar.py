"""The calendar (工作日历): which days are worked, and how working days and hours are counted."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache

from wushi.domain.errors import CalendarUnknown

# China has one zone and no daylight saving since 1991; a fixed offset keeps the hot path free of zone look-ups.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
_DAY = timedelta(days=1)


def local(moment: datetime) -> datetime:
    """The moment as the clock on the wall in Haibowan shows it. Raises ValueError for a moment without zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(SHANGHAI)


@lru_cache(maxsize=4096)
def end_of_day(day: date) -> datetime:
    """24:00 of that day (民法典 art.203: the last day ends at 24:00), stored as UTC."""
    return datetime.combine(day + _DAY, time(0), SHANGHAI).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """One year as the State Council announced it: `off` and `work` are days that differ from Monday-to-Friday."""

    year: int
    status: str
    reference: str
    off: frozenset[date]
    work: frozenset[date]
    names: Mapping[date, str] = field(default_factory=dict)

    def is_working_day(self, day: date) -> bool:
        return day in self.work or (day.weekday() < 5 and day not in self.off)


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Working hours in force since a day: periods as (start, end) of the wall clock, in order, not overlapping."""

    since: date
    periods: tuple[tuple[time, time], ...]
    reference: str


class Calendar:
    """Working days and hours of all loaded years; an unknown year is refused, never guessed."""

    def __init__(self, years: Mapping[int, YearCalendar], hours: tuple[WorkingHours, ...] = ()) -> None:
        self.years = dict(years)
        self.hours = tuple(sorted(hours, key=lambda h: h.since))
        self._periods: dict[date, tuple[tuple[datetime, datetime], ...]] = {}
        self._worked: list[int] = []  # ordinals of all working days, for counting by position
        for year in sorted(self.years):
            calendar, day = self.years[year], date(year, 1, 1)
            while day.year == year:
                if calendar.is_working_day(day):
                    self._worked.append(day.toordinal())
                day += _DAY

    def year(self, year: int) -> YearCalendar:
        try:
            return self.years[year]
        except KeyError:
            raise CalendarUnknown(year=year) from None

    def is_working_day(self, day: date) -> bool:
        return self.year(day.year).is_working_day(day)

    def add_working_days(self, day: date, count: int) -> date:
        """Step forward `count` working days; the day of the event is not counted (民法典 art.201)."""
        self.year(day.year)
        position = bisect_right(self._worked, day.toordinal()) + count - 1
        if count <= 0:
            return day
        if position >= len(self._worked):
            raise CalendarUnknown(year=max(self.years) + 1)
        end = date.fromordinal(self._worked[position])
        for year in range(day.year, end.year + 1):
            self.year(year)  # a hole in the loaded years would be stepped over silently
        return end

    def roll(self, day: date) -> date:
        """The day itself, or the first day after a day off (民法典 art.203); make-up working days are not days off."""
        while not self.is_working_day(day):
            day += _DAY
        return day

    def add_days(self, day: date, count: int) -> date:
        """Calendar days, rolled over only at the end."""
        return self.roll(day + _DAY * count)

    def add_months(self, day: date, count: int) -> date:
        """The corresponding day, or the last of a shorter month, then rolled over (民法典 art.202)."""
        month = day.month - 1 + count
        year, month = day.year + month // 12, month % 12 + 1
        last = (date(year + month // 12, month % 12 + 1, 1) - _DAY).day
        return self.roll(date(year, month, min(day.day, last)))

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative when `end` lies before."""
        self.year(start.year), self.year(end.year)
        return bisect_right(self._worked, end.toordinal()) - bisect_right(self._worked, start.toordinal())

    def hours_on(self, day: date) -> WorkingHours:
        chosen = None
        for hours in self.hours:
            if hours.since <= day:
                chosen = hours
        if chosen is None:
            raise CalendarUnknown(year=day.year)
        return chosen

    def periods_on(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Begin and end (UTC) of the working periods of that day; none on a day off."""
        found = self._periods.get(day)
        if found is None:
            found = ()
            if self.is_working_day(day):
                found = tuple(
                    (
                        datetime.combine(day, begin, SHANGHAI).astimezone(UTC),
                        datetime.combine(day, end, SHANGHAI).astimezone(UTC),
                    )
                    for begin, end in self.hours_on(day).periods
                )
            self._periods[day] = found
        return found

    def add_working_hours(self, moment: datetime, hours: float) -> datetime:
        """Count working hours from the moment fixed; nights, lunch and days off stand still. Answer in UTC."""
        here, left = local(moment), timedelta(hours=hours)
        day = here.date()
        while True:
            for start, stop in self.periods_on(day):
                if start < here:
                    start = here
                if start >= stop:
                    continue
                if stop - start >= left:
                    return (start + left).astimezone(UTC)
                left -= stop - start
            day += _DAY

    def is_provisional(self, start: date, end: date) -> bool:
        """Does the span rest on a year that the State Council has not announced?"""
        return any(self.year(year).status == "provisional" for year in range(start.year, end.year + 1))

    def days_not_worked(self, start: date, end: date) -> list[date]:
        """The days after `start` up to `end` that are not worked: what an explanation lists as skipped."""
        worked = set(
            self._worked[bisect_left(self._worked, start.toordinal()) : bisect_right(self._worked, end.toordinal())]
        )
        return [
            d
            for n in range(start.toordinal() + 1, end.toordinal() + 1)
            if n not in worked
            for d in [date.fromordinal(n)]
        ]
