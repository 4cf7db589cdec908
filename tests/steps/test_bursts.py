"""Bursts: thirty in two hours are told once with their evidence, the usual never; who sees them, who judges them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.ledgers import HandMade
from tests.people import Cast, at
from wushi.domain.actor import Actor
from wushi.domain.errors import BadInput, NotFound
from wushi.domain.policy import Policy
from wushi.steps.learn import bursts
from wushi.store.watched.rows import Alarm

PLACE = "150302002001"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _nothing_learnt() -> None:
    bursts.forget()


def heard(
    made: HandMade, count: int, begin: str, *, every: int, place: str = PLACE, name: str = "m", accused: str = ""
) -> None:
    for n in range(count):
        moment = (at(begin) + timedelta(minutes=every * n)).isoformat()
        made.register(f"{name}{n}", moment, place=place, accused=(accused,) if accused else ())


def told(policy: Policy, cast: Cast, now: str) -> list[Alarm]:
    return bursts.alarms(cast.supervisor, policy, at(now), back=30 * DAY)


def test_thirty_in_two_hours_are_one_alarm_with_its_evidence(house: Policy, cast: Cast) -> None:
    heard(HandMade(house), 30, "2026-03-10 09:00", every=4)
    assert bursts.watch(house, at("2026-03-10 11:10")) == 1
    [alarm] = told(house, cast, "2026-03-10 11:10")
    assert (alarm.subject, alarm.place) == ("property/heating", PLACE)
    assert alarm.count == len(alarm.matters) == 30 and alarm.usual < 1
    assert bursts.watch(house, at("2026-03-10 11:12")) == 0


def test_it_is_found_within_the_minute_in_which_it_is_enough(house: Policy, cast: Cast) -> None:
    made, least = HandMade(house), house.bursts_on(at("2026-03-10 09:00").date()).at_least
    heard(made, least - 1, "2026-03-10 09:00", every=4)
    assert bursts.watch(house, at("2026-03-10 09:30")) == 0
    heard(made, 1, "2026-03-10 09:31", every=1, name="last")
    assert bursts.watch(house, at("2026-03-10 09:32")) == 1


def test_an_alarm_that_goes_on_grows(house: Policy, cast: Cast) -> None:
    made = HandMade(house)
    heard(made, 12, "2026-03-10 09:00", every=4)
    bursts.watch(house, at("2026-03-10 09:50"))
    heard(made, 18, "2026-03-10 09:51", every=4, name="more")
    assert bursts.watch(house, at("2026-03-10 11:10")) == 0
    [alarm] = told(house, cast, "2026-03-10 11:10")
    assert len(alarm.matters) == 30


def test_the_usual_is_no_burst(house: Policy, cast: Cast) -> None:
    """Ten each morning for six weeks: ten more are the usual."""
    made = HandMade(house)
    for day in range(42):
        begin = (at("2026-02-01 09:00") + day * DAY).isoformat()
        heard(made, 10, begin, every=9, name=f"d{day}-")
    bursts.watch(house, at("2026-03-14 23:00"))
    before = len(told(house, cast, "2026-03-14 23:00"))
    bursts.forget()
    heard(made, 10, "2026-03-15 09:00", every=9, name="today")
    assert bursts.watch(house, at("2026-03-15 11:00")) == 0
    assert len(told(house, cast, "2026-03-15 11:00")) == before


def test_what_is_spread_over_the_district_is_an_alarm_of_the_district(house: Policy, cast: Cast) -> None:
    made = HandMade(house)
    for n, place in enumerate(u.code for u in list(house.tree) if u.level == "community"):
        if n < 30:
            heard(made, 1, f"2026-03-10 09:{n:02d}", every=1, place=place, name=f"p{n}-")
    bursts.watch(house, at("2026-03-10 10:00"))
    assert [a.place for a in told(house, cast, "2026-03-10 10:00")] == [""]


def test_a_branch_sees_its_own_and_judges_only_that(house: Policy, cast: Cast) -> None:
    heard(HandMade(house), 30, "2026-03-10 09:00", every=4)
    bursts.watch(house, at("2026-03-10 11:10"))
    now = at("2026-03-10 11:20")
    [alarm] = told(house, cast, "2026-03-10 11:10")
    other = Actor("elsewhere", "150302001", "unit-handler")
    assert bursts.alarms(other, house, now, back=DAY) == []
    with pytest.raises(NotFound):
        bursts.judge(alarm.id, real=True, reason="", actor=other, policy=house, now=now)
    with pytest.raises(BadInput):
        bursts.judge(alarm.id, real=False, reason=" ", actor=cast.supervisor, policy=house, now=now)
    bursts.judge(alarm.id, real=False, reason="演练", actor=cast.supervisor, policy=house, now=now)
    [judged] = told(house, cast, "2026-03-10 11:10")
    assert (judged.real, judged.reason, judged.judged_by) == (False, "演练", cast.supervisor.post)


def test_accusations_are_not_counted(house: Policy, cast: Cast) -> None:
    heard(HandMade(house), 30, "2026-03-10 09:00", every=4, accused="housing")
    bursts.watch(house, at("2026-03-10 11:10"))
    assert told(house, cast, "2026-03-10 11:10") == []
