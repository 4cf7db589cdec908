"""What a petition holds of its agency (信访代办): mandate, judgement, errands, reports, ends and visits, as its events make it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from wushi.domain import events as e

KINDS: tuple[type[e.Event], ...] = (
    e.MandateGiven, e.MandateChanged, e.MandateEnded, e.AgencyJudged, e.ErrandDone, e.AgencyReported, e.AgencyConcluded,
    e.AgencyVisited, e.AgencyResumed, e.AgencyClosed,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Errand:
    """One errand of the log; `reported`: the moment at which the resident was told of it."""

    n: int
    sort: str
    service: str
    on: date
    by: str
    unit: str
    at: datetime
    reported: datetime | None = None


@dataclass(frozen=True, slots=True)
class Agency:
    """Codes, posts and days; who gave the mandate lies in the vault."""

    agent: str = ""
    unit: str = ""
    level: str = ""
    services: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    until: date | None = None
    means: str = ""
    given_at: datetime | None = None
    path: str = ""
    concerned: tuple[str, ...] = ()
    errands: tuple[Errand, ...] = ()
    reports: tuple[datetime, ...] = ()
    ends: tuple[tuple[datetime, str], ...] = ()  # (when, outcome) of each end
    undone: tuple[datetime, ...] = ()  # when the resident said that it was not solved
    outcome: str = ""
    channel: str = ""
    visits: tuple[tuple[datetime, bool, bool], ...] = ()  # (when, solved, content)

    @property
    def unreported(self) -> tuple[Errand, ...]:
        return tuple(one for one in self.errands if one.reported is None)

    @property
    def acted(self) -> frozenset[str]:
        """Units that held the mandate or ran an errand: none of them visits."""
        return frozenset({self.unit, *(one.by for one in self.errands)} - {""})

    @property
    def rendered(self) -> tuple[str, ...]:
        """The services that were rendered, in the order of their first errand."""
        return tuple(dict.fromkeys(one.service for one in self.errands))

    def life(self) -> tuple[tuple[str, datetime, str], ...]:
        """(what, when, code) of each step that a figure may count. An end that the resident did not accept stands with its undoing."""
        told = [
            ("taken_on", self.given_at, self.level),
            *(("errand", one.at, one.service) for one in self.errands),
            *(("reported", at, "") for at in self.reports),
            *(("resolved" if outcome == "resolved" else "ended", at, outcome) for at, outcome in self.ends),
            *(("undone", at, "") for at in self.undone),
            *(("visited", at, "solved" if solved else "unsolved") for at, solved, _ in self.visits),
        ]
        return tuple((what, at, code) for what, at, code in told if at is not None)


def after(facts: Agency, event: e.Event, at: datetime) -> Agency:
    """The facts after one more event."""
    match event:
        case e.MandateGiven():
            return replace(
                facts, agent=event.agent, unit=event.unit, level=event.level, services=event.services, scope=event.scope,
                until=event.until, means=event.means, given_at=at,
            )  # fmt: skip
        case e.MandateChanged():
            return replace(facts, scope=event.scope, until=event.until, means=event.means)
        case e.MandateEnded():
            return replace(facts, outcome=event.ground, ends=(*facts.ends, (at, event.ground)))
        case e.AgencyJudged():
            return replace(facts, path=event.path, concerned=event.units)
        case e.ErrandDone():
            run = Errand(event.n, event.sort, event.service, event.on, event.by, event.unit, at)
            return replace(facts, errands=(*facts.errands, run))
        case e.AgencyReported():
            told = tuple(
                replace(one, reported=at) if one.reported is None and one.n <= event.errands else one
                for one in facts.errands
            )
            return replace(facts, errands=told, reports=(*facts.reports, at))
        case e.AgencyConcluded():
            return replace(facts, outcome=event.outcome, channel=event.channel, ends=(*facts.ends, (at, event.outcome)))
        case e.AgencyVisited():
            return replace(facts, visits=(*facts.visits, (at, event.solved, event.content)))
        case e.AgencyResumed():
            return replace(facts, outcome="", channel="", undone=(*facts.undone, at))
    return facts
