"""Danger by rules: sentences of our own stand in the pack; here the shapes of rules, bad input, and that padding costs no more."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.people import at
from wushi.domain import duty
from wushi.domain.danger import NOTHING, Calm, Rules, Sign, Sort, hear
from wushi.domain.errors import BadInput, RuleBroken
from wushi.domain.matter import Matter, after
from wushi.domain.policy import Policy

GAS = Sort("gas", "燃气", "Gas", "119", "开窗", "Open the windows")
SIGNS = (Sign("gas", ("煤气", "燃气"), ("味", "漏"), 4),)
CALMS = (
    Calm("denied", "没有", "denied", "before", ("没有",), gap=2, unless=("有没有",)),
    Calm("past", "过去", "past", "sentence", ("去年",), yields=True),
    Calm("name", "名字", "a name", "over", ("煤气罐",)),
)
RULES = Rules({"漏煤气": ("gas", "119")}, {"gas": GAS}, SIGNS, CALMS, now=("现在",), spelling={"媒气": "煤气"})


@pytest.mark.parametrize(
    ("said", "sort", "calm"),
    [
        ("楼道里煤气味很大", "gas", ""),
        ("楼道里媒气味很大", "gas", ""),
        ("楼道里煤 气 味很大", "gas", ""),
        ("没有漏煤气", "", "denied"),
        ("有没有漏煤气", "gas", ""),
        ("去年漏煤气", "", "past"),
        ("去年漏煤气，现在又漏煤气", "gas", ""),
        ("去年修过。现在漏煤气", "gas", ""),
        ("煤气费涨了", "", ""),
        ("", "", ""),
    ],
)
def test_what_is_heard_and_what_quiets_it(said: str, sort: str, calm: str) -> None:
    heard = hear(said, RULES)
    assert (heard.danger.sort if heard.danger else "") == sort
    if calm:
        assert calm in {q.calm for q in heard.quieted}


def test_without_rules_nothing_is_heard() -> None:
    assert hear("煤气漏了", Rules()) is NOTHING


def test_the_gravest_sort_decides_the_line(policy: Policy) -> None:
    found = hear("出车祸了，车着火了，人夹在车里", policy.danger).danger
    assert found is not None
    assert (found.sort, found.line) == ("fire", "119")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_heard_without_a_crash(policy: Policy, text: str) -> None:
    hear(text, policy.danger)


@pytest.mark.parametrize("piece", ["没有漏煤气", "煤气", "着火", "去年着火，", "a", "\n", "救命", "我不想死。"])
def test_a_long_text_costs_in_proportion_to_its_length(piece: str, policy: Policy) -> None:
    def cost(length: int) -> float:
        text = (piece * length)[:length]
        began = time.process_time()
        hear(text, policy.danger)
        return time.process_time() - began

    cost(1_000)
    assert cost(100_000) < 3.0


def test_a_danger_is_taken_once_and_judged_with_a_reason(policy: Policy) -> None:
    began = at("2026-08-03 09:00")
    found = hear("闻到煤气味", policy.danger).danger
    assert found is not None
    matter = after(Matter("HBW-2026-0000001", state="registered"), duty.heard(found, policy, began), began)
    assert duty.waiting(matter) == began
    matter = after(matter, duty.taken(matter), at("2026-08-03 09:00").replace(second=21))
    assert duty.waiting(matter) is None
    assert duty.seconds(matter) == 21
    with pytest.raises(RuleBroken):
        duty.taken(matter)
    with pytest.raises(RuleBroken):
        duty.raised(matter, "gas", policy, began)
    with pytest.raises(BadInput, match="why"):
        duty.judged(matter, False, "")
    matter = after(matter, duty.judged(matter, False, "是饭菜的味道"), began)
    assert matter.danger is not None
    assert matter.danger.real is False
    assert duty.raised(matter, "fire", policy, began).by == "person"
