"""Points of a demand and the check of a reply: any text is borne, twice gives the same, cost grows with length and no faster."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wushi.domain import points, reply_check
from wushi.domain.errors import BadInput, RuleBroken
from wushi.domain.matter import Matter
from wushi.domain.points import STATUSES, Answered
from wushi.domain.policy import Policy
from wushi.domain.reply_check import CODES, Draft, Earlier
from wushi.domain.reply_rules import LISTS, NUMBERS, ReplyRules
from wushi.steps.policy import current

PIECES = st.sampled_from(
    [
        "1、", "2.", "一、", "（二）", "首先，", "其次", "路灯不亮", "能不能修", "吗", "？", "。", "，", "\n", "已转有关部门", "收悉",
        "尽快", "不予", "《条例》", "第五条", "8月3日", "0473-2012345", "😀", "ᠮᠣᠩ", "<b>",
        "路燈不亮", "\u3000", "A", "〔手机号〕", "1" * 30,
        "高度重视", "1. x\n〔解决了〕y",
    ]
)  # fmt: skip
texts = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map("".join))
answered = st.lists(st.builds(Answered, texts, st.sampled_from(tuple(STATUSES)), texts), max_size=4).map(tuple)


def rules() -> ReplyRules:
    """Not a fixture: a pack is too long to be printed with every example."""
    return current().replies


ODD = [
    "",
    " ",
    "。",
    "1",
    "1、",
    "\n" * 50,
    "1、2、3、4、",
    "？" * 200,
    "９９９",
    "🙂" * 300,
    "9" * 5_000,
    "\u202e路灯",
    "一、一、一、",
]


@settings(max_examples=300, deadline=None)
@given(texts)
def test_points_are_few_short_and_the_same_when_they_are_listed(text: str) -> None:
    found = points.propose(text, rules())
    assert len(found) <= rules().whole("points_most") == 6
    assert all(0 < len(p) <= rules().whole("points_longest") and "\n" not in p for p in found)
    once = points.clean(found, rules())
    assert points.clean(once, rules()) == once


@settings(max_examples=300, deadline=None)
@given(texts, answered, texts)
def test_any_reply_is_looked_at_and_twice_gives_the_same(general: str, said: tuple[Answered, ...], demand: str) -> None:
    earlier = [Earlier("1", general), Earlier("2", demand)]
    found = reply_check.check(Draft(general, "", said), rules(), demand=demand, earlier=earlier)
    assert found == reply_check.check(Draft(general, "", said), rules(), demand=demand, earlier=earlier)
    assert {w.code for w in found} <= set(CODES)
    assert all(0 <= w.point <= len(said) for w in found)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(texts, st.sampled_from(tuple(STATUSES)), texts), min_size=1, max_size=5), texts)
def test_a_reply_is_one_text_that_can_be_taken_apart_again(said: list[tuple[str, str, str]], general: str) -> None:
    given = [Answered(" ".join(p.split()), status, " ".join(answer.split())) for p, status, answer in said]
    text = points.compose(given, general.strip("\n"))
    found, rest = points.apart(text, [a.status for a in given])
    assert list(found) == given and rest == general.strip("\n")


def test_a_text_that_nobody_composed_stands_as_it_is() -> None:
    assert points.apart("已修好。", ("solved",)) == ((), "已修好。")
    assert points.apart("1. 灯\n〔解决了〕换了", ("partly",)) == ((), "1. 灯\n〔解决了〕换了")


@pytest.mark.parametrize("text", ODD, ids=[repr(o[:8]) for o in ODD])
def test_odd_texts_are_borne(policy: Policy, text: str) -> None:
    points.propose(text, policy.replies)
    reply_check.check(Draft(text), policy.replies, demand=text, earlier=[Earlier("1", text)] * 3)


@pytest.mark.parametrize(
    "piece", ["路灯不亮，已转有关部门尽快处理。", "1、能不能修？", "收悉", "根据有关", "1", "《", "第", "〔"]
)
def test_the_cost_grows_with_the_length_and_no_faster(policy: Policy, piece: str) -> None:
    def spent(length: int) -> float:
        text = (piece * (length // len(piece) + 1))[:length]
        best = 9.0
        for _ in range(3):
            reply_check._shingles.cache_clear()
            began = time.process_time()
            reply_check.check(Draft(text), policy.replies, demand=text, earlier=[Earlier("1", text + "一")] * 3)
            points.propose(text, policy.replies)
            best = min(best, time.process_time() - began)
        return best

    short, long = spent(5_000), spent(20_000)
    assert long < 0.5 and long < 12 * short + 0.01
    assert spent(100_000) < 0.5  # beyond what a person writes nothing more is read


def test_every_list_and_number_of_the_rules_is_in_the_pack(policy: Policy) -> None:
    assert set(policy.replies.lists) == set(LISTS) and set(policy.replies.numbers) == set(NUMBERS)


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize("code", CODES)
def test_every_warning_says_what_is_missing_and_how_to_mend_it(policy: Policy, code: str, language: str) -> None:
    for table in ("reply_warning", "reply_mend"):
        assert len(policy.texts[language][table][code]) > 5


def test_once_listed_only_the_desk_changes_the_points() -> None:
    free, held = Matter("HBW-1", state="in_progress"), Matter("HBW-1", state="in_progress", points=2)
    assert points.list_points(free, ("灯不亮",), "", at_desk=False).count == 1
    assert points.list_points(held, ("灯不亮",), "", at_desk=True).count == 1
    with pytest.raises(RuleBroken):
        points.list_points(held, ("灯不亮",), "", at_desk=False)
    with pytest.raises(BadInput):
        points.list_points(free, (), "", at_desk=True)


@pytest.mark.parametrize("statuses", [(), ("solved",), ("solved", ""), ("solved", "fine"), ("solved",) * 3])
def test_every_point_needs_a_status_that_is_known(statuses: tuple[str, ...]) -> None:
    with pytest.raises(BadInput):
        points.check_answers(("灯不亮", "路不平"), statuses)
    points.check_answers(("灯不亮", "路不平"), ("solved", "promised"))


def test_the_point_without_an_answer_is_named() -> None:
    with pytest.raises(BadInput, match=r"point 2 .路不平."):
        points.check_answers(("灯不亮", "路不平"), ("solved",))


def test_points_that_a_person_wrote_lose_their_numbers_and_doubles(policy: Policy) -> None:
    assert points.clean(["1、灯不亮", "", " 2. 路不平 ", "灯不亮"], policy.replies) == ("灯不亮", "路不平")
    with pytest.raises(BadInput):
        points.clean(["长" * 201], policy.replies)
    with pytest.raises(BadInput):
        points.clean([f"第{n}件" for n in "甲乙丙丁戊己庚"], policy.replies)


def test_one_event_at_one_place_may_get_one_answer(policy: Policy) -> None:
    said = "接到反映后，执法人员赶到现场，对违停车辆贴了告知单，以后每天早晚各巡查一次。"
    here = ("traffic/parking", "150302001002")
    same = [Earlier("1", said, here), Earlier("2", said, here)]
    check = lambda about: reply_check.check(Draft(said), policy.replies, demand="违停", about=about, earlier=same)  # noqa: E731
    assert check(here) == ()
    assert [(w.code, w.found) for w in check(("traffic/parking", "150302002001"))] == [("template", ("1", "2"))]
