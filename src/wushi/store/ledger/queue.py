"""The intake queue: threads of one process that register at the same moment share one transaction and one flush to disk.

The first to come leads: it writes everything that waits, then wakes the others; whoever came meanwhile leads the next
group. Nobody is answered before the commit of the group that holds its rows.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, IntegrityError

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
    except BaseException as error:
        for one in group:
            if one.result is None:
                one.error = error
    for one in group:
        one.done.set()


def _key(one: _Waiting) -> tuple[str, str] | None:
    intake = one.change.intake
    return (intake.channel, intake.client_key) if intake and intake.client_key else None


def _write(group: list[_Waiting]) -> None:
    """Write the group. A key that is taken is rare, so nobody looks for it before: the unique index speaks up, and only then
    are those whose key is known told whose it is, and the others written together again."""
    first: dict[tuple[str, str], _Waiting] = {}
    fresh, twins = [], []
    for one in group:
        key = _key(one)
        if key is None or first.setdefault(key, one) is one:
            fresh.append(one)
        else:
            twins.append(one)  # the same key twice in one group: the second one hears what became of the first
    try:
        _append(fresh)
    except IntegrityError:
        fresh = _tell_known(fresh)
        try:
            _append(fresh)
        except DatabaseError:
            for one in fresh:
                _write_alone(one)
    except DatabaseError:
        for one in fresh:
            _write_alone(one)
    _tell_known(twins)


def _append(group: list[_Waiting]) -> None:
    if group:
        ledger.append([one.change for one in group], group[0].recorded_at)
        for one in group:
            one.result = Written()


def _tell_known(group: list[_Waiting]) -> list[_Waiting]:
    """Answer those whose key has a matter already; the rest."""
    keyed: dict[str, list[str]] = {}
    for one in group:
        if (key := _key(one)) is not None:
            keyed.setdefault(key[0], []).append(key[1])
    known = {(c, k): v for c, keys in keyed.items() for k, v in ledger.by_client_key(c, keys).items()}
    rest = []
    for one in group:
        key = _key(one)
        if key in known:
            one.result = Written(known[key])
        else:
            rest.append(one)
    return rest


def _write_alone(one: _Waiting) -> None:
    """One row spoils a group; alone, each gets its own answer."""
    try:
        if _tell_known([one]):
            _append([one])
    except BaseException as error:
        one.error = error
