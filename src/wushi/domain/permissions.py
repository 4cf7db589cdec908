"""Permissions (岗位权限): which post may take which step with a matter; `check` raises with the reason, `may` answers."""

from __future__ import annotations

from wushi.domain.actor import BUILT_IN, Actor
from wushi.domain.errors import NotPermitted
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy

# Steps that open a matter have no matter whose unit could be compared.
_OPENING = frozenset({"Registered"})
# What a role may open beside the steps it may take.
PAGES = frozenset(
    {
        "see.desk",
        "see.duty",
        "see.unit",
        "see.week",
        "see.audit",
        "see.figures",
        "see.mediation",
        "see.agency",
        "see.petitions",
        "see.window",
        "import",
        "manage",
    }
)
# What the register of a track takes down wherever the matter lies: what the petitioner asks of it.
_REGISTER = frozenset({"ReviewAsked", "RecheckAsked", "PetitionEnded", "RepeatLinked"})
_CALLBACK = frozenset({"CalledBack", "CallbackAttempted"})


def granted(actor: Actor, event: str, policy: Policy) -> bool:
    """Does the role grant the step at all?"""
    if actor.role in BUILT_IN:
        return event in BUILT_IN[actor.role]
    role = policy.roles.get(actor.role)
    return role is not None and event in role.may


def check(actor: Actor, event: str, matter: Matter | None, policy: Policy) -> None:
    """Raises NotPermitted when the role does not grant the step, the matter is not in the post's part of the tree, or the
    post belongs to a unit that handled the matter and would call back about its own work (北京条例 art.23)."""
    if not granted(actor, event, policy):
        raise NotPermitted(post=actor.post, event=event, why=f"the role {actor.role} does not grant it")
    if matter is None or event in _OPENING or actor.role in BUILT_IN:
        return
    scope = policy.roles[actor.role].scope
    if scope == "own" and matter.unit != actor.unit:
        raise NotPermitted(post=actor.post, event=event, why="the matter is not with this unit")
    within = policy.tree.is_within(matter.unit, actor.unit) or policy.follows(actor.unit, matter.track, matter.accused)
    within = within or (event in _REGISTER and policy.oversees(actor.unit, matter.track))
    if scope == "subtree" and not within:
        raise NotPermitted(post=actor.post, event=event, why="the matter is not in this part of the tree")
    if event in _CALLBACK:
        for handler in (*matter.handlers, *filter(None, (matter.answered_by,))):
            if policy.tree.is_within(actor.unit, handler):
                raise NotPermitted(
                    post=actor.post, event=event, why=f"{handler} handled the matter and may not do its callback"
                )


def may(actor: Actor, event: str, matter: Matter | None, policy: Policy) -> bool:
    try:
        check(actor, event, matter, policy)
    except NotPermitted:
        return False
    return True


def may_open(actor: Actor, page: str, policy: Policy) -> bool:
    """May the post open a page: see.desk, see.unit, see.week, see.audit, see.figures, import, manage?"""
    role = policy.roles.get(actor.role)
    return role is not None and page in role.may
