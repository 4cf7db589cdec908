"""Merge (并单): let a matter follow another about the same thing; it keeps its own reporter, receipt and callback."""

from __future__ import annotations

from datetime import datetime

from wushi.domain import events as e
from wushi.domain import registration, visibility
from wushi.domain.actor import MACHINE, Actor
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.drafting import Draft
from wushi.steps.following import append, change, draft_of, waiting
from wushi.steps.moving import move
from wushi.store.ledger import ledger
from wushi.store.ledger.rows import Change


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
    """Both matters move in one transaction: the follower, and the one it joins. Who waits for the answer to the follower goes
    along, each with an event of its own."""
    id, matter = ledger.load(number)
    machine = actor == MACHINE  # whoever lets it merge has asked the pack whether it may
    if not machine:
        visibility.check(actor, matter, policy)
    if seen is not None and seen != matter.version:
        raise ledger.stale(number, id, seen)
    follower = Draft(id, matter, policy)

    def changes() -> list[Change]:
        nonlocal follower
        follower, lead = Draft(id, matter, policy), draft_of(into, policy)
        if not machine:
            visibility.check(actor, lead.matter, policy)
        merged, joined = registration.merge(matter, lead.matter, reasons)
        follower.add(merged, actor, now, permitted=machine)
        lead.add(joined, MACHINE, now)
        led_on = waiting(matter, policy)
        for one in led_on:
            one.add(e.Merged(into=into, reasons=(f"{number} 并入 {into}",)), actor, now, permitted=machine)
            follower.add(e.FollowerLeft(one.matter.number), MACHINE, now)
            lead.add(e.FollowerJoined(one.matter.number), MACHINE, now)
        return [change(one, now) for one in (follower, lead, *led_on)]

    append(changes, now, number)
    return follower.matter


def unmerge(
    number: str, reason: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """Undo it (拆出并单): state, unit and clocks stand as they would have without the merge. What fell due meanwhile rings at the
    worker's next turn, each rung once."""
    return move(number, lambda m: registration.unmerge(m, reason), actor=actor, policy=policy, now=now, seen=seen)
