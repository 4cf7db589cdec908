"""Merge (并单): let a matter follow another about the same thing; it keeps its own reporter, receipt and callback."""

from __future__ import annotations

from datetime import datetime

from wushi.domain import registration, visibility
from wushi.domain.actor import MACHINE, Actor
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.drafting import Draft
from wushi.store.ledger import ledger


def merge(
    number: str,
    into: str,
    *,
    reasons: tuple[str, ...] = ("人工判定同一事项",),
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """Both matters move in one transaction: the follower, and the one it joins."""
    id, matter = ledger.load(number)
    lead_id, lead = ledger.load(into)
    visibility.check(actor, matter, policy)
    visibility.check(actor, lead, policy)
    if seen is not None and seen != matter.version:
        raise ledger.stale(number, id, seen)
    merged, joined = registration.merge(matter, lead, reasons)
    follower, leader = Draft(id, matter, policy), Draft(lead_id, lead, policy)
    follower.add(merged, actor, now)
    leader.add(joined, MACHINE, now)
    ledger.append([follower.change(), leader.change()], now)
    return follower.matter
