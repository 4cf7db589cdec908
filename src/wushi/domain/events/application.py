"""Events of an application (办件): applied, checked, accepted, decided in the back, delivered at the window, rated by the applicant."""

from __future__ import annotations

from wushi.domain.events.base import ClockStart, Event, event


@event("申请")
class Applied(Event):
    """What is applied for, with the limits and the list of papers in force that day: a later version changes nothing of it.
    `needed`: (paper, must it come, may it come later); `after`: matters of the same bundle whose result this one needs."""

    item: str
    version: int
    decides: str  # the unit that decides
    instant: bool
    legal: float
    legal_unit: str
    promised: float
    promised_unit: str
    needed: tuple[tuple[str, bool, bool], ...]
    brought: tuple[str, ...]
    reference: str = ""
    way: str = "window"  # window | online | phone
    bundle: str = ""  # the matter of the bundle of which this is a part
    after: tuple[str, ...] = ()
    cosign: bool = False  # a second person has to sign


@event("共同签署")
class CoSigned(Event):
    """The second person has read the same application and signed; who, lies in the vault."""

    commitment: str


@event("一次性告知")
class NoticeGiven(Event):
    """Everything that is missing, told once and in writing (行政许可法 art.32). `again`: a second notice, which the head approved."""

    missing: tuple[str, ...]
    commitment: str
    again: bool = False
    approver: str = ""


@event("申请再次告知")
class SecondNoticeAsked(Event):
    missing: tuple[str, ...]
    reason: str


@event("不同意再次告知")
class SecondNoticeRefused(Event):
    reason: str


@event("补正材料")
class PapersBrought(Event):
    brought: tuple[str, ...]
    clocks: tuple[ClockStart, ...] = ()


@event("受理")
class Accepted(Event):
    """Written acceptance (受理通知书). `tolerated`: papers that come later on a promise (容缺), until the clock `tolerate`."""

    unit: str
    path: tuple[str, ...]
    since: str  # the day from which the clocks count: earlier than the paper where nobody was told in time
    tolerated: tuple[str, ...] = ()
    commitment: str = ""
    clocks: tuple[ClockStart, ...] = ()


@event("不予受理申请")
class ApplicationRefused(Event):
    """Written, with stamp and date, the reason and where to go instead (行政许可法 art.32)."""

    ground: str
    commitment: str


@event("容缺补齐")
class PapersFollowed(Event):
    """Everything that had been promised has come."""

    brought: tuple[str, ...]


@event("决定")
class Decided(Event):
    """Granted or denied, with reasons and remedies. `on_the_spot`: it really was done while the applicant waited."""

    outcome: str  # granted | denied
    on_the_spot: bool
    unit: str  # the window, which delivers
    path: tuple[str, ...]
    commitment: str
    clocks: tuple[ClockStart, ...] = ()


@event("送达")
class Delivered(Event):
    means: str = "window"  # window | post | online


@event("撤回申请")
class Withdrawn(Event):
    """By the applicant, or because a promised paper did not come in time (容缺逾期视为撤回)."""

    by: str  # applicant | tolerance
    reason: str = ""


@event("开始一件事")
class BundleOpened(Event):
    """一件事一次办: one form became several applications. `clocks`: the total time that was told in advance."""

    bundle: str
    parts: tuple[str, ...]
    slowest: tuple[str, ...]  # the line of items that takes longest
    clocks: tuple[ClockStart, ...] = ()


@event("一件事办完")
class BundleFinished(Event):
    granted: int
    denied: int
    withdrawn: int = 0


@event("评价")
class Rated(Event):
    """好差评: five levels, 5 very content to 1 very discontent; bad ones without a sender are counted and cannot be called back."""

    level: int
    via: str  # window | terminal | phone | online
    signed: bool = False  # with a sender who may be called
    commitment: str = ""


@event("差评")
class BadlyRated(Event):
    """A bad review with a sender: it is called back and put right, each within its limit, by the `unit` that decided."""

    level: int
    via: str
    commitment: str = ""
    unit: str = ""
    path: tuple[str, ...] = ()
    clocks: tuple[ClockStart, ...] = ()


@event("差评回访")
class ReviewContacted(Event):
    commitment: str = ""


@event("差评整改")
class ReviewRectified(Event):
    commitment: str


@event("申请剔除差评")
class ExclusionAsked(Event):
    ground: str
    reason: str


@event("剔除差评")
class ReviewExcluded(Event):
    """After a check by somebody who did not handle it; the sender is told and may appeal."""

    approver: str
    ground: str
    clocks: tuple[ClockStart, ...] = ()


@event("不予剔除")
class ExclusionRefused(Event):
    reason: str


@event("剔除申诉")
class ExclusionAppealed(Event):
    commitment: str
    clocks: tuple[ClockStart, ...] = ()


@event("维持剔除")
class ExclusionUpheld(Event):
    approver: str
    reason: str


@event("撤销剔除")
class ExclusionReversed(Event):
    """The review counts again and is put right."""

    approver: str
    clocks: tuple[ClockStart, ...] = ()
