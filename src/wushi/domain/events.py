"""The ledger's vocabulary: everything that can happen to a matter, in the past tense, without personal data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import ClassVar, TypeVar, dataclass_transform


@dataclass(frozen=True, slots=True)
class ClockStart:
    """A clock set going by an event: its due moment, and the dated value and article from which it was computed.

    `start` is the moment from which the span counts (UTC); it differs from the event's own time where a clock is
    inherited, such as the parts of one call. `days_from` is empty or tells that the due moment was given by another body.
    """

    name: str
    start: datetime
    due: datetime
    limit: str
    amount: float
    unit: str
    value_since: str
    reference: str
    capped: bool = False  # ends with the answer's clock, earlier than its own value would


class Event:
    """Base of all events; the class name is the word in the ledger."""

    __slots__ = ()
    kind: ClassVar[str] = ""
    zh: ClassVar[str] = ""


KINDS: dict[str, type[Event]] = {}
_E = TypeVar("_E", bound=Event)


@dataclass_transform(frozen_default=True)
def _event(zh: str) -> Callable[[type[_E]], type[_E]]:
    """Freeze the class and enter it in the vocabulary with its Chinese name."""

    def enter(cls: type[_E]) -> type[_E]:
        made = dataclass(frozen=True, slots=True)(cls)
        made.kind, made.zh = cls.__name__, zh
        KINDS[cls.__name__] = made
        return made

    return enter


# --- report 报事 -------------------------------------------------------------------------------------------------


@_event("登记")
class Registered(Event):
    """A demand came in. What was said and by whom lies in the vault; `commitment` binds the ledger to it."""

    channel: str
    track: str
    type: str
    commitment: str
    clocks: tuple[ClockStart, ...] = ()
    simulated: bool = False
    secret: bool = False
    anonymous: bool = False
    source_number: str = ""
    language: str = ""
    time_assumed: bool = False  # the source gave no time of its own: the moment of intake stands for it


@_event("分类")
class Classified(Event):
    subject: str
    confidence: float
    reasons: tuple[str, ...]
    by: str = "machine"  # machine | person
    alternatives: tuple[tuple[str, float], ...] = ()
    type: str = ""


@_event("定位")
class Located(Event):
    """`place` is the code of the community, town or district that the matter lies in; blank: not found."""

    place: str
    confidence: float
    reasons: tuple[str, ...]
    by: str = "machine"
    lat: float | None = None  # WGS-84
    lon: float | None = None
    crs: str = ""  # the system in which the point came


@_event("派单建议")
class RouteProposed(Event):
    unit: str
    limit: str
    confidence: float
    reasons: tuple[str, ...]
    reference: str


@_event("即时答复")
class Answered(Event):
    """A consultation answered at once; the words lie in the vault."""

    commitment: str = ""


@_event("不予受理")
class NotAccepted(Event):
    ground: str
    channel: str  # the right channel, named to the resident


@_event("移交")
class TransferredOut(Event):
    line: str  # 110, 119, 120, 122
    call: str = ""  # id of the three-way call


@_event("并单")
class Merged(Event):
    """This matter follows another one; it keeps its own reporter, receipt and callback."""

    into: str
    reasons: tuple[str, ...] = ()


@_event("接纳并单")
class FollowerJoined(Event):
    """Another matter was merged into this one."""

    follower: str


@_event("备注")
class Noted(Event):
    """A remark by staff; it never moves a clock."""

    commitment: str = ""


# --- discuss 议事 ------------------------------------------------------------------------------------------------


@_event("派单异议")
class Objected(Event):
    reason: str
    clocks: tuple[ClockStart, ...] = ()


@_event("指定承办")
class Designated(Event):
    """The dispatcher rules whose it is; after this no return (潍坊条例 art.22)."""

    unit: str
    path: tuple[str, ...]
    reason: str
    clocks: tuple[ClockStart, ...] = ()


@_event("邀请协办")
class CoHandlersInvited(Event):
    units: tuple[str, ...]


@_event("协办结束")
class CoHandlingEnded(Event):
    pass


@_event("提交议事")
class DiscussionOpened(Event):
    reason: str


@_event("议事结束")
class DiscussionConcluded(Event):
    outcome: str


# --- handle 办事 -------------------------------------------------------------------------------------------------


@_event("派单")
class Dispatched(Event):
    unit: str
    path: tuple[str, ...]  # the line of the unit on that day; history stays when the tree moves
    duty: str  # the article or duty entry that makes it this unit's
    automatic: bool = False
    confidence: float = 1.0
    clocks: tuple[ClockStart, ...] = ()


@_event("签收")
class SignedFor(Event):
    pass


@_event("开始办理")
class HandlingStarted(Event):
    pass


@_event("联系诉求人")
class Contacted(Event):
    means: str = "phone"


@_event("申请延期")
class ExtensionRequested(Event):
    reason: str


@_event("批准延期")
class ExtensionGranted(Event):
    approver: str
    told: bool  # the resident was told why
    clocks: tuple[ClockStart, ...] = ()


@_event("不同意延期")
class ExtensionRefused(Event):
    reason: str


@_event("申请挂账")
class DeferralProposed(Event):
    reason: str
    plan: str
    next_date: str


@_event("挂账")
class Deferred(Event):
    approver: str
    next_date: str
    clocks: tuple[ClockStart, ...] = ()


@_event("不同意挂账")
class DeferralRefused(Event):
    reason: str


@_event("恢复办理")
class Resumed(Event):
    reason: str
    clocks: tuple[ClockStart, ...] = ()


@_event("申请终止")
class TerminationProposed(Event):
    ground: str
    reason: str


@_event("终止办理")
class Terminated(Event):
    ground: str
    approver: str


@_event("不同意终止")
class TerminationRefused(Event):
    reason: str


@_event("答复")
class Replied(Event):
    """The unit's answer to the resident and the desk; the words lie in the vault."""

    outcome: str = "solved"  # solved | partly | lawful_refusal | cannot_now | withdrawn | explained
    commitment: str = ""
    clocks: tuple[ClockStart, ...] = ()


