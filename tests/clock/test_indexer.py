"""The indexer beside the worker: it follows by itself, survives what breaks, and stands back where processors are busy."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable

import pytest

from tests.people import Cast, at, aunt_wang
from wushi.clock import indexer
from wushi.domain.policy import Policy
from wushi.steps import indexing
from wushi.steps.report.register import register
from wushi.store.registers import units
from wushi.store.search import reading, source


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end, "not within ten seconds"
        time.sleep(0.02)


@pytest.mark.django_db(transaction=True)
def test_the_indexer_follows_and_survives_what_breaks(
    policy: Policy, cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    units.load(policy.tree)
    for n in range(3):
        register(aunt_wang(client_key=str(n)), actor=cast.li, policy=policy, now=at("2026-03-02 10:00"))
    follow, calls, ranks = indexing.follow, [], []

    def breaks_once() -> object:
        calls.append(1)
        if sys.platform == "linux":
            ranks.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        if len(calls) == 1:
            raise RuntimeError("a piece that nobody expected")
        return follow(enough=1)

    monkeypatch.setattr(indexing, "follow", breaks_once)
    monkeypatch.setattr(indexer, "TROUBLE", 0.01)
    monkeypatch.setattr(indexer, "REST", 0.01)
    stop = threading.Event()
    thread = threading.Thread(target=indexer.run, args=(stop,))
    thread.start()
    try:
        until(lambda: reading.position()[0] == source.head() and not reading.has_stale())
    finally:
        stop.set()
        thread.join(10)
    monkeypatch.undo()
    assert "a piece that nobody expected" in caplog.text
    assert indexing.check() == 0 and reading.directory()
    assert set(ranks) <= {10}
