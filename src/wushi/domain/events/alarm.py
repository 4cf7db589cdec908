"""Events of an alarm (告警): what a monitor or a patrol found, that it was put right, looked at and signed off (销号)."""

from __future__ import annotations

from datetime import datetime

from wushi.domain.events.base import ClockStart, Event, event


@event("告警")
class AlarmRaised(Event):
    """`source` is the outlet or the object of a patrol; numbers as they were held against the limit, blank where there are none.
    `warden` is the post that answered for it on that day, `duty` the entry of the list that says so."""

    source: str
    sort: str
    factor: str
    began: datetime
    value: str = ""
    limit: str = ""
    measured_in: str = ""
    warden: str = ""
    duty: str = ""


@event("恢复正常")
class BackToNormal(Event):
    """As many good periods in a row as the rule asks for; whoever checks may now close it."""

    since: datetime
    highest: str = ""


@event("整改完成")
class Rectified(Event):
    """The unit says what was done; the words and photographs lie in the vault."""

    commitment: str
    clocks: tuple[ClockStart, ...] = ()


@event("退回整改")
class SentBack(Event):
    """Looked at, and not yet right."""

    reason: str
    clocks: tuple[ClockStart, ...] = ()


@event("销号")
class SignedOff(Event):
    """Looked at by another than who did it, and right."""

    commitment: str


@event("复查")
class LookedAgain(Event):
    """Some time after the sign-off: does it hold?"""

    holds: bool
    commitment: str
