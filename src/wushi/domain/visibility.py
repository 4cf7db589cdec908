"""Visibility (可见范围): which matters a post may see, as the unit whose branch it sees and nothing beside."""

from __future__ import annotations

from wushi.domain import accusing
from wushi.domain.actor import Actor
from wushi.domain.errors import OutOfScope
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy


def branch(actor: Actor, policy: Policy) -> str | None:
    """The code of the unit whose branch the post sees: the root for scope `all`; None for one that sees nothing."""
    role = policy.roles.get(actor.role)
    if role is None:
        return None
    return policy.district if role.scope == "all" else actor.unit


def sees(actor: Actor, matter: Matter, policy: Policy) -> bool:
    """Decided by where the matter is now: a unit that lost it by re-routing sees it no longer. Whom an accusation is about never
    sees it, nor anybody below, wherever it lies (信访工作条例 art.30)."""
    if accusing.is_about(actor.unit, matter.accused, policy):
        return False
    top = branch(actor, policy)
    if top is None:
        return False
    if policy.roles[actor.role].scope == "own":
        return matter.unit == actor.unit
    if policy.oversees(actor.unit, matter.track):
        return True
    return policy.tree.is_within(matter.unit, top) or policy.follows(actor.unit, matter.track, matter.accused)


def check(actor: Actor, matter: Matter, policy: Policy) -> None:
    if not sees(actor, matter, policy):
        raise OutOfScope(number=matter.number)
