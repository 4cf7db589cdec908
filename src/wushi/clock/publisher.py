"""The publisher (公布): once a day makes public what the ledger says, beside the worker, so that no clock waits for it."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime

from django.db import DatabaseError, connections

from wushi.clock.indexer import stand_back
from wushi.domain.policy import Policy
from wushi.steps.evaluate import opening

log = logging.getLogger("wushi.publisher")
LOOK_EVERY = 300.0  # seconds between two looks whether a day has begun


def run(policy: Policy, stop: threading.Event) -> None:
    """Publish until `stop` is set. Several may run: the second finds nothing changed."""
    stand_back()
    while not stop.is_set():
        try:
            if opening.is_due(policy, datetime.now(UTC)):
                done = opening.publish(policy, datetime.now(UTC))
                log.info("open data: %s new, %s changed, %s gone", done.new, done.changed, done.gone)
        except DatabaseError:
            log.exception("the database does not answer; trying again")
            connections.close_all()
        except Exception:
            log.exception("the open data could not be published; trying again")
        stop.wait(LOOK_EVERY)
    connections.close_all()
