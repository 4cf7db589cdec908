"""Alarms (预警、催办、督办): the next rung of the ladder that a matter will reach, and the event when it is reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from wushi.domain import events as e
from wushi.domain.calendar import end_of_day
from wushi.domain.matter import Clock, Matter
from wushi.domain.policy import Policy, Rung
from wushi.domain.time_limits import last_day


@dataclass(frozen=True, slots=True)
class Alarm:
    at: datetime
    clock: str
    rung: str


def moment(rung: Rung, clock: Clock, policy: Policy) -> datetime:
    """When the rung is reached, UTC: relative to the clock's due moment."""
    if rung.unit == "before_hours":
        return clock.due - timedelta(hours=rung.amount)
    if rung.unit == "after_hours":
        return clock.due + timedelta(hours=rung.amount)
    return (
        end_of_day(policy.calendar.add_working_days(last_day(clock.due), int(rung.amount)))
        if rung.amount
        else clock.due
    )


def next_alarm(matter: Matter, policy: Policy) -> Alarm | None:
    """The earliest rung not yet reached over all running clocks; None when nothing can fall due."""
    if not matter.open:
        return None
    found: Alarm | None = None
    for clock in matter.clocks:
        if not clock.running:
            continue
        for rung in policy.rungs_of.get(clock.name, ()):
            if rung.id in clock.rungs:
                continue
            at = moment(rung, clock, policy)
            if rung.unit == "before_hours" and at <= clock.start:
                continue  # a two-hour clock has no warning two days before
            if found is None or at < found.at:
                found = Alarm(at, clock.name, rung.id)
    return found


def target(rung: Rung, matter: Matter, policy: Policy) -> str:
    """The unit that the rung addresses: the one that has it, its head, the one above (level steps up), or the district."""
    unit = matter.unit or policy.main_desk
    if rung.to == "above":
        return policy.tree.above(unit, max(1, rung.level))
    if rung.to == "district":
        return policy.district
    return unit


def ring(matter: Matter, alarm: Alarm, policy: Policy) -> e.Event:
    """The event that logs the rung, once."""
    rung = next(r for r in policy.rungs_of[alarm.clock] if r.id == alarm.rung)
    to = target(rung, matter, policy)
    if rung.act == "warn":
        return e.Warned(alarm.clock, rung.id, alarm.at, to)
    if rung.act == "overdue":
        return e.FellOverdue(alarm.clock, rung.id, alarm.at, to)
    if rung.act == "urge":
        return e.Urged(alarm.clock, rung.id, alarm.at, to)
    return e.PlacedUnderSupervision(alarm.clock, rung.id, alarm.at, to, rung.level)


def reference(alarm: Alarm, policy: Policy) -> str:
    return next((r.reference for r in policy.rungs_of[alarm.clock] if r.id == alarm.rung), "")
