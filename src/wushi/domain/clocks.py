"""Clocks (时钟): start one from the value in force that day, with its article, so that the promise stays when the pack moves."""

from __future__ import annotations

from datetime import date, datetime

from wushi.domain.calendar import end_of_day, local
from wushi.domain.events import ClockStart
from wushi.domain.matter import Clock
from wushi.domain.policy import Policy
from wushi.domain.time_limits import Span, last_day


def start(policy: Policy, limit: str, at: datetime, *, cap: datetime | None = None) -> ClockStart:
    """Set the clock of that limit going at `at` (UTC). `cap`: no later than another clock's due moment.

    Raises NoLimitInForce and CalendarUnknown."""
    found = policy.limit(limit)
    span = found.at(local(at).date())
    due = span.due(at, policy.calendar)
    capped = cap is not None and cap < due
    if cap is not None and capped:
        due = cap
    since = span.since.isoformat()
    return ClockStart(found.clock, at, due, limit, float(span.amount), span.unit, since, span.reference, capped)


def given(name: str, at: datetime, due: datetime, reference: str) -> ClockStart:
    """A clock whose due moment another body gave: an imported order, a hand-over with its own deadline."""
    return ClockStart(name, at, due, "given", 0.0, "given", local(at).date().isoformat(), reference)


def until_day(policy: Policy, limit: str, at: datetime, day: date) -> ClockStart:
    """A clock that ends with a day somebody named; the limit's article stands behind it."""
    found = policy.limit(limit)
    span = found.at(local(at).date())
    return ClockStart(
        found.clock, at, end_of_day(day), limit, float(span.amount), span.unit, span.since.isoformat(), span.reference
    )


def extended(policy: Policy, clock: Clock, limit: str, at: datetime) -> ClockStart:
    """The same clock with its due moment moved on by the extension's value in force on the day of approval."""
    found = policy.limit(limit)
    span: Span = found.at(local(at).date())
    last = last_day(clock.due)
    if span.unit == "working_days":
        due = end_of_day(policy.calendar.add_working_days(last, int(span.amount)))
    elif span.unit == "days":
        due = end_of_day(policy.calendar.add_days(last, int(span.amount)))
    else:
        due = span.due(clock.due, policy.calendar)
    return ClockStart(
        clock.name, clock.start, due, limit, float(span.amount), span.unit, span.since.isoformat(), span.reference
    )
