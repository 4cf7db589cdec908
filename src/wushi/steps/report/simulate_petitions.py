"""Simulate petitions (模拟信访): made-up ones and their course, by the same rules and clocks as real ones, marked as simulated.

How many a year and which shares go which way stands in petition.toml; what the figures say is counted from the matters.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from wushi.domain import events as e
from wushi.domain import incoming as door
from wushi.domain import petitions as rules
from wushi.domain.actor import Actor
from wushi.domain.incoming import Incoming
from wushi.domain.petition_rules import Case
from wushi.domain.policy import Policy
from wushi.steps.drafting import Draft
from wushi.steps.report.register import draft as registration
from wushi.steps.report.simulate import Run
from wushi.steps.report.simulate_days import write_days
from wushi.store.ledger import numbers
from wushi.store.ledger.rows import Change
from wushi.store.vault import vault

_CHANNELS = ("letter", "walk_in", "web", "phone")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡"
_ABOVE = "乌海市人民政府（模拟）"


class _Over(Exception):
    """The stretch ends here: what is under way stays open."""


@dataclass(slots=True)
class _Life:
    """One petition on its way; it stops where the stretch ends."""

    made: Draft
    case: Case
    chance: Random
    policy: Policy
    end: datetime
    at: datetime

    def happens(self, share: str) -> bool:
        return self.chance.random() < self.policy.petitions.simulation[share]

    def post(self, unit: str, role: str) -> Actor:
        found = next((p for p in self.policy.posts.values() if (p.unit, p.role) == (unit, role)), None)
        if found is None:
            raise _Over  # nobody there does it: the petition waits
        return Actor(found.code, found.unit, found.role)

    @property
    def clerk(self) -> Actor:
        return self.post(self.policy.desk_of("petition"), "petition_clerk")

    def within(self, clock: str, late: bool = False) -> None:
        """On to some working hour before the clock's due moment, or a few days after it."""
        found = self.made.matter.clock(clock)
        assert found is not None
        room = found.due - self.at
        wanted = (
            found.due + timedelta(days=self.chance.uniform(1, 6))
            if late
            else self.at + room * self.chance.uniform(0.1, 0.85)
        )
        self.later(wanted)

    def later(self, moment: datetime) -> None:
        self.at = self.policy.calendar.add_working_hours(max(moment, self.at), self.chance.uniform(0.1, 1.5))
        if self.at > self.end:
            raise _Over

    def do(self, event: e.Event, actor: Actor, said: dict[str, str] | str = "") -> None:
        words = said if isinstance(said, dict) else {"text": said} if said else {}
        sealed = vault.seal(words)[0] if words else b""
        self.made.add(event, actor, self.at, words=(sealed, "", words["text"]) if sealed else None)

    def commit(self) -> str:
        return vault.seal({})[1]

    def live(self) -> None:
        m, policy = self.made, self.policy
        late = self.happens("late")
        self.within("notice", late)
        if self.happens("lawful_way"):
            way = self.chance.choice(sorted(policy.petitions.ways))
            self.do(rules.sort(m.matter, way, self.commit(), policy, self.at), self.clerk, "材料一并退还（模拟）。")
            return
        self.do(rules.send(m.matter, self.case.unit, "按职责转送（模拟）", policy, self.at), self.clerk)
        handler = self.post(self.case.unit, "handler")
        if self.happens("objected"):
            self.within("petition_objection")
            self.do(rules.object_to(m.matter, "不在本单位职责内（模拟）", policy, self.at), handler)
            self.later(self.at + timedelta(days=1))
            self.do(rules.send(m.matter, self.case.unit, "三定方案写明由该单位管（模拟）", policy, self.at), self.clerk)
        self.within("unit_notice")
        self.do(rules.accept(m.matter, self.commit(), policy, self.at), handler, "已经受理，六十日内书面答复（模拟）。")
        if self.happens("prolonged"):
            self.later(self.at + timedelta(days=40))
            head = self.post(self.case.unit, "unit_head")
            self.do(rules.prolong(m.matter, "要调取历史档案（模拟）", head, policy, self.at), head)
        self.within("petition_handle", late)
        if self.happens("settled"):
            self.do(rules.settle(m.matter, True, self.commit()), handler, "双方签了和解协议（模拟）。")
            return
        parts = {name: f"{rules.HEADS[name]}（模拟）。" for name in rules.PARTS} | {"request": self.case.text}
        shown = "\n".join(f"{rules.HEADS[name]}：{words}" for name, words in parts.items())
        made = rules.opinion(m.matter, self.case.outcome, self.commit(), policy, self.at)
        self.do(made, handler, parts | {"text": shown})
        self.reviews()

    def reviews(self) -> None:
        m, policy = self.made, self.policy
        if not self.happens("review"):
            self.over("review_ask")
            return
        self.within("review_ask")
        self.do(rules.ask_review(m.matter, "", self.commit(), policy, self.at), self.clerk, "不服处理意见（模拟）。")
        self.within("petition_review")
        outcome = "changed" if self.chance.random() < 0.2 else "upheld"
        self.do(rules.give_review(m.matter, outcome, self.commit(), policy, self.at), self.clerk, "复查意见（模拟）。")
        if not self.happens("recheck"):
            self.over("recheck_ask")
            return
        self.within("recheck_ask")
        self.do(rules.ask_recheck(m.matter, _ABOVE, self.commit(), policy, self.at), self.clerk, "仍然不服（模拟）。")
        self.within("petition_recheck")
        self.do(rules.give_recheck(m.matter, "upheld", self.commit(), self.at), self.clerk, "复核意见（模拟）。")

    def over(self, clock: str) -> None:
        """The days for a review pass without a word."""
        found = self.made.matter.clock(clock)
        assert found is not None
        self.later(found.due + timedelta(hours=1))
        self.do(rules.end(self.made.matter, "not_asked", self.at), self.clerk)


