"""The publisher publishes once a day, when something has happened since, and never holds up a clock."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.ledgers import HandMade
from tests.people import at
from wushi.clock import publisher
from wushi.domain.policy import Policy
from wushi.steps.evaluate import figures, opening

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: object, tmp_path: Path) -> None:
    settings.WUSHI_HOME = tmp_path  # type: ignore[attr-defined]
    figures.forget()


def test_once_a_day_and_only_when_something_has_happened(house: Policy) -> None:
    now = at("2022-03-02 08:00")
    assert not opening.is_due(house, now), "there is nothing to publish"
    made = HandMade(house).register("A", "2022-03-02 07:00")
    assert opening.is_due(house, now)
    opening.publish(house, now)
    assert not opening.is_due(house, now + timedelta(hours=2))
    assert not opening.is_due(house, now + timedelta(days=1)), "nothing has happened since"
    made.register("B", "2022-03-02 20:00")
    assert not opening.is_due(house, now + timedelta(hours=13)), "the day is not over"
    assert opening.is_due(house, now + timedelta(days=1))


def test_it_goes_on_after_trouble(house: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    HandMade(house).register("A", "2022-03-02 07:00")
    stop, tried = threading.Event(), []

    def publish(policy: Policy, now: datetime) -> opening.Replaced:
        tried.append(now)
        if len(tried) == 1:
            raise ValueError("trouble")
        stop.set()
        return opening.Replaced(1, 0, 0, 1)

    monkeypatch.setattr(publisher, "stand_back", lambda: None)
    monkeypatch.setattr(publisher, "LOOK_EVERY", 0.01)
    monkeypatch.setattr(publisher.connections, "close_all", lambda: None)
    monkeypatch.setattr(opening, "publish", publish)
    publisher.run(house, stop)
    assert len(tried) == 2 and tried[0].tzinfo is UTC
