"""Finds a matter's number from what a person types: the whole number, without hyphens, or its last digits."""

from __future__ import annotations

from wushi.domain import visibility
from wushi.steps import numbers
from wushi.store.ledger import ledger
from wushi.web.context import Here


def number_for(said: str, here: Here) -> str | None:
    """The number of a matter that the post may see, the newest that fits; None when there is none."""
    ids = numbers.meant(said, here.policy)
    found = ledger.load_many(ids)
    for id in ids:
        if id in found and visibility.sees(here.actor, found[id], here.policy):
            return found[id].number
    return None
