"""A clock that stands still: only on a listed ground with proof, and with exactly what was left when it goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wushi.domain import clocks, pausing, registration
from wushi.domain import events as e
from wushi.domain.calendar import local
from wushi.domain.errors import BadInput, RuleBroken
from wushi.domain.matter import Matter, after, paused_time
from wushi.domain.policy import Ground, Policy
from wushi.domain.time_limits import last_day
from wushi.packs.loader import load

BEGIN = datetime(2022, 6, 1, 2, tzinfo=UTC)
HEARING = Ground("hearing", "听证", "Hearing", "xinfang-2022#36", track="petition", clocks=("notice",))


@cache
def pack() -> Policy:
    return replace(load(Path(__file__).parents[2] / "packs" / "150302-haibowan"), pauses={"hearing": HEARING})


def petition(policy: Policy) -> Matter:
    event = registration.register(
        channel="phone", type="", commitment="c" * 64, policy=policy, at=BEGIN, track="petition"
    )
    return after(Matter("HBW-2022-0000001"), event, BEGIN)


def test_only_on_a_listed_ground_and_with_proof() -> None:
    policy = pack()
    matter = petition(policy)
    with pytest.raises(BadInput):
        pausing.pause(matter, "lunch", "p", policy)
    with pytest.raises(RuleBroken):
        pausing.pause(matter, "hearing", "", policy)
    with pytest.raises(RuleBroken):
        pausing.resume(matter, policy, BEGIN)
    paused = after(matter, pausing.pause(matter, "hearing", "p", policy), BEGIN)
    assert not paused.running
    with pytest.raises(RuleBroken):
        pausing.pause(paused, "hearing", "p", policy)


@given(before=st.integers(0, 20 * 24), still=st.integers(0, 40 * 24))
def test_as_many_days_are_left_as_when_it_stopped(before: int, still: int) -> None:
    policy = pack()
    matter = petition(policy)
    stopped, gone_on = BEGIN + timedelta(hours=before), BEGIN + timedelta(hours=before + still)
    event = pausing.pause(matter, "hearing", "p", policy)
    paused = after(matter, event, stopped)
    on = pausing.resume(paused, policy, gone_on)
    again = after(paused, on, gone_on)
    old, new = matter.clocks[0], again.clocks[0]
    assert new.running and new.start == old.start
    if stopped < old.due:
        left = (last_day(old.due) - local(stopped).date()).days
        # a period that ends on a day off ends on the next day that is worked (民法典 art.203)
        assert last_day(new.due) == policy.calendar.add_days(local(gone_on).date(), left)
    else:
        assert new.due - gone_on == old.due - stopped
    history = [
        e.Entry(1, BEGIN, "", "", "", "", e.Noted()) if n == 0 else e.Entry(n + 1, at, "", "", "", "", what)
        for n, (at, what) in enumerate([(BEGIN, event), (stopped, event), (gone_on, on)])
    ]
    running = (gone_on - BEGIN) - paused_time(again, "notice", history)
    assert running + paused_time(again, "notice", history) == gone_on - BEGIN
    assert paused_time(again, "notice", history) == gone_on - stopped


@given(before=st.integers(0, 12 * 24), still=st.integers(0, 40 * 24))
def test_working_days_are_kept(before: int, still: int) -> None:
    policy = pack()
    start = clocks.start(policy, "service.check", BEGIN)
    clock = replace(
        after(Matter("x"), registration.register(
            channel="phone", type="", commitment="c", policy=policy, at=BEGIN, track="application"), BEGIN).clocks[0],
        paused=BEGIN + timedelta(hours=before),
    )  # fmt: skip
    at = BEGIN + timedelta(hours=before + still)
    due = pausing.due_after(clock, policy, at)
    if clock.paused is not None and clock.paused < start.due:
        left = policy.calendar.working_days_between(local(clock.paused).date(), last_day(start.due))
        assert policy.calendar.working_days_between(local(at).date(), last_day(due)) == left
