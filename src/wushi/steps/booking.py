"""Booking (预约): a room or a mediator is booked, moved, given back; who is away is entered; the week's roster with its holes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from wushi.domain import booking as rules
from wushi.domain import permissions, roster, visibility
from wushi.domain.actor import Actor
from wushi.domain.calendar import SHANGHAI, local
from wushi.domain.errors import BadInput, CalendarUnknown, NotFound, NotPermitted, OutOfScope
from wushi.domain.policy import Policy
from wushi.domain.roster import Away, Shift
from wushi.store.bookings import bookings
from wushi.store.bookings.bookings import Booked
from wushi.store.ledger import ledger

PAGE = "see.mediation"


def _check(actor: Actor, what: str, policy: Policy) -> None:
    if not permissions.may_open(actor, PAGE, policy):
        raise NotPermitted(post=actor.post, event=what, why="the role does not book at the centre")


def _wanted(
    resources: Iterable[str],
    begin: datetime,
    end: datetime,
    purpose: str,
    number: str,
    actor: Actor,
    policy: Policy,
    now: datetime,
) -> rules.Wanted:
    if number:
        visibility.check(actor, ledger.load(number)[1], policy)
    day = local(begin).date()
    away = bookings.away_between(day, day)
    return rules.want(policy.centre, resources, begin, end, purpose, now, number=number, away=away)


def book(
    resources: Iterable[str],
    begin: datetime,
    end: datetime,
    purpose: str,
    *,
    number: str = "",
    actor: Actor,
    policy: Policy,
    now: datetime,
) -> Booked:
    """Raises NotPermitted, BadInput, OutOfScope, AlreadyTaken."""
    _check(actor, "book", policy)
    wanted = _wanted(resources, begin, end, purpose, number, actor, policy, now)
    return bookings.put(wanted, post=actor.post, now=now)


def move(
    id: int, resources: Iterable[str], begin: datetime, end: datetime, *, actor: Actor, policy: Policy, now: datetime
) -> Booked:
    _check(actor, "book", policy)
    held = bookings.one(id)
    wanted = _wanted(resources, begin, end, held.purpose, held.number, actor, policy, now)
    return bookings.move(id, wanted, now=now)


def cancel(id: int, *, actor: Actor, policy: Policy, now: datetime) -> Booked:
    _check(actor, "book", policy)
    held = bookings.one(id)
    if held.number:
        visibility.check(actor, ledger.load(held.number)[1], policy)
    return bookings.cancel(id, post=actor.post, now=now)


def report_away(
    post: str, since: date, until: date, reason: str, *, actor: Actor, policy: Policy, now: datetime
) -> list[Booked]:
    """A mediator enters it for itself, the clerk for anybody; returns the bookings that need another mediator."""
    _check(actor, "report_away", policy)
    policy.centre.mediator(post)
    if actor.post != post and not permissions.granted(actor, "MediatorConfirmed", policy):
        raise NotPermitted(post=actor.post, event="report_away", why="a mediator speaks for nobody else")
    if reason not in policy.centre.absences:
        raise BadInput(field="reason", why=f"one of {', '.join(policy.centre.absences)}")
    if until < since:
        raise BadInput(field="until", why="lies before the first day")
    if until < local(now).date():
        raise BadInput(field="until", why="has passed")
    return bookings.put_away(Away(post, since, until, reason), by=actor.post, now=now)


@dataclass(frozen=True, slots=True)
class RosterDay:
    """One day of the roster; no parts on a day that is not worked. `unknown`: no calendar for that year."""

    day: date
    shifts: tuple[Shift, ...]
    away: tuple[Away, ...]
    unknown: bool = False


def week(policy: Policy, since: date, days: int = roster.WEEK) -> list[RosterDay]:
    away = bookings.away_between(since, since + timedelta(days=days))
    found = []
    for day in (since + timedelta(days=n) for n in range(days)):
        gone = tuple(a for a in away if a.on(day))
        try:
            [(_, parts)] = roster.shifts(policy.centre, policy.calendar, away, day, 1)
        except CalendarUnknown:
            found.append(RosterDay(day, (), gone, unknown=True))
            continue
        found.append(RosterDay(day, parts, gone))
    return found


def day_of(day: date, policy: Policy) -> tuple[datetime, datetime]:
    """From opening to closing of that day."""
    opens, closes = policy.centre.booking.open
    return datetime.combine(day, opens, SHANGHAI), datetime.combine(day, closes, SHANGHAI)


def on_day(day: date) -> list[Booked]:
    begin = datetime.combine(day, time(0), SHANGHAI)
    return bookings.between(begin, begin + timedelta(days=1))


def of_post(post: str, since: datetime, *, with_cancelled: bool = False) -> list[Booked]:
    return bookings.of_resource(f"post:{post}", since, with_cancelled=with_cancelled)


def of_room(room: str, since: datetime, *, with_cancelled: bool = False) -> list[Booked]:
    return bookings.of_resource(f"room:{room}", since, with_cancelled=with_cancelled)


def one(id: int, *, actor: Actor, policy: Policy) -> Booked:
    """A booking for a matter that the post may not know of does not exist for it."""
    _check(actor, "book", policy)
    found = bookings.one(id)
    if found.number:
        visibility.check(actor, ledger.load(found.number)[1], policy)
    return found


def of_matter(number: str) -> list[Booked]:
    return bookings.of_matter(number)


def numbers_seen(found: Iterable[Booked], actor: Actor, policy: Policy) -> frozenset[str]:
    """Of the matters that are booked for, those that the post may know of; of the others a page shows only that it is taken."""
    seen = set()
    for number in {b.number for b in found if b.number}:
        with contextlib.suppress(NotFound, OutOfScope):
            matter = ledger.load(number)[1]
            if visibility.sees(actor, matter, policy):
                seen.add(number)
    return frozenset(seen)


def free(resources: Iterable[str], day: date, policy: Policy) -> dict[str, list[tuple[datetime, datetime]]]:
    """The stretches of the day in which each is free."""
    opens, closes = day_of(day, policy)
    taken = bookings.taken_slots(list(resources), opens, closes)
    found: dict[str, list[tuple[datetime, datetime]]] = {}
    for name, slots in taken.items():
        stretches: list[tuple[datetime, datetime]] = []
        at = opens
        while at < closes:
            if at not in slots:
                if stretches and stretches[-1][1] == at:
                    stretches[-1] = (stretches[-1][0], at + rules.QUARTER)
                else:
                    stretches.append((at, at + rules.QUARTER))
            at += rules.QUARTER
        found[name] = stretches
    return found
