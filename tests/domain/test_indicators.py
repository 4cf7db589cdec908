"""Sums and divisions behind a figure; the median that open matters cannot flatter; cells too small to be shown."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from wushi.domain import indicators as rules
from wushi.domain.indicators import Indicator, Line, figure, median_survival, suppressed, total


def _indicator(kind: str, unit: str = "percent", decimals: int = 2) -> Indicator:
    return Indicator(
        "demand.x", "名", "name", kind, unit, decimals, False, "", "", "", "", "", "", "", "", "", "", "", "", "",
        date(2027, 1, 1), 1, (), True, {},
    )  # fmt: skip


def test_a_share_divides_and_tells_what_was_left_out() -> None:
    lines = [Line("A"), Line("B", 0.0), Line("C", 1.0, excluded="unreachable"), Line("D", 1.0, simulated=True)]
    made = figure(_indicator("share"), total(lines), "2022")
    assert (made.value, made.numerator, made.denominator, made.excluded) == (66.67, 2, 3, {"unreachable": 1})
    assert (made.rows, made.simulated) == (3, 1)


def test_the_article_s_figures_come_out() -> None:
    """157 taken on, 137 resolved: 87.26 %; 305 good days of 365: 83.6 %."""
    lines = [Line(str(n), float(n < 137)) for n in range(157)]
    assert figure(_indicator("share"), total(lines), "2022").value == 87.26
    days = [Line(str(n), float(n < 305)) for n in range(365)]
    assert figure(_indicator("share", decimals=1), total(days), "2022").value == 83.6


def test_nothing_divided_by_nothing_has_no_value() -> None:
    assert figure(_indicator("share"), total([]), "2022").why == rules.NOTHING
    assert figure(_indicator("count", "items", 0), total([]), "2022").value == 0
    flow = total([Line("A", 1.0, 0.0)])
    assert figure(_indicator("share"), flow, "2022").value is None


def test_weights_leave_no_tail_of_binary_digits() -> None:
    made = figure(_indicator("mean"), total([Line(str(n), 0.9) for n in range(3)]), "2022")
    assert (made.numerator, made.value) == (2.7, 90.0)


def test_median_by_hand() -> None:
    assert median_survival({(5, True): 1}) == 5
    assert median_survival({(1, True): 2, (2, True): 2}) == 1
    assert median_survival({(1, True): 1, (2, False): 1, (3, True): 1, (10, False): 1}) == 3
    assert median_survival({(1, True): 1, (9, False): 3}) is None
    assert median_survival({}) is None
    assert median_survival({(3, False): 4}) is None
    # an ending and an open one at the same moment: the open one was still at risk
    assert median_survival({(1, True): 1, (1, False): 1}) == 1


@given(st.lists(st.integers(0, 50), min_size=1, max_size=60))
def test_without_open_ones_it_is_the_plain_lower_median(durations: list[int]) -> None:
    counts: dict[tuple[int, bool], int] = {}
    for n in durations:
        counts[n, True] = counts.get((n, True), 0) + 1
    assert median_survival(counts) == sorted(durations)[(len(durations) - 1) // 2]


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=60), st.integers(0, 59))
def test_waiting_longer_never_makes_it_shorter(lines: list[tuple[int, bool]], which: int) -> None:
    def median(given: list[tuple[int, bool]]) -> float:
        counts: dict[tuple[int, bool], int] = {}
        for line in given:
            counts[line] = counts.get(line, 0) + 1
        found = median_survival(counts)
        return float("inf") if found is None else found

    n = which % len(lines)
    opened = [(m, False) if i == n else (m, ended) for i, (m, ended) in enumerate(lines)]
    assert median(opened) >= median(lines)


def test_small_cells_are_covered_and_cannot_be_found_by_subtraction() -> None:
    assert suppressed({"a": 100, "b": 3, "c": 7}, 5) == {"b", "c"}
    assert suppressed({"a": 100, "b": 3, "c": 4}, 5) == {"b", "c"}
    assert suppressed({"a": 100, "b": 7}, 5) == frozenset()
    assert suppressed({"a": 0, "b": 7}, 5) == frozenset()
    assert suppressed({"b": 3}, 5) == {"b"}


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 20), max_size=12), st.integers(1, 8))
def test_never_exactly_one_cell_is_covered_beside_others(sizes: dict[str, int], below: int) -> None:
    covered = suppressed(sizes, below)
    assert all(k in covered for k, n in sizes.items() if 0 < n < below)
    shown = [k for k, n in sizes.items() if n and k not in covered]
    assert len(covered) != 1 or not shown
