"""The search of staff: a box on every page, hits with marks, filters, empty pages that say why, words of people escaped."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.people import Cast
from tests.web.staff import House, began, signed_in, text_of

from wushi.domain.policy import Policy
from wushi.steps import indexing, searching

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(house: Policy, cast: Cast) -> House:
    return House(house, cast, began())


@pytest.fixture
def desk(house: Policy, cast: Cast) -> Client:
    return signed_in(cast.zhao)


def test_every_page_of_staff_has_the_box_and_the_public_has_none(house: Policy, cast: Cast, desk: Client) -> None:
    pages = {
        "/desk/": desk, "/desk/new/": desk, "/unit/": signed_in(cast.chen("housing")),
        "/lead/": signed_in(cast.supervisor), "/audit/": signed_in(cast.of("auditor")),
    }  # fmt: skip
    for address, client in pages.items():
        shown = client.get(address).content.decode()
        assert 'action="/search/"' in shown and 'data-shortcut="/"' in shown, address
        assert shown.count('id="find"') == 1
    assert "/search/" not in Client().get("/").content.decode()
    assert "/search/" not in Client().get("/sign-in/").content.decode()


def test_who_is_not_signed_in_is_asked_to(phone: Client) -> None:
    assert phone.get("/search/?q=物业")["Location"].startswith("/sign-in/")


def test_hits_are_shown_with_marks_and_lead_to_the_matter(at: House, desk: Client) -> None:
    number = at.say(title="物业费太高", text="三号楼的物业费<b>涨了</b>一倍，楼下也不亮。")
    answer = desk.get("/search/?q=物業费 一倍")
    shown = answer.content.decode()
    assert f'href="/matters/{number}/"' in shown
    assert "<mark>物业费</mark>太高" in shown
    assert "的<mark>物业费</mark>&lt;b&gt;涨了&lt;/b&gt;<mark>一倍</mark>" in shown
    assert "最新登记的在前。" in text_of(answer)
    assert answer["Vary"].find("HX-Request") >= 0 and "no-store" in answer["Cache-Control"]


def test_a_script_in_the_words_stays_words(at: House, desk: Client) -> None:
    at.say(title="<script>alert(1)</script>", text="<script>alert(1)</script>里面有脚本。")
    shown = desk.get("/search/", {"q": "<script>"}).content.decode()
    assert "<mark>&lt;script&gt;</mark>alert(1)" in shown and "<script>alert" not in shown


def test_a_number_leads_straight_to_its_matter(at: House, desk: Client) -> None:
    number = at.say()
    for said in (number, number.lower(), number[-7:]):
        assert desk.get("/search/", {"q": said})["Location"] == f"/matters/{number}/", said


def test_a_number_that_is_also_a_word_shows_both(at: House, desk: Client) -> None:
    number = at.say()
    at.say(text=f"上次的编号是{number[-7:]}，还没有办。")
    shown = text_of(desk.get("/search/", {"q": number[-7:]}))
    assert "编号是它的" in shown and "写着这些字的" in shown and shown.count(number) >= 1


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ({}, "写一两个词"),
        ({"q": "   "}, "写一两个词"),
        ({"q": "鲸鱼"}, "没有一件写着这些字"),
        ({"q": "暖气", "state": "closed"}, "放宽单位、分类、地点或日期"),
        ({"q": "物" * 201}, "一次最多找 8 个词、200 个字"),
        ({"q": "x" * 100_000}, "一次最多找"),
        ({"q": "a\x00b"}, "看不见的控制字符"),
        ({"q": "暖气", "after": "zzz"}, "从第一页看起"),
        ({"q": "暖气", "unit": "没有的单位"}, "列表里没有“没有的单位”"),
        ({"q": "暖气", "since": "昨天"}, "日期"),
        ({"q": "暖气", "state": "x"}, "x"),
    ],
)
def test_a_page_without_hits_says_why(query: dict[str, str], why: str, at: House, desk: Client) -> None:
    at.say()
    answer = desk.get("/search/", query)
    assert answer.status_code == 200
    assert why in text_of(answer)


def test_a_unit_outside_the_branch_is_told_beside_the_field(house: Policy, cast: Cast) -> None:
    clerk = signed_in(cast.of("handler", "150302002"))
    answer = clerk.get("/search/", {"q": "暖气", "unit": "住建局"})
    assert answer.status_code == 200 and "它不在您能看到的范围里" in text_of(answer)


def test_filters_by_name_narrow_and_stay_in_the_form(at: House, desk: Client) -> None:
    number = at.dispatched("housing")
    other = at.say(text="暖气不热，也是一样。")
    answer = desk.get("/search/", {"q": "暖气", "unit": "住建局"})
    assert number in text_of(answer) and other not in text_of(answer)
    assert 'value="住建局"' in answer.content.decode() and "<details open" not in answer.content.decode()[:200]
    assert re.search(r'<details class="do filters" open>', answer.content.decode())


def test_pages_follow_one_another(at: House, desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [at.say(text=f"第{n}次说暖气。") for n in range(25)]
    indexing.follow_all()
    first = desk.get("/search/?q=暖气")
    assert all(number in text_of(first) for number in made[5:]) and made[4] not in text_of(first)
    [following] = re.findall(r'href="([^"]+)" rel="next"', first.content.decode())
    second = desk.get(following.replace("&amp;", "&"))
    assert all(number in text_of(second) for number in made[:5]) and made[5] not in text_of(second)
    assert "回到第一页" in text_of(second)


def test_htmx_gets_the_hits_alone(at: House, desk: Client) -> None:
    at.say()
    answer = desk.get("/search/?q=暖气&unit=&state=open", headers={"HX-Request": "true"})
    assert answer["HX-Replace-Url"] == "/search/?q=%E6%9A%96%E6%B0%94&state=open"
    part = answer.content.decode()
    assert "<mark>暖气</mark>" in part and "<html" not in part and "<form" not in part


def test_what_another_unit_has_is_not_found(at: House, cast: Cast) -> None:
    number = at.dispatched("housing")
    clerk = signed_in(cast.of("handler", "150302002"))
    assert number not in text_of(clerk.get("/search/?q=暖气"))
    assert "没有一件写着这些字" in text_of(clerk.get(f"/search/?q={number}"))
    assert number in text_of(signed_in(cast.chen("housing")).get("/search/?q=暖气"))


def test_a_search_that_stopped_early_offers_to_go_on(at: House, desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(4):
        at.say(text="物业的业费不清楚。")
    indexing.follow_all()
    monkeypatch.setattr(searching, "LOOKED_AT", 2)
    shown = text_of(desk.get("/search/?q=物业费"))
    assert "更早的还没有看" in shown and "下一页" in shown


def test_the_page_in_english_has_no_chinese_of_its_own(at: House, cast: Cast) -> None:
    client = signed_in(cast.zhao, "en")
    shown = client.get("/search/?q=whale").content.decode()
    main = shown[shown.index("<main") : shown.index("<datalist")]
    assert re.findall(r"[\u4e00-\u9fff]{2,}", re.sub(r"<[^>]+>", "", main)) == []
    assert "None of the matters you may see holds these words" in main


def test_a_page_costs_few_statements(at: House, desk: Client, django_assert_max_num_queries: object) -> None:
    for _ in range(5):
        at.say()
    indexing.follow_all()
    at.at += timedelta(minutes=1)
    desk.get("/search/?q=暖气")
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        desk.get("/search/?q=暖气")
