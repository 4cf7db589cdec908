"""A petition against a unit: the accused never gets it, another accepts it, the opinion, the review; seen to the end by the petitioner."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from tests.journeys.test_court_case_to_confirmed_agreement import do, send
from tests.journeys.town import TOUCHED, Town
from tests.people import aunt_wang
from tests.steps.test_petitions import LETTER

from wushi.domain.actor import Actor
from wushi.steps.report.register import register
from wushi.store.vault import vault

ACCUSED = "natural-resources"


def _post(town: Town, unit: str, role: str) -> Actor:
    found = next(p for p in town.policy.posts.values() if (p.unit, p.role) == (unit, role))
    return Actor(found.code, found.unit, found.role)


def test_an_accused_unit_is_refused_and_another_answers(town: Town) -> None:
    clerk = _post(town, "petition", "petition_clerk")
    said = aunt_wang(
        track="petition", accused=(ACCUSED,), title="自然资源局的人卡着不办", text="自然资源局的人卡着手续不办，还要好处。",
        received_at=datetime.now(UTC),
    )  # fmt: skip
    number = register(said, actor=clerk, policy=town.policy, now=datetime.now(UTC)).number

    office = town.staff(clerk)
    office.goto("/petitions/")
    office.get_by_role("link", name=re.compile("卡着")).first.click()
    form = do(office, "send_petition", "")
    form.get_by_label("转给哪个单位").select_option(value=ACCUSED)
    send(form, "转送过去")
    assert "不能" in office.get_by_role("alert").inner_text() or "不给" in office.get_by_role("alert").inner_text()
    assert town.state(number) == "registered"

    # whoever it is about finds nothing of it anywhere
    accused = town.staff(_post(town, ACCUSED, "handler"))
    for address in ("/petitions/", "/petitions/?list=handling", f"/petitions/{number}/", f"/matters/{number}/"):
        accused.goto(address)
        assert "卡着" not in accused.locator("body").inner_text()

    office.goto(f"/petitions/{number}/")
    form = do(office, "send_petition", "")
    form.get_by_label("转给哪个单位").select_option(value="justice")
    send(form, "转送过去")
    assert town.state(number) == "petition_sent"

    unit = town.staff(_post(town, "justice", "handler"), width=360)
    unit.goto(f"/petitions/{number}/")
    form = do(unit, "accept_petition", "")
    form.get_by_label("告知群众：谁办、走什么程序、找谁问").fill("由司法局办理，六十日内书面答复您。")
    send(form, "受理，开始计时")
    assert town.state(number) == "petition_handling"
    unit.goto(f"/petitions/{number}/")
    form = do(unit, "give_opinion", "")
    form.get_by_label("处理结果").select_option(label="支持")
    for label, part in (
        ("一、信访请求", "request"), ("二、查明的事实", "facts"), ("三、理由", "reasons"), ("四、处理意见", "opinion"),
        ("五、依据（哪部法、哪一条）", "basis"), ("六、救济途径（不服向谁请求复查）", "remedy"),
    ):  # fmt: skip
        form.get_by_label(label).fill(LETTER[part])
    assert unit.evaluate("document.documentElement.scrollWidth") <= 360
    for box in unit.locator(TOUCHED).all():
        if box.is_visible() and box.get_attribute("type") not in ("radio", "checkbox", "hidden"):
            assert box.bounding_box()["height"] >= 44
    send(form, "出具意见书")
    assert town.state(number) == "petition_opinion"
    unit.goto(f"/petitions/{number}/")
    with unit.expect_download() as got:
        unit.locator("#papers li", has_text="处理意见书").get_by_role("button", name="PDF").click()
    assert got.value.path().read_bytes()[:4] == b"%PDF"

    resident = town.browser(360)
    resident.goto("/follow/")
    resident.get_by_label("编号").fill(number)
    resident.get_by_label("回执码").fill(vault.receipt_code(number))
    resident.get_by_role("button", name="看这件事").click()
    assert LETTER["opinion"] in resident.locator("main").inner_text()
    resident.get_by_label("您为什么不服").fill("只说公示，没有说补多少。")
    resident.get_by_role("button", name="请求复查").click()
    resident.wait_for_load_state()
    assert "正在复查" in resident.locator("main").inner_text()
    assert town.state(number) == "petition_review"

    office.goto(f"/petitions/{number}/")
    form = do(office, "give_review", "")
    form.get_by_label("复查结果").select_option(label="改变")
    form.get_by_label("复查意见").fill("补足差额，由司法局督促落实。")
    send(form, "出具复查意见")
    assert town.state(number) == "petition_reviewed"
    resident.reload()
    assert "改变" in resident.locator("main").inner_text()
