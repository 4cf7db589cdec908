"""Events of the step report (报事): what comes in, what it is about, where it is, and whether it is new."""

from __future__ import annotations

from wushi.domain.events.base import ClockStart, Event, event


@event("登记")
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
    split_from: str = ""  # the call of which this is a part
    unit: str = ""  # the unit that received it; blank: the main desk
    path: tuple[str, ...] = ()  # the line of that unit on that day
    accused: tuple[str, ...] = ()  # units that an accusation is about: they and all below them never see it


@event("分类")
class Classified(Event):
    subject: str
    confidence: float
    reasons: tuple[str, ...]
    by: str = "machine"  # machine | person
    alternatives: tuple[tuple[str, float], ...] = ()
    type: str = ""


@event("定位")
class Located(Event):
    """`place` is the code of the community, town or district that the matter lies in; blank: not found."""

    place: str
    confidence: float
    reasons: tuple[str, ...]
    by: str = "machine"
    lat: float | None = None  # WGS-84
    lon: float | None = None
    crs: str = ""  # the system in which the point came


@event("派单建议")
class RouteProposed(Event):
    unit: str
    limit: str
    confidence: float
    reasons: tuple[str, ...]
    reference: str


@event("即时答复")
class Answered(Event):
    """A consultation answered at once; the words lie in the vault."""

    commitment: str = ""


@event("不予受理")
class NotAccepted(Event):
    ground: str
    channel: str  # the right channel, named to the resident


@event("移交")
class TransferredOut(Event):
    line: str  # 110, 119, 120, 122
    call: str = ""  # id of the three-way call


@event("并单")
class Merged(Event):
    """This matter follows another one; it keeps its own reporter, receipt and callback."""

    into: str
    reasons: tuple[str, ...] = ()


@event("接纳并单")
class FollowerJoined(Event):
    """Another matter was merged into this one."""

    follower: str


@event("拆出并单")
class Unmerged(Event):
    """This matter follows no other any more: it stands where it stood before, with the clocks it had."""

    reason: str


@event("并单离开")
class FollowerLeft(Event):
    """A matter that followed this one goes its own way."""

    follower: str


@event("拆单")
class SplitInto(Event):
    """One call said several things: each is a matter of its own now, with its clocks from the time of this call."""

    parts: tuple[str, ...]  # their numbers


@event("告知")
class Informed(Event):
    """An interim word to the resident and to all who follow; it moves no clock."""

    commitment: str = ""
    unit: str = ""  # who says it
    lead: str = ""  # the matter through which it came; blank: it was said to this one


@event("疑似同一")
class SimilarFound(Event):
    """What the machine found that may be the same matter: (number, score between 0 and 1, reasons), likeliest first. A person
    merges. `complete`: every earlier matter was looked at."""

    matters: tuple[tuple[str, float, tuple[str, ...]], ...]
    complete: bool = True


@event("诉求要点")
class PointsListed(Event):
    """The points of the demand, each of which the reply has to answer; the words lie in the vault, one point a line."""

    count: int
    commitment: str = ""


@event("备注")
class Noted(Event):
    """A remark by staff; it never moves a clock."""

    commitment: str = ""
