"""Supervise (催办、督办): press for a matter, put it under supervision, lift that again."""

from __future__ import annotations

from datetime import datetime

from wushi.domain import events as e
from wushi.domain import text
from wushi.domain.actor import Actor
from wushi.domain.errors import BadInput
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.moving import move


def urge(number: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None) -> Matter:
    return move(number, lambda m: e.Urged("reply", "", None, m.unit), actor=actor, policy=policy, now=now, seen=seen)


def supervise(
    number: str, reason: str, *, level: int = 1, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """On a trigger of 潍坊条例 art.26, named as reason; the unit's superior `level` steps up is addressed."""
    reason = text.line(reason, "reason", limit=500)
    if not reason:
        raise BadInput(
            field="reason", why="name the trigger: refused, overdue, solvable but not solved, handled badly, other"
        )
    if not 1 <= level <= 3:
        raise BadInput(field="level", why="is 1, 2 or 3")
    return move(
        number,
        lambda m: e.PlacedUnderSupervision("reply", "", None, policy.tree.above(m.unit, level), level, reason),
        actor=actor,
        policy=policy,
        now=now,
        seen=seen,
    )


def lift(number: str, reason: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None) -> Matter:
    reason = text.line(reason, "reason", limit=500)
    if not reason:
        raise BadInput(field="reason", why="say why the supervision ends")
    return move(number, lambda m: e.SupervisionLifted(reason), actor=actor, policy=policy, now=now, seen=seen)
