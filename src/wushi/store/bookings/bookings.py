"""Bookings: made whole or not at all, given back, moved, and read by day or by resource; absences beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from wushi.domain.booking import Wanted, moment_of
from wushi.domain.calendar import local
from wushi.domain.errors import AlreadyTaken, NotFound, WrongState
from wushi.domain.roster import Away
from wushi.store.bookings.models import Absence, Booking, Quarter
from wushi.store.moments import from_micros, to_micros


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking that stands, or stood until it was given back."""

    id: int
    begin: datetime
    end: datetime
    purpose: str
    number: str
    resources: tuple[str, ...]
    post: str
    made_at: datetime
    cancelled_at: datetime | None
    revision: int


def _booked(row: Booking) -> Booked:
    return Booked(
        row.id,
        from_micros(row.begin),
        from_micros(row.end),
        row.purpose,
        row.number,
        tuple(row.resources.split()),
        row.post,
        from_micros(row.made_at),
        from_micros(row.cancelled_at) if row.cancelled_at is not None else None,
        row.revision,
    )


def _taken(wanted: Wanted, but: int | None = None) -> AlreadyTaken | None:
    """By what the wanted time is taken already, with the moment from which it is free."""
    slots = wanted.slots
    found = Quarter.objects.filter(resource__in=wanted.resources, slot__gte=slots.start, slot__lt=slots.stop)
    if but is not None:
        found = found.exclude(booking_id=but)
    first = found.order_by("slot").select_related("booking").first()
    if first is None:
        return None
    held = _booked(first.booking)
    return AlreadyTaken(
        resource=first.resource, since=held.begin.isoformat(), until=held.end.isoformat(), number=held.number
    )


def _take(row: Booking, wanted: Wanted) -> None:
    # always in the same order, so that of two who want the same one waits and neither waits for the other
    rows = [
        Quarter(booking=row, resource=name, slot=slot) for name in sorted(wanted.resources) for slot in wanted.slots
    ]
    Quarter.objects.bulk_create(rows)


def put(wanted: Wanted, *, post: str, now: datetime) -> Booked:
    """Take all quarter-hours or none. Raises AlreadyTaken; the constraint decides, what is looked up only tells why."""
    refused = _taken(wanted)
    if refused is not None:
        raise refused
    try:
        with transaction.atomic():
            row = Booking.objects.create(
                begin=to_micros(wanted.begin),
                end=to_micros(wanted.end),
                purpose=wanted.purpose,
                number=wanted.number,
                resources=" ".join(wanted.resources),
                post=post,
                made_at=to_micros(now),
            )
            _take(row, wanted)
    except IntegrityError:
        raise _taken(wanted) or AlreadyTaken(
            resource=wanted.resources[0], since=wanted.begin.isoformat(), until=wanted.end.isoformat(), number=""
        ) from None
    return _booked(row)


def move(id: int, wanted: Wanted, *, now: datetime) -> Booked:
    """The same booking at another time or place; the old one stands when the new one cannot be had."""
    try:
        with transaction.atomic():
            row = _standing(id)
            Quarter.objects.filter(booking=row).delete()
            row.begin, row.end = to_micros(wanted.begin), to_micros(wanted.end)
            row.resources, row.purpose, row.revision = " ".join(wanted.resources), wanted.purpose, row.revision + 1
            row.save()
            _take(row, wanted)
    except IntegrityError:
        raise _taken(wanted, but=id) or AlreadyTaken(
            resource=wanted.resources[0], since=wanted.begin.isoformat(), until=wanted.end.isoformat(), number=""
        ) from None
    return _booked(row)


def _standing(id: int) -> Booking:
    row = Booking.objects.select_for_update().filter(id=id).first()
    if row is None:
        raise NotFound(what="booking", name=str(id))
    if row.cancelled_at is not None:
        raise WrongState(event="BookingCancelled", state="given back", possible=["booked"])
    return row


def cancel(id: int, *, post: str, now: datetime) -> Booked:
    """Give the quarter-hours back; the booking itself stays to be read."""
    with transaction.atomic():
        row = _standing(id)
        Quarter.objects.filter(booking=row).delete()
        row.cancelled_at, row.cancelled_by, row.revision = to_micros(now), post, row.revision + 1
        row.save()
    return _booked(row)


def one(id: int) -> Booked:
    row = Booking.objects.filter(id=id).first()
    if row is None:
        raise NotFound(what="booking", name=str(id))
    return _booked(row)


def between(begin: datetime, end: datetime) -> list[Booked]:
    """What stands in that stretch, in order of beginning."""
    rows = Booking.objects.filter(begin__lt=to_micros(end), end__gt=to_micros(begin), cancelled_at=None)
    return [_booked(row) for row in rows.order_by("begin", "id")]


def of_matter(number: str) -> list[Booked]:
    return [_booked(row) for row in Booking.objects.filter(number=number, cancelled_at=None).order_by("begin")]


def of_resource(resource: str, begin: datetime, *, with_cancelled: bool = False) -> list[Booked]:
    """From a moment on. Given-back ones too where a calendar has to be told that they are off."""
    rows = Booking.objects.filter(end__gt=to_micros(begin)).order_by("begin", "id")
    if not with_cancelled:
        rows = rows.filter(cancelled_at=None)
    return [found for row in rows if resource in (found := _booked(row)).resources]


def clashes() -> int:
    """How many quarter-hours are taken by more than one booking that stands: counted from the bookings, not from the rows."""
    taken: dict[tuple[str, int], int] = {}
    for begin, end, resources in Booking.objects.filter(cancelled_at=None).values_list("begin", "end", "resources"):
        wanted = Wanted(tuple(resources.split()), from_micros(begin), from_micros(end), "")
        for name in wanted.resources:
            for slot in wanted.slots:
                taken[name, slot] = taken.get((name, slot), 0) + 1
    return sum(n > 1 for n in taken.values())


def taken_slots(resources: Sequence[str], begin: datetime, end: datetime) -> dict[str, set[datetime]]:
    wanted = Wanted(tuple(resources), begin, end, "")
    rows = Quarter.objects.filter(resource__in=resources, slot__gte=wanted.slots.start, slot__lt=wanted.slots.stop)
    found: dict[str, set[datetime]] = {name: set() for name in resources}
    for resource, slot in rows.values_list("resource", "slot"):
        found[resource].add(moment_of(slot))
    return found


def away_between(since: date, until: date, posts: Iterable[str] | None = None) -> list[Away]:
    rows = Absence.objects.filter(Q(since__lte=until) & Q(until__gte=since)).order_by("since", "id")
    if posts is not None:
        rows = rows.filter(post__in=list(posts))
    return [Away(row.post, row.since, row.until, row.reason) for row in rows]


def put_away(away: Away, *, by: str, now: datetime) -> list[Booked]:
    """Enter an absence; returns the bookings that it leaves without their mediator."""
    Absence.objects.create(
        post=away.post,
        since=away.since,
        until=away.until,
        reason=away.reason,
        entered_by=by,
        entered_at=to_micros(now),
    )
    return [b for b in of_resource(f"post:{away.post}", now) if away.on(local(b.begin).date())]
