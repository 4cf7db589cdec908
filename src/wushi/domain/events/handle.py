"""Events of the step handle (办事): what is done, and until when."""

from __future__ import annotations

from wushi.domain.events.base import ClockStart, Event, event


@event("派单")
class Dispatched(Event):
    unit: str
    path: tuple[str, ...]  # the line of the unit on that day; history stays when the tree moves
    duty: str  # the article or duty entry that makes it this unit's
    automatic: bool = False
    confidence: float = 1.0
    clocks: tuple[ClockStart, ...] = ()


@event("签收")
class SignedFor(Event):
    pass


@event("开始办理")
class HandlingStarted(Event):
    pass


@event("联系诉求人")
class Contacted(Event):
    means: str = "phone"


@event("申请延期")
class ExtensionRequested(Event):
    reason: str


@event("批准延期")
class ExtensionGranted(Event):
    approver: str
    told: bool  # the resident was told why
    clocks: tuple[ClockStart, ...] = ()


@event("不同意延期")
class ExtensionRefused(Event):
    reason: str


@event("申请挂账")
class DeferralProposed(Event):
    reason: str
    plan: str
    next_date: str


@event("挂账")
class Deferred(Event):
    approver: str
    next_date: str
    clocks: tuple[ClockStart, ...] = ()


@event("不同意挂账")
class DeferralRefused(Event):
    reason: str


@event("恢复办理")
class Resumed(Event):
    reason: str
    clocks: tuple[ClockStart, ...] = ()


@event("申请终止")
class TerminationProposed(Event):
    ground: str
    reason: str


@event("终止办理")
class Terminated(Event):
    ground: str
    approver: str


@event("不同意终止")
class TerminationRefused(Event):
    reason: str


@event("答复")
class Replied(Event):
    """The unit's answer to the resident and the desk; the words lie in the vault."""

    outcome: str = "solved"  # solved | partly | lawful_refusal | cannot_now | withdrawn | explained
    commitment: str = ""
    clocks: tuple[ClockStart, ...] = ()
    points: tuple[str, ...] = ()  # what became of each listed point: a code of domain/points.py
    warnings: tuple[str, ...] = ()  # what the check before sending warned of; the unit sent it all the same


@event("随主单答复")
class RepliedThroughLead(Event):
    """The matter into which this one was merged has been answered; now its own callback follows."""

    lead: str
    clocks: tuple[ClockStart, ...] = ()
    unit: str = ""  # which unit did the work, with its line on that day
    path: tuple[str, ...] = ()
    commitment: str = ""  # to the answer, as this resident reads it
