"""k-anonymity: whatever is told, at least k rows look the same; what cannot be told so is not told."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wushi.domain.anonymity import smallest, told

COLUMNS = ("month", "community", "town", "subject")
STEPS = (("month", "community", "town", "subject"), ("month", "town", "subject"), ("month", "town"), ("month",))
cells = st.tuples(*(st.sampled_from(values) for values in (("1", "2"), ("a", "b", "c"), ("x", "y"), ("p", "q", "r"))))


@given(st.dictionaries(cells, st.integers(0, 9)), st.integers(1, 12))
def test_at_least_k_rows_look_the_same(sizes: dict[tuple[str, ...], int], k: int) -> None:
    found = told(sizes, COLUMNS, STEPS, k)
    assert set(found) == {cell for cell, size in sizes.items() if size}
    groups: Counter[object] = Counter()
    for cell, how in found.items():
        if how is not None:
            groups[how] += sizes[cell]
            kept = STEPS[how.step - 1]
            assert how.cell == tuple(v if n in kept else "" for n, v in zip(COLUMNS, cell, strict=True))
    assert all(size >= k for size in groups.values())


@given(st.dictionaries(cells, st.integers(1, 9)), st.integers(2, 12))
def test_nothing_is_told_more_coarsely_than_it_has_to_be(sizes: dict[tuple[str, ...], int], k: int) -> None:
    found = told(sizes, COLUMNS, STEPS, k)
    for cell, size in sizes.items():
        if size >= k:
            assert found[cell] is not None and found[cell].step == 1  # type: ignore[union-attr]
    refused = Counter(cell[0] for cell, how in found.items() if how is None for _ in range(sizes[cell]))
    assert all(0 < size < k for size in refused.values())


def test_on_paper() -> None:
    sizes = {("1", "a", "x", "p"): 3, ("1", "b", "x", "p"): 2, ("1", "c", "y", "q"): 1}
    found = told(sizes, COLUMNS, STEPS, 5)
    assert found["1", "a", "x", "p"] == found["1", "b", "x", "p"]
    assert found["1", "a", "x", "p"].cell == ("1", "", "x", "p")  # type: ignore[union-attr]
    assert found["1", "c", "y", "q"] is None


def test_k_counts_rows() -> None:
    with pytest.raises(ValueError, match="1 at least"):
        told({}, COLUMNS, STEPS, 0)
    assert smallest([]) == 0
    assert smallest([("a",), ("a",), ("b",)]) == 1
