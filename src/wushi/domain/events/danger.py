"""Events of danger (险情), beside the loop: heard at registration, taken by somebody on duty, judged afterwards."""

from __future__ import annotations

from wushi.domain.events.base import ClockStart, Event, event


@event("险情提示")
class DangerRaised(Event):
    """The rules heard danger in what was said, or a person did. `words` are the pack's, never the resident's own sentence."""

    line: str  # the emergency line it belongs to
    words: tuple[str, ...]
    by: str = "machine"  # machine | person
    sort: str = ""
    clocks: tuple[ClockStart, ...] = ()


@event("值班接手")
class DangerTaken(Event):
    """Somebody on duty has it in hand; from here the seconds no longer count."""


@event("险情判定")
class DangerJudged(Event):
    """Was it danger? What the rules got wrong is listed every week."""

    real: bool
    reason: str = ""
