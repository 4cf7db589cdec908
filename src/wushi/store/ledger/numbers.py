"""Numbers and ids of matters: a process takes a block of the series at a time, so that no two ever meet and nobody waits."""

from __future__ import annotations

import threading

from django.db import connections, transaction
from django.db.utils import DEFAULT_DB_ALIAS

_lock = threading.Lock()
_free: dict[str, tuple[int, int]] = {}
BLOCK = 256


def forget() -> None:
    """Drop the blocks taken (another database, a test, a forked process)."""
    with _lock:
        _free.clear()


def take(count: int, series: str = "matter") -> list[int]:
    """`count` fresh ids. Blocks of a killed process are lost: numbers may have holes, never doubles.

    Must be called outside a transaction that may roll back, or inside one that then also uses them."""
    with _lock:
        low, high = _free.get(series, (0, 0))
        found = list(range(low, min(high, low + count)))
        missing = count - len(found)
        if missing:
            start = _lease(series, max(BLOCK, missing))
            found += range(start, start + missing)
            low, high = start + missing, start + max(BLOCK, missing)
        else:
            low += count
        _free[series] = (low, high)
    return found


def _lease(series: str, size: int) -> int:
    connection = connections[DEFAULT_DB_ALIAS]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_lease (series, next) VALUES (%s, %s)"
            " ON CONFLICT (series) DO UPDATE SET next = ledger_lease.next + %s RETURNING next",
            [series, 1 + size, size],
        )
        (after,) = cursor.fetchone()
    return int(after) - size
