"""Releasing on the page: the words come covered, what is refused comes back with the words, the public reads what was released."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from tests.people import Cast
from tests.web.staff import House, began, signed_in, text_of

from wushi.domain.policy import Policy
from wushi.domain.releasing import CHECKS
from wushi.store.released.models import Released

pytestmark = pytest.mark.django_db
TICKED = {f"check_{check}": "on" for check in CHECKS}
SAID = "我叫王小明，住阳光小区3号楼2单元501，电话13900001234，暖气不热。"


@pytest.fixture
def closed(house: Policy, cast: Cast) -> str:
    town = House(house, cast, began())
    number = town.handled("housing", title="家里暖气不热", text=SAID)
    town.do(number, "call_back", cast.wu, contacted=True, solved=True, satisfaction="satisfied")
    town.do(number, "close", cast.wu)
    return number


@pytest.fixture
def boss(house: Policy, cast: Cast) -> Client:
    return signed_in(cast.supervisor)


def form_of(answer: Any) -> dict[str, str]:
    form = answer.context["form"]
    names = ("title", "words", "reply", "no_names", "seen")
    return {name: str(form[name].value() or "") for name in names}


def release(boss: Client, number: str, **fields: str) -> Any:
    given = form_of(boss.get(f"/release/{number}/"))
    return boss.post(f"/release/{number}/", {**given, **TICKED, **fields})


def test_the_list_offers_what_was_closed(boss: Client, closed: str) -> None:
    answer = boss.get("/release/")
    assert f"/release/{closed}/" in answer.content.decode()
    assert "还没有公开过文字" in text_of(answer)


def test_the_words_come_covered_and_go_out_as_they_were_left(boss: Client, closed: str, phone: Client) -> None:
    answer = boss.get(f"/release/{closed}/")
    for gone in ("小明", "13900001234", "501"):
        assert gone not in answer.content.decode()
    assert "阳光小区3号楼" in form_of(answer)["words"]
    assert release(boss, closed, words="阳光小区3号楼暖气不热。")["Location"] == "/release/"
    text = Released.objects.get()
    listed, shown = phone.get("/cases/"), phone.get(f"/cases/{text.id}/")
    assert "家里暖气不热" in text_of(listed) and f"/cases/{text.id}/" in listed.content.decode()
    for part in ("阳光小区3号楼暖气不热。", "已更换水泵", "住建局", "打印"):
        assert part in text_of(shown)
    assert closed not in listed.content.decode() + shown.content.decode()
    assert f"/release/{closed}/" in boss.get("/release/").content.decode()


def test_what_still_leads_to_somebody_is_named_and_nothing_is_lost(boss: Client, closed: str) -> None:
    answer = release(boss, closed, words="请打 139-0000-1234 找我")
    said = text_of(answer)
    assert answer.status_code == 422 and not Released.objects.exists()
    assert "手机号 139-0000-1234" in said and "请按列出来的改掉" in said
    assert form_of(answer)["words"] == "请打 139-0000-1234 找我"


def test_a_word_like_a_name_goes_out_after_a_second_look(boss: Client, closed: str) -> None:
    words = "业主王小明先生反映暖气不热。"
    answer = release(boss, closed, words=words)
    assert answer.status_code == 422 and "像是姓名 王小明" in text_of(answer)
    again = {**form_of(answer), **TICKED}
    assert boss.post(f"/release/{closed}/", {**again, "are_no_names": "on"})["Location"] == "/release/"


def test_a_box_that_is_not_ticked_is_asked_for(boss: Client, closed: str) -> None:
    given = form_of(boss.get(f"/release/{closed}/"))
    answer = boss.post(f"/release/{closed}/", {**given, **TICKED, "check_child": ""})
    assert answer.status_code == 422 and 'href="#id_check_child"' in answer.content.decode()


@pytest.mark.parametrize("facts", [{"secret": True}, {"type": "report"}])
def test_what_is_never_released_has_no_form(house: Policy, cast: Cast, boss: Client, facts: dict[str, Any]) -> None:
    town = House(house, cast, began())
    number = town.handled("housing", **facts)
    answer = boss.get(f"/release/{number}/")
    assert "从不公开" in text_of(answer) and 'name="words"' not in answer.content.decode()


def test_withdrawn_is_gone_from_the_public(boss: Client, closed: str, phone: Client) -> None:
    release(boss, closed)
    id = Released.objects.get().id
    assert boss.post(f"/release/{closed}/withdraw/", {"reason": ""}).status_code == 422
    assert boss.post(f"/release/{closed}/withdraw/", {"reason": "当事人要求"})["Location"] == "/release/"
    assert phone.get(f"/cases/{id}/").status_code == 404
    assert "还没有公开的文字" in text_of(phone.get("/cases/"))


@pytest.mark.parametrize("role", ["handler", "operator", "callback_agent", "leader"])
def test_other_posts_do_not_release(closed: str, cast: Cast, role: str) -> None:
    client = signed_in(cast.of(role))
    assert client.get("/release/").status_code == 403
    assert client.get(f"/release/{closed}/").status_code == 403
    assert client.post(f"/release/{closed}/", {}).status_code == 403


def test_the_public_list_goes_on_page_by_page(phone: Client) -> None:
    for n in range(45):
        Released.objects.create(matter_id=n + 1, seq=9, at=0, title=f"第{n}件", text="", reply="已办", unit="housing")
    first = phone.get("/cases/")
    assert "第44件" in text_of(first) and "第24件" not in text_of(first)
    address = re.search(r'href="(/cases/\?before=\d+)"', first.content.decode())
    assert address and "第24件" in text_of(phone.get(address[1]))


@pytest.mark.parametrize("address", ["/cases/?before=x", "/cases/?before=9999999999999999999999", "/cases/?before=-1"])
def test_a_wrong_page_is_the_first_one(phone: Client, address: str) -> None:
    assert phone.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/cases/7/", "/cases/99999999999999999999999999/"])
def test_there_is_no_such_text(phone: Client, address: str) -> None:
    assert phone.get(address).status_code == 404


def test_the_start_page_leads_there_and_it_is_told_in_english(phone: Client) -> None:
    assert 'href="/cases/"' in phone.get("/").content.decode()
    phone.post("/language/", {"language": "en"})
    assert "What was asked and answered" in phone.get("/cases/").content.decode()


def test_scripts_in_a_released_text_are_words(phone: Client) -> None:
    row = Released.objects.create(
        matter_id=1, seq=9, at=0, title="<b>吵</b>", text="<script>alert(1)</script>", reply="已办", unit="housing"
    )
    shown = phone.get(f"/cases/{row.id}/").content.decode()
    assert "<script>alert" not in shown and "&lt;b&gt;" in shown
