"""Danger (险情): heard in the transaction of the registration, marked by a person, taken over, judged; the list of the duty."""

from __future__ import annotations

from datetime import datetime

from wushi.domain import duty, text
from wushi.domain.actor import MACHINE, Actor
from wushi.domain.danger import hear
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.drafting import Draft
from wushi.steps.moving import move


def listen(made: Draft, title: str, words: str, policy: Policy, at: datetime) -> None:
    """Raise danger on a draft that is being registered: who waits for the worker's turn waits too long."""
    found = hear(f"{title}\n{words}", policy.danger).danger
    if found is not None:
        made.add(duty.heard(found, policy, at), MACHINE, at, permitted=True)


def listen_again(made: Draft, words: str, policy: Policy, at: datetime) -> None:
    """What is told later may be danger too; while it is marked already, nothing is marked twice."""
    raised = made.matter.danger
    if made.matter.open and (raised is None or raised.real is False):
        listen(made, "", words, policy, at)


def raise_danger(
    number: str, sort: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """A person marks what the rules missed."""
    return move(number, lambda m: duty.raised(m, sort, policy, now), actor=actor, policy=policy, now=now, seen=seen)


def take_danger(number: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None) -> Matter:
    """Take it over: the first who presses has it. The version on the screen does not matter, seconds do."""
    return move(number, duty.taken, actor=actor, policy=policy, now=now)


def judge_danger(
    number: str,
    real: bool,
    *,
    reason: str = "",
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """Was it danger? A false alarm needs its reason."""
    said = text.line(reason, "reason", limit=500)
    return move(number, lambda m: duty.judged(m, real, said), actor=actor, policy=policy, now=now, seen=seen)
