"""Call back and after (回访、重办、办结): ask the resident; open again on new grounds; close on a stated basis."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import datetime

from wushi.domain import callback as rules
from wushi.domain import events as e
from wushi.domain import text
from wushi.domain.actor import RESIDENT, Actor
from wushi.domain.errors import BadInput
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.evaluate.follow import check_receipt
from wushi.steps.moving import Spoken, move
from wushi.store.vault import vault


def _spoken(words: str) -> tuple[str, Spoken | None]:
    """(commitment, what is sealed and shown) of a remark; nothing for an empty one."""
    said = text.clean(words, "words")
    if not said:
        return "", None
    sealed, commitment = vault.seal({"text": said})
    return commitment, (sealed, "", said)


def attempt(
    number: str, *, means: str = "phone", actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """Nobody answered; the attempt is on record."""
    means = text.line(means, "means", limit=32)
    return move(number, lambda m: e.CallbackAttempted(means), actor=actor, policy=policy, now=now, seen=seen)


def call_back(
    number: str,
    *,
    contacted: bool,
    solved: bool,
    satisfaction: str,
    words: str = "",
    means: str = "phone",
    exclusion: str = "",
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """The desk has asked; never a post of the unit that handled the matter."""
    commitment, spoken = _spoken(words)
    return move(
        number,
        lambda m: rules.call_back(
            m,
            contacted=contacted,
            solved=solved,
            satisfaction=satisfaction,
            means=means,
            policy=policy,
            at=now,
            exclusion=exclusion,
            commitment=commitment,
        ),
        actor=actor,
        policy=policy,
        now=now,
        seen=seen,
        words=spoken,
    )


def rate(
    number: str,
    code: str,
    *,
    contacted: bool,
    solved: bool,
    satisfaction: str,
    words: str = "",
    policy: Policy,
    now: datetime,
) -> Matter:
    """The resident answers by receipt; nobody needs to call. Raises NotFound for a wrong code, without saying which part."""
    check_receipt(number, code)
    commitment, spoken = _spoken(words)
    return move(
        number,
        lambda m: rules.call_back(
            m,
            contacted=contacted,
            solved=solved,
            satisfaction=satisfaction,
            means="receipt",
            policy=policy,
            at=now,
            by_resident=True,
            commitment=commitment,
        ),
        actor=RESIDENT,
        policy=policy,
        now=now,
        words=spoken,
    )


def facts_digest(words: str) -> str:
    """Reasons that differ only in white space, punctuation or width are the same reasons."""
    folded = "".join(c for c in unicodedata.normalize("NFKC", words).lower() if c.isalnum())
    return hashlib.sha256(folded.encode()).hexdigest()[:32] if folded else ""


def reopen(
    number: str, ground: str, words: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """Back to the unit: not solved with good reason, or new facts. The same reasons do not open it twice."""
    said = text.clean(words, "words")
    facts = facts_digest(said)
    if not facts:
        raise BadInput(field="words", why="say what is not solved or what is new")
    sealed, _ = vault.seal({"text": said})
    return move(
        number,
        lambda m: rules.reopen(m, ground, facts, policy, now),
        actor=actor,
        policy=policy,
        now=now,
        seen=seen,
        words=(sealed, "", said),
    )


def close(
    number: str, *, basis: str = "", actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    return move(number, lambda m: rules.close(m, basis, policy), actor=actor, policy=policy, now=now, seen=seen)
