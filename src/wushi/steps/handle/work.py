"""Work (签收、联系): the unit takes the matter, gets in touch, and reads whom to get in touch with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wushi.domain import events as e
from wushi.domain import permissions, text, visibility
from wushi.domain.actor import Actor
from wushi.domain.errors import BadInput, NotPermitted
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.moving import move
from wushi.store.ledger import ledger
from wushi.store.moments import from_micros
from wushi.store.vault import vault

# Who speaks with the resident may read how to reach them.
_SPEAKING = ("Contacted", "CalledBack", "CallbackAttempted", "Answered", "Accepted", "ReviewContacted")


def sign_for(number: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None) -> Matter:
    return move(number, lambda m: e.SignedFor(), actor=actor, policy=policy, now=now, seen=seen)


def start(number: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None) -> Matter:
    return move(number, lambda m: e.HandlingStarted(), actor=actor, policy=policy, now=now, seen=seen)


def contact(
    number: str, *, means: str = "phone", actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    means = text.line(means, "means", limit=32)
    return move(number, lambda m: e.Contacted(means), actor=actor, policy=policy, now=now, seen=seen)


def may_read_requester(actor: Actor, policy: Policy) -> bool:
    return any(permissions.granted(actor, step, policy) for step in _SPEAKING)


def requester(
    number: str, *, actor: Actor, account: str, purpose: str, policy: Policy, now: datetime
) -> dict[str, str]:
    """Who asked and how to reach them, for the unit that has to get in touch. The read leaves a trace with its purpose.

    Raises NotPermitted for a post that may not contact the resident, BadInput without a purpose."""
    id, matter = ledger.load(number)
    visibility.check(actor, matter, policy)
    if not may_read_requester(actor, policy):
        raise NotPermitted(
            post=actor.post, event="vault.read", why="only who speaks with the resident may read the contact"
        )
    purpose = text.line(purpose, "purpose")
    if not purpose:
        raise BadInput(field="purpose", why="say for what you need it; the resident can ask who has looked")
    records = vault.read(id, post=actor.post, account=account, purpose=purpose, at=now)
    return records.get(1, {})


@dataclass(frozen=True, slots=True)
class Reading:
    """One look at who asked: when, which post, which account, for what."""

    at: datetime
    post: str
    account: str
    purpose: str


def readings(number: str, *, actor: Actor, policy: Policy) -> list[Reading]:
    """Everyone who has read who asked, newest last. Raises NotFound, OutOfScope."""
    id, matter = ledger.load(number)
    visibility.check(actor, matter, policy)
    return [Reading(from_micros(at), post, account, purpose) for at, post, account, purpose in vault.readings(id)]
