"""一件事一次办: one form, the total told in advance, saved and gone on with, the second signature, each part in its turn."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.journeys.town import Town

from wushi.domain.actor import Actor
from wushi.steps import moves
from wushi.store.ledger import ledger


def test_a_restaurant_is_opened_with_one_form(town: Town) -> None:
    phone = town.browser(360)
    phone.goto("/services/")
    phone.get_by_role("link", name="一件事一次办").click()
    phone.get_by_role("link", name="开餐饮店").click()
    assert "受理后最长 5 个工作日全部办完" in phone.locator("main").inner_text()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.get_by_label("企业名称").fill("塞上人家餐饮")
    phone.get_by_role("button", name="先存着").click()
    phone.get_by_text("存好了").wait_for()
    phone.goto("/services/together/open-restaurant/")
    assert phone.get_by_label("企业名称").input_value() == "塞上人家餐饮"  # gone on with
    for label, said in (("申请人", "示例申请人"), ("电话", "04732010000"), ("房屋地址", "新华街1号"), ("面积", "八十")):
        phone.get_by_label(label).first.fill(said)
    phone.get_by_label("小吃").check()
    phone.get_by_role("group", name="要不要设招牌").get_by_label("否").check()
    phone.get_by_role("button", name="交申请").click()
    phone.get_by_role("link", name="请写数字").click()
    phone.get_by_label("面积").fill("80")
    phone.get_by_role("button", name="交申请").click()
    phone.wait_for_url("**/receipt/**")
    number = phone.url.partition("#")[0].rstrip("/").split("/")[-1]
    parent = ledger.load(number)[1]
    assert parent.state == "bundled" and parent.application is not None
    parts = parent.application.parts
    assert len(parts) == 7

    clerk, policy = town.cast.of("window_clerk"), town.policy
    done: set[str] = set()
    for part in parts:  # they stand in an order in which each can begin
        app = ledger.load(part)[1].application
        assert app is not None and set(app.after) <= done | set(parts)
    waiting = list(parts)
    while waiting:
        part = next(p for p in waiting if set(ledger.load(p)[1].application.after) <= done)  # type: ignore[union-attr]
        app = ledger.load(part)[1].application
        assert app is not None
        handler = Actor(f"{app.decides}.handler", app.decides, "handler")
        lacking = list(app.lacking())
        steps = (
            [("give_notice", clerk, {"missing": lacking}), ("bring_papers", clerk, {"brought": lacking})]
            if lacking
            else []
        )
        steps += [
            ("accept_application", clerk, {}),
            ("decide", handler, {"outcome": "granted", "words": "同意"}),
            ("deliver", clerk, {}),
        ]
        for name, actor, given in steps:
            moves.take(name, part, given, actor=actor, policy=policy, now=datetime.now(UTC))
        done.add(part)
        waiting.remove(part)
        if len(done) == 3:
            phone.goto(f"/follow/{number}/")
            assert "现在最慢的一步" in phone.locator("main").inner_text()
    assert town.state(number) == "delivered"
    phone.goto(f"/follow/{number}/")
    assert "整件事办完了" in phone.locator(".timeline").inner_text()
    phone.get_by_label("满意", exact=True).check()
    phone.get_by_role("button", name="交评价").click()
    phone.get_by_text("谢谢您的评价").wait_for()
