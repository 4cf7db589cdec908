"""Merging and taking out again leaves both matters as they would have been, after any course of either."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from wushi.domain import events as e
from wushi.domain import handling, lifecycle, registration
from wushi.domain.matter import Matter, after

from .test_lifecycle_properties import Course, courses, registered

_LATER = timedelta(hours=30)


def bare(matter: Matter) -> Matter:
    """The matter without what only counts its events."""
    return replace(matter, version=0, last_at=None)


def _taken_out(course: Course, name: str, before: Matter, event: e.Event) -> None:
    follower = course.matter
    if follower.state not in lifecycle.MERGEABLE - {"merged"}:
        return
    lead = replace(registered(course.policy).matter, number="HBW-2022-0000009", registered_at=course.now)
    merged, joined = registration.merge(follower, lead, ("同一根管子",))
    now = course.now
    together, leading = after(follower, merged, now), after(lead, joined, now)
    assert together.state == "merged" and leading.followers == (follower.number,)
    assert not [c for c in together.running if c.name != "reply"]
    # what is written down meanwhile is written on both ways
    noted = after(after(together, e.Noted(), now + _LATER), e.Informed("c"), now + _LATER)
    left = registration.unmerge(noted, "不是同一根")
    apart = after(noted, left, now + 2 * _LATER)
    alone = after(after(leading, e.Noted(), now + _LATER), e.FollowerLeft(follower.number), now + 2 * _LATER)
    assert bare(apart) == bare(follower)
    assert bare(alone) == bare(lead)
    # also when the lead's answer has reached it and does not fit
    answered = after(noted, handling.reply_through_lead(noted, leading, course.policy, now + _LATER), now + _LATER)
    assert bare(after(answered, registration.unmerge(answered, "答非所问"), now + 2 * _LATER)) == bare(follower)


test_taken_out_both_are_as_they_would_have_been = courses(_taken_out)
