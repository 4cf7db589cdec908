"""Put right (整改、核查、销号): the unit says what was done, another looks at it and signs off, or sends it back."""

from __future__ import annotations

from datetime import datetime

from wushi.domain import alarming, text
from wushi.domain import events as e
from wushi.domain.actor import Actor
from wushi.domain.errors import BadInput
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.moving import Spoken, move
from wushi.store.vault import vault


def _said(words: str, what: str) -> tuple[str, Spoken]:
    said = text.clean(words, "words")
    if not said:
        raise BadInput(field="words", why=what)
    sealed, commitment = vault.seal({"text": said})
    return commitment, (sealed, "", said)


def hand_over(
    number: str, unit: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """By a person, where nobody was named for the place or another unit has to act."""
    return move(
        number,
        lambda m: alarming.hand_over(m, unit, "", policy, now, automatic=False),
        actor=actor, policy=policy, now=now, seen=seen,
    )  # fmt: skip


def rectify(number: str, words: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None) -> Matter:
    commitment, spoken = _said(words, "is empty; write what was found and what was done")
    return move(
        number,
        lambda m: alarming.rectify(m, commitment, policy, now),
        actor=actor, policy=policy, now=now, seen=seen, words=spoken,
    )  # fmt: skip


def send_back(
    number: str, reason: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    return move(
        number,
        lambda m: alarming.send_back(m, text.line(reason, "reason", limit=500), actor.unit, policy, now),
        actor=actor, policy=policy, now=now, seen=seen,
    )  # fmt: skip


def sign_off(
    number: str, words: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    commitment, spoken = _said(words, "is empty; write what was looked at and when")
    return move(
        number,
        lambda m: alarming.sign_off(m, commitment, actor.unit, policy),
        actor=actor, policy=policy, now=now, seen=seen, words=spoken,
    )  # fmt: skip


def close_normal(number: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None) -> Matter:
    """What is back to normal by itself, as the machine proposed."""
    return move(number, alarming.close, actor=actor, policy=policy, now=now, seen=seen)


def look_again(
    number: str, *, holds: bool, words: str = "", actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """Some time after the sign-off; what does not hold becomes a new matter at the next reading or patrol."""
    commitment, spoken = _said(words or ("效果保持" if holds else "问题又出现"), "")
    return move(
        number,
        lambda m: e.LookedAgain(holds=holds, commitment=commitment),
        actor=actor, policy=policy, now=now, seen=seen, words=spoken,
    )  # fmt: skip
