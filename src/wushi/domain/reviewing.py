"""Reviews (好差评): five levels; a bad one with a sender is called back, put right in time, and left out only after a check."""

from __future__ import annotations

from datetime import datetime

from wushi.domain import clocks, lifecycle
from wushi.domain import events as e
from wushi.domain.applying import TRACK, facts_of
from wushi.domain.errors import BadInput, RuleBroken
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy

CONTACT, RECTIFY, APPEAL = "service.review_contact", "service.rectify", "service.appeal"
VIAS = ("window", "terminal", "phone", "online")
LEVELS = {
    5: ("非常满意", "very content"),
    4: ("满意", "content"),
    3: ("基本满意", "rather content"),
    2: ("不满意", "discontent"),
    1: ("非常不满意", "very discontent"),
}
BAD = 2  # this level and below


def rate(
    matter: Matter, level: int, via: str, *, named: bool, commitment: str, policy: Policy, at: datetime
) -> e.Rated | e.BadlyRated:
    """Once for each application (一事一评)."""
    lifecycle.check(TRACK, matter.state, e.Rated)
    app = facts_of(matter)
    if level not in LEVELS:
        raise BadInput(field="level", why=f"one of {', '.join(map(str, LEVELS))}")
    if via not in VIAS:
        raise BadInput(field="via", why=f"one of {', '.join(VIAS)}")
    if level <= BAD and named:
        started = (clocks.start(policy, CONTACT, at), clocks.start(policy, RECTIFY, at))
        path = policy.tree.line(app.decides) if app.decides else ()
        return e.BadlyRated(level=level, via=via, commitment=commitment, unit=app.decides, path=path, clocks=started)
    return e.Rated(level=level, via=via, signed=named, commitment=commitment)


def rectify(matter: Matter, commitment: str) -> e.ReviewRectified:
    """Every one is called back, so nothing is put right before that."""
    lifecycle.check(TRACK, matter.state, e.ReviewRectified)
    if not facts_of(matter).contacted:
        raise RuleBroken(rule="review_contact", reference="guoban-2019-51", why="call the sender of the review first")
    return e.ReviewRectified(commitment=commitment)


def ask_exclusion(matter: Matter, ground: str, reason: str, policy: Policy) -> e.ExclusionAsked:
    lifecycle.check(TRACK, matter.state, e.ExclusionAsked)
    app = facts_of(matter)
    if ground not in policy.service.exclusions:
        raise BadInput(field="ground", why=f"one of {', '.join(policy.service.exclusions)}")
    if app.appealed:
        raise RuleBroken(rule="exclusion_once", reference="guoban-2019-51", why="the appeal was granted: it counts")
    if not reason.strip():
        raise BadInput(field="reason", why="write what shows it")
    return e.ExclusionAsked(ground=ground, reason=reason.strip())


def exclude(matter: Matter, approver: str, unit: str, policy: Policy) -> e.ReviewExcluded:
    """Only by somebody who did not handle it, and only after the sender was called."""
    lifecycle.check(TRACK, matter.state, e.ReviewExcluded)
    app = facts_of(matter)
    if unit == app.decides:
        raise RuleBroken(
            rule="exclusion_own", reference="guoban-2019-51", why="who handled it may not leave the review out"
        )
    if not app.contacted:
        raise RuleBroken(rule="review_contact", reference="guoban-2019-51", why="call the sender of the review first")
    return e.ReviewExcluded(approver=approver, ground=app.exclusion)


def appeal(matter: Matter, commitment: str, policy: Policy, at: datetime) -> e.ExclusionAppealed:
    lifecycle.check(TRACK, matter.state, e.ExclusionAppealed)
    if facts_of(matter).appealed:
        raise RuleBroken(rule="appeal_once", reference="guoban-2019-51", why="the appeal was decided already")
    return e.ExclusionAppealed(commitment=commitment, clocks=(clocks.start(policy, APPEAL, at),))


def uphold(matter: Matter, approver: str, reason: str) -> e.ExclusionUpheld:
    lifecycle.check(TRACK, matter.state, e.ExclusionUpheld)
    if not reason.strip():
        raise BadInput(field="reason", why="the sender is told why")
    return e.ExclusionUpheld(approver=approver, reason=reason.strip())


def reverse(matter: Matter, approver: str, policy: Policy, at: datetime) -> e.ExclusionReversed:
    lifecycle.check(TRACK, matter.state, e.ExclusionReversed)
    return e.ExclusionReversed(approver=approver, clocks=(clocks.start(policy, RECTIFY, at),))
