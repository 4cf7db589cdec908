"""A case for the tests: two parties, a mediator, and the steps that lead it as far as a test needs it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tests.people import SHANGHAI, Cast, at
from wushi.domain.actor import Actor
from wushi.domain.incoming import Incoming
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps import moves
from wushi.steps.report.register import register

PRIVATE_A = "甲方私下说底线是三千元水管密语"
PRIVATE_B = "乙方私下说最多付六千元票据密语"
JOINT = "双方都到场共同确认漏水属实会谈密语"
TERMS = "乙方赔偿甲方五千元并修好水管协议密语"


@dataclass
class Case:
    """One dispute under way; `now` moves on by an hour with each step."""

    number: str
    policy: Policy
    now: datetime
    clerk: Actor
    mediator: Actor
    other: Actor
    matter: Matter | None = None

    def take(self, name: str, /, who: Actor | None = None, **given: Any) -> Matter:
        self.now += timedelta(hours=1)
        asked = {k: v.isoformat() if isinstance(v, date) else v for k, v in given.items()}
        actor = who or (self.mediator if name in _MEDIATORS else self.clerk)
        self.matter = moves.take(name, self.number, asked, actor=actor, policy=self.policy, now=self.now)
        return self.matter

    @property
    def today(self) -> date:
        return self.now.astimezone(SHANGHAI).date()

    def later(self, **span: int) -> None:
        self.now += timedelta(**span)

    def parties(self) -> Case:
        self.take("enter_party", side="applicant", name="王桂英", id_number="15030219500101002X", phone="13900001234",
                  address="青山社区3号楼1单元202室")  # fmt: skip
        self.take("enter_party", side="respondent", name="李建国", id_number="150302196002020031", phone="13900005678",
                  address="青山社区3号楼1单元302室")  # fmt: skip
        return self

    def accepted(self, origin: str = "application", sort: str = "neighbours") -> Case:
        self.parties()
        self.take("consent", key="A", means="present")
        self.take("consent", key="B", means="phone")
        self.take("accept_dispute", sort=sort, origin=origin)
        return self

    def mediated(self, **given: str) -> Case:
        self.accepted(**given)
        self.take("confirm_mediator", mediator=self.mediator.post, how="chosen")
        self.take("reach_parties", means="phone")
        self.take("tell_rights")
        self.session("private", ["A"], PRIVATE_A)
        self.session("private", ["B"], PRIVATE_B)
        self.session("joint", ["A", "B"], JOINT)
        return self

    def session(self, sort: str, keys: list[str], words: str) -> Matter:
        self.later(days=1)
        return self.take("hold_session", sort=sort, keys=keys, on=self.today, began="00:10",
                         ended="00:40", words=words, room="邻里与相邻权")  # fmt: skip

    def agreed(self, instalments: int = 2, **given: str) -> Case:
        self.mediated(**given)
        lines = "\n".join(
            f"B→A {(self.today + timedelta(days=10 * n)).isoformat()} 2500元 第{n}期" for n in range(1, instalments + 1)
        )
        self.take("draft_agreement", form="written", facts="楼上漏水泡坏楼下家具。", terms=TERMS, instalments=lines)
        self.take("sign_agreement", keys=["A", "B"], on=self.today, by_mediator=True, stamped=True)
        return self


_MEDIATORS = frozenset(
    {
        "reach_parties", "tell_rights", "hold_session", "draft_agreement", "sign_agreement", "agree_orally",
        "keep_instalment", "miss_instalment", "take_late", "complete", "remind", "fail_mediation", "prolong_mediation",
    }
)  # fmt: skip


def case(policy: Policy, cast: Cast, when: str = "2022-06-01 08:00", **facts: object) -> Case:
    now = at(when)
    clerk = cast.of("mediation_clerk")
    mediators = [Actor(p.code, p.unit, p.role) for p in policy.posts.values() if p.role == "mediator"]
    given: dict[str, Any] = {
        "channel": "walk_in", "track": "dispute", "title": "楼上漏水", "text": "楼上漏水泡坏了家具，两家吵了几次。",
        "name": "王桂英", "phone": "13900001234",
    }  # fmt: skip
    receipt = register(Incoming(**{**given, **facts}), actor=clerk, policy=policy, now=now)
    return Case(receipt.number, policy, now, clerk, mediators[0], mediators[1])
