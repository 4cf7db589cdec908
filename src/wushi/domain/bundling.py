"""Bundles in progress (一件事一次办): the total time told in advance, which part holds it up, and when the whole is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from wushi.domain import clocks, lifecycle
from wushi.domain import events as e
from wushi.domain.applying import ON_THE_SPOT, TRACK, facts_of
from wushi.domain.calendar import end_of_day, local
from wushi.domain.catalogue import Conversion, Item
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.domain.service import Bundle, in_order, slowest

__all__ = ["days_of", "done", "finish", "holding_up", "in_order", "open_", "total"]


def days_of(items: Mapping[str, Item], rule: Conversion) -> dict[str, float]:
    """Promised working days of each item; what is done on the spot takes none."""
    return {code: float(rule.working_days(item.promised)) for code, item in items.items()}


def total(bundle: Bundle, items: Mapping[str, Item], policy: Policy, at: datetime) -> tuple[tuple[str, ...], float]:
    """(the line of items that takes longest, in working days how long): what is told before anybody applies."""
    return slowest(bundle.parts, days_of(items, policy.catalogue.conversion(local(at).date())))


def open_(
    bundle: Bundle, parts: tuple[str, ...], items: Mapping[str, Item], policy: Policy, at: datetime
) -> e.BundleOpened:
    """The clock of the whole is the longest line of promises, on top of the check of the papers."""
    line, days = total(bundle, items, policy, at)
    check = clocks.start(policy, "service.check", at)
    day = local(check.due).date()
    whole = int(days) + (days % 1 > 0)
    due = end_of_day(policy.calendar.add_working_days(local(at).date(), int(check.amount) + whole))
    if not whole:
        due = max(clocks.start(policy, ON_THE_SPOT, at).due, check.due)
    started = e.ClockStart(
        "bundle", at, due, "item.bundle", check.amount + whole, "working_days", day.isoformat(), check.reference
    )
    return e.BundleOpened(bundle=bundle.code, parts=parts, slowest=line, clocks=(started,))


def done(parts: Sequence[Matter]) -> bool:
    """Has every part come to an end?"""
    return bool(parts) and all(part.state in lifecycle.of(TRACK).ended or part.application is None for part in parts)


def finish(parent: Matter, parts: Sequence[Matter]) -> e.BundleFinished:
    lifecycle.check(TRACK, parent.state, e.BundleFinished)
    outcomes = [facts_of(part).outcome for part in parts]
    granted, denied = outcomes.count("granted"), outcomes.count("denied")
    return e.BundleFinished(granted=granted, denied=denied, withdrawn=len(parts) - granted - denied)


def holding_up(parts: Sequence[Matter]) -> Matter | None:
    """The open part that is due last: the slowest step as it stands now; None when all are done."""
    open_parts = [part for part in parts if part.open]
    waiting = [(part.due, part.number, part) for part in open_parts if part.due is not None]
    if waiting:
        return max(waiting, key=lambda found: found[:2])[2]
    return open_parts[0] if open_parts else None
