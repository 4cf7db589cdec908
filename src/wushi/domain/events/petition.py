"""Events of the petition's own course (信访程序): sorted, sent, accepted, prolonged, answered by an opinion, reviewed, reviewed again.

Words of letters and names of representatives lie sealed in the vault; the ledger holds units, codes, days and commitments.
"""

from __future__ import annotations

from wushi.domain.events.base import ClockStart, Event, event


@event("告知法定途径")
class PetitionSorted(Event):
    """It belongs to a lawful way other than the petition's (第31条第一至第五项). `way`: code of the pack; `channel`: where to go."""

    way: str
    channel: str
    commitment: str
    on_time: bool = True


@event("转送")
class PetitionSent(Event):
    """To the unit whose matter it is (属地管理、分级负责). `designated`: after an objection that was not followed."""

    unit: str
    path: tuple[str, ...]
    reason: str
    on_time: bool = True
    designated: bool = False
    clocks: tuple[ClockStart, ...] = ()


@event("提出异议")
class PetitionObjected(Event):
    """The unit says that it is not its matter, with its reasons, within the days of the pack. `to`: who sent it and has it again."""

    unit: str
    reason: str
    to: str
    path: tuple[str, ...]


@event("受理信访事项")
class PetitionAccepted(Event):
    """The petitioner was told in writing that the unit handles it; the days of handling run from here."""

    unit: str
    path: tuple[str, ...]
    commitment: str
    on_time: bool = True
    clocks: tuple[ClockStart, ...] = ()


@event("延长办理期限")
class PetitionProlonged(Event):
    """`approver`: who answers for the unit; the reasons were told to the petitioner."""

    approver: str
    reason: str
    clocks: tuple[ClockStart, ...] = ()


@event("调解、和解")
class PetitionSettled(Event):
    """The sides came to terms, written down and signed (第33条)."""

    commitment: str


@event("出具处理意见书")
class OpinionGiven(Event):
    """`outcome`: supported, partly, explained, not_supported; `unit`: who gave it."""

    outcome: str
    unit: str
    commitment: str
    on_time: bool = True
    clocks: tuple[ClockStart, ...] = ()


@event("申请复查")
class ReviewAsked(Event):
    """`unit`: who keeps the review on this platform; `organ`: whose opinion it will be, as it is called."""

    unit: str
    path: tuple[str, ...]
    organ: str
    commitment: str
    clocks: tuple[ClockStart, ...] = ()


@event("出具复查意见书")
class ReviewGiven(Event):
    """`outcome`: upheld or changed."""

    outcome: str
    commitment: str
    on_time: bool = True
    clocks: tuple[ClockStart, ...] = ()


@event("申请复核")
class RecheckAsked(Event):
    organ: str
    commitment: str
    clocks: tuple[ClockStart, ...] = ()


@event("出具复核意见书")
class RecheckGiven(Event):
    """The last word of the procedure: the same facts and reasons are not accepted any more (第36条)."""

    outcome: str
    commitment: str
    on_time: bool = True


@event("信访办结")
class PetitionEnded(Event):
    """`ground`: not_asked (no review within the days), content, withdrawn."""

    ground: str


@event("登记代表")
class RepresentativesNamed(Event):
    """Several persons with one request send representatives (第20条); their names lie in the vault."""

    persons: int
    count: int
    commitment: str


@event("关联重复信访")
class RepeatLinked(Event):
    """The same person's same matter, raised before as `to`: what is counted is the matter, never the person."""

    to: str
