"""Pause and resume the clocks (中止计时、恢复计时): on a ground that the pack lists, with the paper that shows it; told in writing."""

from __future__ import annotations

from datetime import datetime

from wushi.domain import pausing, text
from wushi.domain.actor import Actor
from wushi.domain.errors import BadInput
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.moving import move
from wushi.store.vault import vault


def pause(
    number: str, ground: str, words: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """`words`: the written notice that is given to whoever came: what is done meanwhile and what shows it."""
    said = text.clean(words, "words")
    if not said:
        raise BadInput(field="words", why="is empty; write the notice: what is done meanwhile, and what shows it")
    sealed, commitment = vault.seal({"text": said})
    return move(
        number,
        lambda m: pausing.pause(m, ground, commitment, policy),
        actor=actor,
        policy=policy,
        now=now,
        seen=seen,
        words=(sealed, "", said),
    )


def resume(number: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None) -> Matter:
    return move(number, lambda m: pausing.resume(m, policy, now), actor=actor, policy=policy, now=now, seen=seen)
