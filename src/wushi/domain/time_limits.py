"""Time limits (办理时限): the value in force on a day, and the moment at which a period ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from wushi.domain.calendar import Calendar, end_of_day, local
from wushi.domain.errors import NoLimitInForce

UNITS = ("working_days", "days", "hours", "minutes", "working_hours", "months")


@dataclass(frozen=True, slots=True)
class Span:
    """One dated value of a limit: `amount` in `unit`, in force from `since`, with the article it rests on."""

    since: date
    amount: float
    unit: str
    reference: str
    status: str = "sourced"
    note: str = ""

    def due(self, start: datetime, calendar: Calendar) -> datetime:
        """The moment at which the period ends, UTC. Days end at 24:00; hours count from the moment (民法典 200-204)."""
        if self.unit == "hours":
            return (start + timedelta(hours=self.amount)).astimezone(UTC)
        if self.unit == "minutes":
            return (start + timedelta(minutes=self.amount)).astimezone(UTC)
        if self.unit == "working_hours":
            return calendar.add_working_hours(start, self.amount)
        day = local(start).date()
        if self.unit == "working_days":
            return end_of_day(calendar.add_working_days(day, int(self.amount)))
        if self.unit == "days":
            return end_of_day(calendar.add_days(day, int(self.amount)))
        if self.unit == "months":
            return end_of_day(calendar.add_months(day, int(self.amount)))
        raise ValueError(f"unknown unit {self.unit}")


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A limit with all its values, newest first looked up by day."""

    id: str
    clock: str
    description: str
    values: tuple[Span, ...]
    description_en: str = ""

    def at(self, day: date) -> Span:
        """The value in force on that day. Raises NoLimitInForce: a limit is never borrowed from another time."""
        chosen = None
        for value in self.values:
            if value.since <= day and (chosen is None or value.since > chosen.since):
                chosen = value
        if chosen is None:
            raise NoLimitInForce(limit=self.id, day=day.isoformat())
        return chosen


def last_day(due: datetime) -> date:
    """The last day on which it is still in time: 24:00 of a day belongs to that day."""
    here = local(due)
    return (here - timedelta(microseconds=1)).date()
