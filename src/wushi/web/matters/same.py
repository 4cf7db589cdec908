"""Shows what may be the same matter (疑似同一): beside what is typed and on the page of a matter, with reasons and a button to merge."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from wushi.domain import lifecycle
from wushi.domain.matter import Matter
from wushi.steps import linking
from wushi.steps.linking import Similar
from wushi.web import words
from wushi.web.context import Here
from wushi.web.matters.lists import last_word
from wushi.web.matters.story import sure
from wushi.web.templatetags.wushi import name_in

MOST = 5  # more nobody reads while somebody talks
_TOO_LATE = ("merged", "handled", "callback")  # the merge would be refused


@dataclass(frozen=True, slots=True)
class Same:
    """One matter that may be the same; `joinable`: it may still be joined."""

    number: str
    url: str
    title: str
    note: str
    sure: str
    reasons: str
    joinable: bool


@dataclass(frozen=True, slots=True)
class Found:
    rows: tuple[Same, ...]
    complete: bool = True


def _row(found: Similar, here: Here) -> Same:
    m = found.matter
    who = name_in(here.policy, "unit", m.unit) if m.unit else ""
    joinable = m.state not in _TOO_LATE and "FollowerJoined" in lifecycle.possible(m.track, m.state)
    return Same(
        m.number,
        reverse("matters:matter", args=[m.number]),
        found.title,
        " · ".join(part for part in (m.number, who, last_word(m, here)) if part),
        sure(found.score),
        words.listed(found.reasons),
        joinable,
    )


def typed(here: Here, text: str) -> Found:
    """What may be the same as the words so far."""
    found, complete = linking.typed(text, here.actor, here.policy, here.now, most=MOST)
    return Found(tuple(_row(one, here) for one in found), complete)


def of(here: Here, matter: Matter) -> Found:
    """What the machine found for this one. Only what was there before it may be joined: the later follows the earlier."""
    found = linking.similar(matter.number, here.actor, here.policy, most=MOST)
    others = [one for one in found if one.matter.number not in (matter.merged_into, *matter.followers)]
    rows = []
    for one in others:
        row = _row(one, here)
        since, other = matter.registered_at, one.matter.registered_at
        later = since is not None and other is not None and other > since
        rows.append(row if not later else Same(row.number, row.url, row.title, row.note, row.sure, row.reasons, False))
    return Found(tuple(rows))
