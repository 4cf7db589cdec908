"""The agent's course: no act without consent, none outside the mandate, a report for each errand, a visit by somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.people import SHANGHAI, Cast, at
from wushi.domain.actor import Actor
from wushi.domain.errors import BadInput, OutOfScope, RuleBroken, WrongState
from wushi.domain.incoming import Incoming
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.domain.tracks.agency import Agency
from wushi.steps import moves, turning
from wushi.steps.report.register import register
from wushi.store.ledger import ledger

TOLD = "材料交到住建局了，下周二去问结果。"


@dataclass
class Acting:
    """One matter with its agent; `now` moves on by an hour with each step."""

    number: str
    policy: Policy
    now: datetime
    agent: Actor
    visitor: Actor

    @property
    def today(self) -> date:
        return self.now.astimezone(SHANGHAI).date()

    @property
    def matter(self) -> Matter:
        return ledger.load(self.number)[1]

    @property
    def a(self) -> Agency:
        found = self.matter.petition
        assert found and found.agency
        return found.agency

    def take(self, name: str, /, who: Actor | None = None, **given: Any) -> Matter:
        self.now += timedelta(hours=1)
        asked = {k: v.isoformat() if isinstance(v, date) else v for k, v in given.items()}
        return moves.take(name, self.number, asked, actor=who or self.agent, policy=self.policy, now=self.now)

    def given(self, **more: Any) -> Acting:
        told: dict[str, Any] = {
            "name": "王桂英", "services": ["agency", "legal-advice"], "scope": ["submit", "enquire"],
            "until": self.today + timedelta(days=60), "signed": True, "phone": "13900001234",
        }  # fmt: skip
        self.take("give_mandate", **{**told, **more})
        return self

    def run(self, sort: str = "papers") -> Acting:
        self.take("do_errand", sort=sort, on=self.today, unit="housing", words="把材料交到住建局窗口。")
        self.take("report_agency", words=TOLD)
        return self


def acting(policy: Policy, cast: Cast, unit: str = "", when: str = "2022-06-01 09:00", **facts: Any) -> Acting:
    now = at(when)
    community = unit or next(u.code for u in policy.tree.units.values() if u.level == "community")
    agent = cast.of("petition_agent") if unit == "petition" else _agent(policy, community)
    told: dict[str, Any] = {
        "channel": "walk_in", "track": "petition", "received_by": community, "title": "房产证办不下来",
        "text": "住进来八年了，房产证一直办不下来。", "name": "王桂英",
    }  # fmt: skip
    receipt = register(Incoming(**{**told, **facts}), actor=agent, policy=policy, now=now)
    return Acting(receipt.number, policy, now, agent, cast.of("callback_agent"))


def _agent(policy: Policy, unit: str) -> Actor:
    return next(
        Actor(p.code, p.unit, p.role) for p in policy.posts.values() if (p.role, p.unit) == ("petition_agent", unit)
    )


@pytest.fixture
def one(house: Policy, cast: Cast) -> Acting:
    return acting(house, cast)


def refused(rule: str, one: Acting, name: str, **given: Any) -> None:
    with pytest.raises(RuleBroken) as caught:
        one.take(name, **given)
    assert caught.value.facts["rule"] == rule


def test_from_the_consent_to_the_visit(one: Acting) -> None:
    one.given()
    assert one.matter.state == "agency" and one.a.level == "community" and one.a.agent == one.agent.post
    assert not one.matter.clock("notice").running  # type: ignore[union-attr]
    one.take("judge_agency", path="department", units=["housing"])
    one.run().run("lawyer")
    assert one.a.rendered == ("agency", "legal-advice") and not one.a.unreported
    one.take("conclude_agency", outcome="resolved", words="证办下来了。")
    assert one.matter.state == "agency_visit" and one.matter.clock("agency_visit").running  # type: ignore[union-attr]
    one.take("visit_agency", who=one.visitor, solved=True, content=True, words="很满意")
    assert one.matter.state == "closed" and one.matter.closed_at and not one.matter.running
    assert [what for what, _, _ in one.a.life()] == [
        "taken_on", "errand", "errand", "reported", "reported", "resolved", "visited",
    ]  # fmt: skip


def test_nobody_acts_without_consent_or_outside_the_mandate(one: Acting) -> None:
    with pytest.raises(WrongState):
        one.take("do_errand", sort="papers", on=one.today, words="先去跑一趟。")
    with pytest.raises(RuleBroken, match="consent"):
        one.given(signed=False)
    with pytest.raises(RuleBroken, match="at most"):
        one.given(until=one.today + timedelta(days=400))
    with pytest.raises(BadInput):
        one.given(until=one.today - timedelta(days=1))
    with pytest.raises(BadInput):
        one.given(scope=["settle"])
    one.given()
    refused("outside_mandate", one, "do_errand", sort="collect", on=one.today, words="代取文书。")
    with pytest.raises(BadInput):
        one.take("do_errand", sort="papers", on=one.today + timedelta(days=2), words="明天去。")
    one.take("change_mandate", scope=["receive"], until=one.today + timedelta(days=30), signed=True)
    one.take("do_errand", sort="collect", on=one.today, words="代取文书。")
    clock = one.matter.clock("mandate")
    assert clock and clock.running and clock.due.astimezone(SHANGHAI).date() == one.today + timedelta(days=31)


def test_a_mandate_that_is_over_is_not_used(one: Acting) -> None:
    one.given(until=one.today + timedelta(days=5))
    refused("mandate_lasts", one, "end_mandate", ground="lapsed")
    one.now += timedelta(days=8)
    turning.turn_all(one.policy, one.now)
    assert "FellOverdue" in [n.event.kind for n in ledger.history(ledger.load(one.number)[0])]
    refused("mandate_over", one, "do_errand", sort="papers", on=one.today, words="再去一趟。")
    one.take("end_mandate", ground="lapsed")
    assert one.matter.state == "closed" and one.a.outcome == "lapsed" and not one.matter.running


def test_every_errand_is_told_before_the_end(one: Acting) -> None:
    one.given()
    refused("agency_not_judged", one, "conclude_agency", outcome="resolved", words="好了。")
    one.take("judge_agency", path="on_the_spot")
    one.take("do_errand", sort="papers", on=one.today, words="交了材料。")
    first = one.matter.clock("agency_report")
    one.take("do_errand", sort="ask", on=one.today, words="问了进度。")
    assert one.matter.clock("agency_report") == first  # a second errand gives no more time
    refused("errand_unreported", one, "conclude_agency", outcome="resolved", words="好了。")
    one.take("report_agency", words=TOLD)
    with pytest.raises(BadInput):
        one.take("conclude_agency", outcome="legal_channel", words="去法院。")
    one.take("conclude_agency", outcome="legal_channel", channel="litigation", words="可以向法院起诉。")
    one.take("visit_agency", who=one.visitor, solved=False)
    assert one.matter.state == "closed" and "resolved" not in {what for what, _, _ in one.a.life()}


def test_who_acted_does_not_visit_and_what_is_not_solved_goes_back(one: Acting) -> None:
    one.given()
    one.take("judge_agency", path="on_the_spot")
    one.run()
    one.take("conclude_agency", outcome="resolved", words="好了。")
    refused("own_visit", one, "visit_agency", solved=True)
    one.take("visit_agency", who=one.visitor, solved=False, words="还是没有拿到证")
    assert one.matter.state == "agency" and one.a.outcome == ""
    assert one.matter.clock("mandate").running  # type: ignore[union-attr]
    one.run()
    one.take("conclude_agency", outcome="resolved", words="这次真的好了。")
    town = _agent(one.policy, one.policy.tree.line(one.agent.unit)[1])
    one.take("visit_agency", who=town, solved=True, content=True)
    assert one.matter.state == "closed"
    told = [what for what, _, _ in one.a.life()]
    assert told.count("resolved") - told.count("undone") == 1


def test_three_levels(one: Acting, house: Policy, cast: Cast) -> None:
    one.given()
    with pytest.raises(BadInput):
        one.take("judge_agency", path="sent_up")
    one.take("judge_agency", path="sent_up", reason="社区办不了")
    town = one.matter.unit
    assert house.tree.unit(town).level in ("street", "town")
    with pytest.raises(OutOfScope):
        one.take("do_errand", sort="papers", on=one.today, words="x")
    one.agent = _agent(house, town)
    one.take("judge_agency", path="sent_up", reason="街道办不了")
    assert one.matter.unit == "petition"
    one.agent = cast.of("petition_agent")
    one.run()
    refused("hub_top", one, "judge_agency", path="sent_up", reason="再往上")


def test_nobody_acts_in_an_accusation(house: Policy, cast: Cast) -> None:
    one = acting(house, cast, "petition", accused=("housing",))
    with pytest.raises(RuleBroken, match="accusation"):
        one.given()
    assert "give_mandate" not in {m.name for m in moves.open_to(one.agent, one.matter, house)}
