"""A case that a court sent is mediated to an agreement, which the court confirms: clerk, mediator, and whoever holds the receipt."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.journeys.town import TOUCHED, Town

from wushi.store.vault import vault
from wushi.web import context


class Wall:
    """The clock of the house in this journey: a case takes weeks."""

    def __init__(self, begins: str) -> None:
        self.ahead = datetime.fromisoformat(begins).astimezone(UTC) - datetime.now(UTC)

    def later(self, **span: int) -> None:
        self.ahead += timedelta(**span)

    def now(self, zone: Any) -> datetime:
        return datetime.now(zone) + self.ahead

    @property
    def day(self) -> str:
        return (self.now(UTC) + timedelta(hours=8)).date().isoformat()


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    made = Wall("2026-06-01T09:00:00+08:00")
    monkeypatch.setattr(context, "datetime", made)
    return made


def do(page: Any, name: str, button: str) -> Any:
    """The form of a move: unfolded where it is folded; gives it, to be filled in."""
    form = page.locator(f"#do-{name}")
    form.wait_for(state="attached")  # a page on its way shows nothing yet, which is not "folded"
    if not form.is_visible():
        page.locator("details.do", has=form).locator("summary").first.click()
    return form


def send(form: Any, button: str) -> None:
    form.get_by_role("button", name=button, exact=True).click()
    form.page.wait_for_load_state()


def party(page: Any, side: str, name: str, phone: str) -> None:
    form = do(page, "enter_party", "")
    form.get_by_label(side, exact=True).check()
    form.get_by_label("姓名或者单位名称").fill(name)
    form.get_by_label("个人", exact=True).check()
    form.get_by_label("电话", exact=False).first.fill(phone)
    send(form, "登记这位当事人")


def session(page: Any, wall: Wall, sort: str, keys: str, words: str) -> None:
    wall.later(days=1)
    form = do(page, "hold_session", "")
    form.get_by_label(sort, exact=True).check()
    for key in "AB":
        form.get_by_label(re.compile(f"^{key} ")).set_checked(key in keys)
    form.get_by_label("哪一天").fill(wall.day)
    form.get_by_label("几点开始").fill("08:00")
    form.get_by_label("几点结束").fill("08:40")
    form.get_by_label("记录").fill(words)
    send(form, "记下这一次")


def test_a_court_case_is_mediated_to_a_confirmed_agreement(town: Town, wall: Wall) -> None:
    clerk = town.staff(town.cast.of("mediation_clerk"))
    clerk.goto("/mediation/new/")
    clerk.get_by_label("什么纠纷").fill("楼上漏水泡坏了楼下的家具，赔多少说不到一起。")
    clerk.get_by_label("从哪里来").select_option(label="法院转来")
    clerk.get_by_label("来处的编号").fill("（2026）内0302诉前调18号")
    clerk.get_by_role("button", name="登记，接着写当事人").click()
    clerk.wait_for_url("**/mediation/HBW-*/**")
    found = re.search(r"HBW-\d{4}-\d{7}", clerk.url)
    assert found
    number = found[0]

    party(clerk, "申请人", "王桂英", "13900001234")
    party(clerk, "被申请人", "李建国", "13900005678")
    for key in "AB":
        form = do(clerk, "consent", "")
        form.get_by_label("谁同意调解").select_option(key)
        form.get_by_label("当面", exact=True).check()
        send(form, "记下同意")
    form = do(clerk, "accept_dispute", "")
    form.get_by_label("哪一种纠纷").select_option(label="邻里")
    form.get_by_label("案件来源").select_option(label="法院立案前委派")
    send(form, "受理这件纠纷")
    form = do(clerk, "confirm_mediator", "")
    mediator = town.cast.of("mediator")
    form.get_by_label("调解员", exact=True).select_option(mediator.post)
    form.get_by_label("各方共同选定").check()
    send(form, "就是这位")
    assert town.state(number) == "mediator_confirmed"

    page = town.staff(mediator, width=360)
    page.goto(f"/mediation/{number}/")
    assert "王桂英" not in page.locator("main").inner_text()
    page.get_by_role("button", name="打开卷宗").click()
    page.get_by_text("王桂英").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    form = do(page, "tell_rights", "")
    send(form, "已经告知")
    session(page, wall, "单独谈话", "A", "A：最少要三千。")
    session(page, wall, "共同调解", "AB", "调解员：漏水的事实有没有不同意见？\nB：没有，愿意赔。")
    wall.later(days=1)
    form = do(page, "draft_agreement", "")
    form.get_by_label("书面协议").check()
    form.get_by_label("主要事实和争议").fill("楼上水管漏水，泡坏楼下家具，各方对赔多少有争议。")
    form.get_by_label("协议内容").fill("李建国赔偿王桂英四千元，修好水管，两家不再追究。")
    form.get_by_label("分期履行").fill("B→A 2026-06-20 4000元 赔偿款")
    send(form, "就这样拟定")

    # without the stamp it does not take effect, and the page says by which article
    form = do(page, "sign_agreement", "")
    for key in "AB":
        form.get_by_label(re.compile(f"^{key} ")).check()
    form.get_by_label("哪一天签的").fill(wall.day)
    form.get_by_label("调解员已经签名").check()
    send(form, "协议生效")
    assert "人民调解法" in page.get_by_role("alert").inner_text()
    page.goto(f"/mediation/{number}/")
    with page.expect_download() as got:
        page.get_by_role("button", name="PDF 调解协议书").click()
    assert got.value.path().read_bytes()[:4] == b"%PDF"
    form = do(page, "sign_agreement", "")
    for key in "AB":
        form.get_by_label(re.compile(f"^{key} ")).check()
    form.get_by_label("哪一天签的").fill(wall.day)
    form.get_by_label("调解员已经签名").check()
    form.get_by_label("已经加盖印章").check()
    send(form, "协议生效")
    assert town.state(number) == "agreed_written"
    for box in page.locator(TOUCHED).all():
        if box.is_visible() and box.get_attribute("type") not in ("radio", "checkbox", "hidden"):
            assert box.bounding_box()["height"] >= 44

    clerk.goto(f"/mediation/{number}/")
    form = do(clerk, "apply_confirmation", "")
    for key in "AB":
        form.get_by_label(re.compile(f"^{key} ")).check()
    form.get_by_label("哪个法院").fill("海勃湾区人民法院")
    form.get_by_label("哪一天申请的").fill(wall.day)
    send(form, "已经向法院申请")
    wall.later(days=6)
    clerk.goto(f"/mediation/{number}/")
    form = do(clerk, "record_ruling", "")
    form.get_by_label("确认有效").check()
    form.get_by_label("裁定书编号，或者原因").fill("（2026）内0302民特7号")
    form.get_by_label("哪一天", exact=True).fill(wall.day)
    send(form, "记下法院结果")
    assert "已确认有效" in clerk.locator("main").inner_text()

    page.goto(f"/mediation/{number}/")
    form = do(page, "keep_instalment", "")
    form.get_by_label("哪一天履行的").fill(wall.day)
    send(form, "记下履行")
    assert town.state(number) == "performed"

    resident = town.browser(360)
    resident.goto("/follow/")
    resident.get_by_label("编号").fill(number)
    resident.get_by_label("回执码").fill(vault.receipt_code(number))
    resident.get_by_role("button", name="看这件事").click()
    said = resident.locator("main").inner_text()
    assert "协议已经全部履行" in said and "法院确认协议有效" in said
    assert "单独谈话" not in said and "三千" not in said and "李建国" not in said
    assert "MediatorConfirmed" in town.history(number)
