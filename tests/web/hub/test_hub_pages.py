"""The hub's pages: every number of the inventory opens to its rows; a group from convening to the last signature."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from tests.people import Cast
from tests.web.staff import signed_in, text_of

from wushi.domain import hub
from wushi.domain.policy import Policy
from wushi.steps.report import hand_over
from wushi.steps.report.hand_over import HandOver
from wushi.store.ledger import ledger


@pytest.fixture
def number(house: Policy, cast: Cast) -> str:
    now = datetime.now(UTC) - timedelta(minutes=10)
    given = HandOver(
        "court", "诉前调3号", now - timedelta(days=1), "货款纠纷，双方同意调解。", place="150302001002", simulated=True
    )
    return hand_over.take_over(given, actor=cast.of("channel"), policy=house, now=now).number


@pytest.fixture
def clerk(house: Policy, cast: Cast) -> Client:
    return signed_in(cast.of("mediation_clerk"))


def test_every_number_of_the_inventory_opens_to_its_rows(clerk: Client, number: str) -> None:
    shown = text_of(clerk.get("/hub/"))
    assert "一共 1 件，没有结束的 1 件" in shown and number in shown and "法院诉前调解" in shown
    assert number in text_of(clerk.get("/hub/", {"town": "150302001"}))
    assert number not in text_of(clerk.get("/hub/", {"town": "150302002"}))
    assert number in text_of(clerk.get("/hub/", {"sort": "-", "level": "centre", "origin": "court"}))


def test_a_stranger_counts_nothing_and_opens_nothing(house: Policy, cast: Cast, number: str) -> None:
    stranger = signed_in(cast.chen("housing"))
    assert "一共 0 件" in text_of(stranger.get("/hub/"))
    assert stranger.get(f"/hub/{number}/").status_code == 404
    assert Client().get("/hub/").status_code == 302


def test_a_group_from_convening_to_the_last_signature(clerk: Client, house: Policy, cast: Cast, number: str) -> None:
    address = f"/hub/{number}/"
    page = text_of(clerk.get(address))
    assert "法院诉前调解" in page and "诉前调3号" in page and "区调处中心" in page
    day = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    wrong = clerk.post(address, {"step": "convene_group", "reason": "两个部门", "tasks": "没有的局 | 办"})
    assert wrong.status_code == 422 and "第 1 行写得不对" in text_of(wrong) and "两个部门" in wrong.content.decode()
    tasks = f"住建局 | 核对维修资金 | {day}\n人社局｜核对工资"
    assert clerk.post(address, {"step": "convene_group", "reason": "两个部门", "tasks": tasks}).status_code == 302
    first, second = hub.facts(ledger.load(number)[1]).tasks
    page = text_of(clerk.get(address))
    assert "2 个任务没有完，整件不能结" in page and "核对维修资金" in page
    handler = signed_in(cast.chen("housing"))
    assert "核对维修资金" in text_of(handler.get(f"/matters/{first.number}/"))
    for step, fields in (("sign_task", {}), ("report_task", {"report_task-words": "余额十二万元，附明细。"})):
        seen = ledger.load(first.number)[1].version
        sent = handler.post(f"/matters/{first.number}/do/{step}/", {"seen": seen, **fields})
        assert sent.status_code == 302, text_of(sent)
    page = text_of(clerk.get(address))
    assert "余额十二万元" in page and "住建局 承办员" in page
    back = clerk.post(address, {"step": "send_task_back", "task": first.number, "reason": "没有盖章"})
    assert back.status_code == 302 and ledger.load(first.number)[1].state == "signed"
    handler.post(
        f"/matters/{first.number}/do/report_task/",
        {"seen": ledger.load(first.number)[1].version, "report_task-words": "盖章了。"},
    )
    assert clerk.post(address, {"step": "accept_task", "task": first.number}).status_code == 302
    meeting = {"step": "hold_meeting", "on": datetime.now(UTC).date().isoformat(), "present": "住建局\n人社局",
               "minutes": "研究了工资。", "dissent": "人社局 | 应先仲裁", "decisions": f"住建局 | 拨付 | {day}"}  # fmt: skip
    assert clerk.post(address, {**meeting, "present": "住建局"}).status_code == 422
    assert clerk.post(address, meeting).status_code == 302
    page = text_of(clerk.get(address))
    assert "应先仲裁" in page and "有不同意见" in page and "会商决定" in page
    assert "override_parts" not in clerk.get(address).content.decode()  # not the clerk's to decide
    assert (
        clerk.post(address, {"step": "withdraw_task", "task": second.number, "reason": "改由法院"}).status_code == 302
    )


def test_a_whistle_names_units_by_their_names(clerk: Client, number: str) -> None:
    address = f"/hub/{number}/"
    assert clerk.post(address, {"step": "whistle", "units": "不存在", "reason": "看房"}).status_code == 422
    assert (
        clerk.post(address, {"step": "whistle", "units": "住建局\n自然资源分局", "reason": "看房"}).status_code == 302
    )
    assert [t.unit for t in hub.facts(ledger.load(number)[1]).tasks] == ["housing", "natural-resources"]


def test_the_course_tells_who_called_whom_and_why(clerk: Client, number: str) -> None:
    clerk.post(f"/hub/{number}/", {"step": "whistle", "units": "住建局", "reason": "现场看房"})
    told = text_of(clerk.get(f"/matters/{number}/"))
    assert "移交来件 · 法院诉前调解" in told and "诉前调3号" in told
    assert "吹哨 · 住建局" in told and "现场看房" in told


def test_the_matter_leads_to_its_group(clerk: Client, number: str) -> None:
    assert f"/hub/{number}/" in clerk.get(f"/matters/{number}/").content.decode()


def test_english_pages_hold_no_chinese_of_ours(house: Policy, cast: Cast, number: str) -> None:
    reader = signed_in(cast.of("mediation_clerk"), "en")
    shown = text_of(reader.get("/hub/"))
    for words in ("纠纷", "没有结束", "镇街"):
        assert words not in shown
    shown = text_of(reader.get(f"/hub/{number}/"))
    for words in ("联动", "会商", "上报", "反馈", "调处中心"):
        assert words not in shown
