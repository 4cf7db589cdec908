"""Events of a clock that stands still (中止计时) for a reason that the law lists, on any track, and goes on (恢复计时)."""

from __future__ import annotations

from wushi.domain.events.base import ClockStart, Event, event


@event("中止计时")
class ClocksPaused(Event):
    """`which` clocks stand still on that ground; the paper that proves it lies in the vault, bound by `proof`."""

    ground: str
    which: tuple[str, ...]
    proof: str


@event("恢复计时")
class ClocksResumed(Event):
    """The same clocks go on; `clocks` carry their new due moments, computed when they went on."""

    clocks: tuple[ClockStart, ...]
