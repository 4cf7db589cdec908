"""A dispute that the court handed over: its room is booked and refused twice over, a group is convened, a unit signs on a phone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.journeys.town import TOUCHED, Town

from wushi.domain import hub
from wushi.steps.report import hand_over
from wushi.steps.report.hand_over import HandOver
from wushi.store.ledger import ledger


def _fits(page: Any) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    low = page.locator(TOUCHED).evaluate_all(
        "all => all.filter(e => e.offsetHeight && e.type !== 'radio' && e.type !== 'checkbox' && e.offsetHeight < 40).map(e => e.outerHTML)"
    )
    assert not low, low


def test_from_the_court_to_the_last_signature(town: Town) -> None:
    now = datetime.now(UTC)
    given = HandOver(
        "court", "诉前调9号", now - timedelta(days=1), "物业服务费纠纷，双方同意先行调解。", simulated=True
    )
    channel = town.cast.of("channel")
    number = hand_over.take_over(given, actor=channel, policy=town.policy, now=now).number

    clerk = town.staff(town.cast.of("mediation_clerk"))
    clerk.get_by_role("link", name="调处中心", exact=True).first.click()
    tomorrow = (now + timedelta(days=1)).date().isoformat()
    clerk.goto(f"/centre/?day={tomorrow}")
    clerk.locator("#room-property a.slot").first.click()
    clerk.get_by_label("从").select_option("09:00")
    clerk.get_by_label("到", exact=True).select_option("10:30")
    clerk.get_by_label("哪一件的编号").fill(number)
    clerk.get_by_role("button", name="预约").click()
    assert number in clerk.locator("main").inner_text()

    clerk.goto(f"/centre/book/?room=property&day={tomorrow}&begin=10:00")
    clerk.get_by_role("button", name="预约").click()
    told = clerk.locator(".error-summary").inner_text()
    assert "物业纠纷调解室" in told and "09:00–10:30 已经有人预约了" in told

    clerk.goto(f"/matters/{number}/")
    clerk.get_by_role("link", name="联动").click()
    assert "诉前调9号" in clerk.locator("main").inner_text()
    clerk.locator("summary", has_text="组建联动群组").click()
    clerk.get_by_label("为什么要一起办").fill("要核对维修资金")
    clerk.get_by_label("谁做什么").fill("住建局 | 核对维修资金")
    clerk.get_by_role("button", name="组建并下达任务").click()
    clerk.get_by_text("1 个任务没有完").wait_for()
    [task] = hub.facts(ledger.load(number)[1]).tasks

    phone = town.staff(town.cast.chen("housing"), width=360)
    phone.goto(f"/matters/{task.number}/")
    _fits(phone)
    phone.get_by_role("button", name="签收任务").click()
    phone.get_by_label("做了什么").fill("余额十二万元，明细附后。")
    phone.get_by_role("button", name="签字反馈").click()
    phone.get_by_text("反馈任务：已记下").first.wait_for()
    assert town.state(task.number) == "reported"

    clerk.reload()
    assert "余额十二万元" in clerk.locator("main").inner_text()
    clerk.get_by_role("button", name="验收").click()
    clerk.get_by_text("任务验收").first.wait_for()
    assert town.state(task.number) == "closed" and not hub.facts(ledger.load(number)[1]).open_tasks

    small = town.staff(town.cast.of("mediation_clerk"), width=360)
    for address in ("/centre/", "/centre/book/", "/centre/calendar/", "/centre/roster/", "/hub/", f"/hub/{number}/"):
        small.goto(address)
        _fits(small)
