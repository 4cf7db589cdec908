"""Hot issues: one writer's fifty messages stay one person's, many people come first whatever is liked, each part is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from wushi.domain.policy import Policy
from wushi.steps.learn.hot import Message, group, rank

NOW = datetime(2026, 8, 3, 12, tzinfo=UTC)


def _lamp(n: int, writer: str) -> Message:
    return Message(
        f"l{n}", "幸福苑北门路灯不亮", "幸福苑北门外的路灯全都不亮，走路看不见。", NOW - timedelta(hours=n), writer
    )


def _heating(n: int) -> Message:
    text = "东风里锅炉房停暖多日，家里只有十度，请尽快恢复供暖。"
    return Message(f"h{n}", "锅炉房停暖多日", text, NOW - timedelta(hours=n), f"person {n}")


def test_one_writers_fifty_messages_are_one_person(policy: Policy) -> None:
    found = rank(group([_lamp(n, "one") for n in range(50)], policy, NOW), policy, NOW)
    assert [(i.heat.people, i.heat.messages, i.of_one) for i in found] == [(1, 50, 50)]


def test_fifty_people_come_before_one_and_before_two_thousand_likes(policy: Policy) -> None:
    liked = Message("liked", "延长开放", "文体中心每天九点关门，希望延长到十点半。", NOW, "w", likes=2_000)
    given = [_heating(n) for n in range(50)] + [_lamp(n, "one") for n in range(50)] + [liked]
    found = rank(group(given, policy, NOW), policy, NOW)
    assert found[0].heat.people == 50
    assert next(i for i in found if "liked" in i.ids).likes == 2_000


@given(people=st.integers(10, 60), likes=st.integers(0, 2_000), again=st.integers(1, 60))
def test_no_likes_and_no_repetition_outrank_people(policy: Policy, people: int, likes: int, again: int) -> None:
    """Of groups as they are: from ten people on, nothing that one person can do and no likes are hotter."""
    groups = [
        [Message(f"p{n}", "a", "", NOW, f"w{n}") for n in range(people)],
        [Message(f"o{n}", "b", "", NOW, "one", likes=likes if not n else 0) for n in range(again)],
    ]
    assert rank(groups, policy, NOW)[0].ids[0] == "p0"


def test_nothing_gives_nothing(policy: Policy) -> None:
    assert rank(group([], policy, NOW), policy, NOW) == []


def test_a_message_without_words_has_no_title(policy: Policy) -> None:
    [one] = rank(group([Message("1", "", "", NOW)], policy, NOW), policy, NOW)
    assert (one.title, one.heat.people, one.of_one) == ("", 1, 1)
