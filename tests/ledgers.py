"""Small ledgers made by hand: matters whose every moment is written down, so that a figure can be computed on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.people import at
from wushi.domain import events as e
from wushi.domain.actor import Actor
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.drafting import Draft
from wushi.store.ledger import ledger, numbers
from wushi.store.ledger.rows import Intake

BY = Actor("desk.operator", "desk", "operator")


def clock(name: str, start: str, due: str) -> e.ClockStart:
    return e.ClockStart(name, at(start), at(due), "given", 0, "given", "2000-01-01", "wushi-proposal")


class HandMade:
    """Writes matters into the ledger; each method adds one event at a moment on the wall clock: "2022-03-01 09:00"."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._drafts: dict[str, Draft] = {}

    def register(
        self,
        name: str,
        moment: str,
        *,
        channel: str = "phone",
        subject: str = "property/heating/broken",
        place: str = "150302002001",
        type: str = "help",
        simulated: bool = False,
        secret: bool = False,
        accused: tuple[str, ...] = (),
    ) -> HandMade:
        """`name` is the number that the matter gets."""
        [id] = numbers.take(1)
        desk = self.policy.main_desk
        draft = Draft(id, Matter(name, unit=desk, path=self.policy.tree.line(desk)), self.policy)
        when = at(moment)
        registered = e.Registered(
            channel, "hotline", type, "c" * 64, simulated=simulated, secret=secret, accused=accused
        )
        draft.add(registered, BY, when, permitted=True)
        if subject:
            draft.add(e.Classified(subject, 1.0, ()), BY, when, permitted=True)
        if place:
            draft.add(e.Located(place, 1.0, ()), BY, when, permitted=True)
        ledger.append([draft.change(intake=Intake(channel, None, "", b"", name, ""))], when)
        return self

    def then(self, name: str, moment: str, *events: e.Event) -> HandMade:
        """One event or more at that moment."""
        id, matter = ledger.load(name)
        draft = Draft(id, matter, self.policy)
        for event in events:
            draft.add(event, BY, at(moment), permitted=True)
        ledger.append([draft.change()], at(moment))
        return self

    def dispatch(self, name: str, moment: str, due: str, unit: str = "housing", *, automatic: bool = False) -> HandMade:
        path = self.policy.tree.line(unit)
        _, matter = ledger.load(name)
        running = matter.clock("reply")
        clocks = () if running and running.stopped is None else (clock("reply", moment, due),)
        return self.then(name, moment, e.Dispatched(unit, path, "wushi-proposal", automatic=automatic, clocks=clocks))

    def contact(self, name: str, moment: str) -> HandMade:
        return self.then(name, moment, e.SignedFor(), e.Contacted())

    def reply(self, name: str, moment: str) -> HandMade:
        return self.then(name, moment, e.Replied())

    def call_back(
        self,
        name: str,
        moment: str,
        *,
        contacted: bool = True,
        solved: bool = True,
        satisfaction: str = "satisfied",
        exclusion: str = "",
    ) -> HandMade:
        return self.then(name, moment, e.CalledBack(contacted, solved, satisfaction, exclusion=exclusion))

    def close(self, name: str, moment: str, basis: str = "callback") -> HandMade:
        return self.then(name, moment, e.Closed(basis))

    def whole(
        self, name: str, registered: str, due: str, replied: str, *, unit: str = "housing", **facts: object
    ) -> HandMade:
        """A life in one line: dispatched at once, contacted after an hour, called back and closed a day after the reply."""
        callback = {k: facts.pop(k) for k in ("contacted", "solved", "satisfaction", "exclusion") if k in facts}
        self.register(name, registered, **facts)  # type: ignore[arg-type]
        self.dispatch(name, registered, due, unit)
        self.contact(name, _later(registered, hours=1))
        self.reply(name, replied)
        self.call_back(name, _later(replied, days=1), **callback)  # type: ignore[arg-type]
        return self.close(name, _later(replied, days=1))

    def extend(self, name: str, moment: str, due: str) -> HandMade:
        _, matter = ledger.load(name)
        running = matter.clock("reply")
        assert running is not None
        moved = replace(clock("reply", moment, due), start=running.start)
        return self.then(name, moment, e.ExtensionRequested("needs parts"), e.ExtensionGranted("head", True, (moved,)))

    def reopen(self, name: str, moment: str, due: str) -> HandMade:
        return self.then(name, moment, e.Reopened("not-solved", moment, (clock("reply", moment, due),)))


def _later(moment: str, **by: float) -> str:
    return (at(moment) + timedelta(**by)).strftime("%Y-%m-%d %H:%M")
