"""Bursts: the tail against sums of its own, more is never less of a burst, the usual is none."""

from __future__ import annotations

from datetime import date
from math import exp, factorial, isclose

from hypothesis import given
from hypothesis import strategies as st

from wushi.domain.bursts import Watched, is_burst, tail

WATCHED = Watched(date(2026, 1, 1), 0.5, 12, 5, 0.05, "wushi-proposal")


@given(st.integers(1, 30), st.floats(0.05, 20))
def test_the_tail_is_one_less_the_sum_below(count: int, usual: float) -> None:
    below = sum(exp(-usual) * usual**n / factorial(n) for n in range(count))
    if count > usual:
        assert isclose(tail(count, usual), 1 - below, rel_tol=1e-5, abs_tol=1e-12)


@given(st.integers(0, 60), st.floats(0, 20), st.integers(1, 50_000))
def test_one_more_is_never_less_of_a_burst(count: int, usual: float, cells: int) -> None:
    if is_burst(count, usual, cells, WATCHED):
        assert is_burst(count + 1, usual, cells, WATCHED)
        assert is_burst(count, usual / 2, cells, WATCHED)


def test_the_usual_is_no_burst() -> None:
    assert not is_burst(8, 6.0, 1_000, WATCHED)
    assert not is_burst(4, 0.0, 1_000, WATCHED)


def test_eight_in_half_an_hour_where_next_to_nothing_is_usual() -> None:
    """Thirty in two hours are a quarter of an hour's three or four: eight of them have come after half an hour."""
    assert is_burst(8, 0.05, 20_000, WATCHED)
