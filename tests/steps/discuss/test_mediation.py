"""A dispute mediated from its parties to the court's word, and everything that is refused on the way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.people import Cast
from tests.steps.cases import Case, case

from wushi.domain.calendar import end_of_day, local
from wushi.domain.errors import BadInput, NotPermitted, RuleBroken, WrongState
from wushi.domain.performance import succeeded
from wushi.domain.policy import Policy
from wushi.domain.time_limits import last_day
from wushi.steps import reading
from wushi.store.ledger import ledger


@pytest.fixture
def begun(house: Policy, cast: Cast) -> Case:
    return case(house, cast)


def test_a_case_from_the_parties_to_the_confirmed_agreement(begun: Case) -> None:
    c = begun.agreed(origin="court-before")
    m = c.matter
    assert m is not None and m.dispute is not None and m.state == "agreed_written"
    assert [p.consent for p in m.dispute.parties] == ["given", "given"]
    assert [s.sort for s in m.dispute.sessions] == ["private", "private", "joint"]
    assert last_day(m.clock("confirmation").due) >= c.today + timedelta(days=30)  # type: ignore[union-attr]
    assert m.clock("performance").due == end_of_day(m.dispute.promises[0].due)  # type: ignore[union-attr]
    c.take("apply_confirmation", keys=["A", "B"], court="海勃湾区人民法院", on=c.today)
    c.later(days=5)
    m = c.take("record_ruling", outcome="confirmed", reference="（2022）内0302民特12号", on=c.today)
    assert m.dispute is not None and m.dispute.confirmation == "confirmed" and m.state == "agreed_written"
    m = c.take("keep_instalment", n=1, on=c.today, proof="转账凭证")
    assert m.state == "performing"
    c.later(days=12)
    m = c.take("keep_instalment", n=2, on=c.today)
    assert m.state == "performed" and m.closed_at is not None and not m.running
    assert succeeded(m, c.now)
    assert rebuild_says(c.number) == m


def rebuild_says(number: str) -> Any:
    from wushi.domain.matter import replay

    id, _ = ledger.load(number)
    return replay(number, ledger.history(id))


def test_the_term_follows_where_the_case_comes_from(house: Policy, cast: Cast) -> None:
    for origin, limit, days in (
        ("court-before", "mediation.term_before_filing", 30),
        ("court-ordinary", "mediation.term_ordinary", 15),
        ("court-summary", "mediation.term_summary", 7),
    ):
        c = case(house, cast, when="2022-06-06 08:00")
        c.accepted(origin=origin)
        m = c.take("confirm_mediator", mediator=c.mediator.post)
        clock = m.clock("mediation")
        assert clock is not None and clock.limit == limit
        assert last_day(clock.due) >= c.today + timedelta(days=days)


def test_the_court_designates_from_the_day_after_the_choice(house: Policy, cast: Cast) -> None:
    """Accepted on 29 September 2022: chosen by 8 October, a Saturday that is worked; designated by the 11th, the Sunday between
    being worked as well."""
    c = case(house, cast, when="2022-09-29 08:00")
    c.accepted(origin="court-before")
    assert c.matter is not None
    ends = {clock.name: last_day(clock.due).isoformat() for clock in c.matter.clocks if clock.name != "acceptance"}
    assert ends == {"choose": "2022-10-08", "mediator": "2022-10-11"}


def test_a_change_of_mediator_does_not_restart_the_term(begun: Case) -> None:
    c = begun.mediated()
    before = c.matter.clock("mediation")  # type: ignore[union-attr]
    c.later(days=2)
    m = c.take("declare_conflict", who=c.mediator, key="A", relation="relative")
    assert m.state == "accepted" and m.dispute is not None and m.dispute.mediator == ""
    with pytest.raises(RuleBroken, match="recused"):
        c.take("confirm_mediator", mediator=c.mediator.post)
    m = c.take("confirm_mediator", mediator=c.other.post)
    assert m.clock("mediation") == before


def test_longer_only_when_everybody_agrees_and_it_is_the_same_clock(begun: Case) -> None:
    c = begun.mediated()
    clock = c.matter.clock("mediation")  # type: ignore[union-attr]
    assert clock is not None
    later = last_day(clock.due) + timedelta(days=10)
    with pytest.raises(RuleBroken, match="not agreed to by B"):
        c.take("prolong_mediation", keys=["A"], until=later)
    m = c.take("prolong_mediation", keys=["A", "B"], until=later)
    moved = m.clock("mediation")
    assert moved is not None and moved.start == clock.start and last_day(moved.due) == later
    assert len([x for x in m.clocks if x.name == "mediation"]) == 1


def test_the_time_of_an_appraisal_is_not_counted(house: Policy, cast: Cast) -> None:
    c = case(house, cast).mediated(origin="court-before")
    clock = c.matter.clock("mediation")  # type: ignore[union-attr]
    assert clock is not None
    left = last_day(clock.due) - c.today
    with pytest.raises(BadInput, match="one of mediation-appraisal"):
        c.take("pause", who=c.mediator, ground="holiday", words="放假")
    c.take("pause", who=c.mediator, ground="mediation-appraisal", words="书面告知：委托鉴定漏水原因。")
    c.later(days=40)
    m = c.take("resume_clocks", who=c.mediator)
    went_on = m.clock("mediation")
    assert went_on is not None and last_day(went_on.due) - c.today == left
    assert m.clock("mediation").start == clock.start  # type: ignore[union-attr]


def test_a_refusal_bars_mediation_and_names_the_ways_that_stay_open(begun: Case) -> None:
    c = begun.parties()
    m = c.take("refuse_consent", key="B")
    assert m.state == "refused_by_party" and m.dispute is not None and m.dispute.remedies
    assert not m.running and m.closed_at is not None
    with pytest.raises(WrongState):
        c.take("accept_dispute", sort="neighbours", origin="application")


# --- what is refused ----------------------------------------------------------------------------------------------------


def test_a_party_is_missing(begun: Case) -> None:
    begun.take("enter_party", side="applicant", name="王桂英", phone="13900001234")
    begun.take("consent", key="A")
    with pytest.raises(RuleBroken, match="被申请人") as told:
        begun.take("accept_dispute", sort="neighbours", origin="application")
    assert told.value.facts["reference"] == "mediation-2011#17"


def test_consent_is_missing(begun: Case) -> None:
    begun.parties().take("consent", key="A")
    with pytest.raises(RuleBroken, match="no consent yet of B"):
        begun.take("accept_dispute", sort="neighbours", origin="application")


@pytest.mark.parametrize(
    "second",
    [
        {"name": "王桂英", "id_number": "15030219500101002x"},
        {"name": "王 桂英", "phone": "139 0000 1234"},
        {"name": "王桂英", "address": "青山社区3号楼1单元202室"},
    ],
)
def test_the_same_person_on_both_sides(second: dict[str, str], begun: Case) -> None:
    begun.parties()
    with pytest.raises(RuleBroken, match="same person as party A"):
        begun.take("enter_party", side="respondent", **second)


def test_the_same_name_alone_is_asked_about_and_namesakes_are_let_in(begun: Case) -> None:
    begun.parties()
    with pytest.raises(RuleBroken, match="same name"):
        begun.take("enter_party", side="respondent", name="王桂英")
    begun.take("enter_party", side="respondent", name="王桂英", id_number="150302197003030045")


def test_an_agent_does_not_speak_for_both_sides(begun: Case) -> None:
    begun.parties()
    with pytest.raises(RuleBroken, match="other side"):
        begun.take("enter_party", side="respondent", name="赵六", agent="王桂英", agent_phone="13900001234")


def test_a_mediator_related_to_a_party(begun: Case) -> None:
    c = begun.accepted()
    c.take("declare_conflict", mediator=c.mediator.post, key="B", relation="relative")
    with pytest.raises(RuleBroken, match="近亲属"):
        c.take("confirm_mediator", mediator=c.mediator.post)
    c.take("confirm_mediator", mediator=c.other.post)


def test_a_mediator_does_not_mediate_for_the_own_unit(house: Policy, cast: Cast) -> None:
    c = case(house, cast)
    c.take("enter_party", side="applicant", name="王桂英", phone="13900001234")
    c.take("enter_party", side="respondent", name="调处中心", sort="organisation", unit="mediation")
    c.take("consent", key="A")
    c.take("consent", key="B")
    c.take("accept_dispute", sort="contract", origin="application")
    with pytest.raises(RuleBroken, match="works for party B"):
        c.take("confirm_mediator", mediator=c.mediator.post)


def test_a_mediator_sent_by_a_department_does_not_mediate_for_it(house: Policy, cast: Cast) -> None:
    sent = next(x for x in house.centre.mediators.values() if x.department == "labour")
    c = case(house, cast)
    c.take("enter_party", side="applicant", name="王桂英", phone="13900001234")
    c.take("enter_party", side="respondent", name="人社局", sort="organisation", unit="labour")
    c.take("consent", key="A")
    c.take("consent", key="B")
    c.take("accept_dispute", sort="labour", origin="application")
    with pytest.raises(RuleBroken, match="works for party B"):
        c.take("confirm_mediator", mediator=sent.post)


def test_only_a_mediator_of_the_pack_and_only_the_own_case(begun: Case) -> None:
    c = begun.accepted()
    with pytest.raises(BadInput, match="no mediator"):
        c.take("confirm_mediator", mediator="desk.operator")
    c.take("confirm_mediator", mediator=c.mediator.post)
    c.take("tell_rights")
    with pytest.raises(NotPermitted, match="mediator of the case"):
        c.take(
            "hold_session", who=c.other, sort="private", keys=["A"], on=c.today, began="09:00", ended="09:30", words="x"
        )


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"keys": ["A"], "by_mediator": True, "stamped": True}, "not signed by B"),
        ({"keys": ["A", "B"], "by_mediator": False, "stamped": True}, "mediator"),
        ({"keys": ["A", "B"], "by_mediator": True, "stamped": False}, "stamped"),
        ({"keys": [], "by_mediator": True, "stamped": True}, "not signed by A, B"),
    ],
)
def test_an_agreement_without_signature(changed: dict[str, Any], why: str, begun: Case) -> None:
    c = begun.mediated()
    c.take("draft_agreement", form="written", facts="漏水", terms="赔五千元")
    with pytest.raises(RuleBroken, match=why) as told:
        c.take("sign_agreement", on=c.today, **changed)
    assert told.value.facts["reference"] == "mediation-2011#29"


def test_days_before_the_start(begun: Case) -> None:
    c = begun.mediated()
    early = c.today - timedelta(days=20)
    with pytest.raises(BadInput, match="before the case was accepted"):
        c.take("hold_session", sort="private", keys=["A"], on=early, began="09:00", ended="09:30", words="x")
    with pytest.raises(BadInput, match="before it began"):
        c.take("hold_session", sort="private", keys=["A"], on=c.today, began="00:30", ended="00:20", words="x")
    with pytest.raises(BadInput, match="future"):
        c.take("hold_session", sort="private", keys=["A"], on=c.today + timedelta(days=2), began="09:00", ended="10:00",
               words="x")  # fmt: skip
    with pytest.raises(BadInput, match="before the case was accepted"):
        c.take("draft_agreement", form="written", facts="漏水", terms="赔", instalments=f"B→A {early} 100元")
    c.take("draft_agreement", form="written", facts="漏水", terms="赔五千元")
    with pytest.raises(BadInput, match="before the case was accepted"):
        c.take("sign_agreement", keys=["A", "B"], on=early, by_mediator=True, stamped=True)


def test_an_instalment_after_default(begun: Case) -> None:
    c = begun.agreed()
    with pytest.raises(RuleBroken, match="not due before"):
        c.take("miss_instalment", n=1, reason="没有钱")
    c.later(days=12)
    m = c.take("miss_instalment", n=1, reason="没有钱")
    assert m.state == "not_performed" and m.dispute is not None and "litigation" in m.dispute.remedies
    assert not succeeded(m, c.now)
    with pytest.raises(RuleBroken, match="late performance") as told:
        c.take("keep_instalment", n=1, on=c.today)
    assert told.value.facts["rule"] == "after_default"
    with pytest.raises(RuleBroken, match="creditor has to take it"):
        c.take("take_late", n=1, on=c.today)
    m = c.take("take_late", n=1, on=c.today, accepted=True)
    assert m.state == "performing" and m.closed_at is None
    assert succeeded(m, c.now)


def test_thirty_days_for_the_application_and_only_together(begun: Case) -> None:
    c = begun.agreed()
    with pytest.raises(RuleBroken, match="not applied for by B"):
        c.take("apply_confirmation", keys=["A"], court="法院", on=c.today)
    clock = c.matter.clock("confirmation")  # type: ignore[union-attr]
    assert clock is not None
    c.now = clock.due + timedelta(hours=1)
    with pytest.raises(RuleBroken, match="thirty days ended"):
        c.take("apply_confirmation", keys=["A", "B"], court="法院", on=local(c.now).date())


def test_no_court_confirms_a_matter_of_status(begun: Case) -> None:
    c = begun.agreed(sort="status")
    assert c.matter is not None and c.matter.clock("confirmation") is None
    with pytest.raises(RuleBroken, match="no court confirms"):
        c.take("apply_confirmation", keys=["A", "B"], court="法院", on=c.today)


def test_time_over_only_when_it_is_over(begun: Case) -> None:
    c = begun.mediated()
    with pytest.raises(RuleBroken, match="not over yet"):
        c.take("expire_mediation")
    c.later(days=40)
    m = c.take("expire_mediation")
    assert m.state == "expired" and m.dispute is not None and m.dispute.remedies


def test_an_oral_agreement_takes_effect_when_it_is_agreed(begun: Case) -> None:
    c = begun.mediated()
    with pytest.raises(RuleBroken, match="口头协议"):
        c.take("agree_orally", keys=["A", "B"], on=c.today)
    c.take("draft_agreement", form="oral", facts="漏水", terms="当场道歉，互不追究")
    m = c.take("agree_orally", keys=["A", "B"], on=c.today)
    assert m.state == "agreed_oral"
    assert c.take("complete").state == "performed"


def test_nothing_of_what_was_said_stands_where_staff_read_the_history(begun: Case) -> None:
    """Words of sessions, agreements and parties lie in the vault only."""
    c = begun.agreed()
    whole = reading.matter(c.number, c.clerk, c.policy)
    said = " ".join(f"{title} {text}" for seq, (title, text) in whole.words.items() if seq > 1)
    assert "密语" not in said and "王桂英" not in said and "139" not in said
    assert "密语" not in repr(whole.history) and "李建国" not in repr(whole.history)
