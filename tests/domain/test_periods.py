"""Periods: the forms that are known, the bounds on Haibowan's calendar, what each is compared with."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wushi.domain import periods
from wushi.domain.errors import BadInput


@pytest.mark.parametrize(
    ("text", "first", "last", "days"),
    [
        ("2022", "2022-01-01", "2022-12-31", 365),
        ("2024-02", "2024-02-01", "2024-02-29", 29),
        ("2022-W15", "2022-04-11", "2022-04-17", 7),
        ("2020-W53", "2020-12-28", "2021-01-03", 7),
        ("2022-W52", "2022-12-26", "2023-01-01", 7),
        ("2025-W01", "2024-12-30", "2025-01-05", 7),
        ("2022W15", "2022-04-11", "2022-04-17", 7),
        ("2022-03-05..2022-03-09", "2022-03-05", "2022-03-09", 5),
        ("2022-03-05", "2022-03-05", "2022-03-05", 1),
        (" 2022-03 ", "2022-03-01", "2022-03-31", 31),
    ],
)
def test_the_forms_that_are_known(text: str, first: str, last: str, days: int) -> None:
    period = periods.parse(text)
    assert (period.first.isoformat(), period.last.isoformat(), period.days) == (first, last, days)


@pytest.mark.parametrize(
    "text",
    ["", "last year", "2022-13", "2022-00", "2022-W00", "2022-W54", "2021-W53", "2022-02-30", "0000", "9999", "0001",
     "2022-03-09..2022-03-05", "2022-1", "22", "2022-03-05...2022-03-09", "２０２２", "2022-03-05..9999-12-31"],
)  # fmt: skip
def test_anything_else_is_refused_with_the_forms(text: str) -> None:
    with pytest.raises(BadInput):
        periods.parse(text)


def test_a_day_begins_in_haibowan() -> None:
    period = periods.parse("2022-03")
    assert period.since == datetime.fromisoformat("2022-02-28T16:00:00+00:00")
    assert period.until == datetime.fromisoformat("2022-03-31T16:00:00+00:00")


@pytest.mark.parametrize(
    ("text", "before", "year_before"),
    [
        ("2022", "2021", "2021"),
        ("2022-01", "2021-12", "2021-01"),
        ("2022-W01", "2021-W52", "2021-W01"),
        ("2020-W53", "2020-W52", "2019-W52"),
        ("2021-W01", "2020-W53", "2020-W01"),
        ("2024-02-29", "2024-02-28..2024-02-28", "2023-02-28..2023-02-28"),
        ("2022-03-05..2022-03-09", "2022-02-28..2022-03-04", "2021-03-05..2021-03-09"),
    ],
)
def test_what_a_period_is_compared_with(text: str, before: str, year_before: str) -> None:
    period = periods.parse(text)
    assert (period.before().text, period.a_year_before().text) == (before, year_before)


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.sampled_from(["year", "month", "week"]))
def test_periods_of_a_kind_follow_each_other_without_gap(day: date, kind: str) -> None:
    period = periods.around(day, kind)
    assert period.first <= day <= period.last
    assert periods.parse(period.text) == period
    assert period.before().until == period.since
    assert [p.kind for p in period.latest(3)] == [kind] * 3
