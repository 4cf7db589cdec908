"""Writes what devices have sent, all of a batch or none; what is there already stays as it was first acknowledged."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from wushi.domain.monitors.readings import Message, Reading
from wushi.store.moments import to_micros

_COLUMNS = (
    ("device", "int"), ("cn", "int2"), ("at", "bigint"), ("factor", "text"), ("rtd", "float8"), ("avg", "float8"),
    ("low", "float8"), ("high", "float8"), ("cou", "float8"), ("zs", "float8"), ("flag", "text"), ("received", "bigint"),
    ("resent", "bool"),
)  # fmt: skip
_NAMES = ", ".join(name for name, _ in _COLUMNS)
_POSTGRESQL = (
    f"INSERT INTO monitors_value ({_NAMES}) SELECT * FROM unnest({', '.join(f'%s::{kind}[]' for _, kind in _COLUMNS)})"
    " ON CONFLICT DO NOTHING"
)
_SQLITE = f"INSERT OR IGNORE INTO monitors_value ({_NAMES}) VALUES ({', '.join(['%s'] * len(_COLUMNS))})"
_NOTICE = (
    "INSERT INTO monitors_notice (device, cn, at, text, received) VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"
)


_AT_ONCE = 20_000  # rows


@dataclass(frozen=True, slots=True)
class Device:
    id: int
    mn: str
    password: str
    key: bytes
    allowed: bool


def digest(mn: str, password: str) -> str:
    """A password of HJ 212 has six characters and travels in the clear: the digest keeps it from whoever reads the table."""
    return hmac.new(settings.WUSHI_VAULT_KEY, f"{mn}\0{password}".encode(), hashlib.sha256).hexdigest()


def devices() -> dict[str, Device]:
    """Every device by its MN."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, mn, password, key, allowed FROM monitors_device")
        return {row[1]: Device(row[0], row[1], row[2], bytes(row[3]), bool(row[4])) for row in cursor.fetchall()}


def _row(device: int, message: Message, one: Reading, received: int) -> tuple[Any, ...]:
    found = {name: float(value) for name, value in one.values}
    zs = found.get("ZsAvg", found.get("ZsRtd"))
    return (
        device, int(message.cn), to_micros(message.at), one.factor, found.get("Rtd"), found.get("Avg"), found.get("Min"),
        found.get("Max"), found.get("Cou"), zs, one.flag, received, message.resent,
    )  # fmt: skip


def write(messages: Sequence[tuple[int, Message]], received_at: datetime) -> int:
    """Store messages of devices (id, message); how many rows were new. They survive a crash once this has returned."""
    received = to_micros(received_at)
    rows = [_row(device, message, one, received) for device, message in messages for one in message.readings]
    notices = [
        (device, int(m.cn), to_micros(m.at), m.text[:1024], received) for device, m in messages if not m.readings
    ]
    # one order for every writer: two that write the same rows wait for each other and do not lock each other up
    rows.sort(key=lambda row: row[:4])
    with transaction.atomic(), connection.cursor() as cursor:
        new = 0
        if rows and connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL, [list(column) for column in zip(*rows, strict=True)])
            new = cursor.rowcount
        elif rows:
            cursor.executemany(_SQLITE, rows)
            new = max(0, cursor.rowcount)
        if notices:
            cursor.executemany(_NOTICE, notices)
    return new


def put_device(mn: str, password: str, key: bytes, allowed: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO monitors_device (mn, password, key, allowed) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (mn) DO UPDATE SET password = excluded.password, key = excluded.key, allowed = excluded.allowed",
            [mn, digest(mn, password), key, allowed],
        )


def put(rows: Sequence[tuple[Any, ...]]) -> int:
    """Store rows of the table as they are (an import, a simulation); what is there already stays. How many were new."""
    ordered, new = sorted(rows, key=lambda row: row[:4]), 0
    with transaction.atomic(), connection.cursor() as cursor:
        for begin in range(0, len(ordered), _AT_ONCE):
            part = ordered[begin : begin + _AT_ONCE]
            if connection.vendor == "postgresql":
                cursor.execute(_POSTGRESQL, [list(column) for column in zip(*part, strict=True)])
            else:
                cursor.executemany(_SQLITE, part)
            new += max(0, cursor.rowcount)
    return new


def sent(devices_: Iterable[int], cn: int, since: datetime, until: datetime) -> dict[tuple[int, int], int]:
    """(device, number of the day from `since`) -> periods of the command in which anything was sent in [since, until)."""
    wanted = list(devices_)
    if not wanted:
        return {}
    begin = to_micros(since)
    marks = ", ".join(["%s"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT device, (at - %s) / 86400000000 AS day, count(*) FROM (SELECT DISTINCT device, at FROM monitors_value"
            f" WHERE device IN ({marks}) AND cn = %s AND at >= %s AND at < %s) AS told GROUP BY device, day",
            [begin, *wanted, cn, begin, to_micros(until)],
        )
        return {(device, int(day)): n for device, day, n in cursor.fetchall()}


def mark(devices_: Iterable[int], commands: Sequence[int], since: datetime, until: datetime) -> str:
    """Another text whenever a value in [since, until) came or went; blank where there is none."""
    wanted = list(devices_)
    if not wanted:
        return ""
    marks = ", ".join(["%s"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), max(received) FROM monitors_value"
            f" WHERE device IN ({marks}) AND cn IN ({', '.join(['%s'] * len(commands))}) AND at >= %s AND at < %s",
            [*wanted, *commands, to_micros(since), to_micros(until)],
        )
        count, last = cursor.fetchone()
    return f"{count}-{last}" if count else ""


def hours(devices_: Iterable[int], cn: int, since: datetime, until: datetime) -> list[tuple[Any, ...]]:
    """(device, at in microseconds, factor, avg, zs, cou, flag) of a command in [since, until), in order."""
    wanted = list(devices_)
    if not wanted:
        return []
    marks = ", ".join(["%s"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT device, at, factor, avg, zs, cou, flag FROM monitors_value"
            f" WHERE device IN ({marks}) AND cn = %s AND at >= %s AND at < %s ORDER BY device, at, factor",
            [*wanted, cn, to_micros(since), to_micros(until)],
        )
        return list(cursor.fetchall())


def forbid(mn: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE monitors_device SET allowed = %s WHERE mn = %s", [False, mn])
        return cursor.rowcount == 1
