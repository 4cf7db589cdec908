"""The calendars of packs/cn agree with two packages that other people keep, on every single day."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

from wushi.domain.calendar import YearCalendar
from wushi.packs import calendars
from wushi.packs.layers import Layer
from wushi.packs.references import References

ANNOUNCED = range(2019, 2027)
WORKING_DAYS = dict(zip(ANNOUNCED, (250, 249, 250, 249, 249, 251, 248, 248), strict=True))


@pytest.fixture(scope="module")
def years(national_layer: Layer) -> dict[int, YearCalendar]:
    references = References(national_layer.problems)
    references.read(national_layer)
    return calendars.read_years(national_layer, references)


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", ANNOUNCED)
def test_every_day_agrees_with_both_packages(year: int, years: dict[int, YearCalendar]) -> None:
    other = holidays.country_holidays("CN", years=year)
    differing = [
        day
        for day in days_of(year)
        if not years[year].is_working_day(day) == chinese_calendar.is_workday(day) == other.is_working_day(day)
    ]
    assert differing == []


@pytest.mark.parametrize("year", ANNOUNCED)
def test_announced_years_are_official_and_have_their_working_days(year: int, years: dict[int, YearCalendar]) -> None:
    assert years[year].status == "official"
    assert sum(map(years[year].is_working_day, days_of(year))) == WORKING_DAYS[year]


@pytest.mark.parametrize("year", range(2004, 2019))
def test_earlier_years_are_seeded_from_the_package(year: int, years: dict[int, YearCalendar]) -> None:
    assert years[year].status == "seeded"
    assert all(years[year].is_working_day(day) == chinese_calendar.is_workday(day) for day in days_of(year))


def test_what_is_not_announced_yet_is_provisional(years: dict[int, YearCalendar]) -> None:
    assert years[2027].status == "provisional"
    assert not years[2027].work, "nobody can know which weekends will be worked"
    statutory = holidays.country_holidays("CN", years=2027)
    assert [day for day in days_of(2027) if day in statutory and day not in years[2027].off] == []
