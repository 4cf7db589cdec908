"""The intake queue: threads of one process that register at the same moment share one transaction and one flush to disk.

The first to come leads: it writes everything that waits, then wakes the others; whoever came meanwhile leads the next
group. Nobody is answered before the commit of the group that holds its rows.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError

from wushi.store.ledger import ledger
from wushi.store.ledger.rows import Change

LARGEST = 64  # a group beyond this helps nobody and makes the last one wait


@dataclass(slots=True)
class Written:
    """What became of one registration; `already` is (id, number, digest) of the matter that had the client key before."""

    already: tuple[int, str, str] | None = None


class _Waiting:
    __slots__ = ("change", "done", "error", "recorded_at", "result")

    def __init__(self, change: Change, recorded_at: datetime) -> None:
        self.change = change
        self.recorded_at = recorded_at
        self.done = threading.Event()
        self.result: Written | None = None
        self.error: BaseException | None = None


_lock = threading.Lock()  # held by the leader of a group
_guard = threading.Lock()
_waiting: list[_Waiting] = []


def submit(change: Change, recorded_at: datetime) -> Written:
    """Write one new matter; returns after the commit. Raises what the database raised for this matter alone."""
    mine = _Waiting(change, recorded_at)
    with _guard:
        _waiting.append(mine)
    while not mine.done.is_set():
        if _lock.acquire(timeout=0.05):
            try:
                if not mine.done.is_set():
                    _lead()
            finally:
                _lock.release()
    if mine.error is not None:
        raise mine.error
    assert mine.result is not None
    return mine.result


def _lead() -> None:
    with _guard:
        group = _waiting[:LARGEST]
        del _waiting[:LARGEST]
    try:
        _write(group)
    except DatabaseError:
        # one row spoils a group; alone, each gets its own answer
        for one in group:
            try:
                _write([one])
            except BaseException as error:
                one.error = error
    except BaseException as error:
        for one in group:
            one.error = error
    for one in group:
        one.done.set()


def _write(group: list[_Waiting]) -> None:
    """Write those whose key is new; the others learn whose it is. The key's unique index decides between processes."""
    keyed: dict[str, list[str]] = {}
    for one in group:
        intake = one.change.intake
        if intake and intake.client_key:
            keyed.setdefault(intake.channel, []).append(intake.client_key)
    known = {(c, k): v for c, keys in keyed.items() for k, v in ledger.by_client_key(c, keys).items()}
    fresh: list[_Waiting] = []
    for one in group:
        intake = one.change.intake
        name = (intake.channel, intake.client_key) if intake and intake.client_key else None
        if name and name in known:
            one.result = Written(known[name])
            continue
        if name and intake:
            known[name] = (one.change.id, one.change.matter.number, intake.digest)
        fresh.append(one)
    if fresh:
        ledger.append([one.change for one in fresh], fresh[0].recorded_at)
        for one in fresh:
            one.result = Written()
