"""Search finds what was said, as every word stands there, within what the post may see, however far the index has come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.people import Cast, aunt_wang
from wushi.domain.policy import Policy
from wushi.steps import indexing
from wushi.steps.report.register import register
from wushi.steps.searching import Asked, Found, search

Say = Callable[..., str]
NOW = datetime(2026, 8, 3, 9, 0, tzinfo=UTC)


@pytest.fixture
def say(house: Policy, cast: Cast) -> Say:
    clock = [NOW]

    def say(text: str, title: str = "一件事", **facts: object) -> str:
        clock[0] += timedelta(minutes=1)
        incoming = aunt_wang(title=title, text=text, received_at=clock[0], **facts)
        return register(incoming, actor=cast.li, policy=house, now=clock[0]).number

    return say


def numbers(found: Found) -> list[str]:
    return [hit.matter.number for hit in found.hits]


@pytest.fixture(params=["unmerged", "merged"])
def ready(request: pytest.FixtureRequest) -> Callable[[], None]:
    """Each behaviour holds for what the index has followed and for what it has not."""
    return indexing.follow_all if request.param == "merged" else lambda: None


def test_words_of_one_two_and_more_characters_are_found_the_newest_first(
    say: Say, ready: Callable[[], None], house: Policy, cast: Cast
) -> None:
    first = say("物业费太高，电梯又坏了。")
    second = say("楼下噪音大，物业不管。")
    third = say("路灯不亮。")
    ready()

    def found(query: str, **more: object) -> list[str]:
        return numbers(search(Asked(query, **more), actor=cast.li, policy=house))  # type: ignore[arg-type]

    assert found("物业") == [second, first]
    assert found("费") == [first]
    assert found("物业费") == [first]
    assert found("物業費") == [first]
    assert found("物业 噪音") == [second]
    assert found("路灯不亮。") == [third]
    assert found("没有这样的") == []
    assert found("%") == found("_") == found("*") == found('"') == []
