"""Bundles and forms: an order in which each can begin, the slowest line, circles named, fields asked once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wushi.domain.errors import RuleBroken
from wushi.domain.policy import Policy
from wushi.domain.service import Form, FormField, Part, check, in_order, slowest


def test_the_shipped_bundles_ask_each_question_once_and_less_than_one_by_one(policy: Policy) -> None:
    for bundle in policy.service.bundles.values():
        fields = bundle.fields()
        assert len(set(fields)) == len(fields) < bundle.asked_apart()


def test_a_circle_is_named() -> None:
    with pytest.raises(RuleBroken, match="a -> c -> b -> a"):
        in_order([Part("a", ("c",)), Part("b", ("a",)), Part("c", ("b",)), Part("d")])


@given(st.lists(st.tuples(st.integers(0, 30), st.sets(st.integers(0, 11), max_size=4)), min_size=1, max_size=12))
def test_the_slowest_line_is_the_longest_of_all_lines(given_: list[tuple[int, set[int]]]) -> None:
    parts = [Part(str(n), tuple(str(b) for b in before if b < n)) for n, (_, before) in enumerate(given_)]
    days = {str(n): float(d) for n, (d, _) in enumerate(given_)}

    def longest(one: str) -> float:  # every line, by trying them all
        part = parts[int(one)]
        return days[one] + max((longest(b) for b in part.after), default=0.0)

    line, total = slowest(parts, days)
    assert total == max(longest(p.item) for p in parts)
    assert sum(days[one] for one in line) == total
    place = {p.item: n for n, p in enumerate(in_order(parts))}
    assert all(place[b] < place[p.item] for p in parts for b in p.after)


def test_what_is_not_asked_is_not_kept() -> None:
    form = Form("f", (
        FormField("food", "", "", "choice", choices=("热", "冷")), FormField("room", "", "", when=("food", "冷")),
        FormField("size", "", "", "number", when=("room", "大")),
    ))  # fmt: skip
    told = check(form, {"food": "热", "room": "大", "size": "很大", "other": "x"})
    assert told.kept == {"food": "热"} and not told.wrong
    assert check(form, {"food": "冷"}).wrong == {"room": "missing"}
