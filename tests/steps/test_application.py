"""An application from the form to the review: papers told once, both clocks side by side, tolerance, pauses, delivery, reviews."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.people import Cast, at
from wushi.domain.actor import RESIDENT, Actor
from wushi.domain.errors import BadInput, NotPermitted, OutOfScope, RuleBroken, WrongState
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.domain.time_limits import last_day
from wushi.steps import moves, reading, turning
from wushi.steps.report.apply import Asked, Who, apply
from wushi.store.ledger import ledger

MONDAY = at("2022-08-01 10:00")
FOOD = "食品经营许可（新办）"
ALL = ("application", "identity", "licence", "premises", "plan", "health", "rules")


class Hall:
    """The cast of the window, one minute of the clock after the other."""

    def __init__(self, policy: Policy, cast: Cast) -> None:
        self.policy, self.cast, self.now = policy, cast, MONDAY
        self.clerk = cast.of("window_clerk")
        self.handler = cast.chen("market")
        self.head = cast.sun("market")
        self.reviews = cast.of("review_officer")

    def code(self, name: str) -> str:
        return next(v[0].code for v in self.policy.catalogue.versions.values() if v[0].name == name)

    def apply(self, name: str = FOOD, brought: tuple[str, ...] = ALL, actor: Actor | None = None, **more: Any) -> str:
        asked = Asked(Who("示例申请人", "13900000000"), brought=brought, **more)
        return apply(self.code(name), asked, actor=actor or self.clerk, policy=self.policy, now=self.now).number

    def do(self, number: str, name: str, actor: Actor | None = None, **given: Any) -> Matter:
        self.now += timedelta(minutes=1)
        return moves.take(name, number, given, actor=actor or self.clerk, policy=self.policy, now=self.now)

    def delivered(self, **more: Any) -> str:
        number = self.apply(**more)
        self.do(number, "accept_application")
        self.do(number, "decide", self.handler, outcome="granted", words="准予许可")
        self.do(number, "deliver")
        return number

    def matter(self, number: str) -> Matter:
        return ledger.load(number)[1]


@pytest.fixture
def hall(house: Policy, cast: Cast) -> Hall:
    return Hall(house, cast)


def due(matter: Matter, name: str) -> date:
    clock = matter.clock(name)
    assert clock is not None
    return last_day(clock.due)


def test_from_application_to_delivery_with_both_clocks(hall: Hall) -> None:
    number = hall.apply()
    m = hall.matter(number)
    assert (m.state, m.unit, due(m, "check")) == ("registered", "services", date(2022, 8, 8))
    m = hall.do(number, "accept_application")
    assert (m.state, m.unit) == ("examining", "market")
    # promised 4 working days, by law 20: reckoned by hand on the calendar of August 2022
    assert (due(m, "decide"), due(m, "legal")) == (date(2022, 8, 5), date(2022, 8, 29))
    m = hall.do(number, "decide", hall.handler, outcome="granted", words="准予许可")
    assert (m.state, m.unit, due(m, "deliver")) == ("decided", "services", date(2022, 8, 15))
    clock = m.clock("decide")
    assert clock is not None and clock.met
    assert hall.do(number, "deliver", means="window").state == "delivered"
    m = hall.do(number, "rate_service", level="5")
    assert m.state == "rated" and m.application is not None and m.application.level == 5


def test_online_by_the_applicant_alone(hall: Hall) -> None:
    number = hall.apply(actor=RESIDENT, way="online")
    m = hall.matter(number)
    assert (m.channel, m.track) == ("web", "application")


def test_missing_papers_are_told_once_and_a_second_notice_needs_the_head(hall: Hall) -> None:
    number = hall.apply(brought=("application", "identity"))
    with pytest.raises(RuleBroken, match="licence, premises must be there"):
        hall.do(number, "accept_application", promise=True)
    with pytest.raises(BadInput, match="may not be asked for"):
        hall.do(number, "give_notice", missing=["photo"])
    m = hall.do(number, "give_notice", missing=["licence", "premises"], words="复印件也可以")
    assert m.state == "supplement" and not m.running
    m = hall.do(number, "bring_papers", brought=["licence", "premises"])
    assert m.state == "checking"
    with pytest.raises(RuleBroken, match="asked for already"):
        hall.do(number, "give_notice", missing=["plan"])
    hall.do(number, "ask_second_notice", missing=["plan"], reason="图纸看不清")
    window_head = hall.cast.sun("services")
    with pytest.raises(NotPermitted):
        hall.do(number, "grant_second_notice")  # the clerk asked for it
    m = hall.do(number, "grant_second_notice", window_head)
    assert m.application is not None and m.application.notices == 2 and m.state == "supplement"


def test_who_is_not_told_in_time_counts_as_accepted_since_receipt(hall: Hall) -> None:
    number = hall.apply(brought=("application",))
    hall.now = at("2022-08-09 09:00")  # five working days ended on 8 August
    with pytest.raises(RuleBroken, match="counts as accepted"):
        hall.do(number, "give_notice", missing=["licence"])
    m = hall.do(number, "accept_application")
    assert due(m, "legal") == date(2022, 8, 29)  # counted from 1 August


def test_tolerance_needs_a_promise_and_lapses_into_withdrawal(hall: Hall) -> None:
    brought = ("application", "identity", "licence", "premises")
    number = hall.apply(brought=brought)
    with pytest.raises(RuleBroken, match="on the applicant's written promise"):
        hall.do(number, "accept_application")
    m = hall.do(number, "accept_application", promise=True)
    assert m.application is not None and m.application.tolerated == ("plan", "health", "rules")
    assert due(m, "tolerate") == date(2022, 8, 4)
    with pytest.raises(RuleBroken, match="is not there yet"):
        hall.do(number, "decide", hall.handler, outcome="granted", words="可以")
    turning.turn_all(hall.policy, at("2022-08-05 00:30"))
    m = hall.matter(number)
    assert m.state == "withdrawn" and not m.running

    other = hall.apply(brought=brought)
    hall.do(other, "accept_application", promise=True)
    with pytest.raises(RuleBroken, match="all come at once"):
        hall.do(other, "follow_papers", brought=["plan"])
    m = hall.do(other, "follow_papers", brought=["plan", "health", "rules"])
    assert m.application is not None and not m.application.tolerated
    hall.do(other, "decide", hall.handler, outcome="granted", words="可以")


def test_suspended_time_is_told_in_writing_and_not_counted(hall: Hall) -> None:
    number = hall.apply()
    hall.do(number, "accept_application")
    hall.now = at("2022-08-02 10:00")
    with pytest.raises(BadInput):
        hall.do(number, "pause", hall.handler, ground="lunch", words="午休")
    m = hall.do(
        number, "pause", hall.handler, ground="application-inspection", words="现场检验，检验报告出来后恢复计时"
    )
    assert not m.running
    with pytest.raises(RuleBroken, match="stand still"):
        hall.do(number, "decide", hall.handler, outcome="granted", words="可以")
    hall.now = at("2022-08-12 10:00")
    m = hall.do(number, "resume_clocks", hall.handler)
    # three promised working days were left after 2 August, nineteen less one by law
    assert (due(m, "decide"), due(m, "legal")) == (date(2022, 8, 17), date(2022, 9, 8))


def test_more_time_once_with_the_heads_approval_and_a_word_to_the_applicant(hall: Hall) -> None:
    number = hall.apply()
    hall.do(number, "accept_application")
    with pytest.raises(RuleBroken, match="nobody asked"):
        hall.do(number, "grant_more_time", hall.head, told=True)
    hall.do(number, "ask_more_time", hall.handler, reason="要等专家意见")
    with pytest.raises(NotPermitted):
        hall.do(number, "grant_more_time", hall.handler, told=True)
    with pytest.raises(RuleBroken, match="must be told"):
        hall.do(number, "grant_more_time", hall.head)
    m = hall.do(number, "grant_more_time", hall.head, told=True)
    assert due(m, "legal") == date(2022, 9, 13)
    with pytest.raises(RuleBroken, match="extended already"):
        hall.do(number, "ask_more_time", hall.handler, reason="再要") and hall.do(
            number, "grant_more_time", hall.head, told=True
        )


@pytest.mark.parametrize(("minutes", "spot"), [(30, True), (119, True), (600, False)])
def test_on_the_spot_is_what_really_happened(hall: Hall, minutes: int, spot: bool) -> None:
    number = hall.apply("结婚登记（申请）", ("application", "identity", "contract"))
    hall.do(number, "accept_application")
    hall.now = MONDAY + timedelta(minutes=minutes - 1)
    m = hall.do(number, "decide", hall.cast.chen("civil-affairs"), outcome="granted", words="登记")
    assert m.application is not None
    assert (m.application.instant, m.application.on_the_spot) == (True, spot)


def test_a_refusal_names_its_ground_and_a_denial_its_reasons(hall: Hall) -> None:
    number = hall.apply()
    with pytest.raises(BadInput, match="not_needed"):
        hall.do(number, "refuse_application", ground="tired", words="不办")
    assert hall.do(number, "refuse_application", ground="not_ours", words="向市局申请").state == "not_accepted"
    other = hall.apply()
    hall.do(other, "accept_application")
    with pytest.raises(BadInput, match="reasons"):
        hall.do(other, "decide", hall.handler, outcome="denied", words="")


def test_the_back_decides_what_is_its_own_and_the_window_never_decides(hall: Hall) -> None:
    number = hall.apply()
    hall.do(number, "accept_application")
    with pytest.raises(NotPermitted):
        hall.do(number, "decide", hall.clerk, outcome="granted", words="可以")
    with pytest.raises(OutOfScope):
        hall.do(number, "decide", hall.cast.chen("housing"), outcome="granted", words="可以")
    assert reading.matter(number, hall.clerk, hall.policy).matter.number == number  # the window sees it to the end


def test_a_bad_review_is_called_back_then_put_right(hall: Hall) -> None:
    number = hall.delivered()
    m = hall.do(number, "rate_service", level="1", via="terminal", words="等了三个小时")
    assert (m.state, m.unit) == ("bad_review", "market")
    assert (due(m, "review_contact"), due(m, "rectify")) == (date(2022, 8, 2), date(2022, 8, 22))
    with pytest.raises(RuleBroken, match="call the sender"):
        hall.do(number, "rectify_review", hall.handler, words="已改")
    hall.do(number, "contact_review", hall.reviews, words="说明排队情况")
    m = hall.do(number, "rectify_review", hall.handler, words="增开窗口")
    assert m.state == "rectified" and not m.running


def test_a_bad_review_without_a_sender_counts_and_cannot_be_called_back(hall: Hall) -> None:
    number = hall.delivered()
    m = hall.do(number, "rate_service", level="2", named=False)
    assert m.state == "rated" and not m.running


def test_exclusion_only_after_a_check_by_another_and_with_an_appeal(hall: Hall) -> None:
    number = hall.delivered()
    hall.do(number, "rate_service", level="1", words="态度差")
    hall.do(number, "ask_exclusion", hall.handler, ground="false", reason="录像里没有")
    with pytest.raises(RuleBroken, match="call the sender"):
        hall.do(number, "exclude_review", hall.reviews)
    hall.do(number, "contact_review", hall.reviews, words="坚持评价")
    with pytest.raises(RuleBroken, match="who handled it"):
        hall.do(number, "exclude_review", hall.handler)
    m = hall.do(number, "exclude_review", hall.reviews)
    assert m.state == "review_excluded"
    m = hall.do(number, "appeal_exclusion", RESIDENT, words="当时没有录音")
    assert due(m, "appeal") == date(2022, 8, 8)
    m = hall.do(number, "reverse_exclusion", hall.cast.supervisor)
    assert m.state == "bad_review" and m.clock("rectify") is not None
    with pytest.raises(RuleBroken, match="it counts"):
        hall.do(number, "ask_exclusion", hall.handler, ground="false", reason="还是不对")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"level": "6"}, "one of"),
        ({"level": "0"}, "one of"),
        ({"level": "5", "via": "dream"}, "one of"),
        ({"level": "x"}, "int"),
    ],
)
def test_odd_reviews_are_refused(hall: Hall, given: dict[str, str], why: str) -> None:
    number = hall.delivered()
    with pytest.raises(BadInput, match=why):
        hall.do(number, "rate_service", **given)
    hall.do(number, "rate_service", level="4")
    with pytest.raises(WrongState):
        hall.do(number, "rate_service", level="5")


def test_a_new_version_of_the_item_changes_no_promise_that_was_made(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = hall.apply()
    m = hall.do(number, "accept_application")
    before = due(m, "decide")
    turning.turn_all(hall.policy, hall.now)
    assert due(hall.matter(number), "decide") == before


def test_the_same_key_applies_once(hall: Hall) -> None:
    first, again = hall.apply(client_key="k1"), hall.apply(client_key="k1")
    assert first == again


def test_the_clocks_ring_for_the_window_and_the_back(hall: Hall) -> None:
    number = hall.apply()
    hall.do(number, "accept_application")
    turning.turn_all(hall.policy, at("2022-08-31 00:30"))
    kinds = [entry.event.kind for entry in ledger.history(ledger.load(number)[0])]
    assert kinds.count("FellOverdue") == 2  # the promise, then the law
    assert "PlacedUnderSupervision" in kinds
