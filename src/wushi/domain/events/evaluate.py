"""Events of the step evaluate (评事): is it solved, is the resident content, and what a post above does about it."""

from __future__ import annotations

from datetime import datetime

from wushi.domain.events.base import ClockStart, Event, event


@event("回访未接通")
class CallbackAttempted(Event):
    means: str = "phone"


@event("回访")
class CalledBack(Event):
    """Three separate answers, never merged into one: was there contact, is it solved, is the resident content?"""

    contacted: bool
    solved: bool
    satisfaction: str  # satisfied | basically | dissatisfied | none
    means: str = "phone"
    by_resident: bool = False  # the resident answered by the link of the receipt, nobody called
    exclusion: str = ""  # ground on which it is kept out of the three rates
    commitment: str = ""
    clocks: tuple[ClockStart, ...] = ()  # not solved: the desk has to decide, and that has a limit too


@event("重办")
class Reopened(Event):
    ground: str
    facts: str  # commitment to the new facts or reasons; equal ones cannot reopen twice
    clocks: tuple[ClockStart, ...] = ()


@event("办结")
class Closed(Event):
    basis: str = "callback"  # callback, or the code of a ground for closing without one


@event("归档")
class Archived(Event):
    pass


@event("预警")
class Warned(Event):
    clock: str
    rung: str
    scheduled: datetime
    to: str


@event("超期")
class FellOverdue(Event):
    clock: str
    rung: str
    scheduled: datetime
    to: str


@event("催办")
class Urged(Event):
    clock: str
    rung: str  # blank: by a person
    scheduled: datetime | None
    to: str


@event("督办")
class PlacedUnderSupervision(Event):
    clock: str
    rung: str
    scheduled: datetime | None
    to: str
    level: int
    reason: str = ""


@event("解除督办")
class SupervisionLifted(Event):
    reason: str


@event("公开文字")
class TextReleased(Event):
    """A person released a masked text to the public; the released words stand beside the event, not in it."""

    commitment: str


@event("撤回公开")
class TextWithdrawn(Event):
    """A released text was taken back from the public."""

    reason: str
