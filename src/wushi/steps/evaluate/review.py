"""Review (好差评): the applicant rates in five levels; bad ones with a sender are called back and put right, or left out after a check."""

from __future__ import annotations

from datetime import datetime

from wushi.domain import events as e
from wushi.domain import reviewing, text
from wushi.domain.actor import RESIDENT, Actor
from wushi.domain.errors import BadInput, NotFound
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.moving import move
from wushi.store.vault import vault


def rate(
    number: str,
    level: int,
    via: str = "window",
    words: str = "",
    named: bool = True,
    *,
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """Five levels, 5 the best. `named`: the sender may be called; a bad one is then called back within its limit."""
    said = text.clean(words, "words")
    sealed, commitment = vault.seal({"text": said})
    return move(
        number,
        lambda m: reviewing.rate(m, level, via, named=named, commitment=commitment, policy=policy, at=now),
        actor=actor, policy=policy, now=now, seen=seen, words=(sealed, "", said),
    )  # fmt: skip


def rate_by_code(
    number: str, code: str, level: int, via: str, words: str, named: bool, *, policy: Policy, now: datetime
) -> Matter:
    """By the applicant who has the receipt. Raises NotFound for a code that does not fit, as if the matter did not exist."""
    if code.upper().replace("-", "").replace(" ", "") != vault.receipt_code(number):
        raise NotFound(what="matter", name=number)
    return rate(number, level, via, words, named, actor=RESIDENT, policy=policy, now=now)


def contact_review(
    number: str, words: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """The sender was called: what they say."""
    said = text.clean(words, "words")
    if not said:
        raise BadInput(field="words", why="is empty; write what the sender says")
    sealed, commitment = vault.seal({"text": said})
    return move(
        number, lambda m: e.ReviewContacted(commitment=commitment), actor=actor, policy=policy, now=now, seen=seen,
        words=(sealed, "", said),
    )  # fmt: skip


def rectify(number: str, words: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None) -> Matter:
    """Put right by whoever handled it; what was done is told to the sender."""
    said = text.clean(words, "words")
    if not said:
        raise BadInput(field="words", why="is empty; write what was put right")
    sealed, commitment = vault.seal({"text": said})
    return move(
        number, lambda m: reviewing.rectify(m, commitment), actor=actor, policy=policy, now=now, seen=seen,
        words=(sealed, "", said),
    )  # fmt: skip


def ask_exclusion(
    number: str, ground: str, reason: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    return move(
        number,
        lambda m: reviewing.ask_exclusion(m, ground, reason, policy),
        actor=actor,
        policy=policy,
        now=now,
        seen=seen,
    )


def exclude(number: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None) -> Matter:
    """After the check: the review is left out; the sender is told and may appeal."""
    return move(
        number,
        lambda m: reviewing.exclude(m, actor.post, actor.unit, policy),
        actor=actor,
        policy=policy,
        now=now,
        seen=seen,
    )


def refuse_exclusion(
    number: str, reason: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    return move(
        number, lambda m: e.ExclusionRefused(reason=reason.strip()), actor=actor, policy=policy, now=now, seen=seen
    )


def appeal_exclusion(
    number: str, words: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    said = text.clean(words, "words")
    if not said:
        raise BadInput(field="words", why="is empty; write why it should count")
    sealed, commitment = vault.seal({"text": said})
    return move(
        number, lambda m: reviewing.appeal(m, commitment, policy, now), actor=actor, policy=policy, now=now, seen=seen,
        words=(sealed, "", said),
    )  # fmt: skip


def uphold_exclusion(
    number: str, reason: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    return move(
        number, lambda m: reviewing.uphold(m, actor.post, reason), actor=actor, policy=policy, now=now, seen=seen
    )


def reverse_exclusion(number: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None) -> Matter:
    return move(
        number, lambda m: reviewing.reverse(m, actor.post, policy, now), actor=actor, policy=policy, now=now, seen=seen
    )
