"""Matters of one track by state, as a house lists them that follows a track beyond its own branch (综合窗口、信访局)."""

from __future__ import annotations

from collections.abc import Sequence

from wushi.domain import visibility
from wushi.domain.actor import Actor
from wushi.domain.policy import Policy
from wushi.store.ledger import worklist
from wushi.store.ledger.worklist import Row

_MOST_PAGES = 20  # of other tracks that share a state


def in_states(track: str, states: Sequence[str], top: str, actor: Actor, policy: Policy, size: int = 50) -> list[Row]:
    """The soonest due first, from the branch of `top`; of other tracks none, and none that the post may not see. Accusations,
    which stand in no branch, are among them for those who see them."""
    found = [
        row
        for row in worklist.apart(states)
        if row.matter.track == track
        and policy.tree.is_within(row.matter.unit, top)
        and visibility.sees(actor, row.matter, policy)
    ]
    after = None
    for _ in range(_MOST_PAGES):
        rows, after = worklist.page(policy.tree.line(top), states, after=after, size=100)
        found += [r for r in rows if r.matter.track == track and visibility.sees(actor, r.matter, policy)]
        if after is None or len(found) >= size:
            break
    return sorted(found, key=lambda row: (row.due, row.id))[:size]
