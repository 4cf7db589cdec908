"""No quarter-hour of a room or a mediator is ever given twice, however many ask at once; nothing is half booked."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, close_old_connections, connection, connections, transaction

from tests.people import Cast, at
from wushi.domain.booking import QUARTER, Wanted
from wushi.domain.errors import AlreadyTaken, BadInput, NotPermitted, WrongState
from wushi.domain.policy import Policy
from wushi.steps import booking
from wushi.store.bookings import bookings
from wushi.store.bookings.models import Booking, Quarter

DAY = at("2026-08-04 08:00")
NOW = at("2026-08-03 09:00")


@pytest.mark.django_db(transaction=True)
def test_a_thousand_at_once_without_a_clash(policy: Policy) -> None:
    names = list(policy.centre.resources)
    rng = random.Random(4)
    wanted = []
    for _ in range(1000):
        begin = DAY + rng.randrange(20) * QUARTER
        room, post = rng.choice(names[:14]), rng.choice(names[14:30])
        wanted.append(Wanted((room, post), begin, begin + rng.randint(1, 8) * QUARTER, "session"))

    def attempt(one: Wanted) -> str:
        close_old_connections()
        try:
            bookings.put(one, post="mediation.clerk", now=NOW)
            return "booked"
        except AlreadyTaken:
            return "taken"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(attempt, wanted))
    assert set(told) == {"booked", "taken"} and len(told) == 1000
    assert Booking.objects.count() == told.count("booked")
    assert bookings.clashes() == 0
    # nothing half booked: each booking that stands has all of its quarter-hours
    quarters = sum(len(b.resources) * len(Wanted(b.resources, b.begin, b.end, "").slots)
                   for b in bookings.between(DAY, DAY + timedelta(days=1)))  # fmt: skip
    assert Quarter.objects.count() == quarters


@pytest.mark.django_db
def test_the_database_itself_refuses(policy: Policy) -> None:
    made = bookings.put(Wanted(("room:family",), DAY, DAY + QUARTER, "session"), post="x", now=NOW)
    first = Quarter.objects.get(booking_id=made.id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Quarter.objects.create(booking_id=made.id, resource=first.resource, slot=first.slot)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bookings_quarter (booking_id, resource, slot) VALUES (%s, %s, %s)",
            [made.id, first.resource, first.slot],
        )


@pytest.mark.django_db
def test_refused_in_words_and_moved_or_given_back(policy: Policy, cast: Cast) -> None:
    clerk = cast.of("mediation_clerk")
    given = {"actor": clerk, "policy": policy, "now": NOW}
    made = booking.book(["room:family", "post:mediation.mediator-1"], DAY, DAY + 4 * QUARTER, "session", **given)
    with pytest.raises(AlreadyTaken) as refused:
        booking.book(
            ["room:labour", "post:mediation.mediator-1"], DAY + 2 * QUARTER, DAY + 6 * QUARTER, "session", **given
        )
    assert refused.value.facts["resource"] == "post:mediation.mediator-1"
    assert Booking.objects.count() == 1  # the labour room was not half taken
    later = booking.move(made.id, made.resources, DAY + 2 * QUARTER, DAY + 6 * QUARTER, **given)
    assert later.revision == 1 and later.begin == DAY + 2 * QUARTER
    booking.book(["room:family"], DAY, DAY + 2 * QUARTER, "meeting", **given)
    with pytest.raises(AlreadyTaken):
        booking.move(made.id, made.resources, DAY, DAY + 4 * QUARTER, **given)
    assert bookings.one(made.id).begin == DAY + 2 * QUARTER  # the old one stands
    booking.cancel(made.id, **given)
    with pytest.raises(WrongState):
        booking.cancel(made.id, **given)
    booking.book(["post:mediation.mediator-1"], DAY + 2 * QUARTER, DAY + 4 * QUARTER, "private", **given)
    assert bookings.clashes() == 0


@pytest.mark.django_db
def test_who_may_book_and_who_is_away(policy: Policy, cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        booking.book(["room:family"], DAY, DAY + QUARTER, "session", actor=cast.li, policy=policy, now=NOW)
    clerk, mediator = cast.of("mediation_clerk"), cast.of("mediator")
    day = DAY.date()
    made = booking.book([f"post:{mediator.post}"], DAY, DAY + QUARTER, "session", actor=clerk, policy=policy, now=NOW)
    left = booking.report_away(mediator.post, day, day, "leave", actor=mediator, policy=policy, now=NOW)
    assert [b.id for b in left] == [made.id]
    with pytest.raises(BadInput, match="away"):
        booking.book(
            [f"post:{mediator.post}"],
            DAY + 8 * QUARTER,
            DAY + 9 * QUARTER,
            "session",
            actor=clerk,
            policy=policy,
            now=NOW,
        )
    with pytest.raises(NotPermitted):
        booking.report_away("mediation.mediator-2", day, day, "leave", actor=mediator, policy=policy, now=NOW)
    today = booking.week(policy, day, 1)[0]
    assert mediator.post not in {post for shift in today.shifts for post in shift.there}
