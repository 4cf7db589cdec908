"""Applications as the window lists them: by state over the whole district, since the window follows each to its end."""

from __future__ import annotations

from wushi.domain.actor import Actor
from wushi.domain.applying import TRACK
from wushi.domain.policy import Policy
from wushi.steps import tracked
from wushi.store.ledger.worklist import Row


def in_state(state: str, actor: Actor, policy: Policy, size: int = 50) -> list[Row]:
    """The soonest due first."""
    top = policy.district if policy.follows(actor.unit, TRACK, ()) else actor.unit
    return tracked.in_states(TRACK, (state,), top, actor, policy, size)
