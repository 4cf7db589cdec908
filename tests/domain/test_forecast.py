"""Forecast: last year's month times the trend; its past error by hand; nothing where the records are too short."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from wushi.domain.forecast import Proactive, back_test, first_of, is_candidate, month_of, outlook

VALUES = Proactive(date(2000, 1, 1), 90, 6, 3, 2, 3, 0.0, 1.15, 10, 6, "wushi-proposal")
MAY = month_of(date(2026, 5, 1))
FIRST = MAY - 24


def test_last_years_month_times_the_trend() -> None:
    counts = {MAY - 12: 40} | {MAY - n: 20 for n in (1, 2, 3)} | {MAY - 12 - n: 10 for n in (1, 2, 3)}
    found = outlook(counts, MAY, FIRST, _steady(1))
    assert found is not None
    assert (found.naive, found.before) == (40, 20)
    assert abs(found.expected - 40 * 61 / 31) < 1e-9
    assert is_candidate(found, VALUES)


def _steady(value: float) -> Proactive:
    return Proactive(date(2000, 1, 1), 90, 6, 3, 2, 3, value, 1.15, 10, 6, "wushi-proposal")


def test_nothing_where_last_year_is_not_on_record() -> None:
    assert outlook({MAY: 3}, MAY, MAY - 11, _steady(1)) is None
    assert back_test([{MAY: 3}], MAY, MAY - 11, _steady(1)) is None


@given(st.integers(1, 500), st.floats(0.1, 50))
def test_the_same_every_month_is_forecast_as_it_is(count: int, steady: float) -> None:
    counts = dict.fromkeys(range(FIRST, MAY), count)
    found, error = outlook(counts, MAY, FIRST, _steady(steady)), back_test([counts], MAY, FIRST, _steady(steady))
    assert found is not None and error is not None
    assert abs(found.expected - count) < 1e-6 and not is_candidate(found, VALUES)
    assert (error.months, error.naive) == (6, 0.0) and error.forecast < 1e-9


def test_twice_last_year_is_half_off_when_last_years_figure_is_taken() -> None:
    counts = {m: 10 if m < MAY - 12 else 20 for m in range(FIRST, MAY)}
    error = back_test([counts], MAY, FIRST, _steady(1))
    assert error is not None and error.naive == 0.5 and error.forecast < error.naive


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_months_there_and_back(day: date) -> None:
    assert first_of(month_of(day)) == day.replace(day=1)
