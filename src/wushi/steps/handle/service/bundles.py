"""Bundles in hand: the results that a part waits for, and the whole that is done when its last part is."""

from __future__ import annotations

from datetime import datetime

from wushi.domain import bundling
from wushi.domain.actor import MACHINE
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.moving import move
from wushi.store.ledger import ledger


def parts_of(parent: Matter) -> list[Matter]:
    """The parts of a bundle, in its order."""
    numbers = parent.application.parts if parent.application else ()
    ids = ledger.ids_of(numbers)
    found = ledger.load_many(ids.values())
    return [found[ids[number]] for number in numbers if number in ids]


def results_of(number: str) -> dict[str, str]:
    """Number -> outcome, of the matters whose result this one needs."""
    _, matter = ledger.load(number)
    needed = matter.application.after if matter.application else ()
    ids = ledger.ids_of(needed)
    found = ledger.load_many(ids.values())
    return {n: found[id].application.outcome for n, id in ids.items() if found[id].application is not None}  # type: ignore[union-attr]


def close_when_done(part: Matter, policy: Policy, now: datetime) -> None:
    """After the last part has ended, the whole is done; doing it twice is harmless."""
    number = part.application.bundle if part.application else ""
    if not number:
        return
    _, parent = ledger.load(number)
    parts = parts_of(parent)
    if parent.state == "bundled" and bundling.done(parts):
        move(number, lambda m: bundling.finish(m, parts), actor=MACHINE, policy=policy, now=now)
