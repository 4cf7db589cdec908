"""How far each outlet has been looked at, and what stands open there; moved on in one transaction with what it led to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import msgspec
from django.db import connection, transaction

from wushi.domain.monitors.watching import State
from wushi.store.moments import from_micros, to_micros

_encoder, _decoder = msgspec.json.Encoder(), msgspec.json.Decoder(State)
moment = from_micros


def last(outlet: str) -> datetime | None:
    """The beginning of the last period looked at; None before the first look."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last FROM monitors_watch WHERE outlet = %s AND factor = ''", [outlet])
        row = cursor.fetchone()
    return from_micros(row[0]) if row else None


def first_hour(device: int, cn: int) -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(at) FROM monitors_value WHERE device = %s AND cn = %s", [device, cn])
        (at,) = cursor.fetchone()
    return from_micros(at) if at is not None else None


def last_hour(device: int, cn: int) -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(at) FROM monitors_value WHERE device = %s AND cn = %s", [device, cn])
        (at,) = cursor.fetchone()
    return from_micros(at) if at is not None else None


def state(outlet: str, factor: str) -> tuple[State, str]:
    """What is known of the factor, and the number of the matter that is open there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT state, number FROM monitors_watch WHERE outlet = %s AND factor = %s", [outlet, factor])
        row = cursor.fetchone()
    return (_decoder.decode(row[0]), row[1]) if row else (State(), "")


def put(outlet: str, at: datetime, states: Mapping[str, tuple[State, str]], with_it: Callable[[], None]) -> None:
    """Move the outlet on to the period that begins at `at`, together with what `with_it` writes: both or neither."""
    rows = [(outlet, "", to_micros(at), "", "")]
    rows += [(outlet, f, to_micros(at), _encoder.encode(s).decode(), number) for f, (s, number) in states.items()]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO monitors_watch (outlet, factor, last, state, number) VALUES (%s, %s, %s, %s, %s)"
                " ON CONFLICT (outlet, factor) DO UPDATE SET last = excluded.last, state = excluded.state,"
                " number = excluded.number",
                rows,
            )
        with_it()
