"""Object and rule (派单异议、指定): a unit says once that it is not its own; the dispatcher rules, and the ruling binds."""

from __future__ import annotations

from datetime import datetime

from wushi.domain import dispatch as rules
from wushi.domain import text
from wushi.domain.actor import Actor
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.moving import move


def object_to(
    number: str, reason: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    reason = text.line(reason, "reason", limit=500)
    return move(
        number, lambda m: rules.object_to(m, reason, policy, now), actor=actor, policy=policy, now=now, seen=seen
    )


def designate(
    number: str, unit: str, reason: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    reason = text.line(reason, "reason", limit=500)
    return move(
        number, lambda m: rules.designate(m, unit, reason, policy, now), actor=actor, policy=policy, now=now, seen=seen
    )
