"""Heat: more people are hotter, one writer never counts as two, likes stay within bounds, every part adds up."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from wushi.domain.heat import Message, Weights, heat

NOW = datetime(2026, 8, 3, 12, tzinfo=UTC)
WEIGHTS = Weights(date(2026, 1, 1), 1.0, 0.3, 30.0, 1.0, 1.0, "wushi-proposal")


def people(count: int) -> list[Message]:
    return [Message(NOW, f"w{n}") for n in range(count)]


@given(st.integers(1, 300))
def test_one_more_person_is_hotter(count: int) -> None:
    assert heat(people(count + 1), NOW, WEIGHTS).value > heat(people(count), NOW, WEIGHTS).value


@given(st.integers(1, 500))
def test_one_writer_never_counts_as_two(count: int) -> None:
    found = heat([Message(NOW, "w")] * count, NOW, WEIGHTS)
    assert (found.people, found.messages) == (1, count)
    assert found.value < heat(people(2), NOW, WEIGHTS).value


def test_two_thousand_likes_do_not_outrank_fifty_people() -> None:
    liked = heat([Message(NOW, "w", likes=2_000)], NOW, WEIGHTS)
    assert liked.value < heat(people(50), NOW, WEIGHTS).value


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_support_is_likes_less_dislikes_and_never_below_nothing(likes: int, dislikes: int) -> None:
    found = heat([Message(NOW, "w", likes, dislikes)], NOW, WEIGHTS)
    assert 0 <= found.by_support < 10
    assert (found.by_support > 0) == (likes > dislikes)


@given(st.integers(0, 3650))
def test_it_cools_by_half_in_the_half_life(days: int) -> None:
    messages = people(3)
    later = heat(messages, NOW + timedelta(days=days + 30), WEIGHTS).recency
    assert abs(later * 2 - heat(messages, NOW + timedelta(days=days), WEIGHTS).recency) < 1e-9


def test_nothing_is_cold() -> None:
    assert heat([], NOW, WEIGHTS).value == 0
