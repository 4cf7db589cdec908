"""The house's own index (疑似同一): every registration of the ledger in one stream of this process, and what is asked of it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connections

from wushi.domain.likeness import Weights
from wushi.steps.alike.stream import Candidate, Message, Stream
from wushi.store.likeness import source
from wushi.store.likeness.source import Told

log = logging.getLogger("wushi.alike")
RECENT = 1_000  # newest registrations that are read at once, before anything is asked
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Found:
    """Candidates by the id of their matter; `complete`: every registration was looked at."""

    candidates: tuple[Candidate, ...]
    complete: bool


def message(told: Told) -> Message:
    return Message(told.id, told.title, told.text, told.at)


class Index:
    """A stream that follows the ledger; `position`: the last event it holds."""

    def __init__(self, weights: Weights) -> None:
        self.stream = Stream(weights)
        self.position = 0
        self._identity = ""

    def follow(self, rows: Sequence[Told]) -> None:
        for row in rows:
            self.stream.put(message(row))
        if rows:
            self.position = rows[-1].position
            self._identity = source.identity(self.position)

    def holds(self) -> bool:
        """Is what it has read still the ledger of this database?"""
        return not self.position or source.identity(self.position) == self._identity


class House:
    """What may be asked of all registrations. The newest are read at once; older ones in the background, and until they are in
    the answer says that it is not complete."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._lock = threading.Lock()
        self._now: Index | None = None  # what is asked
        self._whole = True  # does it hold every registration
        self.filling: threading.Thread | None = None

    def ask(self, title: str, text: str, at: datetime) -> Found:
        """Registrations that may be the same as these words, the likeliest first."""
        return self._ask(Message(None, title, text, at))

    def look(self, row: Told) -> Found:
        """Those before this one that may be the same."""
        return self._ask(message(row))

    def _ask(self, message: Message) -> Found:
        with self._lock:
            index = self._up_to_date()
            return Found(index.stream.ask(message).candidates, self._whole)

    def whole(self) -> bool:
        """Have all registrations been read? Begins to read them where nobody has asked yet."""
        with self._lock:
            self._up_to_date()
            return self._whole

    def _up_to_date(self) -> Index:
        index = self._now
        if index is None or not index.holds():
            index = self._now = Index(self._weights)
            newest = source.newest(RECENT)
            index.follow(newest)
            self._whole = len(newest) < RECENT
            if not self._whole:
                self.filling = threading.Thread(target=self._fill, args=(index,), name="alike", daemon=True)
                self.filling.start()
        while rows := source.after(index.position, _AT_ONCE):
            index.follow(rows)
        return index

    def _fill(self, recent: Index) -> None:
        """Read the whole ledger into another index, then ask that one. What is registered meanwhile both follow."""
        try:
            index = Index(self._weights)
            while rows := source.after(index.position, _AT_ONCE):
                index.follow(rows)
            with self._lock:
                if self._now is recent:  # else another ledger has been read meanwhile
                    self._now, self._whole = index, True
        except Exception:
            log.exception("older matters could not be read; only the newest are compared")
            with self._lock:
                if self._now is recent:
                    self._now = None  # the next to ask begins again
        finally:
            connections.close_all()


_houses: dict[Weights, House] = {}
_making = threading.Lock()


def house(weights: Weights) -> House:
    """The one of this process, made when it is first asked for."""
    with _making:
        if weights not in _houses:
            _houses[weights] = House(weights)
        return _houses[weights]


def forget() -> None:
    """Between tests: the next to ask reads its own ledger."""
    _houses.clear()
