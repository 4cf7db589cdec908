"""The hall (取号、预约、叫号): a number at the door, an appointment before, the next one to a window."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from wushi.domain import permissions
from wushi.domain.actor import Actor
from wushi.domain.calendar import local
from wushi.domain.catalogue import Item
from wushi.domain.errors import BadInput, NotFound, NotPermitted, RuleBroken
from wushi.domain.policy import Policy
from wushi.domain.service import Window
from wushi.store.hall import tickets
from wushi.store.hall.tickets import Held

_SLOT = timedelta(minutes=30)
AHEAD = 10  # days in which appointments can be made
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def letter_for(item: Item | None, policy: Policy) -> str:
    """The queue that takes the item: the windows of its department, else the general ones."""
    own = [w for w in policy.service.windows.values() if item is not None and item.unit in w.units]
    general = [w for w in policy.service.windows.values() if not w.units]
    if not own and not general:
        raise NotFound(what="window", name=item.unit if item else "general")
    return (own or general)[0].letter


def windows_of(letter: str, policy: Policy) -> list[Window]:
    return [w for w in policy.service.windows.values() if w.letter == letter]


def take_number(letter: str, policy: Policy, now: datetime, item: str = "") -> Held:
    """A number for whoever stands at the door. Raises NotFound for a queue that there is not."""
    if not windows_of(letter, policy):
        raise NotFound(what="queue", name=letter)
    return tickets.take(local(now).date(), letter, item, now)


def slots_on(letter: str, day: date, policy: Policy, now: datetime) -> list[tuple[datetime, int]]:
    """(begin, seats left) of each half hour of that day's working hours that has not begun."""
    seats = sum(w.slots for w in windows_of(letter, policy))
    begins: list[datetime] = []
    for start, stop in policy.calendar.periods_on(day):
        at = start
        while at + _SLOT <= stop:
            if at > now:
                begins.append(at)
            at += _SLOT
    taken = tickets.booked(letter, begins)
    return [(at, seats - taken.get(at, 0)) for at in begins]


def book(letter: str, slot: datetime, policy: Policy, now: datetime, item: str = "") -> Held:
    """An appointment. Raises BadInput for a time that the hall does not offer, RuleBroken where all seats are taken."""
    day = local(slot).date()
    if not windows_of(letter, policy):
        raise NotFound(what="queue", name=letter)
    if not now < slot <= now + timedelta(days=AHEAD):
        raise BadInput(field="slot", why=f"is not within the next {AHEAD} days")
    if slot not in [at for at, _ in slots_on(letter, day, policy, now)]:
        raise BadInput(field="slot", why="is no half hour of the hall's working hours")
    code = "".join(secrets.choice(_LETTERS) for _ in range(8))
    held = tickets.book(letter, slot, sum(w.slots for w in windows_of(letter, policy)), item, code, day, now)
    if held is None:
        raise RuleBroken(rule="slot_full", reference="", why="all seats of that half hour are taken; choose another")
    return held


def arrive(code: str, policy: Policy, now: datetime) -> Held:
    """Whoever has an appointment for today gets a number with the code."""
    held = tickets.arrive(code.strip().upper(), local(now).date(), now)
    if held is None:
        raise NotFound(what="appointment", name=code[:12])
    return held


def _check(actor: Actor, policy: Policy) -> None:
    if not permissions.may_open(actor, "see.window", policy):
        raise NotPermitted(post=actor.post, event="see.window", why="only a window calls")


def call(window: str, *, actor: Actor, policy: Policy, now: datetime) -> Held | None:
    """The next one to this window; None when nobody waits. Who was there is done with."""
    _check(actor, policy)
    found = policy.service.windows.get(window)
    if found is None:
        raise NotFound(what="window", name=window)
    today = local(now).date()
    there = tickets.at_window(today, window)
    if there is not None:
        tickets.end(there.id, window, now)
    return tickets.call_next(today, [found.letter], window, now)


def finish(window: str, *, actor: Actor, policy: Policy, now: datetime, missed: bool = False, matter: str = "") -> bool:
    """Done with the one at the window, or they did not come."""
    _check(actor, policy)
    there = tickets.at_window(local(now).date(), window)
    return there is not None and tickets.end(there.id, window, now, missed=missed, matter=matter)


def display(policy: Policy, now: datetime) -> tuple[Sequence[Held], Sequence[Held], dict[str, int]]:
    """(called to windows now, who comes next, how many wait by letter) for the board in the hall."""
    today = local(now).date()
    return tickets.called(today), tickets.next_up(today), tickets.waiting(today)
