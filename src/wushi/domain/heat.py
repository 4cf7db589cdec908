"""Heat (热度): how hot an issue is, as a sum of parts that are shown: people, recency, spread, support. Never who they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import log1p


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part counts, as the pack says. `again` is the share that the next message of one writer adds, and the next
    after that its square: together never as much as a second person, so it lies below one half."""

    since: date
    person: float
    again: float
    half_life_days: float
    spread: float
    support: float
    reference: str
    status: str = "proposal"


@dataclass(frozen=True, slots=True)
class Message:
    """One message of an issue; `writer` tells writers apart within it and is kept nowhere; blank: nobody knows, so each is one."""

    at: datetime
    writer: str = ""
    likes: int = 0
    dislikes: int = 0
    place: str = ""


@dataclass(frozen=True, slots=True)
class Heat:
    """The parts, each with its number; `value` is their sum."""

    people: int
    messages: int
    by_people: float
    by_spread: float
    by_support: float
    recency: float  # the share of the people's part that is left, 1 for an issue of this moment

    @property
    def value(self) -> float:
        return self.by_people * self.recency + self.by_spread + self.by_support


def heat(messages: Sequence[Message], now: datetime, weights: Weights) -> Heat:
    """`now`: the moment at which the list is drawn up; what lies after it counts as of now."""
    if not messages:
        return Heat(0, 0, 0.0, 0.0, 0.0, 0.0)
    count = Counter(m.writer or f"\x00{n}" for n, m in enumerate(messages))
    again = weights.again
    by_people = weights.person * sum((1 - again**n) / (1 - again) for n in count.values())
    latest = max(m.at for m in messages)
    old = max(0.0, (now - latest).total_seconds() / 86400)
    spread = log1p(len({m.at.date() for m in messages}) - 1) + log1p(
        max(0, len({m.place for m in messages} - {""}) - 1)
    )
    support = log1p(max(0, sum(m.likes for m in messages) - sum(m.dislikes for m in messages)))
    return Heat(
        people=len(count),
        messages=len(messages),
        by_people=by_people,
        by_spread=weights.spread * spread,
        by_support=weights.support * support,
        recency=0.5 ** (old / weights.half_life_days),
    )
