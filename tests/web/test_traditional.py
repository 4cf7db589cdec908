"""Traditional characters: every page, the field's own words, and nothing that a form sends back changed."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from django.test import Client
from opencc import OpenCC
from tests.web.test_pages import PUBLIC

from wushi.web.traditional import page, traditional


@pytest.fixture
def reader(phone: Client) -> Client:
    phone.post("/language/", {"language": "zh-hant"})
    return phone


def test_the_fields_words_are_written_as_the_field_writes_them(shared: Path) -> None:
    with (shared.parent / "glossary.csv").open(encoding="utf-8", newline="") as file:
        words = [(row["zh_hans"], row["zh_hant"]) for row in csv.DictReader(file)]
    assert len(words) > 150
    assert [(s, t, traditional(s)) for s, t in words if traditional(s) != t] == []


@pytest.mark.parametrize("address", PUBLIC)
def test_no_simplified_character_is_left_on_a_page(reader: Client, address: str) -> None:
    shown = reader.get(address).content.decode()
    assert '<html lang="zh-Hant"' in shown
    rest = re.sub(r'<(\w+)[^>]*translate="no"[^>]*>.*?</\1>', "", shown)
    assert rest == page(rest)  # converting once more finds nothing
    assert re.findall(r"[说这办诉证过时还应该统计们]", rest) == []


def test_the_front_page_speaks(reader: Client) -> None:
    shown = reader.get("/").content.decode()
    assert "有事，說一聲" in shown and "简体" in shown and "English" in shown


def test_a_browser_that_asks_for_it_gets_it(house: object) -> None:
    shown = Client(headers={"accept-language": "zh-TW"}).get("/").content.decode()
    assert "有事，說一聲" in shown


def test_what_a_form_sends_back_stays() -> None:
    html = '<input type="hidden" name="x" value="办理"><p lang="zh-Hans">办理</p><b translate="no">简体</b>'
    assert (
        page(html) == '<input type="hidden" name="x" value="办理"><p lang="zh-Hant">辦理</p><b translate="no">简体</b>'
    )


def test_to_and_fro_says_the_same() -> None:
    said = "您的诉求由海北街道办理，最迟8月10日答复"
    assert OpenCC("tw2s").convert(traditional(said)) == said
