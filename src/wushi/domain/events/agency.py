"""Events of the petition agency (信访代办): consent and mandate, judgement, errands, reports to the resident, end, visit.

Who gave the mandate and what was said lies sealed in the vault; the ledger holds posts, codes, days and commitments.
"""

from __future__ import annotations

from datetime import date

from wushi.domain.events.base import ClockStart, Event, event


@event("签订代办委托")
class MandateGiven(Event):
    """`agent`: the post that acts; `unit`: its unit; `level`: community, town, district; `scope`: powers of the pack; `means`: how the
    resident consented; the consent form lies in the vault."""

    agent: str
    unit: str
    level: str
    services: tuple[str, ...]
    scope: tuple[str, ...]
    until: date
    means: str
    commitment: str
    clocks: tuple[ClockStart, ...] = ()


@event("变更代办委托")
class MandateChanged(Event):
    """The resident consented again: to other powers, to a later end."""

    scope: tuple[str, ...]
    until: date
    means: str
    commitment: str
    clocks: tuple[ClockStart, ...] = ()


@event("终止代办委托")
class MandateEnded(Event):
    """`ground`: revoked by the resident, or lapsed because its end came first."""

    ground: str


@event("代办研判")
class AgencyJudged(Event):
    """`path`: solved on the spot, sent up, to a department, to a legal channel; `units`: whom it concerns."""

    path: str
    units: tuple[str, ...] = ()


@event("代办事项")
class ErrandDone(Event):
    """One errand: its sort, the service that it belongs to, to which unit it went, by which unit it was run, on which day."""

    n: int
    sort: str
    service: str
    on: date
    by: str
    unit: str = ""
    commitment: str = ""
    clocks: tuple[ClockStart, ...] = ()


@event("代办告知")
class AgencyReported(Event):
    """The resident was told of all errands up to `errands`; the words lie in the vault and on the resident's page."""

    errands: int
    means: str
    commitment: str


@event("代办结束")
class AgencyConcluded(Event):
    """`outcome`: resolved, legal channel, not supported; `channel`: which legal channel."""

    outcome: str
    commitment: str
    channel: str = ""
    clocks: tuple[ClockStart, ...] = ()


@event("代办回访")
class AgencyVisited(Event):
    """After the end, by somebody who did not act: was it solved, is the resident content?"""

    solved: bool
    content: bool
    commitment: str


@event("代办重启")
class AgencyResumed(Event):
    """The resident says that it is not solved: the agent goes on."""

    clocks: tuple[ClockStart, ...] = ()


@event("代办办结")
class AgencyClosed(Event):
    pass
