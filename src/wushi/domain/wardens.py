"""Wardens (包联责任人): which post answers for an area or an object on a day; a report names who it was then, not who it is now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wushi.domain.organisation import Organisation


@dataclass(frozen=True, slots=True)
class Warden:
    """One line of the list: a post answers for `over` (an outlet, a mine, or the code of a unit's area) from a day on. `every`: days
    between two patrols, 0 where none are asked for."""

    post: str
    over: str
    since: date
    until: date | None
    every: int
    reference: str
    status: str
    line: int

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


def warden_of(object: str, place: str, day: date, wardens: Iterable[Warden], tree: Organisation) -> Warden | None:
    """Who answers on that day: the one named for the object itself, else for the smallest area that it lies in. None: a gap."""
    there = [w for w in wardens if w.holds(day)]
    for over in (object, *(reversed(tree.line(place)) if place in tree else ())):
        found = [w for w in there if w.over == over]
        if found:
            return max(found, key=lambda w: w.since)
    return None


def gaps(objects: Iterable[tuple[str, str]], day: date, wardens: Iterable[Warden], tree: Organisation) -> list[str]:
    """Objects (code, place) for which nobody answers on that day."""
    listed = list(wardens)
    return [object for object, place in objects if warden_of(object, place, day, listed, tree) is None]
