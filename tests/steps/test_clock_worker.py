"""The worker: each rung once, in order; one that raises stops nobody; a day of standstill is caught up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.people import Cast
from tests.steps.test_loop_of_one_matter import Story
from wushi.domain import alarms as rules
from wushi.domain.policy import Policy
from wushi.steps import turning
from wushi.store.ledger import alarms, ledger


@pytest.fixture
def waiting(house: Policy, cast: Cast) -> Story:
    """A matter with the housing department that nobody touches any more."""
    story = Story(house, cast)
    story.turn()
    story.take("classify", cast.li, subject="property")
    story.take("dispatch", cast.zhao, unit="housing")
    story.take("sign_for", cast.chen("housing"))
    story.take("contact", cast.chen("housing"))
    return story


def _rungs(story: Story) -> list[tuple[str, str]]:
    history = ledger.history(ledger.load(story.number)[0])
    return [(n.event.kind, n.event.rung) for n in history if getattr(n.event, "rung", "")]  # type: ignore[attr-defined]


def test_warned_overdue_urged_supervised_each_once_and_in_order(waiting: Story) -> None:
    clock = waiting.matter.clock("reply")
    assert clock is not None
    expected = sorted(waiting.policy.rungs_of["reply"], key=lambda r: rules.moment(r, clock, waiting.policy))
    for _ in range(60):
        waiting.later(hours=12).turn()
    reply = [rung for _, rung in _rungs(waiting) if any(r.id == rung for r in expected)]
    assert reply == [r.id for r in expected]
    words = {"warn": "Warned", "overdue": "FellOverdue", "urge": "Urged", "supervise": "PlacedUnderSupervision"}
    assert [k for k, rung in _rungs(waiting) if rung in reply] == [words[r.act] for r in expected]
    assert waiting.matter.supervision == max(r.level for r in expected if r.act == "supervise")


def test_a_worker_that_stood_still_for_a_month_logs_what_it_missed_once(waiting: Story) -> None:
    waiting.later(days=30).turn()
    first = _rungs(waiting)
    assert len(first) == len(set(first)) >= len(waiting.policy.rungs_of["reply"])
    waiting.turn()
    assert _rungs(waiting) == first
    overdue = next(n.event for n in ledger.history(ledger.load(waiting.number)[0]) if n.event.kind == "FellOverdue")
    assert overdue.scheduled == waiting.matter.clock("reply").due  # type: ignore[attr-defined,union-attr]


def test_a_matter_that_nobody_dispatches_climbs_too(house: Policy, cast: Cast) -> None:
    story = Story(house, cast)
    story.turn()
    story.later(days=3).turn()
    assert any(kind == "FellOverdue" for kind, _ in _rungs(story))


def test_one_alarm_that_raises_is_put_off_and_the_others_go_on(waiting: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, sound = Story(waiting.policy, waiting.cast, waiting.now), waiting
    broken_id = ledger.load(broken.number)[0]
    decide = turning._decide

    def spoiled(id: int, *rest: object) -> object:
        if id == broken_id:
            raise RuntimeError("spoiled on purpose")
        return decide(id, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(turning, "_decide", spoiled)
    now = waiting.now + timedelta(days=30)
    turned = turning.turn_all(waiting.policy, now)
    assert turned.failed == 1
    assert any(kind == "FellOverdue" for kind, _ in _rungs(sound))
    [(id, failures, error)] = alarms.failing()
    assert (id, failures, error) == (broken_id, 1, "RuntimeError: spoiled on purpose")
    monkeypatch.undo()
    turning.turn_all(waiting.policy, now + timedelta(hours=2))
    assert alarms.failing() == []
    assert broken.matter.proposed_unit


def test_a_matter_moved_at_the_same_moment_is_taken_at_the_next_turn(
    waiting: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = waiting.now + timedelta(days=30)
    load = ledger.load_many

    def moved_meanwhile(ids: object) -> object:
        found = load(ids)  # type: ignore[arg-type]
        monkeypatch.setattr(ledger, "load_many", load)
        waiting.take("note", waiting.cast.li, words="同一时刻")
        return found

    monkeypatch.setattr(ledger, "load_many", moved_meanwhile)
    assert turning.turn(waiting.policy, now).failed == 0
    turning.turn_all(waiting.policy, now)
    assert any(kind == "FellOverdue" for kind, _ in _rungs(waiting))


def test_a_closed_matter_rests_and_goes_to_the_archive(waiting: Story) -> None:
    waiting.take("reply", waiting.cast.chen("housing"), words="已处理。")
    waiting.take("call_back", waiting.cast.wu, contacted=True, solved=True, satisfaction="basically")
    waiting.take("close", waiting.cast.wu)
    before = _rungs(waiting)
    waiting.later(days=20).turn()
    assert waiting.matter.state == "closed"
    waiting.later(days=40).turn()
    assert waiting.matter.state == "archived"
    assert _rungs(waiting) == before
    waiting.later(days=400)
    assert waiting.turn().taken == 0