@_event("随主单答复")
class RepliedThroughLead(Event):
    """The matter into which this one was merged has been answered; now its own callback follows."""

    lead: str
    clocks: tuple[ClockStart, ...] = ()


# --- evaluate 评事 -----------------------------------------------------------------------------------------------


@_event("回访未接通")
class CallbackAttempted(Event):
    means: str = "phone"


@_event("回访")
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


@_event("重办")
class Reopened(Event):
    ground: str
    facts: str  # commitment to the new facts or reasons; equal ones cannot reopen twice
    clocks: tuple[ClockStart, ...] = ()


@_event("办结")
class Closed(Event):
    basis: str = "callback"  # callback, or the code of a ground for closing without one


@_event("归档")
class Archived(Event):
    pass


@_event("预警")
class Warned(Event):
    clock: str
    rung: str
    scheduled: datetime
    to: str


@_event("超期")
class FellOverdue(Event):
    clock: str
    rung: str
    scheduled: datetime
    to: str


@_event("催办")
class Urged(Event):
    clock: str
    rung: str  # blank: by a person
    scheduled: datetime | None
    to: str


@_event("督办")
class PlacedUnderSupervision(Event):
    clock: str
    rung: str
    scheduled: datetime | None
    to: str
    level: int
    reason: str = ""


@_event("解除督办")
class SupervisionLifted(Event):
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a matter's history: who (post and unit), when (UTC), by which rule and article, and what happened."""

    seq: int
    at: datetime
    post: str
    unit: str
    rule: str
    reference: str
    event: Event


def field_names(kind: str) -> tuple[str, ...]:
    return tuple(f.name for f in fields(KINDS[kind]))  # type: ignore[arg-type]
