"""Simulated lives keep every rule, reach every state, stay within the promised rates, and name no real person."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from tests.simulated import Lived, lives
from wushi.domain import events as e
from wushi.domain import lifecycle, masking
from wushi.domain.calendar import end_of_day
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.domain.simulation import asking
from wushi.domain.simulation.demands import Speaker, demands_of
from wushi.domain.simulation.parameters import Delay, Season, Weights, days, dice_of, plan, poisson
from wushi.domain.simulation.posts import Posts
from wushi.packs.simulation import simulation_of

SINCE, UNTIL = date(2022, 10, 1), date(2022, 12, 15)
PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


@pytest.fixture(scope="session")
def lived(policy: Policy) -> tuple[Lived, ...]:
    return lives(policy, SINCE, UNTIL, 0.04)


def test_the_same_seed_makes_the_same_lives(policy: Policy) -> None:
    first = lives(policy, date(2022, 3, 1), date(2022, 3, 4), 0.05, 11)
    lives.cache_clear()
    again = lives(policy, date(2022, 3, 1), date(2022, 3, 4), 0.05, 11)
    assert [(one.demand, one.entries) for one in first] == [(one.demand, one.entries) for one in again]
    other = lives(policy, date(2022, 3, 1), date(2022, 3, 4), 0.05, 12)
    assert [one.demand.text for one in first] != [one.demand.text for one in other]


def test_a_day_does_not_depend_on_the_days_around_it(policy: Policy) -> None:
    """Days are made by several processes: only the end of the simulated time is common to them."""
    end = date(2022, 3, 6)
    alone = lives(policy, date(2022, 3, 6), end, 0.05, 11)
    among = [one for one in lives(policy, date(2022, 3, 1), end, 0.05, 11) if ":2022-03-06:" in one.demand.key]
    assert [(one.demand, one.entries) for one in alone] == [(one.demand, one.entries) for one in among]


def test_every_state_is_reached(lived: tuple[Lived, ...]) -> None:
    assert set(lifecycle.of("hotline").states) - {state for one in lived for state in one.states} == {"split"}


def test_every_queue_has_work_at_the_end(lived: tuple[Lived, ...]) -> None:
    now = Counter(one.matter.state for one in lived)
    for state in ("dispatched", "signed", "in_progress", "deferred", "handled"):
        assert now[state], state
    assert any(one.matter.supervision for one in lived if one.matter.open)


# What others do about a matter from outside its own life: the machine that compares, the person who publishes or corrects. And a
# simulated call says one thing, of which no desk makes a list.
BESIDE_A_LIFE = {
    "DangerRaised",
    "DangerTaken",
    "DangerJudged",
    "SimilarFound",
    "TextReleased",
    "TextWithdrawn",
    "Unmerged",
    "SplitInto",
    "PointsListed",
}


def test_every_event_of_the_table_occurs(lived: tuple[Lived, ...]) -> None:
    together = {name for name, kind in e.KINDS.items() if kind.__module__.endswith(".joint")}
    missing = (
        set(lifecycle.of("hotline").moves) - together - {event.kind for one in lived for _, _, event in one.entries}
    )
    # one in thousands
    assert missing - BESIDE_A_LIFE <= {"DeferralRefused", "TerminationRefused", "FollowerLeft"}


def test_all_are_marked_as_simulated(lived: tuple[Lived, ...]) -> None:
    assert all(one.matter.simulated and one.demand.key.startswith("simulated:7:") for one in lived)


def test_most_answers_are_in_time_and_nearly_all_that_is_old_is_closed(lived: tuple[Lived, ...]) -> None:
    answered = [c for one in lived for c in one.matter.clocks if c.name == "reply" and c.stopped]
    assert 0.93 <= sum(bool(c.met) for c in answered) / len(answered) <= 0.965
    limit = end_of_day(UNTIL) - timedelta(days=25)
    old = [one for one in lived if one.demand.at < limit]
    assert sum(not one.matter.open for one in old) / len(old) >= 0.97


def test_nobody_calls_back_about_the_work_of_the_own_unit(lived: tuple[Lived, ...], policy: Policy) -> None:
    for one in lived:
        handlers = one.matter.handlers
        for _, actor, event in one.entries:
            if event.kind in ("CalledBack", "CallbackAttempted") and actor.unit:
                assert not any(policy.tree.is_within(actor.unit, handler) for handler in handlers)


def test_each_rung_rings_once_and_at_its_moment(lived: tuple[Lived, ...]) -> None:
    for one in lived:
        for clock in one.matter.clocks:
            assert len(clock.rungs) == len(set(clock.rungs))
        before = one.demand.at
        for at, actor, event in one.entries:
            scheduled = getattr(event, "scheduled", None)
            if actor.role == "clock" and scheduled is not None:
                assert at == max(scheduled, before)  # a clock that goes on after a deferral may have little left
            before = at


def test_only_the_block_of_numbers_that_stands_for_nobody(lived: tuple[Lived, ...]) -> None:
    for one in lived:
        demand = one.demand
        assert re.fullmatch(r"(1390000\d{4})?", demand.phone)
        for text in (demand.title, demand.text, demand.name, demand.address, *one.texts):
            assert not PHONE.search(text), text
            assert masking.mask(text) == text, text
            assert "{" not in text, text


def test_an_anonymous_demand_names_nobody(lived: tuple[Lived, ...]) -> None:
    anonymous = [one.demand for one in lived if one.demand.anonymous]
    assert anonymous
    assert not any(d.name or d.phone or d.address for d in anonymous)


def test_followers_of_one_cause_hear_the_answer_and_are_called_back_themselves(lived: tuple[Lived, ...]) -> None:
    heard = [one for one in lived if any(event.kind == "RepliedThroughLead" for _, _, event in one.entries)]
    assert heard
    leads = {one.matter.number: one.matter for one in lived if one.matter.followers}
    for one in heard:
        if one.matter.reopenings:
            assert not one.matter.merged_into
            assert all(one.matter.number not in lead.followers for lead in leads.values())
        else:
            assert one.matter.number in leads[one.matter.merged_into].followers
    assert any(one.matter.callbacks for one in heard)


# --- how many, when, about what ---------------------------------------------------------------------------------------


def test_a_year_brings_what_the_pack_says(policy: Policy) -> None:
    simulation = simulation_of(policy)
    year = [plan(day, 7, 1.0, simulation, policy.calendar) for day in days(date(2022, 1, 1), date(2022, 12, 31))]
    assert sum(day.demands for day in year) == pytest.approx(simulation.arrivals.per_year, rel=0.03)
    by_weekday = Counter[int]()
    for day in year:
        by_weekday[day.day.weekday()] += day.single
    assert by_weekday[0] > by_weekday[6]


def test_scale_changes_how_many_come(policy: Policy) -> None:
    simulation = simulation_of(policy)
    found = [
        sum(
            plan(day, 7, scale, simulation, policy.calendar).demands
            for day in days(date(2022, 1, 1), date(2022, 2, 28))
        )
        for scale in (0.1, 0.4)
    ]
    assert found[1] / found[0] == pytest.approx(4, rel=0.2)


def test_heating_is_a_matter_of_winter(policy: Policy) -> None:
    simulation = simulation_of(policy)
    speaker = Speaker(policy, simulation)

    def share(day: date) -> float:
        found = demands_of(plan(day, 7, 1.0, simulation, policy.calendar), 7, speaker)
        return sum(d.subject.startswith("property/heating") for d in found) / len(found)

    assert share(date(2022, 12, 7)) > 5 * share(date(2022, 7, 6))


def test_a_season_goes_over_new_year() -> None:
    season = Season("heating", (10, 15), (4, 15))
    assert [season.holds(date(2022, *d)) for d in ((10, 14), (10, 15), (12, 31), (1, 1), (4, 15), (4, 16))] == [
        False, True, True, True, True, False,
    ]  # fmt: skip


def test_chance_follows_its_weights() -> None:
    dice = dice_of(1, "test")
    drawn = Counter(Weights({"often": 3, "never": 0, "seldom": 1}).draw(dice) for _ in range(4000))
    assert set(drawn) == {"often", "seldom"}
    assert drawn["often"] / drawn["seldom"] == pytest.approx(3, rel=0.15)
    assert sum(poisson(dice, 2.5) for _ in range(4000)) / 4000 == pytest.approx(2.5, rel=0.1)
    hours = sorted(Delay(4, 0.5).hours(dice) for _ in range(2001))
    assert hours[1000] == pytest.approx(4, rel=0.1)


def test_who_answered_for_a_follower_does_not_ask_it(policy: Policy) -> None:
    """A lead that the desk answers at once answers for those who follow it: another than the desk has to ask them."""
    posts = Posts(policy, {})
    story = SimpleNamespace(
        world=SimpleNamespace(policy=policy, posts=posts),
        matter=Matter("HBW-2022-0000001", answered_by=policy.main_desk),
        one=lambda among, at: among[0],
    )
    asked_by = asking._agent(story, datetime(2022, 3, 1, tzinfo=UTC))  # type: ignore[arg-type]
    assert not policy.tree.is_within(asked_by.unit, policy.main_desk)
