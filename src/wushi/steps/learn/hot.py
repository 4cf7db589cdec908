"""Hot issues (热点): messages of one matter put together and ranked by heat, each part of the heat beside it; no one is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wushi.domain import heat as rules
from wushi.domain.calendar import local
from wushi.domain.heat import Heat
from wushi.domain.policy import Policy
from wushi.steps.alike.stream import Message as Told
from wushi.steps.alike.stream import Stream


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a file. `writer` tells people apart and is shown nowhere; blank: nobody knows."""

    id: Any
    title: str
    text: str
    at: datetime
    writer: str = ""
    likes: int = 0
    dislikes: int = 0
    place: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """What many say of one matter. `of_one`: the most messages of one writer, so that fifty of one are seen as such."""

    id: Any
    title: str
    heat: Heat
    likes: int
    dislikes: int
    of_one: int
    first: datetime
    last: datetime
    places: tuple[str, ...]
    ids: tuple[Any, ...]


def group(messages: Iterable[Message], policy: Policy, now: datetime) -> list[list[Message]]:
    """The messages by matter, in order of time."""
    stream = Stream(policy.likeness_on(local(now).date()))
    found: dict[Any, list[Message]] = {}
    for n, m in enumerate(sorted(messages, key=lambda m: m.at)):
        taken = stream.take(Told(n, m.title, m.text, m.at, m.place, m.writer))
        found.setdefault(taken.group, []).append(m)
    return list(found.values())


def rank(groups: Iterable[Sequence[Message]], policy: Policy, now: datetime) -> list[Issue]:
    """The issues, the hottest first; at the same heat the one that was told of last."""
    weights = policy.heat_on(local(now).date())
    issues = [_issue(g, rules.heat([_plain(m) for m in g], now, weights)) for g in groups if g]
    return sorted(issues, key=lambda i: (-i.heat.value, -i.last.timestamp()))


def _plain(m: Message) -> rules.Message:
    return rules.Message(m.at, m.writer, m.likes, m.dislikes, m.place)


def _issue(messages: Sequence[Message], found: Heat) -> Issue:
    by_writer = Counter(m.writer for m in messages if m.writer)
    return Issue(
        id=messages[0].id,
        title=_title(messages),
        heat=found,
        likes=sum(m.likes for m in messages),
        dislikes=sum(m.dislikes for m in messages),
        of_one=max(by_writer.values(), default=1),
        first=min(m.at for m in messages),
        last=max(m.at for m in messages),
        places=tuple(p for p, _ in Counter(m.place for m in messages if m.place).most_common()),
        ids=tuple(m.id for m in messages),
    )


def _title(messages: Sequence[Message]) -> str:
    """The title that most use; else that of the first who gave one."""
    titles = Counter(m.title.strip() for m in messages if m.title.strip())
    return titles.most_common(1)[0][0] if titles else messages[0].text.strip()[:40]
