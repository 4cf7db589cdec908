"""Simulate the window (模拟办件): made-up applications and their lives, by the same rules as real ones, marked as simulated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any

from wushi.domain import applying, pausing, reviewing
from wushi.domain import events as e
from wushi.domain import incoming as door
from wushi.domain.actor import RESIDENT, Actor
from wushi.domain.calendar import local
from wushi.domain.catalogue import Item
from wushi.domain.incoming import Incoming
from wushi.domain.policy import Policy
from wushi.steps import catalogue
from wushi.steps.drafting import Draft
from wushi.steps.report.register import draft as registration
from wushi.steps.report.simulate import Run
from wushi.steps.report.simulate_days import actor_of, write_days
from wushi.store.ledger import numbers
from wushi.store.ledger.rows import Change
from wushi.store.vault import vault

_NAMES = ("王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴")


@dataclass(slots=True)
class _Life:
    """One application on its way through the house; it stops where the stretch ends."""

    made: Draft
    item: Item
    chance: Random
    shares: Any
    policy: Policy
    end: datetime
    at: datetime
    clerk: Actor
    reviewer: Actor
    over: bool = False

    def wait(self, hours: float) -> None:
        """So many working hours later."""
        self.at = self.policy.calendar.add_working_hours(self.at, max(hours, 0.05))

    def happens(self, share: str) -> bool:
        return self.chance.random() < self.shares[share]

    def do(self, event: e.Event, actor: Actor, said: str = "") -> None:
        if self.over or self.at > self.end:
            self.over = True
            return
        sealed, _ = vault.seal({"text": said})
        self.made.add(event, actor, self.at, words=(sealed, "", said) if said else None)

    @property
    def handler(self) -> Actor:
        unit = self.item.unit
        posts = (p for p in self.policy.posts.values() if p.unit == unit and p.role == "handler")
        post = next(posts)
        return Actor(post.code, post.unit, post.role)

    def live(self) -> None:
        """From the check of the papers to the review."""
        m = lambda: self.made.matter  # noqa: E731 - it changes with every event
        policy = self.policy
        self.wait(self.chance.uniform(0.05, 0.4) if self.item.instant else self.chance.uniform(0.3, 12))
        lacking = applying.facts_of(m()).lacking()
        firm = [paper for paper in lacking if not applying.facts_of(m()).may_follow(paper)]
        if firm:
            self.do(applying.notice(m(), lacking, "0", policy, self.at), self.clerk, "一次性告知：材料补齐后再来。")
            self.wait(self.chance.uniform(4, 40))
            if self.over or self.happens("withdrawn"):
                if not self.over:
                    self.do(applying.withdraw(m(), "不办了"), self.clerk)
                return
            self.do(applying.bring(m(), lacking, policy, self.at), self.clerk)
            self.wait(self.chance.uniform(0.3, 8))
        if self.over:
            return
        promise = bool(applying.facts_of(m()).lacking())
        self.do(applying.accept(m(), promise=promise, commitment="0", policy=policy, at=self.at), self.clerk)
        if promise and not self.over:
            self.wait(self.chance.uniform(3, 14))
            self.do(applying.follow(m(), applying.facts_of(m()).tolerated), self.clerk)
        if not self.over:
            self._decide(m)

    def _decide(self, m: Any) -> None:
        policy = self.policy
        if self.item.special and self.happens("paused"):
            self.wait(4)
            ground = "application-expert_review" if "专家" in self.item.special else "application-inspection"
            which = tuple(c.name for c in m().running if c.name in ("decide", "legal"))
            self.do(e.ClocksPaused(ground, which, "0"), self.handler, "书面告知：正在现场核查，所需时间不计算在内。")
            self.wait(self.chance.uniform(8, 60))
            if not self.over:
                self.do(pausing.resume(m(), policy, self.at), self.handler)
        share = "slow_on_the_spot" if self.item.instant else "late"
        days = float(catalogue.current(policy).conversion(local(self.at).date()).working_days(self.item.promised))
        hours = policy.catalogue.conversions[0].hours_a_day
        slow = self.happens(share)
        if self.item.instant:
            self.wait(self.chance.uniform(3, 12) if slow else self.chance.uniform(0.05, 0.6))
        else:
            self.wait(
                hours * (days * self.chance.uniform(1.1, 1.6) + 1 if slow else days * self.chance.uniform(0.1, 0.8))
            )
        if self.over or self.at > self.end:
            return
        outcome = "denied" if self.happens("denied") else "granted"
        said = "准予。" if outcome == "granted" else "不符合条件，理由已书面说明；可以申请行政复议或者提起诉讼。"
        self.do(applying.decide(m(), outcome, "0", policy, self.at), self.handler, said)
        self.wait(self.chance.uniform(0.05, 0.3) if self.item.instant else self.chance.uniform(1, 20))
        if self.over or self.at > self.end:
            return
        self.do(applying.deliver(m(), "window"), self.clerk)
        if self.happens("rated"):
            self._rate(m)

    def _rate(self, m: Any) -> None:
        policy = self.policy
        self.wait(self.chance.uniform(0.05, 3))
        if self.over or self.at > self.end:
            return
        bad = self.happens("bad")
        level = self.chance.choice((1, 2)) if bad else self.chance.choices((5, 4, 3), (80, 15, 5))[0]
        via = self.chance.choice(reviewing.VIAS)
        named = self.chance.random() < 0.8
        made = reviewing.rate(m(), level, via, named=named, commitment="0", policy=policy, at=self.at)
        self.do(made, RESIDENT, "等的时间太长。" if bad else "")
        if not isinstance(made, e.BadlyRated):
            return
        self.wait(self.chance.uniform(1, 6))
        self.do(e.ReviewContacted(), self.reviewer, "已联系，说明情况并致歉。")
        self.wait(self.chance.uniform(6, 70))
        if not self.over:
            self.do(reviewing.rectify(m(), "0"), self.handler, "已增开窗口，并向评价人说明。")


def _moments(day: date, count: int, policy: Policy, chance: Random) -> list[datetime]:
    """So many moments in the working hours of the day, in order."""
    periods = policy.calendar.periods_on(day)
    if not periods:
        return []
    found = []
    for _ in range(count):
        start, stop = chance.choice(periods)
        found.append(start + (stop - start) * chance.random() * 0.9)
    return sorted(found)


def _day(day: date, run: Run, policy: Policy) -> Iterator[Change]:
    shares = policy.service.simulation
    chance = Random(f"{run.seed}:{day.isoformat()}")
    handled = {p.unit for p in policy.posts.values() if p.role == "handler"}
    items = [i for i in catalogue.current(policy).on(day) if i.unit in handled]
    instant, other = [i for i in items if i.instant], [i for i in items if not i.instant]
    count = int(shares["a_day"] * run.scale + chance.random())
    moments = [at for at in _moments(day, count, policy, chance) if at <= run.end]
    ids = numbers.take(len(moments)) if moments else []
    clerk, reviewer = actor_of(policy, "window_clerk"), actor_of(policy, "review_officer")
    for n, (id, at) in enumerate(zip(ids, moments, strict=True)):
        item = chance.choice(instant if chance.random() < shares["instant"] else other)
        must = [x.material for x in item.materials if x.must]
        later = [x.material for x in item.materials if x.tolerable]
        brought = list(must)
        if chance.random() < shares["missing"]:
            brought = [paper for paper in must if chance.random() < 0.6]
        elif later and chance.random() < shares["tolerated"]:
            brought = [paper for paper in must if paper not in later]
        way = "online" if chance.random() < shares["online"] else "window"
        incoming = Incoming(
            channel="web" if way == "online" else "window", title=item.name, text=item.name, received_at=at, simulated=True,
            client_key=f"{_prefix(run)}{day.isoformat()}:{n}", name=f"{chance.choice(_NAMES)}某", track=applying.TRACK,
        )  # fmt: skip
        actor = RESIDENT if way == "online" else clerk
        made, intake = registration(door.check(incoming, policy, run.now), id, actor=actor, policy=policy, now=run.now)
        made.add(applying.apply(item, brought, way=way), actor, at)
        _Life(made, item, chance, shares, policy, run.end, at, clerk, reviewer).live()
        yield made.change(intake=intake)


def _prefix(run: Run) -> str:
    return f"simulated-window:{run.seed}:"


def write(run: Run, policy: Policy) -> tuple[int, int]:
    """(matters, events) that were written; days of this seed that are there already are left as they are."""
    return write_days(run, _prefix(run), ("window", "web"), lambda day: _day(day, run, policy))
