"""Pausing (中止计时): a clock stands still only for a ground that the pack lists with its article, with proof, and goes on with
what was left of it."""

from __future__ import annotations

from datetime import datetime

from wushi.domain import events as e
from wushi.domain import lifecycle
from wushi.domain.calendar import end_of_day, local
from wushi.domain.errors import BadInput, RuleBroken
from wushi.domain.matter import Clock, Matter
from wushi.domain.policy import Ground, Policy
from wushi.domain.time_limits import last_day


def grounds_for(matter: Matter, policy: Policy) -> dict[str, Ground]:
    """The grounds on which a clock of this matter that now runs may stand still."""
    running = {clock.name for clock in matter.running}
    return {
        code: ground
        for code, ground in policy.pauses.items()
        if ground.track == matter.track and running & set(ground.clocks)
    }


def pause(matter: Matter, ground: str, proof: str, policy: Policy) -> e.ClocksPaused:
    """`proof`: commitment to the paper that shows it. Raises BadInput for a ground that the pack does not list for this track,
    RuleBroken where no clock that it may stop runs, or without proof."""
    lifecycle.check(matter.track, matter.state, e.ClocksPaused)
    listed = {code: g for code, g in policy.pauses.items() if g.track == matter.track}
    found = listed.get(ground)
    if found is None:
        raise BadInput(field="ground", why=f"one of {', '.join(listed) or 'none: no clock of this track stands still'}")
    if not proof:
        raise RuleBroken(rule="pause_proof", reference=found.reference, why="say in writing what shows it")
    which = tuple(dict.fromkeys(c.name for c in matter.running if c.name in found.clocks))
    if not which:
        raise RuleBroken(rule="pause_clock", reference=found.reference, why="no clock that it stops is running")
    return e.ClocksPaused(ground=ground, which=which, proof=proof)


def resume(matter: Matter, policy: Policy, at: datetime) -> e.ClocksResumed:
    """Everything that stands still goes on. Raises RuleBroken when nothing does."""
    lifecycle.check(matter.track, matter.state, e.ClocksResumed)
    standing = [c for c in matter.clocks if c.paused is not None and c.stopped is None]
    if not standing:
        raise RuleBroken(rule="pause_none", reference="", why="no clock stands still")
    return e.ClocksResumed(
        clocks=tuple(
            e.ClockStart(
                c.name,
                c.start,
                due_after(c, policy, at),
                c.limit,
                c.amount,
                c.unit,
                c.value_since,
                c.reference,
                c.capped,
            )
            for c in standing
        )
    )


def due_after(clock: Clock, policy: Policy, at: datetime) -> datetime:
    """The due moment of a clock that goes on at `at` (UTC): as many days are left as when it stopped, worked days of a clock of
    working days, calendar days of the others; hours to the second. A clock that was late already stays as late."""
    assert clock.paused is not None
    stood, today, last = local(clock.paused).date(), local(at).date(), last_day(clock.due)
    if clock.paused >= clock.due or clock.unit not in ("working_days", "days", "months"):
        return clock.due + (at - clock.paused)
    if clock.unit == "working_days":
        left = policy.calendar.working_days_between(stood, last)
        return end_of_day(policy.calendar.add_working_days(today, left))
    return end_of_day(policy.calendar.add_days(today, (last - stood).days))
