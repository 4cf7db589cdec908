"""Tries the pairs of a pack: would the machine link the two by itself, in a house that has seen enough to know its rare words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from wushi.domain.likeness import Weights
from wushi.domain.text import title_from
from wushi.steps.alike.stream import Message, Stream

_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def linked(weights: Weights, before: list[str]) -> Callable[[str, str], bool]:
    """A judge of two texts. `before`: other words that the house has heard; being new is no excuse here."""
    stream = Stream(replace(weights, few_seen=0.0))
    at, number = _BEGIN, len(before)
    for n, text in enumerate(before):
        stream.put(Message(n, title_from(text), text, at))

    def judge(one: str, other: str) -> bool:
        nonlocal at, number
        at += timedelta(days=400)
        number += 1
        stream.put(Message(number, title_from(one), one, at))
        found = stream.ask(Message("", title_from(other), other, at)).candidates
        return any(c.automatic and c.id == number for c in found)

    return judge
