"""A resident asks the community's agent: consent, errands each told, the end, the visit by others; seen with the receipt on a phone."""

from __future__ import annotations

import re
from typing import Any

from tests.journeys.test_court_case_to_confirmed_agreement import do, send
from tests.journeys.town import TOUCHED, Town

from wushi.domain.actor import Actor
from wushi.store.vault import vault


def _agent(town: Town) -> Actor:
    tree, posts = town.policy.tree, town.policy.posts.values()
    return next(
        Actor(p.code, p.unit, p.role)
        for p in posts
        if p.role == "petition_agent" and tree.unit(p.unit).level == "community"
    )


def errand(page: Any, sort: str, words: str, told: str) -> None:
    form = do(page, "do_errand", "")
    form.get_by_label("办了什么").select_option(label=sort)
    form.get_by_label("经过和结果").fill(words)
    send(form, "记下这一步")
    assert "还没有告诉群众" in page.locator("#errands").inner_text()
    form = do(page, "report_agency", "")
    form.get_by_label("告诉了什么").fill(told)
    send(form, "已经告诉群众")


def test_an_agent_acts_for_a_resident(town: Town) -> None:
    page = town.staff(_agent(town), width=360)
    page.goto("/agency/new/")
    page.get_by_label("群众说的事").fill("住进来八年了，房产证一直办不下来。")
    page.get_by_label("来说的人").fill("王桂英")
    page.get_by_role("button", name="登记，接着签委托书").click()
    page.wait_for_url("**/agency/HBW-*/**")
    found = re.search(r"HBW-\d{4}-\d{7}", page.url)
    assert found
    number = found[0]

    # without the signature nobody acts
    form = do(page, "give_mandate", "")
    form.get_by_label("委托人姓名").fill("王桂英")
    send(form, "委托成立，开始代办")
    assert "谁也不能代办" in page.get_by_role("alert").inner_text()
    page.goto(f"/agency/{number}/")
    form = do(page, "give_mandate", "")
    form.get_by_label("委托人姓名").fill("王桂英")
    form.get_by_label("法律咨询").check()
    form.get_by_label("代收文书").uncheck()
    form.get_by_label("群众已经看过委托书，表示同意").check()
    send(form, "委托成立，开始代办")
    assert town.state(number) == "agency"
    page.goto(f"/agency/{number}/")
    with page.expect_download() as got:
        page.get_by_role("button", name="委托书 PDF").click()
    assert got.value.path().read_bytes()[:4] == b"%PDF"
    assert "王桂英" not in page.locator("main").inner_text()

    form = do(page, "judge_agency", "")
    form.get_by_label("怎么办").select_option(label="当场能办")
    send(form, "就这样办")
    page.goto(f"/agency/{number}/")
    form = do(page, "do_errand", "")
    assert "代取文书" not in form.inner_text()  # outside the mandate
    errand(page, "整理、递交材料", "把材料交到住建局窗口。", "材料交上去了，下周二去问结果。")
    page.goto(f"/agency/{number}/")
    errand(page, "请法律顾问解答", "法律顾问说可以补办。", "可以补办，不用打官司。")
    page.goto(f"/agency/{number}/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for box in page.locator(TOUCHED).all():
        if box.is_visible() and box.get_attribute("type") not in ("radio", "checkbox", "hidden"):
            assert box.bounding_box()["height"] >= 44
    form = do(page, "conclude_agency", "")
    form.get_by_label("结果").select_option(label="化解")
    form.get_by_label("怎样办结的，告诉群众").fill("房产证办下来了。")
    send(form, "结束，等回访")
    assert town.state(number) == "agency_visit"

    visitor = town.staff(town.cast.of("callback_agent"))
    visitor.goto("/agency/")
    visitor.get_by_role("link", name=re.compile("房产证")).first.click()
    form = do(visitor, "visit_agency", "")
    form.get_by_label("群众说解决了").check()
    form.get_by_label("群众满意").check()
    send(form, "记下这次回访")
    assert town.state(number) == "closed"

    resident = town.browser(360)
    resident.goto("/follow/")
    resident.get_by_label("编号").fill(number)
    resident.get_by_label("回执码").fill(vault.receipt_code(number))
    resident.get_by_role("button", name="看这件事").click()
    said = resident.locator("main").inner_text()
    assert "谁替您办" in said and "替您办了：整理、递交材料" in said and "材料交上去了，下周二去问结果" in said
    assert resident.evaluate("document.documentElement.scrollWidth") <= 360
    assert [n for n in town.history(number) if n.startswith(("Agency", "Mandate", "Errand"))] == [
        "MandateGiven", "AgencyJudged", "ErrandDone", "AgencyReported", "ErrandDone", "AgencyReported",
        "AgencyConcluded", "AgencyVisited", "AgencyClosed",
    ]  # fmt: skip
