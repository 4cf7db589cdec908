"""Audit (审计): what went wrong by itself, which pack was in force since when, and who read a requester's contact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wushi.domain import permissions
from wushi.domain.actor import Actor
from wushi.domain.errors import NotPermitted
from wushi.domain.policy import Policy
from wushi.store.ledger import alarms, ledger
from wushi.store.moments import from_micros
from wushi.store.registers.models import PackLoad


@dataclass(frozen=True, slots=True)
class Failing:
    """An alarm that raised and is tried again: of which matter, how often, with which error."""

    number: str
    failures: int
    error: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """A version of the pack and the moment from which it was in force."""

    code: str
    digest: str
    at: datetime


def _check(actor: Actor, policy: Policy) -> None:
    if not permissions.may_open(actor, "see.audit", policy):
        raise NotPermitted(post=actor.post, event="see.audit", why=f"the role {actor.role} does not open the audit")


def failing(actor: Actor, policy: Policy) -> list[Failing]:
    """Alarms that raised, the most stubborn first. Raises NotPermitted."""
    _check(actor, policy)
    found = alarms.failing()
    matters = ledger.load_many(id for id, _, _ in found)
    return [Failing(matters[id].number, n, error) for id, n, error in found if id in matters]


def pack_loads(actor: Actor, policy: Policy, size: int = 50) -> list[Loaded]:
    """The versions of the pack, newest first. Raises NotPermitted."""
    _check(actor, policy)
    return [Loaded(p.code, p.digest, from_micros(p.loaded_at)) for p in PackLoad.objects.order_by("-id")[:size]]
