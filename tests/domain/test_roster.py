"""The centre's rooms and mediators of the pack, the roster with its holes, and what a booking is refused for."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.people import at
from wushi.domain import booking, roster
from wushi.domain.errors import BadInput, NotFound
from wushi.domain.policy import Policy
from wushi.domain.roster import Away

MONDAY = date(2026, 8, 3)
NOW = at("2026-08-03 08:00")


def test_fourteen_rooms_thirteen_departments_sixty_two_mediators(policy: Policy) -> None:
    centre = policy.centre
    assert (len(centre.rooms), len(centre.departments), len(centre.mediators)) == (14, 13, 62)
    assert set(Counter(m.kind for m in centre.mediators.values())) == {"resident", "rotating", "on_call"}
    assert {m.department for m in centre.mediators.values()} == set(centre.departments)
    for mediator in centre.mediators.values():  # a post that may hold a session, and no person
        post = policy.posts[mediator.post]
        assert "SessionHeld" in policy.roles[post.role].may and post.illustrative
    guessed = [r for r in centre.rooms.values() if r.reference == "wushi-proposal"]
    assert len(guessed) == 10 and all(r.status == "proposal" for r in guessed)
    assert all(m.status == "proposal" for m in centre.mediators.values())


def test_a_hole_names_who_could_be_called(policy: Policy) -> None:
    found = roster.holes(policy.centre, policy.calendar, (), MONDAY)
    medical = [h for h in found if h.need.code == "medical"]
    # the two of the health commission rotate on Tuesday and Thursday: Monday, Wednesday and Friday stand open, twice a day
    assert sorted({h.begin.astimezone(NOW.tzinfo).weekday() for h in medical}) == [0, 2, 4] and len(medical) == 6
    assert all(h.callable and h.missing == 1 for h in medical)


def test_absence_opens_a_hole_and_takes_from_the_list_on_call(policy: Policy) -> None:
    centre, calendar = policy.centre, policy.calendar
    before = roster.holes(centre, calendar, (), MONDAY, 1)
    labour = [m for m in centre.mediators.values() if m.department in ("labour", "trade-union")]
    away = [Away(m.post, MONDAY, MONDAY, "leave") for m in labour]
    after = [h for h in roster.holes(centre, calendar, away, MONDAY, 1) if h.need.code == "labour"]
    assert not [h for h in before if h.need.code == "labour"]
    assert len(after) == 2 and not after[0].callable


def test_no_roster_on_a_day_that_is_not_worked(policy: Policy) -> None:
    [(_, parts)] = roster.shifts(policy.centre, policy.calendar, (), date(2026, 10, 1), 1)
    assert parts == ()


@given(days=st.sets(st.integers(0, 13)), who=st.sets(st.integers(0, 61), max_size=30))
def test_more_absence_never_mends_a_hole(policy: Policy, days: set[int], who: set[int]) -> None:
    posts = list(policy.centre.mediators)
    away = [Away(posts[n], MONDAY + timedelta(days=d), MONDAY + timedelta(days=d), "leave") for n in who for d in days]

    def keys(found: list[roster.Hole]) -> set[tuple[object, ...]]:
        return {(h.begin, h.need.code) for h in found}

    without = keys(roster.holes(policy.centre, policy.calendar, (), MONDAY, 14))
    assert without <= keys(roster.holes(policy.centre, policy.calendar, away, MONDAY, 14))


@pytest.mark.parametrize(
    ("begin", "end", "field"),
    [
        ("2026-08-03 10:00", "2026-08-03 10:00", "end"),
        ("2026-08-03 10:00", "2026-08-03 09:00", "end"),
        ("2026-08-03 10:07", "2026-08-03 11:00", "begin"),
        ("2026-08-02 10:00", "2026-08-02 11:00", "begin"),
        ("2026-08-03 19:00", "2026-08-03 21:00", "begin"),
        ("2026-08-03 08:00", "2026-08-03 17:00", "end"),
        ("2027-08-03 10:00", "2027-08-03 11:00", "begin"),
    ],
)
def test_a_booking_is_refused_by_the_field_to_mend(policy: Policy, begin: str, end: str, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        booking.want(policy.centre, ["room:family"], at(begin), at(end), "session", NOW)
    assert refused.value.facts["field"] == field


def test_unknown_room_and_mediator_away(policy: Policy) -> None:
    begin, end = at("2026-08-03 10:00"), at("2026-08-03 11:00")
    with pytest.raises(NotFound):
        booking.want(policy.centre, ["room:99"], begin, end, "session", NOW)
    away = [Away("mediation.mediator-1", MONDAY, MONDAY, "leave")]
    with pytest.raises(BadInput, match="away"):
        booking.want(policy.centre, ["post:mediation.mediator-1"], begin, end, "session", NOW, away=away)


@given(st.integers(0, 4 * 24 * 365 * 40))
def test_slots_and_moments_are_one_to_one(slot: int) -> None:
    assert booking.slot_of(booking.moment_of(slot)) == slot
    assert booking.slot_of(booking.moment_of(slot) + timedelta(minutes=14)) == slot
