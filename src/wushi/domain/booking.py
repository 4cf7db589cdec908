"""Booking (预约): which quarter-hours of which rooms and mediators one booking takes, and what the centre's rules refuse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from wushi.domain.calendar import local
from wushi.domain.centre import Centre
from wushi.domain.errors import BadInput, NotFound
from wushi.domain.roster import Away

QUARTER = timedelta(minutes=15)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
PURPOSES = ("session", "private", "meeting", "training", "other")  # 调解会、单独谈话、会商、培训、其他


@dataclass(frozen=True, slots=True)
class Wanted:
    """A checked booking that is not yet made: names of resources, and the quarter-hours [first, last)."""

    resources: tuple[str, ...]
    begin: datetime
    end: datetime
    purpose: str
    number: str = ""

    @property
    def slots(self) -> range:
        return range(slot_of(self.begin), slot_of(self.end))


def slot_of(moment: datetime) -> int:
    """How many quarter-hours after 2000 began (UTC); the same number means the same quarter-hour for everybody."""
    return (moment - _EPOCH) // QUARTER


def moment_of(slot: int) -> datetime:
    return _EPOCH + slot * QUARTER


def want(
    centre: Centre,
    resources: Iterable[str],
    begin: datetime,
    end: datetime,
    purpose: str,
    now: datetime,
    *,
    number: str = "",
    away: Sequence[Away] = (),
) -> Wanted:
    """Raises BadInput naming field and mend: outside of opening hours, off the quarter-hour, too long, too early, or a
    mediator who is away that day."""
    rules = centre.booking
    names = tuple(dict.fromkeys(resources))
    if not names:
        raise BadInput(field="room", rule="nothing", why="choose a room or a mediator")
    for name in names:
        if name not in centre.resources:
            raise NotFound(what="room or mediator", name=name)
    if purpose not in PURPOSES:
        raise BadInput(field="purpose", rule="purpose", why=f"one of {', '.join(PURPOSES)}")
    for field, moment in (("begin", begin), ("end", end)):
        if moment.tzinfo is None:
            raise BadInput(field=field, rule="zone", why="has no time zone")
        if (moment - _EPOCH) % QUARTER:
            raise BadInput(field=field, rule="quarter", why=f"{local(moment):%H:%M} is not on a quarter of an hour")
    if end <= begin:
        raise BadInput(field="end", rule="before", why="lies before the beginning")
    if begin < now - QUARTER:
        raise BadInput(field="begin", rule="past", why=f"{local(begin):%Y-%m-%d %H:%M} has passed")
    if end - begin > timedelta(hours=rules.longest_hours):
        raise BadInput(field="end", rule="long", why=f"one booking is at most {rules.longest_hours} hours")
    if begin > now + timedelta(days=rules.ahead_days):
        raise BadInput(field="begin", rule="ahead", why=f"lies more than {rules.ahead_days} days ahead")
    opens, closes = rules.open
    first, last = local(begin), local(end)
    if first.date() != last.date() or first.time() < opens or last.time() > closes:
        raise BadInput(field="begin", rule="open", why=f"the centre is open from {opens:%H:%M} to {closes:%H:%M}")
    for name in names:
        sort, _, code = name.partition(":")
        if sort == "post" and any(a.post == code and a.on(first.date()) for a in away):
            raise BadInput(field="mediator", rule="away", why=f"{code} is away on {first.date()}")
    return Wanted(names, begin.astimezone(UTC), end.astimezone(UTC), purpose, number)
