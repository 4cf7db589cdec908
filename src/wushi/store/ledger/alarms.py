"""Due alarms: the worker takes those whose time has come, oldest first; cost follows what is due, not what is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from wushi.domain import masking
from wushi.domain.alarms import Alarm
from wushi.store.moments import from_micros, to_micros


@dataclass(frozen=True, slots=True)
class Due:
    matter_id: int
    alarm: Alarm
    failures: int


DUE = "SELECT matter_id, at, clock, rung, failures FROM ledger_alarm WHERE at <= %s ORDER BY at, matter_id LIMIT %s"


def due(now: datetime, limit: int) -> list[Due]:
    with connection.cursor() as cursor:
        cursor.execute(DUE, [to_micros(now), limit])
        return [Due(id, Alarm(from_micros(at), clock, rung), n) for id, at, clock, rung, n in cursor.fetchall()]


def put_off(matter_id: int, until: datetime, error: str) -> None:
    """An alarm that raised is tried again later and stops nobody behind it; the error is kept where a person sees it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_alarm SET at = %s, failures = failures + 1, error = %s WHERE matter_id = %s",
            [to_micros(until), masking.mask(error)[:400], matter_id],
        )


def set_next(matter_id: int, alarm: Alarm | None) -> None:
    """Set an alarm that changed without an event (a pack with another ladder)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_alarm SET at = %s, clock = %s, rung = %s, failures = 0, error = '' WHERE matter_id = %s",
            [
                to_micros(alarm.at) if alarm else None,
                alarm.clock if alarm else "",
                alarm.rung if alarm else "",
                matter_id,
            ],
        )


def failing() -> list[tuple[int, int, str]]:
    """(matter id, failures, error) of alarms that raised: what the operator's page lists."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT matter_id, failures, error FROM ledger_alarm WHERE failures > 0 ORDER BY failures DESC LIMIT 200"
        )
        return list(cursor.fetchall())
