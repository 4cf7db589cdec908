"""Simulate the petition agency (模拟代办): made-up matters of three levels and their errands, by the same rules as real ones.

The pack says how many each point takes on in a year and how many are still under way at its end; what the figures say is counted
from the matters, never written anywhere.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from random import Random

from wushi.domain import agency as rules
from wushi.domain import events as e
from wushi.domain import hub
from wushi.domain import incoming as door
from wushi.domain.actor import Actor
from wushi.domain.agency_rules import Story
from wushi.domain.calendar import end_of_day, local
from wushi.domain.incoming import Incoming
from wushi.domain.policy import Policy
from wushi.domain.tracks.agency import Agency
from wushi.steps.drafting import Draft
from wushi.steps.report.register import draft as registration
from wushi.steps.report.simulate import Run
from wushi.steps.report.simulate_days import actor_of, write_days
from wushi.store.ledger import numbers
from wushi.store.ledger.rows import Change
from wushi.store.vault import vault

_CHANNELS = ("walk_in", "community")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡"
_ROLE = "petition_agent"


class _Over(Exception):
    """The stretch ends here: what is under way stays open."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One matter of the year: who takes it on when, and whether it outlasts the year."""

    at: datetime
    agent: Actor
    under_way: bool
    last: datetime  # by when it is over, if it does not outlast the year


@lru_cache(maxsize=8)
def plan(policy: Policy, year: int, until: date, seed: int, scale: float) -> tuple[Planned, ...]:
    """The matters of a year to date, in order of time. The newest are the ones still under way at its end."""
    told, chance = policy.agency.simulation, Random(f"agency:{seed}:{year}")
    agents = [Actor(p.code, p.unit, p.role) for p in policy.posts.values() if p.role == _ROLE]
    who = [one for one in agents for _ in range(round(told[rules.level(one.unit, policy)] * scale))]
    chance.shuffle(who)
    first, last = date(year, 1, 1), min(date(year, 12, 31), until)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    open_days = [day for day in days if policy.calendar.periods_on(day)]
    if not open_days:
        return ()
    moments = []
    for _ in who:
        start, stop = policy.calendar.periods_on(chance.choice(open_days))[0]
        moments.append(start + (stop - start) * chance.random() * 0.9)
    moments.sort()
    aside = min(len(who), round(told["under_way"] * scale))
    kept = len(who) - aside
    # what is finished has had a week at least; the rest began in the last weeks
    close = end_of_day(open_days[-1])
    moments = [min(at, close - timedelta(days=16)) for at in moments[:kept]] + moments[kept:]
    return tuple(
        Planned(at, one, n >= kept, close - timedelta(days=1))
        for n, (at, one) in enumerate(zip(sorted(moments[:kept]) + moments[kept:], who, strict=True))
    )


