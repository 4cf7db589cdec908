"""Events of working together (联动): handed over from elsewhere, risen, whistled up, a group with tasks, meetings, what was decided."""

from __future__ import annotations

from datetime import date, datetime

from wushi.domain.events.base import ClockStart, Event, event


@event("移交来件")
class HandedOver(Event):
    """Another body handed it over: its number, its moment of receipt and its limit stay with the matter."""

    source: str
    number: str
    received: datetime
    clocks: tuple[ClockStart, ...] = ()


@event("退回移交")
class HandOverRefused(Event):
    """Not ours: `owner` is the unit whose it is. Nobody is sent away without being told to whom."""

    owner: str
    reason: str


@event("反馈来源")
class HandOverAnswered(Event):
    """The result went back to where it came from; what was told lies in the vault."""

    result: str
    commitment: str = ""


@event("上报")
class Risen(Event):
    """To the next level of the hub, with the reason."""

    unit: str
    path: tuple[str, ...]
    reason: str


@event("吹哨")
class Whistled(Event):
    """The town or the centre calls units to come (吹哨报到): each has a task with the time to report in."""

    units: tuple[str, ...]
    reason: str
    clocks: tuple[ClockStart, ...] = ()


@event("组建联动群组")
class GroupConvened(Event):
    lead: str
    units: tuple[str, ...]
    reason: str


@event("会商")
class MeetingHeld(Event):
    """A meeting of the group; minutes, opinions and dissent lie in the vault. `dissent`: units that held another opinion."""

    n: int
    on: date
    units: tuple[str, ...]
    decisions: int
    dissent: tuple[str, ...]
    commitment: str


@event("下达联动任务")
class TasksSet(Event):
    """(number, unit) of each task; `sort`: group, meeting or whistle; `meeting`: the meeting that decided it."""

    tasks: tuple[tuple[str, str], ...]
    sort: str
    meeting: int = 0


@event("联动任务了结")
class TaskEnded(Event):
    """`result`: done, or withdrawn."""

    task: str
    result: str


@event("带未了任务办结")
class PartsOverridden(Event):
    """The whole may end although these tasks have not."""

    reason: str
    tasks: tuple[str, ...]


@event("反馈任务")
class TaskReported(Event):
    """The co-handler signs that its task is done; what was done lies in the vault."""

    commitment: str
    clocks: tuple[ClockStart, ...] = ()


@event("任务验收")
class TaskAccepted(Event):
    pass


@event("任务退回")
class TaskSentBack(Event):
    """Something is missing: the clock goes on to the same due moment, it does not begin again."""

    reason: str
    clocks: tuple[ClockStart, ...] = ()


@event("任务撤回")
class TaskWithdrawn(Event):
    reason: str
