"""An application with missing papers at the window: told once, brought, accepted on a promise, decided in the back, delivered, rated."""

from __future__ import annotations

from typing import Any

from tests.journeys.town import Town

from wushi.store.ledger import ledger

FOOD = "食品经营许可（新办）"


def _open(page: Any, name: str) -> None:
    """A move that stands folded among the others."""
    page.locator("summary", has_text=name).first.click()


def test_missing_papers_are_told_once_and_the_window_delivers(town: Town) -> None:
    door = town.browser(360)
    door.goto("/hall/take/")
    door.get_by_role("button", name="A ·").click()
    assert door.locator(".ticket").inner_text() == "A001"

    clerk = town.staff(town.cast.of("window_clerk"))
    clerk.get_by_role("link", name="叫号").first.click()
    clerk.get_by_role("button", name="叫下一位").click()
    assert clerk.locator(".ticket").inner_text() == "A001"
    board = town.browser(1280)
    board.goto("/hall/")
    assert "A001" in board.locator("#board").inner_text()

    clerk.goto("/counter/")
    clerk.get_by_role("link", name="收一份申请").click()
    clerk.get_by_label("办什么事").fill("spjyxk")
    clerk.get_by_role("link", name=FOOD).click()
    for paper in ("申请表", "身份证明", "营业执照"):
        clerk.get_by_label(paper).check()
    clerk.get_by_label("电话").fill("13900000000")
    clerk.get_by_role("button", name="登记，开始核对").click()
    clerk.get_by_text("回执码").wait_for()
    told = clerk.locator("#told").inner_text()
    number = clerk.url.rstrip("/").split("/")[-1]
    code = told.rsplit("回执码", 1)[1].strip(" 。\n")

    _open(clerk, "一次性告知")
    form = clerk.locator("#do-give_notice")
    assert form.get_by_label("场所使用证明").is_checked()  # what is missing is ticked already
    form.get_by_role("button", name="开一次性告知书").click()
    clerk.get_by_text("在等申请人补来").or_(clerk.get_by_role("button", name="收下补正材料")).first.wait_for()
    assert town.state(number) == "supplement"

    phone = town.browser(360)
    phone.goto(f"/follow/?number={number}")
    phone.get_by_label("回执码").fill(code)
    phone.get_by_role("button", name="看这件事").click()
    assert "还缺" in phone.locator("main").inner_text()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")

    clerk.goto(f"/matters/{number}/")
    bring = clerk.locator("#do-bring_papers")
    for paper in ("场所平面图", "从业人员健康证明", "管理制度文本"):
        bring.get_by_label(paper).uncheck()
    bring.get_by_role("button", name="收下补正材料").click()
    accept = clerk.locator("#do-accept_application")
    accept.get_by_label("申请人已书面承诺后补").check()
    accept.get_by_role("button", name="受理，开通知书").click()
    clerk.get_by_text("部门正在审查").first.wait_for()
    matter = ledger.load(number)[1]
    assert matter.unit == "market" and {c.name for c in matter.running} == {"decide", "legal", "tolerate"}

    _open(clerk, "容缺补齐")
    clerk.locator("#do-follow_papers").get_by_role("button", name="收下，补齐了").click()
    back = town.staff(town.cast.chen("market"))
    back.goto(f"/matters/{number}/")
    decide = back.locator("#do-decide")
    decide.get_by_label("同意", exact=True).check()
    decide.get_by_role("button", name="作出决定").click()
    back.wait_for_url("**/unit/**")
    assert town.state(number) == "decided"

    clerk.goto(f"/matters/{number}/")
    clerk.locator("#do-deliver").get_by_role("button", name="交给申请人").click()
    clerk.get_by_text("请申请人评价").or_(clerk.locator("#told .notice")).first.wait_for()
    phone.goto(f"/follow/{number}/")
    assert "承诺时限" in phone.locator("main").inner_text() and "法定时限" in phone.locator("main").inner_text()
    phone.get_by_label("非常满意").check()
    phone.get_by_role("button", name="交评价").click()
    phone.get_by_text("谢谢您的评价").wait_for()
    kinds = town.history(number)
    assert kinds.count("NoticeGiven") == 1 and kinds[-1] == "Rated"
