"""Duty (值班): danger is raised with the clock of its taking over, taken by one, judged once."""

from __future__ import annotations

from datetime import datetime

from wushi.domain import clocks
from wushi.domain import events as e
from wushi.domain.danger import Danger
from wushi.domain.errors import BadInput, RuleBroken
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy

TAKE = "hotline.danger_take"
CLOCK = "danger"


def heard(found: Danger, policy: Policy, at: datetime) -> e.DangerRaised:
    """What the rules heard at registration; the seconds count from the call."""
    return e.DangerRaised(found.line, found.words, "machine", found.sort, (clocks.start(policy, TAKE, at),))


def raised(matter: Matter, sort: str, policy: Policy, at: datetime) -> e.DangerRaised:
    """A person raises what the rules missed."""
    if sort not in policy.danger.sorts:
        raise BadInput(field="sort", why=f"one of {', '.join(policy.danger.sorts)}")
    if matter.danger is not None and matter.danger.real is not False:
        raise RuleBroken(rule="danger_raised", reference="", why=f"{matter.number} is marked as danger already")
    line = policy.danger.sorts[sort].line
    return e.DangerRaised(line, (), "person", sort, (clocks.start(policy, TAKE, at),))


def taken(matter: Matter) -> e.DangerTaken:
    if waiting(matter) is None:
        raise RuleBroken(rule="danger_taken", reference="", why=f"nothing at {matter.number} waits to be taken over")
    return e.DangerTaken()


def judged(matter: Matter, real: bool, reason: str) -> e.DangerJudged:
    if matter.danger is None:
        raise RuleBroken(rule="danger_judged", reference="", why=f"{matter.number} was never marked as danger")
    if not real and not reason:
        raise BadInput(field="reason", why="say why it was none: the rules are mended by it")
    return e.DangerJudged(real, reason)


def waiting(matter: Matter) -> datetime | None:
    """Since when danger waits for somebody to take it; None when nothing waits."""
    clock = matter.clock(CLOCK)
    return clock.start if matter.danger is not None and clock is not None and clock.stopped is None else None


def seconds(matter: Matter) -> float | None:
    """From the call until somebody took it; None while nobody has."""
    clock = matter.clock(CLOCK)
    return None if clock is None or clock.stopped is None else (clock.stopped - clock.start).total_seconds()


def escalated(matter: Matter) -> bool:
    """Has the ladder reached those above because nobody took it?"""
    clock = matter.clock(CLOCK)
    return clock is not None and clock.stopped is None and bool(clock.rungs)
