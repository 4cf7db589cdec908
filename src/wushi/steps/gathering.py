"""Gathering (多人反映): one event that many reported; who reported when, what became of each, and who does not accept the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wushi.domain import events as e
from wushi.domain import visibility
from wushi.domain.actor import Actor
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.store.ledger import ledger

# What became of one report: waits for the answer; has it and is asked; is content; objects; ended without an answer of the lead.
WAITING, ANSWERED, CONTENT, OBJECTS, APART = "waiting", "answered", "content", "objects", "apart"


@dataclass(frozen=True, slots=True)
class Report:
    """One report of the event. `seen`: the post may open it; of the others it learns that they are there and how they stand."""

    number: str
    at: datetime
    status: str
    state: str
    seen: bool
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Gathered:
    """The lead with all reports in the order in which they came, and the numbers of those that were taken out again."""

    lead: Matter
    reports: tuple[Report, ...]
    left: tuple[str, ...]

    def of(self, status: str) -> int:
        return sum(1 for report in self.reports if report.status == status)


def status_of(matter: Matter) -> str:
    """Where a report stands, by its own history: each reporter is asked, and may object, for himself."""
    last = matter.callbacks[-1] if matter.callbacks else None
    if matter.reopenings or (last is not None and (not last.solved or last.satisfaction == "dissatisfied")):
        return OBJECTS
    if last is not None or matter.state in ("closed", "archived"):
        return CONTENT
    if matter.state in ("handled", "callback"):
        return ANSWERED
    return WAITING if matter.open else APART


def gathered(number: str, actor: Actor, policy: Policy) -> Gathered:
    """Raises NotFound, OutOfScope like every reading of the lead."""
    id, lead = ledger.load(number)
    visibility.check(actor, lead, policy)
    found = ledger.load_many(ledger.ids_of(lead.followers).values()).values()
    reports = sorted(
        (
            Report(
                m.number,
                m.registered_at,
                status_of(m),
                m.state,
                visibility.sees(actor, m, policy),
                m.number == number,
            )
            for m in (lead, *found)
            if m.registered_at is not None
        ),
        key=lambda report: (report.at, report.number),
    )
    gone = [n.event.follower for n in ledger.history(id) if isinstance(n.event, e.FollowerLeft)]
    return Gathered(lead, tuple(reports), tuple(n for n in dict.fromkeys(gone) if n not in lead.followers))
