"""A call of three points: proposed at the desk, answered one by one by the unit, asked about by the desk, read by the resident."""

from __future__ import annotations

from tests.journeys.town import TOUCHED, Town

from wushi.store.ledger import ledger
from wushi.store.ledger.models import Matter

CALL = "青山社区5号楼的事：1、楼道灯不亮。2、电梯总停。3、物业费涨了没公示。"


def test_three_points_from_the_call_to_the_answers(town: Town) -> None:
    desk = town.staff(town.cast.li)
    desk.goto("/desk/new/")
    desk.get_by_label("说了什么").fill(CALL)
    desk.get_by_text("要答复 3 点").wait_for()
    desk.get_by_role("group").filter(has_text="建议不对，自己选").locator("summary").click()
    desk.get_by_label("改单位").fill("住建局")
    desk.get_by_role("button", name="登记并派给住建局").click()
    desk.wait_for_url("**/desk/new/HBW-*/")
    number = desk.url.rstrip("/").split("/")[-1]
    code = desk.locator(".readout dd").nth(1).inner_text()
    assert "PointsListed" in town.history(number) and ledger.load(number)[1].points == 3

    unit = town.staff(town.cast.chen("housing"), width=360)
    unit.goto(f"/matters/{number}/")
    unit.get_by_role("button", name="签收").click()
    unit.get_by_role("button", name="已经联系了").click()
    unit.get_by_label("第 1 点办成什么样").select_option("solved")
    unit.get_by_label("怎么答复第 1 点").fill("楼道灯今天换了三个灯泡")
    unit.get_by_label("第 2 点办成什么样").select_option("promised")
    unit.get_by_label("怎么答复第 2 点").fill("电梯我们会尽快修")
    unit.locator("[data-warning=no_date]").wait_for()
    assert (
        unit.evaluate("document.activeElement.name") == "reply-answer_2"
    )  # what it says does not take the cursor away
    unit.get_by_label("办成什么样", exact=True).select_option("partly")
    assert unit.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = unit.evaluate(
        """(touched) => [...document.querySelectorAll(touched)].filter(e => e.type !== 'hidden' && e.checkVisibility())
            .map(e => e.matches('[type=checkbox], [type=radio]') ? e.parentElement : e)
            .filter(e => e.getBoundingClientRect().height < 47.5).map(e => e.outerHTML.slice(0, 80))""",
        TOUCHED,
    )
    assert small == []
    unit.get_by_role("button", name="交答复").click()
    unit.get_by_text("第 3 点“物业费涨了没公示”还没有答复。").first.wait_for()
    assert town.state(number) == "in_progress"
    assert unit.get_by_label("怎么答复第 1 点").input_value() == "楼道灯今天换了三个灯泡"

    unit.get_by_label("第 3 点办成什么样").select_option("explained")
    unit.get_by_label("怎么答复第 3 点").fill("物业费的新标准昨天贴在单元门口")
    unit.get_by_role("button", name="交答复").click()
    unit.get_by_label("我看过提醒，就这样交").check()
    unit.get_by_role("button", name="交答复").click()
    unit.get_by_text("已答复").first.wait_for()
    assert town.state(number) == "handled"

    agent = town.staff(town.cast.wu)
    agent.goto(f"/matters/{number}/")
    warned = agent.get_by_text("这份答复交出时有提醒").locator("xpath=../..").inner_text()
    assert "没有说哪一天" in warned

    resident = town.browser(360)
    resident.goto("/follow/")
    resident.get_by_label("编号").fill(number)
    resident.get_by_label("回执码").fill(code)
    resident.get_by_role("button", name="看这件事").click()
    resident.wait_for_url(f"**/{number}/")
    answers = resident.locator("ol.asked").inner_text()
    for part in ("楼道灯不亮", "解决了", "楼道灯今天换了三个灯泡", "物业费的新标准昨天贴在单元门口", "作了说明"):
        assert part in answers, part
    assert "有提醒" not in resident.locator("main").inner_text()
    assert resident.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert Matter.objects.count() == 1


def test_points_may_be_changed_at_the_desk_or_left_out(town: Town) -> None:
    desk = town.staff(town.cast.li)
    for keys, expected in ((("改要点", "只答第一件\n再答第二件"), 2), (("不列要点，整件一起答复", ""), 0)):
        desk.goto("/desk/new/")
        desk.get_by_label("说了什么").fill(CALL)
        desk.get_by_text("要答复 3 点").wait_for()
        desk.get_by_role("group").filter(has_text="建议不对，自己选").locator("summary").click()
        if keys[1]:
            desk.get_by_label(keys[0]).fill(keys[1])
            desk.get_by_text("要答复 2 点").wait_for()
        else:
            desk.get_by_label(keys[0]).check()
            desk.get_by_text("要答复 3 点").wait_for(state="detached")
        desk.get_by_role("button", name="只登记，稍后派").click()
        desk.wait_for_url("**/desk/new/HBW-*/")
        number = desk.url.rstrip("/").split("/")[-1]
        assert ledger.load(number)[1].points == expected
