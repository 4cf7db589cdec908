"""Taking a demand in: proposals while it is typed, danger at once, one transaction, one number however often it is pressed."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from tests.people import Cast
from tests.web.staff import signed_in, text_of

from wushi.domain.policy import Policy
from wushi.steps import linking
from wushi.store.ledger import ledger
from wushi.store.ledger.models import Event, Matter

pytestmark = pytest.mark.django_db
COLD = "青山社区3号楼暖气不热，三天了，家里有小孩。"


@pytest.fixture
def desk(house: Policy, cast: Cast) -> Client:
    return signed_in(cast.li)


def given(**more: str) -> dict[str, str]:
    return {"key": "one", "what": COLD, "phone": "13900001234", "channel": "phone", **more}


def only() -> Any:
    [row] = Matter.objects.all()
    return ledger.load(row.number)[1]


def kinds(number: str) -> list[tuple[str, str]]:
    id, _ = ledger.load(number)
    return [(e.kind, e.post) for e in Event.objects.filter(matter_id=id).order_by("seq")]


def test_the_proposals_come_with_reasons_confidence_unit_and_day(desk: Client) -> None:
    answer = desk.post("/desk/new/proposals/", given())
    said = text_of(answer)
    assert "供暖" in said and "青山社区" in said and "把握" in said and "暖气" in said
    assert "登记并派给热力公司" in said and re.search(r"最迟 \d+月\d+日 \d+:\d+ 答复", said)
    assert "《北京市接诉即办工作条例》" in said
    assert "<html" not in answer.content.decode()
    assert not Matter.objects.exists()


def test_a_few_letters_are_too_little_for_a_proposal(desk: Client) -> None:
    said = text_of(desk.post("/desk/new/proposals/", {"what": "暖"}))
    assert "记下几个字" in said and "派给" not in said.replace("该派给谁", "")


def test_a_word_of_danger_puts_the_emergency_line_first(desk: Client) -> None:
    shown = desk.post("/desk/new/proposals/", given(what="佳苑社区楼下着火了")).content.decode()
    assert "119" in shown and 'class="button alarm"' in shown
    confirmed = re.search(r"<button[^>]*data-confirm[^>]*>", shown)
    assert confirmed and 'value="119"' in confirmed.group(0)


def test_what_the_person_knows_better_stands_in_the_proposals(desk: Client) -> None:
    said = text_of(desk.post("/desk/new/proposals/", given(unit="住建局")))
    assert "登记并派给住建局" in said and "您选定的" in said


def test_register_and_send_is_one_press_and_one_transaction(desk: Client) -> None:
    answer = desk.post("/desk/new/", given(go="send", shown="heat-company"))
    m = only()
    assert answer["Location"] == f"/desk/new/{m.number}/"
    assert m.state == "dispatched" and m.lead == "heat-company"
    assert kinds(m.number) == [
        ("Registered", "desk.operator"),
        ("Classified", "machine"),
        ("Located", "machine"),
        ("RouteProposed", "machine"),
        ("Dispatched", "desk.operator"),
    ]


def test_number_and_code_are_big_and_the_caller_is_told_who_and_until_when(desk: Client) -> None:
    answer = desk.post("/desk/new/", given(go="send", shown="heat-company"), follow=True)
    number, shown = only().number, answer.content.decode()
    assert re.search(rf"<dd>{number}</dd>", shown)
    assert re.search(r"<dd>[2-9A-Z]{4} [2-9A-Z]{4}</dd>", shown)
    assert re.search(r"您的诉求由热力公司办理，最迟 .* 答复。", text_of(answer))


def test_the_code_opens_the_matter_for_the_resident(desk: Client, phone: Client) -> None:
    shown = desk.post("/desk/new/", given(go="keep"), follow=True).content.decode()
    code = re.search(r"<dd>([2-9A-Z]{4}) ([2-9A-Z]{4})</dd>", shown)
    assert code
    answer = phone.post("/follow/", {"number": only().number, "code": f"{code[1]}{code[2]}"})
    assert answer.status_code == 302 and "暖气" in text_of(phone.get(answer["Location"]))


def test_pressed_twice_it_is_registered_once(desk: Client) -> None:
    first, second = (desk.post("/desk/new/", given(go="send", shown="heat-company")) for _ in range(2))
    assert first["Location"] == second["Location"] and Matter.objects.count() == 1


def test_another_call_under_the_same_key_is_not_lost(desk: Client) -> None:
    desk.post("/desk/new/", given(go="keep"))
    answer = desk.post("/desk/new/", given(go="keep", what="另一件事：路灯不亮。"))
    assert answer.status_code == 409 and Matter.objects.count() == 1
    shown = answer.content.decode()
    assert "另一件事：路灯不亮。" in shown and "刚才已经登记过一件" in shown
    key = re.search(r'name="key" value="([^"]+)"', shown)
    assert key and key[1] != "one"


def test_kept_at_the_desk_it_waits_with_its_proposals(desk: Client) -> None:
    desk.post("/desk/new/", given(go="keep"))
    m = only()
    assert m.state == "registered" and m.proposed_unit == "heat-company"
    assert m.number in desk.get("/desk/").content.decode()


def test_a_correction_is_the_persons_own_event_and_moves_the_proposal(desk: Client, house: Policy) -> None:
    desk.post("/desk/new/", given(go="keep", subject="路灯", place="凤凰岭街道"))
    m = only()
    assert "lamp" in m.subject or "light" in m.subject
    assert house.tree.unit(m.place).short == "凤凰岭街道"
    assert ("Classified", "desk.operator") in kinds(m.number) and ("Located", "desk.operator") in kinds(m.number)
    assert m.proposed_unit != "heat-company"


def test_a_hand_over_registers_and_ends_it_at_the_desk(desk: Client) -> None:
    answer = desk.post("/desk/new/", given(what="佳苑社区楼下着火了", go="119"), follow=True)
    assert only().state == "transferred_out" and only().transferred_to == "119"
    assert "已转119 消防救援，请不要挂断。" in text_of(answer)


def test_nothing_said_is_asked_for_and_the_number_typed_stays(desk: Client) -> None:
    answer = desk.post("/desk/new/", given(what="", go="send"))
    assert answer.status_code == 422 and "还没有记下说了什么。" in text_of(answer)
    assert "13900001234" in answer.content.decode() and not Matter.objects.exists()


def test_a_unit_that_is_none_is_refused_with_what_was_typed(desk: Client) -> None:
    answer = desk.post("/desk/new/", given(unit="月球局", go="send"))
    assert answer.status_code == 422 and "列表里没有“月球局”" in text_of(answer)
    assert COLD in answer.content.decode() and not Matter.objects.exists()


def test_a_community_does_not_get_what_is_outside_its_duties(desk: Client) -> None:
    said = text_of(desk.post("/desk/new/proposals/", given(unit="青山社区")))
    assert "登记并派给青山社区" not in said and "职责清单" in said
    answer = desk.post("/desk/new/", given(unit="青山社区", go="send"))
    assert answer.status_code in (409, 422) and COLD in answer.content.decode()
    assert not Matter.objects.exists()


def test_characters_that_no_table_bears_come_back_to_the_form(desk: Client) -> None:
    answer = desk.post("/desk/new/", given(what="暖气\x00不热", go="keep"))
    assert answer.status_code == 422 and not Matter.objects.exists()


def test_scripts_in_the_words_stay_words(desk: Client) -> None:
    desk.post("/desk/new/", given(what="<script>alert(1)</script>暖气不热", go="keep"))
    shown = desk.get(f"/matters/{only().number}/").content.decode()
    assert "<script>alert" not in shown and "&lt;script&gt;alert" in shown


def test_the_phone_number_is_in_no_page(desk: Client) -> None:
    desk.post("/desk/new/", given(what=f"{COLD}电话13900001234", go="keep"))
    for address in ("/desk/", f"/matters/{only().number}/"):
        shown = desk.get(address).content.decode()
        assert "13900001234" not in shown


def test_who_may_not_register_finds_no_button_and_no_page(house: Policy, cast: Cast) -> None:
    client = signed_in(cast.supervisor)
    assert "/desk/new/" not in client.get("/desk/").content.decode()
    assert client.get("/desk/new/").status_code == 403
    assert client.post("/desk/new/", given(go="keep")).status_code == 403
    assert not Matter.objects.exists()


def test_a_grid_worker_reports_and_the_desk_has_it(house: Policy, cast: Cast, desk: Client) -> None:
    client = signed_in(cast.of("grid_worker"))
    page = client.get("/unit/new/")
    assert "报一件事" in text_of(page) and "proposals" not in page.content.decode()
    answer = client.post("/unit/new/", {"key": "g", "what": "井盖丢了，有人会掉下去。", "go": "send"}, follow=True)
    m = only()
    assert m.state == "registered" and m.channel == "grid" and m.unit == house.main_desk
    assert m.number in text_of(answer) and "已报到总客服" in text_of(answer)
    assert m.number in desk.get("/desk/").content.decode()


def test_what_is_alike_and_open_is_on_the_screen_before_a_second_one_is_sent(desk: Client) -> None:
    desk.post("/desk/new/", given(go="send", shown="heat-company"))
    number = only().number
    shown = desk.post("/desk/new/proposals/", given(what="青山社区家里暖气又坏了，冻死了")).content.decode()
    assert number in shown and "同一个地方还有 1 件类似的没办完" in shown
    elsewhere = desk.post("/desk/new/proposals/", given(what="佳苑社区暖气不热")).content.decode()
    assert number not in elsewhere


def test_the_second_one_can_be_merged_from_its_page(desk: Client, house: Policy, cast: Cast) -> None:
    desk.post("/desk/new/", given(go="send", shown="heat-company"))
    first = only().number
    answer = desk.post("/desk/new/", given(key="two", what="青山社区暖气不热，冻死了", go="keep"))
    second = answer["Location"].strip("/").split("/")[-1]
    shown = desk.get(f"/matters/{second}/").content.decode()
    assert "同一个地方还有 1 件类似的没办完" in shown and f'<option value="{first}">' in shown
    desk.post(f"/matters/{second}/do/merge/", {"seen": str(ledger.load(second)[1].version), "merge-into": first})
    assert ledger.load(second)[1].merged_into == first
    assert "并到 " + first in text_of(desk.get(f"/matters/{second}/"))


def test_the_same_matter_is_shown_with_reasons_while_typed_and_merged_by_one_button(desk: Client) -> None:
    desk.post("/desk/new/", given(go="send", shown="heat-company"))
    first = only().number
    shown = desk.post("/desk/new/proposals/", given(key="two")).content.decode()
    assert "可能说的是同一件事，有 1 件" in shown and f'value="into-{first}"' in shown
    assert "正文几乎一样" in shown and "同一个地方还有" not in shown  # it is told once
    for _ in range(2):  # pressed twice
        answer = desk.post("/desk/new/", given(key="two", go=f"into-{first}"), follow=True)
        assert "没有并进去" not in text_of(answer)
    [second] = Matter.objects.exclude(number=first).values_list("number", flat=True)
    assert ledger.load(second)[1].merged_into == first and ledger.load(first)[1].followers == (second,)


def test_what_was_found_at_registration_stands_on_the_page_with_a_button(desk: Client, house: Policy) -> None:
    desk.post("/desk/new/", given(go="send", shown="heat-company"))
    desk.post("/desk/new/", given(key="two", go="keep"))
    first, second = Matter.objects.order_by("id").values_list("number", flat=True)
    linking.follow_all(house, datetime.now(UTC))
    assert ("SimilarFound", "machine") in kinds(second)
    page = desk.get(f"/matters/{second}/").content.decode()
    assert "可能说的是同一件事" in page and f'name="merge-into" value="{first}"' in page
    on_the_first = desk.get(f"/matters/{first}/").content.decode()
    assert "可能说的是同一件事" in on_the_first and f'name="merge-into" value="{second}"' not in on_the_first


def test_a_matter_that_cannot_be_joined_leaves_the_new_one_at_the_desk(desk: Client) -> None:
    desk.post("/desk/new/", given(go="into-HBW-2026-9999999"))
    assert only().state == "registered" and not only().merged_into