def _moments(day: date, run: Run, policy: Policy, chance: Random) -> Sequence[datetime]:
    """When petitions come on that day: working hours, about as many a year as the pack says."""
    hours = policy.calendar.periods_on(day)
    if not hours:
        return ()
    a_day = policy.petitions.simulation["a_year"] * run.scale / 250
    count = int(a_day) + (chance.random() < a_day % 1)
    start, stop = hours[0]
    return sorted(start + (stop - start) * chance.random() for _ in range(count))


def _day(day: date, run: Run, policy: Policy) -> Iterator[Change]:
    chance = Random(f"petitions:{run.seed}:{day.isoformat()}")
    moments = [at for at in _moments(day, run, policy, chance) if at <= run.end]
    ids = numbers.take(len(moments)) if moments else []
    for n, (id, at) in enumerate(zip(ids, moments, strict=True)):
        case = chance.choice(policy.petitions.cases)
        incoming = Incoming(
            channel=chance.choice(_CHANNELS), title=case.title, text=case.text, received_at=at, simulated=True, track="petition",
            name=f"{chance.choice(_SURNAMES)}某（模拟）", client_key=f"{_prefix(run)}{day.isoformat()}:{n}",
        )  # fmt: skip
        checked = door.check(incoming, policy, run.now)
        life = _Life(None, case, chance, policy, run.end, at)  # type: ignore[arg-type]
        life.made, intake = registration(checked, id, actor=life.clerk, policy=policy, now=run.now)
        with contextlib.suppress(_Over):
            life.live()
        yield life.made.change(intake=intake)


def _prefix(run: Run) -> str:
    return f"simulated-petition:{run.seed}:"


def write(run: Run, policy: Policy) -> tuple[int, int]:
    """(matters, events) that were written; days of this seed that are there already are left as they are, and a pack without
    cases has none."""
    if not policy.petitions.cases or not policy.petitions.simulation:
        return 0, 0
    return write_days(run, _prefix(run), _CHANNELS, lambda day: _day(day, run, policy))
