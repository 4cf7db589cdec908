"""In the back (后台审批): the department asks for more time, decides with reasons, and answers a bad review."""

from __future__ import annotations

from datetime import datetime

from wushi.domain import applying, text
from wushi.domain import events as e
from wushi.domain.actor import Actor
from wushi.domain.errors import BadInput
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.moving import move
from wushi.store.vault import vault


def ask_more_time(
    number: str, reason: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    said = text.line(reason, "reason", limit=500)
    if not said:
        raise BadInput(field="reason", why="say why it takes longer")
    return move(number, lambda m: e.ExtensionRequested(reason=said), actor=actor, policy=policy, now=now, seen=seen)


def grant_more_time(
    number: str, told: bool = False, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """The head approves; the applicant has been told why (行政许可法 art.42)."""
    return move(
        number, lambda m: applying.more_time(m, policy, now, approver=actor.post, told=told), actor=actor, policy=policy,
        now=now, seen=seen,
    )  # fmt: skip


def decide(
    number: str, outcome: str, words: str = "", *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """Grant or deny. A denial needs its reasons and says where to appeal (行政许可法 art.38)."""
    said = text.clean(words, "words")
    if outcome == "denied" and not said:
        raise BadInput(field="words", why="is empty; a denial tells its reasons and where to appeal")
    sealed, commitment = vault.seal({"text": said})
    return move(
        number, lambda m: applying.decide(m, outcome, commitment, policy, now), actor=actor, policy=policy, now=now,
        seen=seen, words=(sealed, "", said),
    )  # fmt: skip
