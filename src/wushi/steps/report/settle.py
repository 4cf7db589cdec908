"""Settle at the desk (即时答复、不予受理、移交): answer at once, refuse with reason and right channel, hand an emergency over."""

from __future__ import annotations

from datetime import datetime

from wushi.domain import events as e
from wushi.domain import registration, text
from wushi.domain.actor import Actor
from wushi.domain.errors import BadInput
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.moving import move
from wushi.steps.report import danger
from wushi.store.vault import vault


def answer(number: str, words: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None) -> Matter:
    """Answer a consultation from what is known; it closes at once."""
    said = text.clean(words, "words")
    if not said:
        raise BadInput(field="words", why="is empty; write what the resident was told")
    sealed, commitment = vault.seal({"text": said})
    return move(
        number,
        lambda m: e.Answered(commitment),
        actor=actor,
        policy=policy,
        now=now,
        seen=seen,
        words=(sealed, "", said),
    )


def refuse(number: str, ground: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None) -> Matter:
    """Do not accept: the ground's code and the right channel go to the resident."""
    return move(
        number, lambda m: registration.refuse(m, ground, policy), actor=actor, policy=policy, now=now, seen=seen
    )


def transfer_out(
    number: str, line: str, *, call: str = "", actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """Hand over to 110, 119, 120 or 122, with the id of the three-way call."""
    call = text.line(call, "call", limit=64)
    return move(
        number,
        lambda m: registration.transfer_out(m, line, call, policy),
        actor=actor,
        policy=policy,
        now=now,
        seen=seen,
    )


def note(number: str, words: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None) -> Matter:
    """Leave a remark for colleagues, or add to what was said; it moves no clock, but danger in it is heard."""
    said = text.clean(words, "words")
    if not said:
        raise BadInput(field="words", why="is empty")
    sealed, commitment = vault.seal({"text": said})
    return move(
        number,
        lambda m: e.Noted(commitment),
        actor=actor,
        policy=policy,
        now=now,
        seen=seen,
        words=(sealed, "", said),
        then=lambda made: danger.listen_again(made, said, policy, now),
    )
