"""Tickets: take one, call the next, book a seat; two hands at one moment never get the same, since the database says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, Max

from wushi.store.hall.models import Ticket
from wushi.store.moments import from_micros, to_micros

_TRIES = 20


@dataclass(frozen=True, slots=True)
class Held:
    """A ticket as it stands."""

    id: int
    day: date
    letter: str
    number: int | None
    item: str
    matter: str
    state: str
    window: str
    slot: datetime | None
    code: str
    taken_at: datetime
    called_at: datetime | None

    @property
    def shown(self) -> str:
        """A012."""
        return f"{self.letter}{self.number:03d}" if self.number else self.letter


def _held(t: Ticket) -> Held:
    return Held(
        t.id, t.day, t.letter, t.number, t.item, t.matter, t.state, t.window,
        from_micros(t.slot) if t.slot is not None else None, t.code, from_micros(t.taken_at),
        from_micros(t.called_at) if t.called_at is not None else None,
    )  # fmt: skip


def _next_number(day: date, letter: str) -> int:
    highest = Ticket.objects.filter(day=day, letter=letter).aggregate(most=Max("number"))["most"]
    return (highest or 0) + 1


def take(day: date, letter: str, item: str, at: datetime) -> Held:
    """A number of today. Two who press at one moment get two numbers."""
    for _ in range(_TRIES):
        try:
            with transaction.atomic():
                made = Ticket.objects.create(
                    day=day, letter=letter, number=_next_number(day, letter), item=item, state="waiting",
                    taken_at=to_micros(at),
                )  # fmt: skip
            return _held(made)
        except IntegrityError:
            continue
    raise RuntimeError("no number could be taken: too many at one moment")


def book(letter: str, slot: datetime, seats: int, item: str, code: str, day: date, at: datetime) -> Held | None:
    """A seat in the slot; None when all are taken."""
    for _ in range(_TRIES):
        taken = set(
            Ticket.objects.filter(letter=letter, slot=to_micros(slot))
            .exclude(state="cancelled")
            .values_list("seat", flat=True)
        )
        free = next((n for n in range(seats) if n not in taken), None)
        if free is None:
            return None
        try:
            with transaction.atomic():
                made = Ticket.objects.create(
                    day=day, letter=letter, item=item, slot=to_micros(slot), seat=free, code=code, state="booked",
                    taken_at=to_micros(at),
                )  # fmt: skip
            return _held(made)
        except IntegrityError:
            continue
    return None


def arrive(code: str, day: date, at: datetime) -> Held | None:
    """The holder of an appointment has come: they get a number of their own."""
    found = Ticket.objects.filter(code=code, day=day, state="booked").first()
    for _ in range(_TRIES if found else 0):
        assert found is not None
        try:
            with transaction.atomic():
                Ticket.objects.filter(id=found.id, state="booked").update(
                    number=_next_number(day, found.letter), state="waiting", taken_at=to_micros(at)
                )
            return _held(Ticket.objects.get(id=found.id))
        except IntegrityError:
            continue
    return None


def cancel(code: str) -> bool:
    return Ticket.objects.filter(code=code, state="booked").update(state="cancelled") > 0


def call_next(day: date, letters: Sequence[str], window: str, at: datetime) -> Held | None:
    """The next who waits for one of these letters, appointments whose time has come first. Two windows never call one."""
    now = to_micros(at)
    for _ in range(_TRIES):
        waiting = Ticket.objects.filter(day=day, letter__in=letters, state="waiting")
        due = waiting.filter(slot__isnull=False, slot__lte=now).order_by("slot", "id").first()
        first = due or waiting.order_by("taken_at", "id").first()
        if first is None:
            return None
        if Ticket.objects.filter(id=first.id, state="waiting").update(state="called", window=window, called_at=now):
            return _held(Ticket.objects.get(id=first.id))
    return None


def end(id: int, window: str, at: datetime, *, missed: bool = False, matter: str = "") -> bool:
    """The ticket that the window called is done with, or its holder did not come."""
    state = "missed" if missed else "done"
    changes = {"state": state, "done_at": to_micros(at), **({"matter": matter} if matter else {})}
    return Ticket.objects.filter(id=id, state="called", window=window).update(**changes) > 0


def called(day: date, most: int = 12) -> list[Held]:
    """Those at the windows now, the latest first."""
    return [_held(t) for t in Ticket.objects.filter(day=day, state="called").order_by("-called_at")[:most]]


def at_window(day: date, window: str) -> Held | None:
    found = Ticket.objects.filter(day=day, state="called", window=window).order_by("-called_at").first()
    return _held(found) if found else None


def waiting(day: date) -> dict[str, int]:
    """How many wait, by letter."""
    rows = Ticket.objects.filter(day=day, state="waiting").values("letter").annotate(n=Count("id"))
    return {row["letter"]: row["n"] for row in rows}


def next_up(day: date, most: int = 8) -> list[Held]:
    """Who comes next, in order."""
    return [_held(t) for t in Ticket.objects.filter(day=day, state="waiting").order_by("taken_at", "id")[:most]]


def booked(letter: str, slots: Sequence[datetime]) -> dict[datetime, int]:
    """How many seats are taken in each slot."""
    rows = (
        Ticket.objects.filter(letter=letter, slot__in=[to_micros(s) for s in slots])
        .exclude(state="cancelled").values("slot").annotate(n=Count("id"))
    )  # fmt: skip
    return {from_micros(row["slot"]): row["n"] for row in rows if row["slot"] is not None}


def one(id: int) -> Held | None:
    found = Ticket.objects.filter(id=id).first()
    return _held(found) if found else None


def by_code(code: str) -> Held | None:
    found = Ticket.objects.filter(code=code).order_by("-id").first()
    return _held(found) if found and code else None
