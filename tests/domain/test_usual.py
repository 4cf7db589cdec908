"""The usual and what is more: rates by hour and weekday, windows that slide, one alarm for one burst, no shadow of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from wushi.domain.policy import Policy
from wushi.domain.usual import Usual, scan, usual, without_shadows

NOW = datetime(2026, 8, 3, 4, tzinfo=UTC)
CELL, WHOLE = ("water", "here"), ("water", "")
MINUTE, WEEK = timedelta(minutes=1), timedelta(weeks=1)


def test_a_week_brings_what_a_week_brings(policy: Policy) -> None:
    watched = policy.bursts_on(NOW.date())
    counted = [(NOW - timedelta(hours=n), *CELL, 1) for n in range(1, 24 * 7 * 8 + 1)]
    known = usual(counted, NOW, watched)
    assert abs(known.expected(CELL, NOW - WEEK, NOW) - 168) < 1
    assert abs(known.expected(CELL, NOW, NOW + timedelta(hours=2)) - 2) < 0.1


def test_an_hour_that_is_busy_each_week_is_usual(policy: Policy) -> None:
    counted = [(NOW - WEEK * n, *CELL, 20) for n in range(1, 30)]
    known = usual(counted, NOW, policy.bursts_on(NOW.date()))
    busy, quiet = (known.expected(CELL, NOW + h, NOW + h + timedelta(hours=1)) for h in (0 * WEEK, timedelta(hours=12)))
    assert busy > 5 * quiet


@given(count=st.integers(8, 60), spread=st.integers(1, 110))
def test_many_within_the_window_are_one_alarm_wherever_nothing_is_usual(
    policy: Policy, count: int, spread: int
) -> None:
    times = [(NOW + MINUTE * spread * n / count, n) for n in range(count)]
    found = scan({CELL: times}, NOW - MINUTE, Usual(), 3_000, policy.bursts_on(NOW.date()))
    assert [b.count for b in found] == [count] and found[0].ids == list(range(count))
    assert found[0].found <= found[0].last


def test_the_district_is_not_told_what_one_place_explains(policy: Policy) -> None:
    times = [(NOW + MINUTE * n, n) for n in range(20)]
    found = scan({CELL: times, WHOLE: times}, NOW - MINUTE, Usual(), 3_000, policy.bursts_on(NOW.date()))
    assert [b.cell for b in without_shadows(found)] == [CELL]
