"""The demonstration's mediation centre: invented hand-overs of every source, and the rooms and mediators of the next days booked."""

from __future__ import annotations

import contextlib
import random
from datetime import datetime, timedelta

from wushi.domain.actor import Actor
from wushi.domain.calendar import local
from wushi.domain.centre import Source
from wushi.domain.errors import AlreadyTaken, BadInput, CalendarUnknown
from wushi.domain.policy import Policy
from wushi.steps import booking
from wushi.steps.booking import RosterDay
from wushi.steps.report import hand_over
from wushi.steps.report.hand_over import HandOver

_OF_EACH, _DAYS, _SESSIONS, _SEED = 2, 7, 8, 7


def sender(policy: Policy) -> Actor:
    """The post by which other bodies' records come in."""
    post = next(p for p in policy.posts.values() if "HandedOver" in policy.roles[p.role].may)
    return Actor(post.code, post.unit, post.role)


def made(source: Source, n: int, seed: int, policy: Policy, now: datetime) -> HandOver:
    """The n-th hand-over of a source, always the same for the same seed on the same day."""
    rng = random.Random(f"{seed}:{source.code}:{n}")
    places = [u.code for u in policy.tree if u.level in ("community", "village")]
    return HandOver(
        source=source.code,
        number=f"SIM-{local(now).date():%Y%m%d}-{source.code}-{seed}-{n:04d}",
        received_at=now - timedelta(minutes=rng.randrange(60, 36 * 60)),
        text=rng.choice(source.examples),
        place=rng.choice(places),
        to=rng.choice(places) if source.code == "community-room" else "",
        simulated=True,
    )


def fill(policy: Policy, now: datetime, seed: int = _SEED) -> tuple[int, int]:
    """(hand-overs, bookings). What is booked is booked for the simulated disputes that were handed over, and for no others."""
    numbers = [
        hand_over.take_over(made(source, n, seed, policy, now), actor=sender(policy), policy=policy, now=now).number
        for source in policy.centre.sources.values()
        for n in range(_OF_EACH if source.examples and source.code != "community-room" else 0)
    ]
    clerks = (p for p in policy.posts.values() if "MediatorConfirmed" in policy.roles[p.role].may)
    clerk = next(clerks, None)
    if clerk is None or not numbers or not policy.centre.rooms:
        return len(numbers), 0
    actor, rng, booked = Actor(clerk.code, clerk.unit, clerk.role), random.Random(seed), 0
    with contextlib.suppress(CalendarUnknown):
        for day in booking.week(policy, local(now).date() + timedelta(days=1), _DAYS):
            booked += _book(day, numbers, rng, actor, policy, now)
    return len(numbers), booked


def _book(day: RosterDay, numbers: list[str], rng: random.Random, actor: Actor, policy: Policy, now: datetime) -> int:
    """Sessions within the hours worked, each in a room meant for the mediator's kind of dispute where there is one."""
    booked = 0
    for _ in range(_SESSIONS if day.shifts else 0):
        shift = rng.choice(day.shifts)
        mediator = policy.centre.mediators[rng.choice(shift.there)]
        room = policy.centre.rooms_for(rng.choice(mediator.sorts))[0]
        begin = shift.begin + timedelta(minutes=15 * rng.randrange(0, 5))
        names = (f"room:{room.code}", f"post:{mediator.post}")
        with contextlib.suppress(AlreadyTaken, BadInput):
            end = min(begin + timedelta(minutes=15 * rng.randint(4, 8)), shift.end)
            booking.book(names, begin, end, "session", number=rng.choice(numbers), actor=actor, policy=policy, now=now)
            booked += 1
    return booked
