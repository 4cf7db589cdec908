"""Danger from the call to the duty officer: in the same transaction, on every page of the desk, taken, handed over, judged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from tests.people import Cast, aunt_wang
from tests.web.staff import House, signed_in, text_of

from wushi.domain import duty
from wushi.domain.policy import Policy
from wushi.steps import turning
from wushi.steps.report.register import register
from wushi.store.ledger import ledger

GAS = {"title": "煤气味", "text": "楼道里全是煤气味，老人还在屋里。"}


@pytest.fixture
def story(house: Policy, cast: Cast) -> House:
    return House(house, cast, datetime.now(UTC) - timedelta(seconds=20))


def _call(story: House, **facts: str) -> str:
    """Registered only: the worker has not turned yet."""
    incoming = aunt_wang(received_at=story.at, **{**GAS, **facts})
    return register(incoming, actor=story.cast.li, policy=story.policy, now=story.at).number


@pytest.fixture
def officer(story: House) -> Client:
    return signed_in(story.cast.of("duty_officer"))


def test_danger_is_on_the_duty_page_before_any_worker_turns(story: House, officer: Client) -> None:
    number = _call(story)
    assert [n.event.kind for n in ledger.history(ledger.load(number)[0])][:2] == ["Registered", "DangerRaised"]
    shown = text_of(officer.get("/danger/"))
    assert number in shown
    assert "不要开灯" in shown
    banner = officer.get("/danger/banner/")
    assert "险情没有人接手" in text_of(banner)
    mark = banner.context["mark"]
    assert officer.get(f"/danger/banner/?seen={mark}").status_code == 204


def test_every_page_of_the_desk_asks_for_the_banner(story: House) -> None:
    for actor in (story.cast.li, story.cast.zhao, story.cast.of("duty_officer")):
        assert 'hx-get="/danger/banner/"' in signed_in(actor).get("/desk/").content.decode()
    handler = signed_in(story.cast.chen("housing"))
    assert "/danger/" not in handler.get("/unit/").content.decode()
    assert handler.get("/danger/").status_code == 403


def test_taken_by_the_first_who_presses(story: House, officer: Client) -> None:
    number = _call(story)
    answer = officer.post(f"/matters/{number}/do/take_danger/", {"quick": "1", "next": "/danger/"})
    assert answer.status_code == 302
    assert duty.waiting(story.matter(number)) is None
    assert number not in text_of(officer.get("/danger/waiting/"))
    assert "秒接手" in text_of(officer.get("/danger/"))


def test_handed_over_with_the_call_and_judged_afterwards(story: House, officer: Client) -> None:
    number = _call(story)
    given = {"transfer_out-line": "119", "transfer_out-call": "C-7", "next": "/danger/"}
    assert officer.post(f"/matters/{number}/do/transfer_out/", given).status_code == 302
    matter = story.matter(number)
    assert matter.state == "transferred_out"
    assert duty.seconds(matter) is not None
    told = {"judge_danger-real": "false", "judge_danger-reason": "是隔壁炒菜", "next": "/danger/"}
    assert officer.post(f"/matters/{number}/do/judge_danger/", told).status_code == 302
    assert "是隔壁炒菜" in text_of(officer.get("/danger/"))


def test_a_false_alarm_needs_a_reason(story: House, officer: Client) -> None:
    number = _call(story)
    answer = officer.post(f"/matters/{number}/do/judge_danger/", {"judge_danger-real": "false"})
    assert answer.status_code == 422


def test_a_person_marks_what_the_rules_missed(story: House, officer: Client) -> None:
    number = _call(story, title="有怪味", text="楼里有一种怪味，说不清。")
    assert story.matter(number).danger is None
    assert officer.post(f"/matters/{number}/do/raise_danger/", {"raise_danger-sort": "gas"}).status_code == 302
    raised = story.matter(number).danger
    assert raised is not None
    assert (raised.by, raised.line) == ("person", "119")
    assert number in text_of(officer.get("/danger/"))


def test_what_nobody_takes_climbs(story: House) -> None:
    number = _call(story)
    leader = signed_in(story.cast.of("leader"))
    assert number not in text_of(leader.get("/danger/banner/"))
    turning.turn_all(story.policy, story.at + timedelta(seconds=90))
    assert duty.escalated(story.matter(number))
    assert number in text_of(leader.get("/danger/banner/"))
    assert [n.event.to for n in ledger.history(ledger.load(number)[0]) if n.event.kind == "Urged"] == ["desk"]  # type: ignore[attr-defined]


def test_a_resident_is_told_to_call_at_once_and_is_registered_all_the_same(phone: Client, house: Policy) -> None:
    told = text_of(phone.post("/danger-in-words/", {"what": "家里煤气漏了，怎么办"}))
    assert "请马上拨打 119" in told
    assert text_of(phone.post("/danger-in-words/", {"what": "燃气费怎么交"})) == ""
    answer = phone.post("/", {"what": "家里煤气漏了，怎么办", "key": "k1", "screen": "2"})
    receipt = phone.get(answer["Location"])
    assert "请马上拨打 119" in text_of(receipt)
    number = answer["Location"].strip("/").split("/")[-1]
    assert ledger.load(number)[1].danger is not None


def test_danger_told_later_is_heard_once(story: House, officer: Client) -> None:
    number = _call(story, title="路灯", text="楼下路灯不亮。")
    assert story.matter(number).danger is None
    for _ in range(2):
        story.do(number, "note", story.cast.li, words="又来电：楼道里全是煤气味，老人还在屋里。")
    kinds = [n.event.kind for n in ledger.history(ledger.load(number)[0])]
    assert kinds.count("DangerRaised") == 1 and kinds[-3:] == ["Noted", "DangerRaised", "Noted"]
    assert number in text_of(officer.get("/danger/"))


def test_the_week_lists_false_alarms_and_misses_with_the_seconds(story: House, officer: Client) -> None:
    wrong = _call(story)
    officer.post(f"/matters/{wrong}/do/take_danger/", {"quick": "1"})
    judged = {"judge_danger-real": "false", "judge_danger-reason": "隔壁在炖肉"}
    assert officer.post(f"/matters/{wrong}/do/judge_danger/", judged).status_code == 302
    missed = _call(story, title="有味", text="楼道里味道怪怪的，头晕。")
    officer.post(f"/matters/{missed}/do/raise_danger/", {"raise_danger-sort": "gas"})
    shown = text_of(officer.get("/danger/week/"))
    assert "提示 2 件，判定是险情的 0 件，误报 1 件，没听出来的 1 件，还没判定的 1 件。" in shown
    false_alarms, misses = shown.split("漏报：没听出来")
    assert wrong in false_alarms and "隔壁在炖肉" in false_alarms and wrong not in misses and missed in misses
    assert "中间一件" in shown
    before = text_of(officer.get("/danger/week/?week=2022-W30"))
    assert "2022-W30" in before and "这一周没有误报" in before and wrong not in before
    assert officer.get("/danger/week/?week=never").status_code == 200
    assert signed_in(story.cast.of("handler")).get("/danger/week/").status_code == 403
