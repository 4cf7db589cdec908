"""Calendar arithmetic: the vectors of the law's counting rules, and properties against counting one by one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wushi.domain.calendar import SHANGHAI, Calendar, WorkingHours, YearCalendar, end_of_day
from wushi.domain.errors import CalendarUnknown
from wushi.domain.time_limits import Span, last_day
from wushi.packs import calendars
from wushi.packs.layers import find_layers
from wushi.packs.problems import Problems
from wushi.packs.references import References

PACKS = Path(__file__).parents[2] / "packs"
DAY = timedelta(days=1)
HOURS = WorkingHours(date(2000, 1, 1), ((time(8, 30), time(12, 0)), (time(14, 30), time(17, 30))), "test")


@cache
def national() -> Calendar:
    """The years of packs/cn with hours that have a lunch break."""
    problems = Problems()
    layers, _ = find_layers(PACKS / "cn", problems)
    references = References(problems)
    references.read(layers[0])
    years = calendars.read_years(layers[0], references)
    assert not problems.found
    return Calendar(years, (HOURS,))


days = st.dates(date(2019, 1, 1), date(2025, 12, 31))
# Up to where no counting below leaves the years that are known.
_first, _last = datetime.combine(date(2019, 1, 1), time(0)), datetime.combine(date(2025, 11, 30), time(0))
moments = st.datetimes(_first, _last, timezones=st.just(SHANGHAI))


def worked_one_by_one(start: date, count: int) -> date:
    calendar, day = national(), start
    while count > 0:
        day += DAY
        count -= calendar.is_working_day(day)
    return day


# --- the vectors of the counting rules --------------------------------------------------------------------------------

VECTORS = [
    ("2026-02-13", 5, "working_days", "2026-02-27"),
    ("2026-09-30", 5, "working_days", "2026-10-13"),
    ("2026-04-30", 1, "working_days", "2026-05-06"),
    ("2025-01-24", 5, "working_days", "2025-02-07"),
    ("2026-02-01", 15, "days", "2026-02-24"),
    ("2026-08-03", 60, "days", "2026-10-08"),
    ("2026-09-16", 15, "days", "2026-10-08"),
    ("2026-09-05", 15, "days", "2026-09-20"),
]


@pytest.mark.parametrize(("start", "amount", "unit", "expected"), VECTORS)
def test_vectors_of_the_counting_rules(start: str, amount: int, unit: str, expected: str) -> None:
    calendar, day = national(), date.fromisoformat(start)
    counted = calendar.add_working_days if unit == "working_days" else calendar.add_days
    assert counted(day, amount) == date.fromisoformat(expected)
    moment = datetime.combine(day, time(22, 10), SHANGHAI)
    due = Span(date(2000, 1, 1), amount, unit, "civil-code#201").due(moment, calendar)
    assert due == end_of_day(date.fromisoformat(expected))
    assert last_day(due) == date.fromisoformat(expected)


def test_a_make_up_working_sunday_is_no_day_off() -> None:
    assert national().roll(date(2026, 9, 20)) == date(2026, 9, 20)
    assert national().is_working_day(date(2025, 1, 26))


def test_a_month_ends_on_the_corresponding_day_or_the_last() -> None:
    calendar = national()
    assert calendar.add_months(date(2025, 1, 31), 1) == date(2025, 2, 28)
    assert calendar.add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert calendar.add_months(date(2025, 11, 30), 3) == calendar.roll(date(2026, 2, 28))
    assert calendar.add_months(date(2025, 12, 15), 1) == date(2026, 1, 15)


def test_the_last_day_ends_at_midnight_in_shanghai() -> None:
    assert end_of_day(date(2026, 2, 27)) == datetime(2026, 2, 27, 16, tzinfo=UTC)


def test_an_unknown_year_is_refused_and_never_guessed() -> None:
    calendar = national()
    last = max(calendar.years)
    with pytest.raises(CalendarUnknown) as refusal:
        calendar.add_working_days(date(last, 12, 28), 20)
    assert refusal.value.facts == {"year": last + 1}
    with pytest.raises(CalendarUnknown):
        calendar.roll(date(1999, 1, 1))
    with pytest.raises(CalendarUnknown):
        calendar.add_days(date(last, 12, 28), 20)


def test_a_hole_between_two_years_is_not_stepped_over() -> None:
    empty: frozenset[date] = frozenset()
    calendar = Calendar({year: YearCalendar(year, "official", "test", empty, empty) for year in (2020, 2022)})
    with pytest.raises(CalendarUnknown) as refusal:
        calendar.add_working_days(date(2020, 12, 30), 10)
    assert refusal.value.facts == {"year": 2021}


def test_a_span_into_2027_is_provisional() -> None:
    assert national().is_provisional(date(2026, 12, 30), date(2027, 1, 5))
    assert not national().is_provisional(date(2026, 1, 1), date(2026, 12, 31))


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        national().add_working_hours(datetime(2026, 3, 2, 9), 1)  # noqa: DTZ001


# --- properties -------------------------------------------------------------------------------------------------------


@given(days, st.integers(1, 120))
def test_adding_working_days_equals_counting_them_one_by_one(start: date, count: int) -> None:
    assert national().add_working_days(start, count) == worked_one_by_one(start, count)


@given(days, st.integers(1, 60), st.integers(1, 60))
def test_working_days_add_up(start: date, first: int, second: int) -> None:
    calendar = national()
    assert calendar.add_working_days(calendar.add_working_days(start, first), second) == calendar.add_working_days(
        start, first + second
    )


@given(days, st.integers(1, 120))
def test_working_days_between_is_the_reverse_of_adding(start: date, count: int) -> None:
    calendar = national()
    end = calendar.add_working_days(start, count)
    assert calendar.working_days_between(start, end) == count
    assert calendar.working_days_between(end, start) == -count
    skipped = calendar.days_not_worked(start, end)
    assert len(skipped) == (end - start).days - count
    assert not any(calendar.is_working_day(day) for day in skipped)


@given(days, st.integers(0, 120))
def test_rolling_never_ends_on_a_day_off_nor_passes_a_working_day(start: date, count: int) -> None:
    calendar = national()
    end = calendar.add_days(start, count)
    assert calendar.is_working_day(end)
    between = [start + DAY * n for n in range(count, (end - start).days)]
    assert not any(calendar.is_working_day(day) for day in between)


@given(days, st.integers(0, 11))
def test_adding_months_equals_walking_to_the_day(start: date, count: int) -> None:
    calendar = national()
    year, month, number = start.year, start.month + count, start.day
    if month > 12:
        year, month = year + 1, month - 12
    while True:
        try:
            expected = date(year, month, number)
            break
        except ValueError:
            number -= 1
    while not calendar.is_working_day(expected):
        expected += DAY
    assert calendar.add_months(start, count) == expected


@settings(max_examples=60)
@given(moments, st.integers(1, 20 * 60))
def test_working_hours_equal_a_count_of_minutes(start: datetime, minutes: int) -> None:
    calendar = national()
    start = start.replace(second=0, microsecond=0)
    moment, left = start, minutes
    while left:
        day = moment.date()
        if not calendar.is_working_day(day):
            moment = datetime.combine(day + DAY, time(0), SHANGHAI)
            continue
        left -= any(begin <= moment.time() < end for begin, end in HOURS.periods)
        moment += timedelta(minutes=1)
    assert calendar.add_working_hours(start, minutes / 60) == moment


@given(moments, st.floats(0.1, 40), st.floats(0.1, 40))
def test_more_working_hours_never_end_earlier(start: datetime, some: float, more: float) -> None:
    calendar = national()
    less, most = sorted((some, more))
    assert start < calendar.add_working_hours(start, less) <= calendar.add_working_hours(start, most)


@given(moments, st.sampled_from(["working_days", "days", "hours", "working_hours", "months"]), st.integers(1, 10))
def test_a_period_ends_after_it_begins_and_in_utc(start: datetime, unit: str, amount: int) -> None:
    due = Span(date(2000, 1, 1), amount, unit, "civil-code#200").due(start, national())
    assert due > start
    assert due.utcoffset() == timedelta(0)
