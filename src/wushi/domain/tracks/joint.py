"""What any matter holds of working together (联动): whence it was handed over, its levels, its group, meetings and tasks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from wushi.domain import events as e

KINDS: tuple[type[e.Event], ...] = (
    e.HandedOver, e.HandOverRefused, e.HandOverAnswered, e.Risen, e.Whistled, e.GroupConvened, e.MeetingHeld, e.TasksSet,
    e.TaskEnded, e.PartsOverridden, e.TaskReported,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Task:
    """A co-handler's task, itself a matter with its own number, clock and ladder; no `result`: it is open."""

    number: str
    unit: str
    sort: str
    meeting: int = 0
    result: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    n: int
    on: date
    units: tuple[str, ...]
    decisions: int
    dissent: tuple[str, ...]
    seq: int


@dataclass(frozen=True, slots=True)
class Joint:
    source: str = ""
    source_number: str = ""
    received: datetime | None = None
    owner: str = ""  # whose it is, told when it was refused
    result: str = ""  # told back to the source
    levels: tuple[str, ...] = ()  # units that had it before it rose
    lead: str = ""
    units: tuple[str, ...] = ()
    tasks: tuple[Task, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    overridden: tuple[str, ...] = ()
    reported_at: datetime | None = None  # of a task: when its unit signed that it is done

    @property
    def open_tasks(self) -> tuple[Task, ...]:
        return tuple(t for t in self.tasks if not t.result)


def after(facts: Joint, event: e.Event, at: datetime, seq: int, unit: str) -> Joint:
    """The facts after one more event. `unit`: who had the matter before it."""
    match event:
        case e.HandedOver():
            return replace(facts, source=event.source, source_number=event.number, received=event.received)
        case e.HandOverRefused():
            return replace(facts, owner=event.owner)
        case e.HandOverAnswered():
            return replace(facts, result=event.result)
        case e.Risen():
            return replace(facts, levels=(*facts.levels, unit))
        case e.GroupConvened():
            return replace(facts, lead=event.lead, units=tuple(dict.fromkeys((*facts.units, *event.units))))
        case e.Whistled():
            return replace(facts, units=tuple(dict.fromkeys((*facts.units, *event.units))))
        case e.MeetingHeld():
            held = Meeting(event.n, event.on, event.units, event.decisions, event.dissent, seq)
            return replace(facts, meetings=(*facts.meetings, held))
        case e.TasksSet():
            made = tuple(Task(number, of, event.sort, event.meeting) for number, of in event.tasks)
            return replace(facts, tasks=(*facts.tasks, *made))
        case e.TaskEnded():
            ended = (replace(t, result=event.result) if t.number == event.task else t for t in facts.tasks)
            return replace(facts, tasks=tuple(ended))
        case e.PartsOverridden():
            return replace(facts, overridden=tuple(dict.fromkeys((*facts.overridden, *event.tasks))))
        case e.TaskReported():
            return replace(facts, reported_at=at)
    return facts
