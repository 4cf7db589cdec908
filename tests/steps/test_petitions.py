"""The petition's course: sorted, sent, objected to, accepted, prolonged, answered, reviewed twice; every clock with its article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.people import Cast, at
from wushi.domain.actor import Actor
from wushi.domain.calendar import local
from wushi.domain.errors import BadInput, NotPermitted, OutOfScope, RuleBroken, WrongState
from wushi.domain.incoming import Incoming
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.domain.time_limits import last_day
from wushi.steps import moves
from wushi.steps.report.register import register
from wushi.store.ledger import ledger
from wushi.store.vault import vault

pytestmark = pytest.mark.django_db
LETTER = {
    "request": "要求公开补偿标准。", "facts": "2019年征收，标准没有公示。", "reasons": "应当公示而没有公示。",
    "opinion": "十日内公示标准。", "basis": "土地管理法第四十八条。", "remedy": "三十日内可以向信访局请求复查。",
}  # fmt: skip


@dataclass
class Course:
    """One petition on its way; `now` moves on by an hour with each step, or by days."""

    number: str
    policy: Policy
    now: datetime

    def post(self, unit: str, role: str) -> Actor:
        found = next(p for p in self.policy.posts.values() if (p.unit, p.role) == (unit, role))
        return Actor(found.code, found.unit, found.role)

    @property
    def clerk(self) -> Actor:
        return self.post("petition", "petition_clerk")

    @property
    def matter(self) -> Matter:
        return ledger.load(self.number)[1]

    def take(self, name: str, who: Actor, days: float = 0, /, **given: Any) -> Matter:
        self.now += timedelta(days=days, hours=1)
        return moves.take(name, self.number, given, actor=who, policy=self.policy, now=self.now)

    def sent(self, unit: str = "natural-resources") -> Actor:
        self.take("send_petition", self.clerk, unit=unit, reason="征地补偿归它管")
        return self.post(unit, "handler")

    def accepted(self, unit: str = "natural-resources") -> Actor:
        who = self.sent(unit)
        self.take("accept_petition", who, words="由自然资源局办理，六十日内答复。")
        return who

    def answered(self, outcome: str = "partly") -> Actor:
        who = self.accepted()
        self.take("give_opinion", who, 20, outcome=outcome, **LETTER)
        return who

    def due(self, clock: str) -> date:
        found = self.matter.clock(clock)
        assert found is not None
        return last_day(found.due)


@pytest.fixture
def one(house: Policy, cast: Cast) -> Course:
    return begun(house)


def begun(policy: Policy, when: str = "2022-06-01 09:00", **facts: Any) -> Course:
    now = at(when)
    incoming = Incoming(
        channel="walk_in",
        text="征地三年了，补偿按什么标准一直没有说清楚。",
        name="王桂英",
        track="petition",
        received_at=now,
        **facts,
    )
    course = Course("", policy, now)
    course.number = register(incoming, actor=course.clerk, policy=policy, now=now).number
    return course


def test_from_the_letter_to_the_end_of_the_procedure(one: Course) -> None:
    assert one.matter.unit == "petition" and one.due("notice") == date(2022, 6, 16)
    handler = one.sent()
    assert one.matter.state == "petition_sent"
    assert one.due("unit_notice") == date(2022, 6, 16) and one.due("petition_objection") == date(2022, 6, 9)  # 端午 off
    one.take("accept_petition", handler, words="由自然资源局办理，六十日内答复。")
    assert one.due("petition_handle") == date(
        2022, 8, 1
    )  # 31 July is a Sunday: the period ends on the next working day
    one.take("prolong_petition", one.post("natural-resources", "unit_head"), 30, reason="要调档案")
    assert one.due("petition_handle") == date(2022, 8, 31)
    one.take("give_opinion", handler, 40, outcome="partly", **LETTER)
    one.take("ask_review", one.clerk, 29, words="标准没有公示就是错的，应当重算。")
    assert (one.matter.state, one.matter.unit) == ("petition_review", "petition")
    one.take("give_review", one.clerk, 20, outcome="upheld", words="原意见事实清楚。")
    one.take("ask_recheck", one.clerk, 10, organ="乌海市人民政府", words="还是不服。")
    one.take("give_recheck", one.clerk, 25, outcome="upheld", words="维持。")
    assert one.matter.state == "petition_final" and not one.matter.open and not one.matter.running
    p = one.matter.petition
    assert p is not None and (p.outcome, p.review, p.recheck, p.organ) == (
        "partly",
        "upheld",
        "upheld",
        "乌海市人民政府",
    )
    assert [step[0] for step in p.life()] == [
        "noticed", "sent", "told", "accepted", "prolonged", "opinion", "outcome", "review_asked", "reviewed",
        "recheck_asked", "rechecked",
    ]  # fmt: skip
    with pytest.raises(WrongState):
        one.take("ask_review", one.clerk, words="再来一次")


def test_the_letter_has_all_its_parts_and_the_words_lie_in_the_vault(one: Course) -> None:
    handler = one.accepted()
    for part in LETTER:
        with pytest.raises(BadInput) as refused:
            one.take("give_opinion", handler, outcome="partly", **(LETTER | {part: " "}))
        assert refused.value.facts["field"] == part
    with pytest.raises(BadInput, match="one of supported"):
        one.take("give_opinion", handler, outcome="maybe", **LETTER)
    one.take("give_opinion", handler, outcome="explained", **LETTER)
    id, matter = ledger.load(one.number)
    kept = vault.read(id, post="t", account="t", purpose="t", at=one.now)
    assert any(record.get("basis") == LETTER["basis"] for record in kept.values())
    assert matter.petition and matter.petition.outcome == "explained"


def test_an_objection_within_five_working_days_then_designated(one: Course) -> None:
    handler = one.sent("housing")
    one.take("object_petition", handler, 2, reason="征地不归住建局管")
    assert (one.matter.state, one.matter.unit) == ("petition_objection", "petition")
    with pytest.raises(BadInput, match="say why"):
        one.take("send_petition", one.clerk, unit="housing")
    one.take("send_petition", one.clerk, unit="housing", reason="三定方案第五条")
    assert one.matter.petition and one.matter.petition.designated
    with pytest.raises(RuleBroken, match="designated"):
        one.take("object_petition", one.post("housing", "handler"), reason="还是不归我们")
    assert "object_petition" not in {m.name for m in moves.open_to(handler, one.matter, one.policy)}


def test_an_objection_too_late_is_refused_with_the_day(one: Course) -> None:
    handler = one.sent("housing")
    with pytest.raises(RuleBroken, match="2022-06-09"):
        one.take("object_petition", handler, 9, reason="不归我们")


def test_what_belongs_to_a_lawful_way_is_named_with_its_channel(one: Course) -> None:
    with pytest.raises(BadInput, match="judicial"):
        one.take("sort_petition", one.clerk, way="nowhere", words="请走别的途径。")
    one.take("sort_petition", one.clerk, 20, way="arbitration", words="劳动争议先申请仲裁。")
    p = one.matter.petition
    assert one.matter.state == "lawful_way" and p is not None and p.way == "arbitration"
    assert ("noticed", "late") in {(what, code) for what, _, code in p.life()}


def test_no_review_after_the_days_and_no_end_before_them(one: Course) -> None:
    one.answered()
    with pytest.raises(RuleBroken, match="until"):
        one.take("end_petition", one.clerk, ground="not_asked")
    with pytest.raises(RuleBroken, match="ended on"):
        one.take("ask_review", one.clerk, 40, words="不服")
    one.take("end_petition", one.clerk, ground="not_asked")
    assert one.matter.state == "closed"


def test_who_answers_does_not_prolong_and_only_once(one: Course) -> None:
    handler = one.accepted()
    head = one.post("natural-resources", "unit_head")
    with pytest.raises(NotPermitted):
        one.take("prolong_petition", handler, reason="忙")
    one.take("prolong_petition", head, reason="要调档案")
    with pytest.raises(RuleBroken, match="once"):
        one.take("prolong_petition", head, reason="再要三十天")


def test_at_most_five_represent_the_others(one: Course) -> None:
    with pytest.raises(RuleBroken, match="at most 5"):
        one.take("name_representatives", one.clerk, persons=40, names="\n".join("甲乙丙丁戊己"))
    with pytest.raises(BadInput, match="two persons"):
        one.take("name_representatives", one.clerk, persons=1, names="甲")
    one.take("name_representatives", one.clerk, persons=40, names="甲\n乙\n丙")
    p = one.matter.petition
    assert p is not None and (p.persons, p.representatives) == (40, 3)
    assert "甲" not in repr(ledger.history(ledger.load(one.number)[0]))


def test_a_repeat_is_linked_to_the_earlier_matter(one: Course, house: Policy) -> None:
    later = begun(house, "2022-09-01 09:00")
    with pytest.raises(BadInput, match="itself"):
        later.take("link_repeat", later.clerk, to=later.number)
    with pytest.raises(BadInput, match="came later"):
        one.take("link_repeat", one.clerk, to=later.number)
    later.take("link_repeat", later.clerk, to=one.number)
    assert later.matter.petition and later.matter.petition.repeat_of == one.number


def test_the_accused_never_gets_it_nor_any_unit_below(house: Policy, cast: Cast) -> None:
    course = begun(house, accused=("natural-resources",))
    with pytest.raises(RuleBroken, match="natural-resources"):
        course.take("send_petition", course.clerk, unit="natural-resources", reason="归它管")
    with pytest.raises(OutOfScope):
        course.take("note", course.post("natural-resources", "handler"), words="看一眼")
    course.accepted("justice")
    assert course.matter.unit == "justice"


def test_an_agreement_ends_it_only_when_signed(one: Course) -> None:
    handler = one.accepted()
    with pytest.raises(RuleBroken, match="signed"):
        one.take("settle_petition", handler, words="补足差额。")
    one.take("settle_petition", handler, words="补足差额。", signed=True)
    assert one.matter.state == "closed"


def test_no_comment_move_or_new_class_restarts_a_clock(one: Course) -> None:
    handler = one.accepted()
    before = one.due("petition_handle")
    one.take("note", handler, 5, words="去现场看了。")
    one.take("inform", handler, 1, words="还在查。")
    assert one.due("petition_handle") == before
    found = one.matter.clock("petition_handle")
    assert found is not None and local(found.start) == local(at("2022-06-01 11:00"))


def test_a_hearing_stops_the_second_review_and_nothing_else(one: Course) -> None:
    handler = one.answered()
    with pytest.raises(RuleBroken, match="no clock"):
        one.take("pause", handler, ground="petition-hearing", words="听证通知")
    one.take("ask_review", one.clerk, 1, words="不服")
    with pytest.raises(RuleBroken, match="no clock"):
        one.take("pause", one.clerk, ground="petition-hearing", words="听证通知")
    one.take("give_review", one.clerk, 1, outcome="upheld", words="维持")
    one.take("ask_recheck", one.clerk, 1, organ="乌海市人民政府", words="不服")
    due = one.due("petition_recheck")
    one.take("pause", one.clerk, 1, ground="petition-hearing", words="听证通知")
    one.take("resume_clocks", one.clerk, 10)
    assert (one.due("petition_recheck") - due).days == 10
