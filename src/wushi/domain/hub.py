"""The hub (分级塔群): community room, town, district centre; what rises, whom one may whistle up, and what keeps a matter open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from wushi.domain import accusing, clocks, lifecycle
from wushi.domain import events as e
from wushi.domain.calendar import local
from wushi.domain.centre import Source
from wushi.domain.errors import BadInput, RuleBroken
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.domain.tracks.joint import Joint, Task

ROOM, TOWN, CENTRE = "room", "town", "centre"
_LEVELS = {"grid": ROOM, "community": ROOM, "village": ROOM, "street": TOWN, "town": TOWN}
RESULTS = ("resolved", "failed", "withdrawn", "not_ours", "in_hand")
_LAW = "beijing-2021#16"
# What ends a matter without deciding it needs no task to be finished first.
_WITHOUT = ("Archived", "SplitInto", "HandOverRefused", "TransferredOut")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One task as it was asked for: which unit, what, until which day; no day: the pack's limit."""

    unit: str
    what: str
    until: date | None = None


def facts(matter: Matter) -> Joint:
    return matter.joint or Joint()


def level(unit: str, policy: Policy) -> str:
    """At which of the three levels of the hub the unit stands; everything of the district's own is the centre's."""
    if unit not in policy.tree:
        return CENTRE
    return _LEVELS.get(policy.tree.unit(unit).level, CENTRE)


def above(unit: str, policy: Policy, track: str) -> str:
    """The unit to which a matter rises: from the room to its town, from the town to the desk of the track; blank at the top."""
    here = level(unit, policy)
    if here == CENTRE:
        return ""
    if here == TOWN:
        return policy.desk_of(track)
    line = policy.tree.line(unit)
    return next((code for code in reversed(line) if level(code, policy) == TOWN), policy.desk_of(track))


def _reason(said: str) -> str:
    if not said.strip():
        raise BadInput(field="reason", why="say why")
    return said.strip()


def rise(matter: Matter, reason: str, policy: Policy) -> e.Risen:
    """One level up, never past one. No clock is touched: who rises it gains no time."""
    lifecycle.check(matter.track, matter.state, e.Risen)
    unit = above(matter.unit or policy.main_desk, policy, matter.track)
    if not unit:
        raise RuleBroken(rule="hub_top", reference="", why="the district's centre has it already")
    accusing.refuse(matter, (unit,), policy)
    return e.Risen(unit=unit, path=policy.tree.line(unit), reason=_reason(reason))


def _known(units: Sequence[str], policy: Policy, field: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(units))
    if not found:
        raise BadInput(field=field, why="name at least one unit")
    for unit in found:
        if unit not in policy.tree:
            raise BadInput(field=field, why=f"{unit} is no unit of the tree")
    return found


def whistle(matter: Matter, units: Sequence[str], reason: str, policy: Policy) -> e.Whistled:
    """Town or centre calls units to come and help; the community asks its town to do so."""
    lifecycle.check(matter.track, matter.state, e.Whistled)
    found = _known(units, policy, "units")
    own = matter.unit or policy.main_desk
    if level(own, policy) == ROOM:
        raise RuleBroken(rule="whistle_level", reference=_LAW, why="a community lets it rise; the town whistles")
    if own in found:
        raise BadInput(field="units", why=f"{own} has the matter itself")
    accusing.refuse(matter, found, policy)
    return e.Whistled(units=found, reason=_reason(reason))


def convene(matter: Matter, lead: str, units: Sequence[str], reason: str, policy: Policy) -> e.GroupConvened:
    lifecycle.check(matter.track, matter.state, e.GroupConvened)
    lead = lead or matter.lead or matter.unit or policy.main_desk
    found = _known(units, policy, "tasks")
    [lead] = _known((lead,), policy, "lead")
    accusing.refuse(matter, (lead, *found), policy)
    return e.GroupConvened(lead=lead, units=found, reason=_reason(reason))


def check_tasks(wanted: Sequence[Wanted], matter: Matter, policy: Policy, at: datetime) -> None:
    """Raises BadInput for a task without words, for nobody, or with a day that has passed."""
    for n, one in enumerate(wanted, 1):
        if not one.what.strip():
            raise BadInput(field="tasks", why=f"task {n} says nothing; write what is to be done")
        if one.until is not None and one.until < local(at).date():
            raise BadInput(field="tasks", why=f"task {n} is due on {one.until}, which has passed")
    units = _known([one.unit for one in wanted], policy, "tasks") if wanted else ()
    accusing.refuse(matter, units, policy)


