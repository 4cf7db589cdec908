"""Intake at the desk with the keyboard alone, from the ringing telephone to the next call; and the queue with j, k and Enter."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from tests.journeys.town import TOUCHED, Town
from tests.people import aunt_wang

from wushi.steps.report.register import register
from wushi.store.ledger import ledger
from wushi.store.ledger.models import Matter


def test_a_call_is_taken_in_without_touching_the_mouse(town: Town) -> None:
    page = town.staff(town.cast.li)
    keys = page.keyboard
    began = time.monotonic()
    keys.press("n")
    page.wait_for_url("**/desk/new/")
    assert page.evaluate("document.activeElement.name") == "phone"
    keys.type("13900001234")
    keys.press("Tab")
    keys.type("青山社区3号楼暖气不热，三天了，家里有小孩。")
    page.get_by_role("button", name="登记并派给热力公司").wait_for()
    assert page.evaluate("document.activeElement.name") == "what"  # the proposals do not take the cursor away
    assert "供暖" in page.locator("#proposals").inner_text() and "把握" in page.locator("#proposals").inner_text()
    keys.press("Control+Enter")
    page.wait_for_url("**/desk/new/HBW-*/")
    assert time.monotonic() - began < 60
    [row] = Matter.objects.all()
    matter = ledger.load(row.number)[1]
    assert matter.state == "dispatched" and matter.lead == "heat-company"
    said = page.locator("main").inner_text()
    assert row.number in said and "您的诉求由热力公司办理，最迟" in said
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.readout dd')).fontSize)") >= 40
    keys.press("Enter")  # the next call is one key away
    page.wait_for_url("**/desk/new/")
    assert page.evaluate("document.activeElement.name") == "phone"


def test_words_typed_since_the_last_proposal_are_proposed_before_they_are_sent(town: Town) -> None:
    page = town.staff(town.cast.li)
    page.goto("/desk/new/")
    page.get_by_label("说了什么").fill("青山社区暖气不热。")
    page.get_by_role("button", name="登记并派给热力公司").wait_for()
    page.get_by_label("说了什么").fill("停电了，青山社区一条街都没电。")
    page.keyboard.press("Control+Enter")
    button = page.get_by_role("button", name="登记并派给供电公司")
    button.wait_for()
    page.wait_for_function("document.activeElement.id === 'go-send'")
    assert not Matter.objects.exists()
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/new/HBW-*/")
    [row] = Matter.objects.all()
    assert ledger.load(row.number)[1].lead == "power-company"


def test_danger_is_red_and_first(town: Town) -> None:
    page = town.staff(town.cast.li)
    page.goto("/desk/new/")
    page.get_by_label("说了什么").fill("佳苑社区楼下着火了！")
    page.get_by_role("alert").wait_for()
    assert "119" in page.get_by_role("alert").inner_text()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/desk/new/HBW-*/")
    [row] = Matter.objects.all()
    assert town.state(row.number) == "transferred_out"


def test_a_double_click_registers_one_matter(town: Town) -> None:
    page = town.staff(town.cast.li)
    page.goto("/desk/new/")
    page.get_by_label("说了什么").fill("青山社区暖气不热。")
    page.get_by_role("button", name="登记并派给热力公司").dblclick()
    page.wait_for_url("**/desk/new/HBW-*/")
    assert Matter.objects.count() == 1


def test_the_queue_is_walked_with_j_k_and_enter_and_a_number_is_found_with_slash(town: Town) -> None:
    numbers = [
        register(aunt_wang(title=f"第{n}件"), actor=town.cast.li, policy=town.policy, now=datetime.now(UTC)).number
        for n in range(3)
    ]
    town.turn()
    page = town.staff(town.cast.zhao)
    for key in "jjk":
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/matters/{numbers[0]}/")
    page.goto("/desk/")
    page.keyboard.press("/")
    page.keyboard.type(numbers[2][-7:])
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/matters/{numbers[2]}/")


@pytest.mark.parametrize("large", ["0", "1"], ids=["normal type", "large type"])
def test_on_a_phone_nothing_scrolls_sideways_and_everything_can_be_touched(town: Town, large: str) -> None:
    now = datetime.now(UTC)
    number = register(aunt_wang(), actor=town.cast.li, policy=town.policy, now=now).number
    town.turn()
    desk = town.staff(town.cast.zhao, width=360)
    boss = town.staff(town.cast.supervisor, width=360)
    for page, addresses in (
        (desk, ("/desk/", "/desk/new/", f"/matters/{number}/")),
        (boss, ("/lead/", "/lead/matters/")),
    ):
        page.context.add_cookies([{"name": "large", "value": large, "url": town.server.url}])
        for address in addresses:
            page.goto(address)
            page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
            small = page.evaluate(
                """(touched) => [...document.querySelectorAll(touched)]
                    .filter(e => e.type !== 'hidden' && e.checkVisibility())
                    .map(e => e.matches('[type=checkbox], [type=radio]') ? e.parentElement : e)
                    .filter(e => e.getBoundingClientRect().height < 47.5).map(e => e.outerHTML.slice(0, 80))""",
                TOUCHED,
            )
            assert small == [], address
