"""A unit says that it is not its own; the adjudicator rules; the ruling binds, and the first unit sees it no longer."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.journeys.town import Town
from tests.people import aunt_wang

from wushi.steps.handle import dispatch
from wushi.steps.report.register import register
from wushi.store.ledger import ledger


def test_an_objection_is_ruled_on_and_the_ruling_binds(town: Town) -> None:
    now = datetime.now(UTC)
    incoming = aunt_wang(title="路灯不亮", text="青山社区门口的路灯坏了一个星期。")
    number = register(incoming, actor=town.cast.li, policy=town.policy, now=now).number
    town.turn()
    dispatch.dispatch(number, "housing", actor=town.cast.zhao, policy=town.policy, now=datetime.now(UTC))

    housing = town.staff(town.cast.chen("housing"), width=360)
    housing.get_by_role("link", name="路灯不亮").click()
    housing.get_by_text("提异议", exact=True).click()
    housing.get_by_label("为什么不归本单位").fill("路灯在小区红线以外，由市政维护。")
    housing.get_by_role("button", name="提出异议").click()
    housing.get_by_text("异议已提出，等裁定。").wait_for()
    assert town.state(number) == "objection"

    judge = town.staff(town.cast.judge)
    judge.get_by_role("link", name="路灯不亮").click()
    assert "路灯在小区红线以外，由市政维护。" in judge.locator(".timeline").inner_text()
    judge.get_by_label("由谁承办").fill("市政")
    judge.get_by_label("指定的理由").fill("红线以外的路灯归市政中心。")
    judge.get_by_role("button", name="就指定这个单位").click()
    judge.get_by_text(f"{number} 已指定市政中心承办").wait_for()
    judge.get_by_text("没有单位提异议。").wait_for()

    answer = housing.goto(f"/matters/{number}/")
    assert answer.status == 404 and "路灯" not in housing.locator("main").inner_text()

    municipal = town.staff(town.cast.chen("municipal"), width=360)
    municipal.get_by_role("link", name="路灯不亮").click()
    assert municipal.get_by_text("提异议", exact=True).count() == 0
    municipal.get_by_role("button", name="签收", exact=True).click()
    municipal.get_by_text("已签收。").wait_for()
    matter = ledger.load(number)[1]
    assert matter.designated and matter.lead == "municipal" and matter.objectors == ("housing",)


def test_two_dispatchers_at_one_matter_the_second_is_told(town: Town) -> None:
    number = register(aunt_wang(), actor=town.cast.li, policy=town.policy, now=datetime.now(UTC)).number
    town.turn()
    first, second = town.staff(town.cast.zhao), town.staff(town.cast.of("dispatcher", "centre"))
    for page in (first, second):
        page.goto(f"/matters/{number}/")
    first.get_by_role("button", name="派给热力公司").click()
    first.get_by_text("已派给热力公司").wait_for()
    second.get_by_role("button", name="派给热力公司").click()
    told = second.get_by_role("alert")
    told.wait_for()
    said = told.inner_text()
    assert "有了变化。您的这一步还没有做。" in said and "派单" in said and "12345派单员" in said
    assert second.evaluate("document.activeElement.getAttribute('role')") == "alert"
    assert town.history(number).count("Dispatched") == 1
