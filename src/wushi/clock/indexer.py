"""The indexer (检索索引): follows the ledger with the search index, beside the worker, so that no clock waits for it."""

from __future__ import annotations

import logging
import os
import sys
import threading

from django.db import DatabaseError, connections

from wushi.steps import indexing

log = logging.getLogger("wushi.indexer")
RANK = 10  # niceness
REST = 1.0  # seconds between two looks when nothing waited
TROUBLE = 5.0  # seconds to wait when the database does not answer


def stand_back() -> None:
    """Whoever registers or reads goes first where the processors are all busy. Only Linux knows the rank of one thread."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), RANK)


def run(stop: threading.Event) -> None:
    """Follow until `stop` is set. Several may run: one at a time writes."""
    stand_back()
    while not stop.is_set():
        try:
            done = indexing.follow()
        except DatabaseError:
            log.exception("the database does not answer; trying again")
            connections.close_all()
            stop.wait(TROUBLE)
            continue
        except Exception:
            log.exception("the search index could not be followed; search looks at the newest matters itself")
            stop.wait(TROUBLE)
            continue
        if done is None or not done.more:
            stop.wait(REST)  # what comes meanwhile is merged at one go, which costs less than many small ones
    connections.close_all()
