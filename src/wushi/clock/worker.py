"""The worker (时钟): takes what is due, sleeps when nothing is, and survives whatever one matter or one database error does."""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, datetime

from django.db import DatabaseError, connections

from wushi.domain.policy import Policy
from wushi.steps import monitoring
from wushi.steps.evaluate import figures
from wushi.steps.learn import bursts
from wushi.steps.turning import turn

log = logging.getLogger("wushi.clock")
REST = 1.0  # seconds between two looks when nothing was due
FACTS_EVERY = 60.0  # seconds between two exports of what happened to the figures' facts
LOOK_EVERY = 60.0  # seconds between two looks for bursts and at monitors
TROUBLE = 5.0  # seconds to wait when the database does not answer


def run(policy: Policy, stop: threading.Event) -> None:
    """Turn until `stop` is set. Several workers may run: each alarm is written once, by whoever comes first."""
    exported = looked = 0.0
    while not stop.is_set():
        try:
            done = turn(policy, datetime.now(UTC))
            if time.monotonic() - looked > LOOK_EVERY:
                _look_for_bursts(policy)
                _look_at_monitors(policy)
                looked = time.monotonic()
            if time.monotonic() - exported > FACTS_EVERY and not done.taken:
                figures.refresh(policy, datetime.now(UTC))
                exported = time.monotonic()
        except DatabaseError:
            log.exception("the database does not answer; trying again")
            connections.close_all()
            stop.wait(TROUBLE)
            continue
        if done.failed:
            log.error("%s alarms raised and were put off; see the auditor's page", done.failed)
        if not done.taken:
            stop.wait(REST)


def _look_for_bursts(policy: Policy) -> None:
    """No clock waits because this went wrong; a database that does not answer is the loop's business."""
    try:
        new = bursts.watch(policy, datetime.now(UTC))
    except DatabaseError:
        raise
    except Exception:
        log.exception("bursts could not be looked for; trying again in a minute")
    else:
        if new:
            log.warning("%s bursts found; see the leader's page", new)


def _look_at_monitors(policy: Policy) -> None:
    """What monitors have sent since becomes matters; no clock waits because this went wrong."""
    try:
        looked = monitoring.look(policy, datetime.now(UTC))
    except DatabaseError:
        raise
    except Exception:
        log.exception("monitors could not be looked at; trying again in a minute")
    else:
        if looked.raised:
            log.warning("%s alarms of monitors", looked.raised)
