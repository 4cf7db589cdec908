"""A resident says it once, keeps the receipt, follows it, and has the last word."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from wushi.store.ledger.models import Event, Matter

pytestmark = pytest.mark.django_db

Said = Callable[..., tuple[str, str]]


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_the_front_page_asks_three_things_and_says_what_is_optional(phone: Client) -> None:
    shown = page(phone, "/")
    assert "有事，说一声" in shown
    assert shown.count("选填") >= 2
    assert "不留也照样办" in shown
    assert 'href="tel:110"' in shown


def test_a_sentence_is_enough_to_get_a_number(phone: Client, said: Said) -> None:
    number, code = said("路灯坏了。")
    shown = page(phone, f"/receipt/{number}/")
    assert number in shown
    assert f"{code[:4]}-{code[4:]}" in shown
    assert "最迟" in shown  # when it will be dispatched at the latest
    assert "依据" in shown  # and by which rule


def test_nothing_said_leads_to_the_field_that_is_missing(phone: Client) -> None:
    answer = phone.post("/", {"what": "   ", "where": "新华大街"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_what"' in shown and 'aria-invalid="true"' in shown
    assert "新华大街" in shown  # what was filled in is not lost
    assert Matter.objects.count() == 0


def test_a_double_click_makes_one_matter(phone: Client, said: Said) -> None:
    first = said("井盖丢了。", key="one-and-the-same")
    assert said("井盖丢了。", key="one-and-the-same") == first
    assert Matter.objects.count() == 1


def test_other_words_under_the_same_key_are_asked_about(phone: Client, said: Said) -> None:
    number, _ = said("井盖丢了。", key="k")
    answer = phone.post("/", {"what": "垃圾没人清。", "key": "k"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert number in shown and "垃圾没人清。" in shown
    key = answer.context["form"]["key"].value()
    assert key != "k"
    assert phone.post("/", {"what": "垃圾没人清。", "key": key}).status_code == 302
    assert Matter.objects.count() == 2


def test_two_people_may_send_the_same_words(phone: Client, said: Said) -> None:
    assert said("停水了。") != said("停水了。")


def test_the_place_goes_to_the_unit_with_the_words(phone: Client, said: Said) -> None:
    number, _ = said("路灯坏了。", where="新华大街")
    assert "地点：新华大街" in page(phone, f"/follow/{number}/")


def test_number_and_code_open_the_matter_in_another_browser(house: object, said: Said) -> None:
    number, code = said()
    other = Client(headers={"accept-language": "zh-CN"})
    assert other.get(f"/follow/{number}/").status_code == 302
    found = other.post("/follow/", {"number": f" {number.lower()} ", "code": f"{code[:4].lower()}-{code[4:]}"})
    assert found["Location"] == f"/follow/{number}/"
    assert "暖气不热三天了" in page(other, f"/follow/{number}/")


def test_a_wrong_code_and_a_wrong_number_are_answered_alike(house: object, said: Said) -> None:
    number, code = said()
    other = Client(headers={"accept-language": "zh-CN"})
    wrong_code = other.post("/follow/", {"number": number, "code": "AAAAAAAA"})
    wrong_number = other.post("/follow/", {"number": "HBW-2026-9999999", "code": code})
    for answer in (wrong_code, wrong_number):
        assert answer.status_code == 422
        assert "编号和回执码对不上" in answer.content.decode()
    assert other.get(f"/receipt/{number}/")["Location"] == "/follow/"


def test_scripts_in_words_are_words(phone: Client, said: Said) -> None:
    number, _ = said("<script>alert(1)</script><b>吵</b>")
    for address in (f"/receipt/{number}/", f"/follow/{number}/"):
        shown = page(phone, address)
        assert "<script>alert" not in shown and "&lt;script&gt;" in shown


@pytest.mark.parametrize("bad", ["有\x00字", "\ud800 半个字"])
def test_characters_that_nobody_can_read_are_refused_in_words(phone: Client, bad: str) -> None:
    answer = phone.post(
        "/", b"what=" + bad.encode("utf-8", "surrogatepass"), content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code in (302, 422)  # half a character is replaced by the form reader, NUL is refused
    if "\x00" in bad:
        assert "电脑认不出的字符" in answer.content.decode()


def test_ten_megabytes_are_refused_without_a_trace(phone: Client) -> None:
    assert phone.post("/", {"what": "长" * 3_500_000}).status_code == 400
    assert phone.post("/", {"what": "长" * 200_000}).status_code == 422
    assert Matter.objects.count() == 0


def test_the_matter_page_says_who_has_it_until_when_and_why(phone: Client, answered: tuple[str, str]) -> None:
    number, _ = answered
    shown = page(phone, f"/follow/{number}/")
    assert "的答复" in shown and "换热站水泵已更换" in shown
    assert "为什么是这一天" in shown
    explained = page(phone, f"/follow/{number}/explain/")
    assert "第 5 天" in explained and "周末" in explained and "依据" in explained


def test_staff_remarks_stay_inside(phone: Client, answered: tuple[str, str], cast: object, house: object) -> None:
    from datetime import UTC, datetime

    from wushi.steps.report.settle import note

    number, _ = answered
    note(number, "这位经常打来。", actor=cast.zhao, policy=house, now=datetime.now(UTC))  # type: ignore[attr-defined,arg-type]
    assert "经常打来" not in page(phone, f"/follow/{number}/")


def test_three_answers_are_asked_apart(phone: Client, answered: tuple[str, str]) -> None:
    number, _ = answered
    shown = page(phone, f"/follow/{number}/")
    for question in ("办理的单位联系过您吗？", "问题解决了吗？", "您对办理满意吗？"):
        assert question in shown
    missing = phone.post(f"/follow/{number}/rate/", {"contacted": "yes"})
    assert missing.status_code == 422
    assert "请选：解决了没有。" in missing.content.decode()


def test_a_no_asks_why(phone: Client, answered: tuple[str, str]) -> None:
    number, _ = answered
    no = {"contacted": "yes", "solved": "no", "content": "dissatisfied"}
    asked = phone.post(f"/follow/{number}/rate/", no)
    assert asked.status_code == 422 and "请说说为什么" in asked.content.decode()
    assert phone.post(f"/follow/{number}/rate/", {**no, "why": "还是凉的。"}).status_code == 302
    shown = page(phone, f"/follow/{number}/")
    assert "谢谢您的评价" in shown and "还是凉的。" in shown and "没有解决" in shown


def test_a_view_is_given_once(phone: Client, answered: tuple[str, str]) -> None:
    number, _ = answered
    yes = {"contacted": "yes", "solved": "yes", "content": "satisfied"}
    assert phone.post(f"/follow/{number}/rate/", yes).status_code == 302
    again = phone.post(f"/follow/{number}/rate/", yes)
    assert again.status_code == 409
    assert Event.objects.filter(kind="CalledBack").count() == 1


def test_nobody_rates_without_the_receipt(house: object, answered: tuple[str, str]) -> None:
    number, _ = answered
    stranger = Client(headers={"accept-language": "zh-CN"})
    yes = {"contacted": "yes", "solved": "yes", "content": "satisfied"}
    assert stranger.post(f"/follow/{number}/rate/", yes)["Location"].startswith("/follow/?")
    assert not Event.objects.filter(kind="CalledBack").exists()


def test_what_a_browser_may_open_is_not_kept_by_shared_caches(phone: Client, said: Said) -> None:
    number, _ = said()
    assert "no-store" in phone.get(f"/receipt/{number}/")["Cache-Control"]


def test_a_resident_may_add_something_and_no_clock_moves(phone: Client, said: Said) -> None:
    number, _ = said("路灯坏了。")
    due = Matter.objects.get().due
    for _twice in range(2):
        assert phone.post(f"/follow/{number}/add/", {"words": "是东门那一盏，电话13900001234。"}).status_code == 302
    shown = page(phone, f"/follow/{number}/")
    assert shown.count("是东门那一盏") == 1 and "您补充了情况" in shown and "13900001234" not in shown
    assert Matter.objects.get().due == due
    assert phone.post(f"/follow/{number}/add/", {"words": " "}).status_code == 422


class TestLargeType:
    """长者模式: one question a screen, without JavaScript."""

    @pytest.fixture
    def large(self, phone: Client) -> Client:
        phone.cookies["large"] = "1"
        return phone

    def test_one_question_after_another(self, large: Client) -> None:
        first = page(large, "/")
        assert "第 1 步，共 3 步" in first and "出了什么事？" in first and "在哪里？" not in first
        second = large.post("/", {"what": "水管爆了", "screen": "0", "go": "next"}).content.decode()
        assert "在哪里？" in second and 'value="水管爆了"' in second
        third = large.post("/", {"what": "水管爆了", "where": "新华大街", "screen": "1", "go": "next"}).content.decode()
        assert "第 3 步，共 3 步" in third and "交上去" in third
        done = large.post("/", {"what": "水管爆了", "where": "新华大街", "screen": "2", "go": "send", "key": "k"})
        assert done["Location"].startswith("/receipt/")
        assert Matter.objects.count() == 1

    def test_one_may_go_back_and_nothing_is_lost(self, large: Client) -> None:
        sent = {"what": "水管爆了", "where": "新华大街", "screen": "1", "go": "back"}
        back = large.post("/", sent).content.decode()
        assert "水管爆了" in back and 'value="新华大街"' in back and "第 1 步" in back

    def test_nothing_said_stays_on_its_screen(self, large: Client) -> None:
        answer = large.post("/", {"what": "", "screen": "0", "go": "next"})
        assert answer.status_code == 422 and "请写一句话" in answer.content.decode()
        skipped = large.post("/", {"what": "", "screen": "2", "go": "send"})
        assert skipped.status_code == 422 and "第 1 步" in skipped.content.decode()

    def test_the_view_is_asked_one_question_a_screen(self, large: Client, answered: tuple[str, str]) -> None:
        number, _ = answered
        address = f"/follow/{number}/rate/"
        assert "第 1 步，共 4 步" in page(large, f"/follow/{number}/")
        given = {"contacted": "yes", "screen": "0", "go": "next"}
        assert "问题解决了吗？" in large.post(address, given).content.decode()
        done = {"contacted": "yes", "solved": "yes", "content": "satisfied", "why": "", "screen": "3", "go": "send"}
        assert large.post(address, done).status_code == 302