def task_clock(one: Wanted, sort: str, policy: Policy, at: datetime) -> e.ClockStart:
    if sort == "whistle":
        return clocks.start(policy, "task.report_in", at)
    if one.until is not None:
        return clocks.until_day(policy, "task.do", at, one.until)
    return clocks.start(policy, "task.do", at)


def meet(
    matter: Matter, on: date, units: Sequence[str], dissent: Sequence[str], decisions: int, commitment: str,
    policy: Policy, at: datetime,
) -> e.MeetingHeld:  # fmt: skip
    """Only of a group; dissent is of units that were there, and is never left out."""
    lifecycle.check(matter.track, matter.state, e.MeetingHeld)
    joint = facts(matter)
    if not joint.units:
        raise RuleBroken(rule="meeting_without_group", reference="", why="convene the group first")
    there = _known(units, policy, "present")
    if on > local(at).date():
        raise BadInput(field="on", why="minutes of a meeting that is still to come")
    if len(there) < 2:
        raise BadInput(field="present", why="a meeting has two units at least")
    strangers = [unit for unit in dissent if unit not in there]
    if strangers:
        raise BadInput(field="dissent", why=f"{', '.join(strangers)} was not there")
    accusing.refuse(matter, there, policy)
    return e.MeetingHeld(len(joint.meetings) + 1, on, there, decisions, tuple(dict.fromkeys(dissent)), commitment)


def task_of(matter: Matter, number: str) -> Task:
    """Raises BadInput where the matter has no such task that is open."""
    for task in facts(matter).open_tasks:
        if task.number == number:
            return task
    raise BadInput(field="task", why=f"{number} is no open task of {matter.number}")


def send_back(task: Matter, reason: str) -> e.TaskSentBack:
    """The clock goes on to the moment to which it ran before."""
    c = task.clock("task")
    kept = (
        ()
        if c is None
        else (e.ClockStart(c.name, c.start, c.due, c.limit, c.amount, c.unit, c.value_since, c.reference, c.capped),)
    )
    return e.TaskSentBack(_reason(reason), kept)


def override(matter: Matter, reason: str) -> e.PartsOverridden:
    lifecycle.check(matter.track, matter.state, e.PartsOverridden)
    left = tuple(t.number for t in facts(matter).open_tasks)
    if not left:
        raise RuleBroken(rule="no_open_parts", reference="", why="no task is open")
    return e.PartsOverridden(reason=_reason(reason), tasks=left)


def check_parts(matter: Matter, event: e.Event) -> None:
    """The whole stays open while its tasks are. Raises RuleBroken naming them, unless somebody let it end with a reason."""
    joint = matter.joint
    if joint is None or not joint.tasks or event.kind in _WITHOUT:
        return
    left = [t.number for t in joint.open_tasks if t.number not in joint.overridden]
    if not left:
        return
    track = lifecycle.of(matter.track)
    move = track.moves.get(event.kind)
    if move is not None and (move.to in track.ended or event.kind == "Replied") and matter.state not in track.ended:
        raise RuleBroken(rule="parts_open", reference="", why=f"still open: {', '.join(left)}", open=left)


def refuse(matter: Matter, owner: str, reason: str, policy: Policy) -> e.HandOverRefused:
    """A hand-over is refused only by naming whose it is."""
    lifecycle.check(matter.track, matter.state, e.HandOverRefused)
    if not facts(matter).source:
        raise RuleBroken(rule="not_handed_over", reference="", why="nobody handed it over")
    [owner] = _known((owner,), policy, "owner")
    own = matter.unit or policy.main_desk
    if policy.tree.is_within(own, owner) or policy.tree.is_within(owner, own):
        raise RuleBroken(rule="owner_is_self", reference="", why="name another unit than the one that refuses")
    accusing.refuse(matter, (owner,), policy)
    return e.HandOverRefused(owner=owner, reason=_reason(reason))


def inherited(source: Source, received: datetime, due: datetime | None, policy: Policy) -> tuple[e.ClockStart, ...]:
    """The limit that comes along, counted from when the other body received it, not from when we did."""
    if due is not None:
        return (clocks.given("feedback", received, due, source.reference),)
    if source.limit:
        return (clocks.start(policy, source.limit, received),)
    return ()
