"""The catalogue's rules: both formulas of compression, versions by date, promises held against the law."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wushi.domain.catalogue import Catalogue, Conversion, Item, Time, compression, wrong_times
from wushi.domain.errors import NotFound
from wushi.domain.policy import Policy

RULE = Conversion(date(2000, 1, 1), 7, 5, 6.5, "wushi-proposal")
DAY = date(2022, 1, 1)


def item(code: str = "a", legal: float | None = 20, promised: float = 5, **facts: object) -> Item:
    given_ = {"type": "promise", "since": DAY, "legal_note": "" if legal else "没有法定时限", **facts}
    return Item(
        code, "", "", code, "permit", "market", legal=Time(legal) if legal else None, promised=Time(promised), **given_
    )  # type: ignore[arg-type]


def test_the_shipped_catalogue_gives_the_published_figures(policy: Policy) -> None:
    items = policy.catalogue.on(date(2022, 12, 31))
    found = policy.catalogue.compression(date(2022, 12, 31))
    assert len(items) == 1317
    # reckoned once more without the code under test
    legal = sum(i.legal.amount for i in items if i.legal)
    promised = sum(i.promised.amount for i in items)
    assert found.whole == Fraction(int(legal - promised), int(legal))
    assert f"{float(found.whole):.2%}" == "86.03%"
    assert sum(i.type == "instant" for i in items) == 957
    assert f"{957 / 1317:.2%}" == "72.67%"
    assert all(i.illustrative for i in items)


def test_calendar_days_and_hours_are_converted_before_they_are_added() -> None:
    found = compression([replace(item(), legal=Time(14, "days"), promised=Time(13, "hours"))], RULE)
    assert (found.legal, found.promised, found.whole) == (10, 2, Fraction(4, 5))


def test_the_two_formulas_differ_when_limits_do() -> None:
    found = compression([item("a", 100, 50), item("b", 1, 0), item("c", None, 3)], RULE)
    assert found.whole == Fraction(51, 101)
    assert found.mean == Fraction(3, 4)
    assert (found.items, found.without_limit) == (2, 1)


def test_nothing_with_a_legal_limit_has_no_compression() -> None:
    found = compression([item("c", None, 3)], RULE)
    assert found.whole is None and found.mean is None


@given(st.lists(st.tuples(st.integers(1, 200), st.integers(0, 200)), min_size=1, max_size=30))
def test_a_lawful_catalogue_is_never_below_nothing_nor_above_all(pairs: list[tuple[int, int]]) -> None:
    items = [item(str(n), legal, min(legal, promised)) for n, (legal, promised) in enumerate(pairs)]
    assert all(wrong_times(i, RULE) is None for i in items)
    found = compression(items, RULE)
    assert found.whole is not None and found.mean is not None
    assert 0 <= found.whole <= 1 and 0 <= found.mean <= 1


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (item(legal=None, legal_note=""), "no legal limit"),
        (item(promised=21), "longer than the law"),
        (replace(item(), promised=Time(29, "days")), "longer than the law"),
        (item(type="instant", promised=1), "on the spot promises 1"),
    ],
)
def test_an_unlawful_promise_is_named(wrong: Item, why: str) -> None:
    found = wrong_times(wrong, RULE)
    assert found is not None and why in found[1]


def test_a_version_holds_from_its_day_until_the_next() -> None:
    first, second = item(), item(promised=3, since=DAY + timedelta(days=10), version=2)
    book = Catalogue({"a": (first,)}).with_versions([second], {})
    assert book.item("a", DAY + timedelta(days=9)).promised == Time(5)
    assert book.item("a", DAY + timedelta(days=10)).promised == Time(3)
    with pytest.raises(NotFound):
        book.item("a", DAY - timedelta(days=1))
    assert [i.version for i in book.changes] == [2, 1]
