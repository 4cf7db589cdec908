"""Alarms (预警、催办、督办): the next rung of the ladder that a matter will reach, and the event when it is reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from wushi.domain import events as e
from wushi.domain.calendar import Calendar, end_of_day, local
from wushi.domain.matter import Clock, Matter
from wushi.domain.policy import Policy, Rung
from wushi.domain.time_limits import last_day

ARCHIVE, ARCHIVE_LIMIT, ARCHIVED = "archive", "hotline.archive", "archived"


@dataclass(frozen=True, slots=True)
class Alarm:
    at: datetime
    clock: str
    rung: str


@lru_cache(maxsize=8192)
def _working_days_after(calendar: Calendar, due: datetime, count: int) -> datetime:
    """Many matters fall due at the same midnight."""
    return end_of_day(calendar.add_working_days(last_day(due), count))


@lru_cache(maxsize=256)
def _hours(amount: float) -> timedelta:
    return timedelta(hours=amount)


def moment(rung: Rung, clock: Clock, policy: Policy) -> datetime:
    """When the rung is reached, UTC: relative to the clock's due moment."""
    if rung.unit == "before_hours":
        return clock.due - _hours(rung.amount)
    if rung.unit == "after_hours":
        return clock.due + _hours(rung.amount)
    return _working_days_after(policy.calendar, clock.due, int(rung.amount)) if rung.amount else clock.due


def next_alarm(matter: Matter, policy: Policy) -> Alarm | None:
    """The earliest rung not yet reached over all running clocks, and for a matter at rest the day of the archive; None when
    nothing can fall due."""
    if not matter.open:
        return _archive(matter, policy)
    earliest: datetime | None = None
    clock_name = rung_id = ""
    rungs_of = policy.rungs_of
    for clock in matter.clocks:
        if clock.stopped is not None or clock.paused is not None or clock.aside is not None:
            continue
        for rung in rungs_of.get(clock.name, ()):
            if rung.id in clock.rungs:
                continue
            at = moment(rung, clock, policy)
            if rung.unit == "before_hours" and at <= clock.start:
                continue  # a two-hour clock has no warning two days before
            if earliest is None or at < earliest:
                earliest, clock_name, rung_id = at, clock.name, rung.id
    return None if earliest is None else Alarm(earliest, clock_name, rung_id)


def _archive(matter: Matter, policy: Policy) -> Alarm | None:
    """What has ended goes to the archive after the limit of the day on which it ended."""
    if matter.state == ARCHIVED or matter.closed_at is None:
        return None
    span = policy.limit(ARCHIVE_LIMIT).at(local(matter.closed_at).date())
    return Alarm(span.due(matter.closed_at, policy.calendar), ARCHIVE, ARCHIVE)


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
    if alarm.rung == ARCHIVE:
        return e.Archived()
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
    if alarm.rung == ARCHIVE:
        return policy.limit(ARCHIVE_LIMIT).at(local(alarm.at).date()).reference
    return next((r.reference for r in policy.rungs_of[alarm.clock] if r.id == alarm.rung), "")
