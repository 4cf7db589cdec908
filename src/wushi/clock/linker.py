"""The linker (疑似同一): looks for the same matter behind every registration, beside the worker, so that no clock waits for it."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime

from django.db import DatabaseError, connections

from wushi.clock.indexer import REST, TROUBLE, stand_back
from wushi.domain.policy import Policy
from wushi.steps import linking

log = logging.getLogger("wushi.linker")


def run(policy: Policy, stop: threading.Event) -> None:
    """Follow until `stop` is set. Several may run: one at a time writes."""
    stand_back()
    while not stop.is_set():
        try:
            looked = linking.follow(policy, datetime.now(UTC))
        except DatabaseError:
            log.exception("the database does not answer; trying again")
            connections.close_all()
            stop.wait(TROUBLE)
            continue
        except Exception:
            log.exception("registrations could not be compared with earlier ones; trying again")
            stop.wait(TROUBLE)
            continue
        if not looked:
            stop.wait(REST)
    connections.close_all()
