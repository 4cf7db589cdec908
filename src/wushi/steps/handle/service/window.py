"""At the window (综合窗口): what is missing is told once, the application accepted or refused in writing, the result delivered."""

from __future__ import annotations

from datetime import datetime

from wushi.domain import applying, permissions, text
from wushi.domain.actor import Actor
from wushi.domain.errors import BadInput
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.handle.service import bundles
from wushi.steps.moving import move
from wushi.store.ledger import ledger
from wushi.store.vault import vault


def _said(words: str, mend: str) -> str:
    said = text.clean(words, "words")
    if not said:
        raise BadInput(field="words", why=mend)
    return said


def notice(
    number: str,
    missing: tuple[str, ...],
    words: str = "",
    *,
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """One notice of everything that is missing (一次性告知). `words`: what else has to be explained."""
    said = text.clean(words, "words")
    names = policy.catalogue.materials
    told = "\n".join([*(names[m].name if m in names else m for m in missing), *([said] if said else [])])
    sealed, commitment = vault.seal({"text": told})
    return move(
        number, lambda m: applying.notice(m, missing, commitment, policy, now), actor=actor, policy=policy, now=now,
        seen=seen, words=(sealed, "", told),
    )  # fmt: skip


def ask_again(
    number: str,
    missing: tuple[str, ...],
    reason: str,
    *,
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """A second notice needs the head's approval, and is counted."""
    return move(
        number, lambda m: applying.ask_again(m, missing, reason), actor=actor, policy=policy, now=now, seen=seen
    )


def grant_again(number: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None) -> Matter:
    """The head agrees. Whoever may not refuse it may not grant it either."""
    _, matter = ledger.load(number)
    permissions.check(actor, "SecondNoticeRefused", matter, policy)
    names = policy.catalogue.materials
    again = matter.application.asked_again if matter.application else ()
    told = "\n".join(names[m].name if m in names else m for m in again)
    sealed, commitment = vault.seal({"text": told})
    return move(
        number, lambda m: applying.grant_again(m, actor.post, commitment), actor=actor, policy=policy, now=now, seen=seen,
        words=(sealed, "", told),
    )  # fmt: skip


def refuse_again(
    number: str, reason: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    return move(number, lambda m: applying.refuse_again(m, reason), actor=actor, policy=policy, now=now, seen=seen)


def bring(
    number: str, brought: tuple[str, ...], *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """What was missing has come: it is checked within the same limit."""
    return move(
        number, lambda m: applying.bring(m, brought, policy, now), actor=actor, policy=policy, now=now, seen=seen
    )


def accept(
    number: str,
    promise: bool = False,
    words: str = "",
    *,
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """Accept in writing (受理通知书). `promise`: the applicant has signed to bring the papers that may follow (容缺)."""
    said = text.clean(words, "words")
    sealed, commitment = vault.seal({"text": said})
    results = bundles.results_of(number)
    return move(
        number,
        lambda m: applying.accept(m, promise=promise, commitment=commitment, policy=policy, at=now, results=results),
        actor=actor, policy=policy, now=now, seen=seen, words=(sealed, "", said),
    )  # fmt: skip


def refuse_application(
    number: str, ground: str, words: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """Refuse in writing, with the reason and where to go instead (不予受理决定书)."""
    said = _said(words, "is empty; write the reason, and where to go instead")
    sealed, commitment = vault.seal({"text": said})
    done = move(
        number, lambda m: applying.refuse(m, ground, commitment, policy), actor=actor, policy=policy, now=now, seen=seen,
        words=(sealed, "", said),
    )  # fmt: skip
    bundles.close_when_done(done, policy, now)
    return done


def follow(
    number: str, brought: tuple[str, ...], *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """The promised papers have come (容缺补齐)."""
    return move(number, lambda m: applying.follow(m, brought), actor=actor, policy=policy, now=now, seen=seen)


def deliver(
    number: str, means: str = "window", *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """Hand the result over. The whole bundle is done when its last part is."""
    done = move(number, lambda m: applying.deliver(m, means), actor=actor, policy=policy, now=now, seen=seen)
    bundles.close_when_done(done, policy, now)
    return done


def withdraw(
    number: str, reason: str = "", *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    done = move(number, lambda m: applying.withdraw(m, reason), actor=actor, policy=policy, now=now, seen=seen)
    bundles.close_when_done(done, policy, now)
    return done
