"""Work together (会办、议事): the lead asks others to help or lays the matter before the neighbours, and takes it up again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from wushi.domain import events as e
from wushi.domain import handling, text
from wushi.domain.actor import Actor
from wushi.domain.errors import BadInput
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.moving import move


def invite(
    number: str, units: Sequence[str], *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    return move(
        number, lambda m: handling.invite(m, tuple(units), policy, now), actor=actor, policy=policy, now=now, seen=seen
    )


def end_cooperation(number: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None) -> Matter:
    return move(number, lambda m: e.CoHandlingEnded(), actor=actor, policy=policy, now=now, seen=seen)


def open_discussion(
    number: str, reason: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    reason = text.line(reason, "reason", limit=500)
    if not reason:
        raise BadInput(field="reason", why="say what is to be discussed")
    return move(number, lambda m: e.DiscussionOpened(reason), actor=actor, policy=policy, now=now, seen=seen)


def conclude_discussion(
    number: str, outcome: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    outcome = text.line(outcome, "outcome", limit=500)
    if not outcome:
        raise BadInput(field="outcome", why="say what was agreed")
    return move(number, lambda m: e.DiscussionConcluded(outcome), actor=actor, policy=policy, now=now, seen=seen)
