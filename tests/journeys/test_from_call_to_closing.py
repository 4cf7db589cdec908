"""One matter from the resident's phone over desk and unit and back, twice, until it is solved."""

from __future__ import annotations

import re
from typing import Any

from tests.journeys.town import Town


def submit(town: Town) -> tuple[Any, str]:
    """A resident says it on a phone and stands on the receipt."""
    page = town.browser(360)
    page.goto("/")
    page.get_by_label("出了什么事？").fill("青山社区3号楼暖气一直不热，屋里只有十四度。")
    page.get_by_label("电话").fill("13900001234")
    page.get_by_role("button", name="交上去").click()
    page.wait_for_url("**/receipt/**")
    number = re.search(r"HBW-\d{4}-\d{7}", page.url)
    assert number
    town.turn()
    return page, number[0]


def rate(page: Any, solved: str, content: str, why: str = "") -> None:
    page.get_by_role("group", name="办理的单位联系过您吗？").get_by_label("有", exact=True).check()
    page.get_by_role("group", name="问题解决了吗？").get_by_label(solved, exact=True).check()
    page.get_by_role("group", name="您对办理满意吗？").get_by_label(content, exact=True).check()
    if why:
        page.get_by_label("为什么？哪里还没办好？").fill(why)
    page.get_by_role("button", name="交评价").click()
    page.wait_for_load_state()


def answer(unit: Any, number: str, words: str) -> None:
    """Sign for it, get in touch, answer: what a handler does on a phone."""
    unit.goto("/unit/")
    assert "要签收" in unit.locator(".rows").inner_text()
    unit.get_by_role("link", name="青山社区3号楼暖气").click()
    unit.get_by_role("button", name="签收", exact=True).click()
    unit.get_by_text("已签收。").wait_for()
    unit.get_by_text("看联系方式", exact=True).first.click()
    unit.get_by_label("联系诉求人，核实情况").check()
    unit.locator("#requester").get_by_role("button", name="看联系方式").click()
    assert unit.get_by_role("link", name="13900001234").get_attribute("href") == "tel:13900001234"
    unit.get_by_role("button", name="已经联系了").click()
    unit.get_by_text("记下了：已联系诉求人。").wait_for()
    unit.get_by_label("给诉求人的答复").fill(words)
    unit.get_by_label("办成什么样").select_option(label="解决了")
    unit.get_by_role("button", name="交答复").click()
    unit.get_by_text(f"{number} 已答复。").wait_for()


def test_a_matter_goes_round_until_it_is_solved(town: Town) -> None:
    resident, number = submit(town)
    assert town.state(number) == "registered"

    desk = town.staff(town.cast.zhao)
    assert desk.url.endswith("/desk/")
    desk.get_by_role("link", name="青山社区3号楼暖气").click()
    desk.get_by_role("button", name="派给热力公司").click()
    desk.get_by_text(f"{number} 已派给热力公司").wait_for()
    assert desk.url.endswith("/desk/")

    resident.get_by_role("link", name="看进度").click()
    assert "热力公司" in resident.locator("main").inner_text()

    unit = town.staff(town.cast.chen("heat-company"), width=360)
    answer(unit, number, "已更换换热站循环泵，室温应到 18 度以上。")
    assert town.state(number) == "handled"

    resident.reload()
    rate(resident, "没有解决", "不满意", "夜里还是只有十五度。")
    assert town.state(number) == "callback"

    callback = town.staff(town.cast.of("callback_agent", "desk"))
    callback.get_by_role("link", name="青山社区3号楼暖气").click()
    assert "夜里还是只有十五度。" in callback.locator(".timeline").inner_text()
    callback.get_by_label("哪里没解决，或者有什么新情况").fill("诉求人评价：夜里还是只有十五度。")
    callback.get_by_role("button", name="退回重办").click()
    callback.get_by_text(f"{number} 已退回热力公司重办").wait_for()

    answer(unit, number, "已清洗支管，夜间实测 20 度。")

    resident.reload()
    rate(resident, "解决了", "满意")
    town.turn()
    assert town.state(number) == "closed"
    assert [k for k in town.history(number) if k in ("Dispatched", "Replied", "CalledBack", "Reopened", "Closed")] == [
        "Dispatched", "Replied", "CalledBack", "Reopened", "Replied", "CalledBack", "Closed",
    ]  # fmt: skip
    unit.goto(f"/matters/{number}/")
    assert "这件事已经结束。" in unit.locator("main").inner_text()
