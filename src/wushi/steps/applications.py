"""Applications as the window lists them: by state over the whole district, since the window follows each to its end."""

from __future__ import annotations

from wushi.domain import visibility
from wushi.domain.actor import Actor
from wushi.domain.applying import TRACK
from wushi.domain.policy import Policy
from wushi.store.ledger import worklist
from wushi.store.ledger.worklist import Row

_MOST_PAGES = 20  # of other tracks that share a state


def in_state(state: str, actor: Actor, policy: Policy, size: int = 50) -> list[Row]:
    """The soonest due first; of other tracks none, and none that the post may not see."""
    top = policy.district if policy.follows(actor.unit, TRACK, ()) else actor.unit
    found: list[Row] = []
    after = None
    for _ in range(_MOST_PAGES):
        rows, after = worklist.page(policy.tree.line(top), (state,), after=after, size=100)
        found += [r for r in rows if r.matter.track == TRACK and visibility.sees(actor, r.matter, policy)]
        if after is None or len(found) >= size:
            break
    return found[:size]
