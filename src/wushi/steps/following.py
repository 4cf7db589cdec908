"""Following (随主单): the matters that follow another one, ready to be moved together with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from wushi.domain.errors import StaleMatter
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.drafting import Draft
from wushi.steps.loop import has_follow_up
from wushi.store.ledger import ledger
from wushi.store.ledger.rows import Change

_TRIES = 4


def draft_of(number: str, policy: Policy) -> Draft:
    return Draft(*ledger.load(number), policy)


def waiting(lead: Matter, policy: Policy) -> list[Draft]:
    """Those that follow the lead and wait for its answer."""
    return [d for d in followers(lead, policy) if d.matter.state == "merged"]


def followers(lead: Matter, policy: Policy) -> list[Draft]:
    """All that follow the lead, whatever has become of them, in the order in which they joined."""
    ids = ledger.ids_of(lead.followers)
    found = ledger.load_many(ids.values())
    return [Draft(ids[n], found[ids[n]], policy) for n in lead.followers if n in ids]


def change(draft: Draft, now: datetime) -> Change:
    """What goes to the ledger, with what the worker still has to do for the matter."""
    return draft.change(follow_up=now if has_follow_up(draft.matter) else None)


def append(make: Callable[[], Sequence[Change]], now: datetime, first: str) -> None:
    """Write a step on several matters. The matter `first` is the one that the person had on the screen: when that has moved, the
    person is told; when another one has, everything is made anew from what it has become."""
    for left in reversed(range(_TRIES)):
        try:
            ledger.append(make(), now)
            return
        except StaleMatter as stale:
            if stale.facts["number"] == first or not left:
                raise
