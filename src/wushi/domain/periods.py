"""Periods (统计期): a year, a month, an ISO week or a span of days as text, with its bounds and the periods it is compared with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from wushi.domain.calendar import SHANGHAI
from wushi.domain.errors import BadInput

_DAY = timedelta(days=1)
_FORMS = "2022, 2022-03, 2022-W15, 2022-03-01 or 2022-03-01..2022-03-15"
# Days are turned into moments of UTC and back: the first and the last year that a date can have are out of reach.
_FIRST, _LAST = 2, 9998


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both counted; on the calendar of Haibowan, so that a day begins at 16:00 UTC before."""

    text: str
    kind: str  # year | month | week | days
    first: date
    last: date

    @property
    def since(self) -> datetime:
        """The moment at which it begins, UTC."""
        return datetime.combine(self.first, time(0), SHANGHAI).astimezone(UTC)

    @property
    def until(self) -> datetime:
        """The moment after it, UTC: what happens then belongs to the next one."""
        return datetime.combine(self.last + _DAY, time(0), SHANGHAI).astimezone(UTC)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def before(self) -> Period:
        """The period of the same kind just before (环比)."""
        if self.kind == "days":
            return of_days(self.first - _DAY * self.days, self.first - _DAY)
        return around(self.first - _DAY, self.kind)

    def a_year_before(self) -> Period:
        """The same period of the year before (同比); the 53rd week and 29 February go to the last one there was."""
        if self.kind == "week":
            year, week, _ = self.first.isocalendar()
            return of_week(year - 1, min(week, weeks_of(year - 1)))
        if self.kind == "days":
            return of_days(_year_before(self.first), _year_before(self.last))
        return around(_year_before(self.first), self.kind)

    def latest(self, count: int) -> tuple[Period, ...]:
        """This one and those before it, oldest first."""
        found = [self]
        while len(found) < count and found[0].first.year > _FIRST:
            found.insert(0, found[0].before())
        return tuple(found)


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def weeks_of(year: int) -> int:
    """52 or 53: the week of 28 December is always the year's last."""
    return date(year, 12, 28).isocalendar().week


def of_year(year: int) -> Period:
    return Period(f"{year:04d}", "year", date(year, 1, 1), date(year, 12, 31))


def of_month(year: int, month: int) -> Period:
    last = date(year + month // 12, month % 12 + 1, 1) - _DAY
    return Period(f"{year:04d}-{month:02d}", "month", date(year, month, 1), last)


def of_week(year: int, week: int) -> Period:
    """An ISO week: Monday to Sunday, it belongs to the year in which its Thursday lies."""
    first = date.fromisocalendar(year, week, 1)
    return Period(f"{year:04d}-W{week:02d}", "week", first, first + 6 * _DAY)


def of_days(first: date, last: date) -> Period:
    return Period(f"{first.isoformat()}..{last.isoformat()}", "days", first, last)


def around(day: date, kind: str) -> Period:
    """The year, month or week in which the day lies."""
    if kind == "year":
        return of_year(day.year)
    if kind == "month":
        return of_month(day.year, day.month)
    if kind == "week":
        year, week, _ = day.isocalendar()
        return of_week(year, week)
    return of_days(day, day)


def parse(text: str) -> Period:
    """Raises BadInput, which names the forms that are known."""
    given = text.strip()
    try:
        if found := re.fullmatch(r"(\d{4})", given, re.ASCII):
            return of_year(_year(found[1]))
        if found := re.fullmatch(r"(\d{4})-(\d{2})", given, re.ASCII):
            return of_month(_year(found[1]), _within(int(found[2]), 12))
        if found := re.fullmatch(r"(\d{4})-?[Ww](\d{2})", given, re.ASCII):
            year = _year(found[1])
            return of_week(year, _within(int(found[2]), weeks_of(year)))
        if found := re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:\.\.(\d{4}-\d{2}-\d{2}))?", given, re.ASCII):
            first = date.fromisoformat(found[1])
            last = date.fromisoformat(found[2]) if found[2] else first
            _year(found[1][:4]), _year(str(last.year))
            if first > last:
                raise BadInput(field="period", why=f"{given} ends before it begins")
            return of_days(first, last)
    except ValueError:
        raise BadInput(field="period", why=f"{given!r} is not on the calendar; write {_FORMS}") from None
    raise BadInput(field="period", why=f"{given[:40]!r} is not a period; write {_FORMS}")


def _year(text: str) -> int:
    if not _FIRST <= int(text) <= _LAST:
        raise ValueError(text)
    return int(text)


def _within(number: int, most: int) -> int:
    if not 1 <= number <= most:
        raise ValueError(number)
    return number
