"""Simulate mediation (模拟调解): made-up disputes and their lives, by the same rules as real ones, marked as simulated."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from wushi.domain import events as e
from wushi.domain import incoming as door
from wushi.domain import mediation, parties, performance
from wushi.domain.actor import Actor
from wushi.domain.calendar import end_of_day, local
from wushi.domain.incoming import Incoming
from wushi.domain.policy import Policy
from wushi.domain.tracks.dispute import Dispute
from wushi.steps.drafting import Draft
from wushi.steps.report.register import draft as registration
from wushi.steps.report.simulate import Run
from wushi.steps.report.simulate_days import actor_of, write_days
from wushi.store.ledger import numbers
from wushi.store.ledger.rows import Change
from wushi.store.vault import vault

_CHANNELS = ("court", "110", "community", "grid", "walk_in", "phone")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡"
_COURT = "海勃湾区人民法院（模拟）"


class _Over(Exception):
    """The stretch ends here: what is under way stays open."""


@dataclass(slots=True)
class _Life:
    """One dispute on its way; it stops where the stretch ends."""

    made: Draft
    sort: str
    channel: str
    chance: Random
    policy: Policy
    end: datetime
    at: datetime
    clerk: Actor
    mediators: list[Actor]
    mediator: Actor

    @property
    def d(self) -> Dispute:
        return parties.facts(self.made.matter)

    @property
    def today(self) -> date:
        return local(self.at).date()

    def happens(self, share: str) -> bool:
        return self.chance.random() < self.policy.disputes.simulation[share]

    def wait(self, low: float, high: float) -> None:
        """So many working hours later."""
        self.at = self.policy.calendar.add_working_hours(self.at, self.chance.uniform(low, high))
        if self.at > self.end:
            raise _Over

    def do(self, made: e.Event | list[e.Event], actor: Actor, **record: str) -> None:
        for n, event in enumerate(made if isinstance(made, list) else [made]):
            sealed = vault.seal(record)[0] if record and n == 0 else b""
            self.made.add(event, actor, self.at, words=(sealed, "", "") if sealed else None)

    def commit(self) -> str:
        return vault.seal({})[1]

    def party(self, side: str) -> None:
        name = f"{self.chance.choice(_SURNAMES)}某{'甲乙丙'[len(self.d.parties) % 3]}（模拟）"
        made = parties.enter(self.made.matter, side, "person", "", self.commit(), self.policy)
        self.do(made, self.clerk, name=name)

    def live(self) -> None:
        """From the parties to the last instalment."""
        m, policy = lambda: self.made.matter, self.policy
        self.wait(0.2, 6)
        self.party("applicant")
        self.party("respondent")
        self.do(parties.consent(m(), "A", "present"), self.clerk)
        self.wait(0.5, 12)
        if self.happens("refused"):
            self.do(parties.refuse(m(), "B", policy), self.clerk)
            return
        self.do(parties.consent(m(), "B", "phone"), self.clerk)
        origin = "court-before" if self.channel == "court" else "application"
        self.do(mediation.accept(m(), self.sort, origin, False, (), policy, self.at), self.clerk)
        self.wait(0.5, 10)
        self.confirm()
        self.wait(0.5, 14)
        self.do(e.Contacted("phone"), self.mediator)
        self.do(mediation.tell_rights(m(), ()), self.mediator)
        if self.happens("withdrawn"):
            self.do(performance.withdraw(m(), "A", policy), self.clerk)
            return
        if self.happens("private"):
            self.session("private", ["A"])
            self.session("private", ["B"])
        self.session("joint", ["A", "B"])
        if self.happens("recused"):
            self.do(mediation.declare(m(), self.mediator.post, "B", "interest", policy), self.mediator)
            self.mediator = self.chance.choice([x for x in self.mediators if x != self.mediator])
            self.wait(0.5, 8)
            self.confirm()
            self.session("joint", ["A", "B"])
        elif self.happens("second_session"):
            self.session("joint", ["A", "B"])
        self.wait(0.5, 20)
        if self.happens("failed"):
            self.do(performance.fail(m(), "no-agreement", policy), self.mediator)
            return
        self.agree()
        self.perform()

    def confirm(self) -> None:
        units = {self.mediator.post: (self.mediator.unit,)}
        how = self.chance.choice(("chosen", "designated"))
        made = mediation.confirm_mediator(self.made.matter, self.mediator.post, how, (), units, self.policy, self.at)
        self.do(made, self.clerk)

    def session(self, sort: str, keys: list[str]) -> None:
        self.wait(1, 30)
        began = self.at
        self.wait(0.5, 2)
        made = mediation.hold(self.made.matter, sort, keys, began, self.at, self.commit(), self.at)
        self.do(made, self.mediator, text="调解员：模拟的记录，不是真实的话。")

    def agree(self) -> None:
        m = self.made.matter
        form = "oral" if self.happens("oral") else "written"
        count = self.chance.randint(2, 4) if self.happens("instalments") else 1
        first = self.today + timedelta(days=self.chance.randint(7, 25))
        instalments = [
            e.Instalment(n, "B", "A", first + timedelta(days=30 * (n - 1)), self.chance.randint(4, 60) * 50_000)
            for n in range(1, count + 1)
        ]
        words = {"facts": "模拟的事实。", "terms": "模拟的协议内容。"}
        self.do(mediation.draft(m, form, instalments, self.commit()), self.mediator, **words)
        self.wait(0.2, 6)
        made = mediation.agree(self.made.matter, form, ("A", "B"), self.today, self.policy, self.at)
        self.do(made, self.mediator)
        if (
            form == "written"
            and self.d.sort
            and self.policy.disputes.sorts[self.d.sort].confirmable
            and self.happens("confirmed")
        ):
            self.wait(4, 60)
            self.do(
                performance.apply(self.made.matter, _COURT, ("A", "B"), self.today, self.policy, self.at), self.clerk
            )
            self.wait(20, 70)
            ruling = f"模拟民特{self.chance.randint(1, 900)}号"
            self.do(performance.rule(self.made.matter, "confirmed", ruling, self.today, self.at), self.clerk)

    def perform(self) -> None:
        for promise in self.d.promises:
            late = self.happens("missed")
            day = promise.due + timedelta(days=4) if late else promise.due - timedelta(days=self.chance.randint(0, 5))
            self.at = max(self.at, end_of_day(day) - timedelta(hours=self.chance.uniform(8, 14)))
            self.wait(0.1, 0.5)
            if not late:
                on = min(self.today, max(day, self.d.agreed_on or day))
                self.do(performance.keep(self.made.matter, promise.n, on, "", self.at), self.mediator)
                continue
            if self.today <= promise.due:
                self.at = end_of_day(promise.due) + timedelta(hours=9)
                self.wait(0.1, 0.5)
            self.do(performance.miss(self.made.matter, promise.n, "资金周转不开", self.policy, self.at), self.mediator)
            if not self.happens("late_taken"):
                return
            self.wait(20, 90)
            self.do(performance.late(self.made.matter, promise.n, self.today, "", True, self.at), self.mediator)


def _day(day: date, run: Run, policy: Policy) -> Iterator[Change]:
    told, chance = policy.disputes, Random(f"disputes:{run.seed}:{day.isoformat()}")
    periods = policy.calendar.periods_on(day)
    count = int(told.simulation["a_day"] * run.scale + chance.random()) if periods else 0
    clerk = actor_of(policy, "mediation_clerk")
    mediators = [Actor(p.code, p.unit, p.role) for p in policy.posts.values() if p.role == "mediator"]
    moments = []
    for _ in range(count):
        start, stop = chance.choice(periods)
        moments.append(start + (stop - start) * chance.random() * 0.9)
    moments = sorted(at for at in moments if at <= run.end)
    ids = numbers.take(len(moments)) if moments else []
    for n, (id, at) in enumerate(zip(ids, moments, strict=True)):
        story = chance.choice(told.stories)
        channel = "court" if chance.random() < told.simulation["court"] else chance.choice(_CHANNELS[1:])
        incoming = Incoming(
            channel=channel, title=story.title, text=story.text, received_at=at, simulated=True, track="dispute",
            client_key=f"{_prefix(run)}{day.isoformat()}:{n}", source_number=f"模拟{day:%Y%m%d}-{n}",
        )  # fmt: skip
        made, intake = registration(door.check(incoming, policy, run.now), id, actor=clerk, policy=policy, now=run.now)
        life = _Life(made, story.sort, channel, chance, policy, run.end, at, clerk, mediators, chance.choice(mediators))
        with contextlib.suppress(_Over):
            life.live()
        yield made.change(intake=intake)


def _prefix(run: Run) -> str:
    return f"simulated-dispute:{run.seed}:"


def write(run: Run, policy: Policy) -> tuple[int, int]:
    """(matters, events) that were written; days of this seed that are there already are left as they are."""
    return write_days(run, _prefix(run), _CHANNELS, lambda day: _day(day, run, policy))