@dataclass(slots=True)
class _Life:
    """One matter on its way; it stops where the stretch ends."""

    made: Draft
    story: Story
    planned: Planned
    chance: Random
    policy: Policy
    end: datetime
    at: datetime
    agent: Actor
    visitor: Actor

    @property
    def a(self) -> Agency:
        return rules.facts(self.made.matter)

    @property
    def today(self) -> date:
        return local(self.at).date()

    def until(self, moment: datetime) -> None:
        """On to that moment, or to the working hour after it."""
        self.at = self.policy.calendar.add_working_hours(max(moment, self.at), self.chance.uniform(0.1, 1.5))
        if self.at > self.end:
            raise _Over

    def do(self, made: e.Event | Sequence[e.Event], actor: Actor, said: str = "") -> None:
        for n, event in enumerate([made] if isinstance(made, e.Event) else made):
            sealed = vault.seal({"text": said})[0] if said and n == 0 else b""
            self.made.add(event, actor, self.at, words=(sealed, "", said) if sealed else None)

    def commit(self) -> str:
        return vault.seal({})[1]

    def live(self) -> None:
        told = self.policy.agency
        self.until(self.at)
        scope = tuple(dict.fromkeys(told.errands[one].power for one in self.story.errands))
        services = tuple(dict.fromkeys(told.errands[one].service for one in self.story.errands))
        until = self.today + timedelta(days=120)
        self.do(
            rules.give(
                self.made.matter,
                services,
                scope,
                until,
                "written",
                True,
                self.commit(),
                self.agent,
                self.policy,
                self.at,
            ),
            self.agent,
        )
        path = "on_the_spot"
        drawn = self.chance.random()
        if drawn < told.simulation["department"]:
            path = "department"
        elif drawn < told.simulation["department"] + told.simulation["sent_up"] and hub.above(
            self.agent.unit, self.policy, "petition"
        ):
            path = "sent_up"
        units = (self.unit(),) if path == "department" else ()
        self.do(rules.judge(self.made.matter, path, units, "社区办不了，请上一级代办（模拟）", self.policy), self.agent)
        if path == "sent_up":
            unit = self.made.matter.unit
            self.agent = next(
                Actor(p.code, p.unit, p.role) for p in self.policy.posts.values() if (p.role, p.unit) == (_ROLE, unit)
            )
        steps = max(1, len(self.story.errands))
        over = self.planned.last if not self.planned.under_way else self.at + timedelta(days=90)
        room = min((over - self.at) * 0.8, timedelta(days=self.chance.uniform(6, 40)))
        for n, sort in enumerate(self.story.errands):
            self.until(self.at + room / (steps + 1))
            if self.planned.under_way and n == steps - 1:
                raise _Over  # the last errand waits for the unit's answer
            unit = units[0] if units else ""
            self.do(
                rules.errand(self.made.matter, sort, self.today, unit, self.commit(), self.agent, self.policy, self.at),
                self.agent,
                f"{told.errands[sort].name}，已经办了（模拟）。",
            )
            self.do(
                rules.report(self.made.matter, "phone", self.commit()),
                self.agent,
                f"第 {n + 1} 步办了：{told.errands[sort].name}。下一步等答复（模拟）。",
            )
        self.finish()
        if self.chance.random() < told.simulation["unsolved_at_visit"] and self.at + timedelta(days=9) < self.end:
            self.visit(False)
            self.until(self.at + timedelta(days=1))
            self.do(rules.report(self.made.matter, "present", self.commit()), self.agent, "又跑了一次（模拟）。")
            self.finish()
        self.visit(True)

    def finish(self) -> None:
        made = rules.conclude(self.made.matter, "resolved", "", self.commit(), self.policy, self.at)
        self.do(made, self.agent, "事情解决了（模拟）。")

    def visit(self, solved: bool) -> None:
        self.until(self.at + timedelta(days=1 if not solved else self.chance.uniform(2, 6)))
        made = rules.visit(self.made.matter, solved, solved, self.commit(), self.visitor, self.policy, self.at)
        self.do(made, self.visitor)

    def unit(self) -> str:
        units = [u.code for u in self.policy.tree.units.values() if u.level == "department" and u.code != "petition"]
        return self.chance.choice(units)


def _day(day: date, run: Run, policy: Policy) -> Iterator[Change]:
    chance = Random(f"agency:{run.seed}:{day.isoformat()}")
    planned = [
        one
        for one in plan(policy, day.year, local(run.end).date(), run.seed, run.scale)
        if local(one.at).date() == day and one.at <= run.end
    ]
    ids = numbers.take(len(planned)) if planned else []
    for n, (id, one) in enumerate(zip(ids, planned, strict=True)):
        story = chance.choice(policy.agency.stories)
        name = f"{chance.choice(_SURNAMES)}某（模拟）"
        incoming = Incoming(
            channel=chance.choice(_CHANNELS), title=story.title, text=story.text, received_at=one.at, simulated=True,
            track="petition", received_by=one.agent.unit, name=name,
            client_key=f"{_prefix(run)}{day.isoformat()}:{n}",
        )  # fmt: skip
        made, intake = registration(
            door.check(incoming, policy, run.now), id, actor=one.agent, policy=policy, now=run.now
        )
        life = _Life(
            made, story, one, chance, policy, run.end, one.at, one.agent, actor_of(policy, "callback_agent")
        )  # fmt: skip
        with contextlib.suppress(_Over):
            life.live()
        yield made.change(intake=intake)


def _prefix(run: Run) -> str:
    return f"simulated-agency:{run.seed}:"


def write(run: Run, policy: Policy) -> tuple[int, int]:
    """(matters, events) that were written; days of this seed that are there already are left as they are."""
    return write_days(run, _prefix(run), _CHANNELS, lambda day: _day(day, run, policy))
