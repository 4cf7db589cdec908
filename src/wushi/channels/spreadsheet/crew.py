"""The crew: a second process that prepares batches while the first reads and writes; without it everything goes on, slower."""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime

from wushi.channels.spreadsheet import hand
from wushi.domain.actor import Actor
from wushi.steps.report.take_in_many import Prepared, Terms
from wushi.store.registers.units import Known

_AHEAD = 2  # batches that wait for the crew; more would only lie in memory
_logger = logging.getLogger(__name__)


class Crew:
    """Started with `start`, never before it is worth it; `submit` says None when the caller had better do it itself."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._warm: Future[None] | None = None
        self._waiting: list[Future[Prepared]] = []

    def start(self, units: Mapping[str, Known]) -> None:
        if self._pool is None and (os.cpu_count() or 1) > 1:
            context = multiprocessing.get_context("spawn")  # a fork would share locks and connections
            self._pool = ProcessPoolExecutor(1, context, hand.begin, (os.getpid(), dict(units)))
            self._warm = self._pool.submit(hand.ready)

    def submit(
        self, fresh: hand.Fresh, ids: Sequence[int], actor: Actor, now: datetime, terms: Terms
    ) -> Future[Prepared] | None:
        if self._pool is None or self._warm is None or not self._warm.done():
            return None
        self._waiting = [f for f in self._waiting if not f.done()]
        if len(self._waiting) >= _AHEAD:
            return None
        try:
            future = self._pool.submit(hand.prepare, fresh, ids, actor, now, terms)
        except BrokenProcessPool:
            _logger.warning("the second process has ended; going on with one")
            self._pool = None
            return None
        self._waiting.append(future)
        return future

    def stop(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None
