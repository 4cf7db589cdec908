"""The resident's catalogue: found as one types, one item with all that has to be brought, and the formulas with their numbers."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.web.staff import text_of

from wushi.domain.policy import Policy


def code_of(policy: Policy, name: str) -> str:
    return next(v[-1].code for v in policy.catalogue.versions.values() if v[-1].name == name)


@pytest.mark.parametrize("words", ["食品经营", "spjy", "shipinjing", "食品 新办", "食品經營"])
def test_an_item_is_found_by_parts_of_its_name_pinyin_and_traditional_characters(phone: Client, words: str) -> None:
    assert "食品经营许可（新办）" in text_of(phone.get("/services/", {"q": words}))


def test_typing_replaces_the_list_alone(phone: Client) -> None:
    part = phone.get("/services/", {"q": "结婚"}, headers={"HX-Request": "true"})
    assert "结婚登记（申请）" in text_of(part)
    assert b"<html" not in part.content


def test_filters_narrow_and_an_empty_list_says_what_to_do(phone: Client) -> None:
    shown = text_of(phone.get("/services/", {"unit": "civil-affairs", "type": "instant", "q": "登记"}))
    assert "结婚登记（申请）" in shown
    assert "当场办结" in shown
    assert "换一个说法" in text_of(phone.get("/services/", {"q": "登月"}))


def test_paging_goes_through_the_whole_catalogue_without_a_gap(phone: Client) -> None:
    seen: set[str] = set()
    after = 0
    while True:
        answer = phone.get("/services/", {"after": str(after)})
        codes = {part.split("/")[0] for part in answer.content.decode().split("/services/item/")[1:]}
        if not codes:
            break
        assert not codes & seen
        seen |= codes
        after += 20
    assert len(seen) == 1317


def test_a_page_of_an_item_tells_papers_limits_and_rule(phone: Client, house: Policy) -> None:
    shown = text_of(phone.get(f"/services/item/{code_of(house, '食品经营许可（新办）')}/"))
    for words in ("营业执照", "可后补", "可不带", "20 个工作日", "现场核查", "《食品安全法》", "示意"):
        assert words in shown
    assert phone.get("/services/item/nothing/").status_code == 404


def test_both_formulas_stand_with_their_numbers(phone: Client) -> None:
    shown = text_of(phone.get("/services/promises/"))
    for words in ("86.03 %", "(21,434 − 2,995) ÷ 21,434", "92.55 %", "957 ÷ 1317", "72.67 %"):
        assert words in shown


@pytest.mark.parametrize("query", ["x" * 300, "%", "\x00", "'; drop", "🙂"])
def test_odd_words_find_nothing_and_break_nothing(phone: Client, query: str) -> None:
    assert phone.get("/services/", {"q": query}).status_code == 200


def test_the_page_speaks_english(house: Policy) -> None:
    shown = text_of(Client(headers={"accept-language": "en"}).get("/services/promises/"))
    assert "How much faster than the law" in shown
