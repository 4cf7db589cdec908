"""What the pack says of the mediation centre (调处中心): its rooms, departments and mediators, and when how many have to be there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from functools import cached_property

from wushi.domain.errors import NotFound

RESIDENT, ROTATING, ON_CALL = "resident", "rotating", "on_call"
KINDS = (RESIDENT, ROTATING, ON_CALL)  # 常驻、轮驻、随驻
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Room:
    """A room and the kinds of dispute that it is meant for."""

    code: str
    name: str
    name_en: str
    seats: int
    sorts: tuple[str, ...]
    reference: str
    status: str


@dataclass(frozen=True, slots=True)
class Mediator:
    """A mediator's post: from which department, on which footing, on which weekdays where it rotates, for what."""

    post: str
    department: str
    kind: str
    days: tuple[str, ...]
    sorts: tuple[str, ...]
    reference: str
    status: str

    def is_on(self, weekday: int) -> bool:
        """On the roster of that weekday (Monday is 0)? Who is on call is on nobody's roster."""
        return self.kind == RESIDENT or (self.kind == ROTATING and WEEKDAYS[weekday] in self.days)


@dataclass(frozen=True, slots=True)
class Need:
    """At least so many present in each part of a working day; no `sorts`: whoever it is."""

    code: str
    name: str
    name_en: str
    sorts: tuple[str, ...]
    least: int
    reference: str
    status: str


@dataclass(frozen=True, slots=True)
class Absence:
    """Why a mediator may be away: a code for the roster, nothing about the person."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class BookingRules:
    """When rooms are open, how long one booking may be and how far ahead it may lie."""

    open: tuple[time, time] = (time(8), time(20))
    longest_hours: int = 8
    ahead_days: int = 90
    reference: str = ""
    status: str = "proposal"


@dataclass(frozen=True, slots=True)
class Source:
    """Whence matters are handed over: through which channel, on which track, with which limit (blank: what the sender says)."""

    code: str
    name: str
    name_en: str
    channel: str
    track: str
    limit: str
    reference: str
    status: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Centre:
    rooms: Mapping[str, Room] = field(default_factory=dict)
    departments: tuple[str, ...] = ()
    mediators: Mapping[str, Mediator] = field(default_factory=dict)
    needs: tuple[Need, ...] = ()
    absences: Mapping[str, Absence] = field(default_factory=dict)
    booking: BookingRules = field(default_factory=BookingRules)
    sources: Mapping[str, Source] = field(default_factory=dict)

    @cached_property
    def resources(self) -> Mapping[str, Room | Mediator]:
        """What can be booked, by the name under which its quarter-hours are kept."""
        rooms: dict[str, Room | Mediator] = {f"room:{code}": room for code, room in self.rooms.items()}
        return rooms | {f"post:{post}": mediator for post, mediator in self.mediators.items()}

    def room(self, code: str) -> Room:
        try:
            return self.rooms[code]
        except KeyError:
            raise NotFound(what="room", name=code) from None

    def mediator(self, post: str) -> Mediator:
        try:
            return self.mediators[post]
        except KeyError:
            raise NotFound(what="mediator", name=post) from None

    def department_of(self, post: str) -> str:
        """The department that sends the mediator; blank for whoever is not on the centre's list."""
        found = self.mediators.get(post)
        return found.department if found else ""

    def rooms_for(self, sort: str) -> list[Room]:
        """The rooms meant for that kind of dispute first, then the others."""
        return sorted(self.rooms.values(), key=lambda room: sort not in room.sorts)
