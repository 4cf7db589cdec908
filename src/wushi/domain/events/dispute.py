"""Events of the dispute (纠纷) and its mediation: parties, consent, mediator, talks, agreement, performance, confirmation.

Parties are keys (A, B, …) everywhere; who they are and what was said lies sealed in the vault, bound by commitments.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from wushi.domain.events.base import ClockStart, Event, event


@dataclass(frozen=True, slots=True)
class Instalment:
    """One thing promised: who owes it to whom by which day. `fen`: the sum where money is owed, 0 where something is done."""

    n: int
    debtor: str
    creditor: str
    due: date
    fen: int = 0


@event("当事人登记")
class PartyEntered(Event):
    """`side`: applicant, respondent, third; `sort`: person, organisation; `unit`: code, where a unit of the district is the party."""

    key: str
    side: str
    sort: str
    commitment: str
    unit: str = ""


@event("当事人更正")
class PartyStruck(Event):
    """Entered by mistake; the key is not given again."""

    key: str
    reason: str


@event("同意调解")
class ConsentGiven(Event):
    """`means`: in writing, on the telephone, in the room."""

    key: str
    means: str


@event("不同意调解")
class ConsentRefused(Event):
    """An express refusal bars mediation (人民调解法 art.17); `remedies` are the ways that stay open."""

    key: str
    remedies: tuple[str, ...]


@event("受理纠纷")
class DisputeAccepted(Event):
    """`sort`: kind of dispute; `origin`: on application, of own motion, from the court before or after filing; `beware`: what may
    come of it (crime, many people, self-harm): told to those who must act, never a score."""

    sort: str
    origin: str
    public: bool = False
    beware: tuple[str, ...] = ()
    clocks: tuple[ClockStart, ...] = ()


@event("申报回避")
class ConflictDeclared(Event):
    """The mediator, or a party, says what stands between the mediator and a party."""

    mediator: str
    key: str
    relation: str


@event("确定调解员")
class MediatorConfirmed(Event):
    """`how`: chosen by the parties, or designated."""

    mediator: str
    how: str
    helpers: tuple[str, ...] = ()
    clocks: tuple[ClockStart, ...] = ()


@event("调解员回避")
class MediatorRecused(Event):
    mediator: str
    ground: str
    clocks: tuple[ClockStart, ...] = ()


@event("权利义务告知")
class RightsTold(Event):
    keys: tuple[str, ...]


@event("调解会")
class SessionHeld(Event):
    """`sort`: joint, or private with one party; what was said lies in the vault, that of a private talk for the mediator alone."""

    n: int
    sort: str
    keys: tuple[str, ...]
    began: datetime
    ended: datetime
    commitment: str
    room: str = ""


@event("材料入卷")
class MaterialFiled(Event):
    sort: str
    pages: int
    commitment: str
    key: str = ""


@event("延长调解期限")
class MediationExtended(Event):
    """All parties agreed to go on."""

    keys: tuple[str, ...]
    until: date
    clocks: tuple[ClockStart, ...] = ()


@event("拟定协议")
class AgreementDrafted(Event):
    """`form`: written or oral; its words are in the vault."""

    form: str
    commitment: str
    instalments: tuple[Instalment, ...] = ()


@event("签订协议")
class AgreementSigned(Event):
    """In force when the parties have signed, the mediator has signed and the committee has stamped (人民调解法 art.29)."""

    keys: tuple[str, ...]
    on: date
    clocks: tuple[ClockStart, ...] = ()


@event("口头协议")
class OralAgreementNoted(Event):
    """In force from the day on which it was agreed; the mediator records it (人民调解法 art.30)."""

    keys: tuple[str, ...]
    on: date
    clocks: tuple[ClockStart, ...] = ()


@event("督促履行")
class PerformanceReminded(Event):
    n: int


@event("履行一期")
class InstalmentKept(Event):
    n: int
    on: date
    proof: str = ""
    clocks: tuple[ClockStart, ...] = ()


@event("未按期履行")
class InstalmentMissed(Event):
    n: int
    reason: str
    remedies: tuple[str, ...] = ()


@event("补履行")
class LatePerformanceAccepted(Event):
    """After a default the creditor took what came late; the agreement goes on."""

    n: int
    on: date
    proof: str = ""
    clocks: tuple[ClockStart, ...] = ()


@event("履行完毕")
class PerformanceCompleted(Event):
    pass


@event("调解回访")
class PartyVisited(Event):
    key: str
    content: bool
    commitment: str


@event("调解不成")
class MediationFailed(Event):
    ground: str
    remedies: tuple[str, ...]


@event("撤回调解")
class MediationWithdrawn(Event):
    key: str
    remedies: tuple[str, ...]


@event("调解期满")
class MediationExpired(Event):
    remedies: tuple[str, ...]


@event("申请司法确认")
class ConfirmationApplied(Event):
    """Jointly, within 30 days of the day on which the agreement took effect (人民调解法 art.33)."""

    court: str
    keys: tuple[str, ...]
    on: date
    clocks: tuple[ClockStart, ...] = ()


@event("延长确认审查")
class RulingProlonged(Event):
    """The court takes longer to decide (法释〔2011〕5号)."""

    clocks: tuple[ClockStart, ...] = ()


@event("司法确认有效")
class AgreementConfirmed(Event):
    ruling: str
    on: date


@event("司法确认不予受理")
class ConfirmationRejected(Event):
    ground: str
    on: date


@event("驳回司法确认")
class ConfirmationDismissed(Event):
    ground: str
    on: date
