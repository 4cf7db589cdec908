"""Events of the step discuss (议事): whose it is, and who must help."""

from __future__ import annotations

from wushi.domain.events.base import ClockStart, Event, event


@event("派单异议")
class Objected(Event):
    reason: str
    clocks: tuple[ClockStart, ...] = ()


@event("指定承办")
class Designated(Event):
    """The dispatcher rules whose it is; after this no return (潍坊条例 art.22)."""

    unit: str
    path: tuple[str, ...]
    reason: str
    clocks: tuple[ClockStart, ...] = ()


@event("邀请协办")
class CoHandlersInvited(Event):
    units: tuple[str, ...]


@event("协办结束")
class CoHandlingEnded(Event):
    pass


@event("提交议事")
class DiscussionOpened(Event):
    reason: str


@event("议事结束")
class DiscussionConcluded(Event):
    outcome: str
