"""Extend, defer, end (延期、挂账、终止): asked by the unit with reasons, decided by somebody else, told to the resident."""

from __future__ import annotations

from datetime import date, datetime

from wushi.domain import events as e
from wushi.domain import handling, text
from wushi.domain.actor import Actor
from wushi.domain.errors import BadInput
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.moving import move


def _reason(words: str, field: str = "reason") -> str:
    said = text.line(words, field, limit=500)
    if not said:
        raise BadInput(field=field, why="is empty; give the reason")
    return said


def ask_extension(
    number: str, reason: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    reason = _reason(reason)
    return move(
        number, lambda m: handling.ask_extension(m, reason, policy, now), actor=actor, policy=policy, now=now, seen=seen
    )


def grant_extension(
    number: str, *, told: bool, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """By the head, once the resident has been told why."""
    return move(
        number,
        lambda m: handling.grant_extension(m, actor.post, told, policy, now),
        actor=actor,
        policy=policy,
        now=now,
        seen=seen,
    )


def refuse_extension(
    number: str, reason: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    reason = _reason(reason)
    return move(number, lambda m: e.ExtensionRefused(reason), actor=actor, policy=policy, now=now, seen=seen)


def propose_deferral(
    number: str,
    reason: str,
    plan: str,
    next_date: date,
    *,
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    reason, plan = _reason(reason), _reason(plan, "plan")
    return move(
        number,
        lambda m: handling.propose_deferral(m, reason, plan, next_date, policy, now),
        actor=actor,
        policy=policy,
        now=now,
        seen=seen,
    )


def defer(number: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None) -> Matter:
    return move(
        number, lambda m: handling.defer(m, actor.post, policy, now), actor=actor, policy=policy, now=now, seen=seen
    )


def refuse_deferral(
    number: str, reason: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    reason = _reason(reason)
    return move(number, lambda m: e.DeferralRefused(reason), actor=actor, policy=policy, now=now, seen=seen)


def resume(number: str, reason: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None) -> Matter:
    reason = _reason(reason)
    return move(number, lambda m: e.Resumed(reason), actor=actor, policy=policy, now=now, seen=seen)


def propose_termination(
    number: str, ground: str, reason: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    reason = _reason(reason)
    return move(
        number,
        lambda m: handling.propose_termination(m, ground, reason, policy),
        actor=actor,
        policy=policy,
        now=now,
        seen=seen,
    )


def terminate(number: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None) -> Matter:
    return move(number, lambda m: handling.terminate(m, actor.post), actor=actor, policy=policy, now=now, seen=seen)


def refuse_termination(
    number: str, reason: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    reason = _reason(reason)
    return move(number, lambda m: e.TerminationRefused(reason), actor=actor, policy=policy, now=now, seen=seen)
