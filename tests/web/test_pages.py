"""What holds for every page: language, look, headers, no script or style inline, no host but our own."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from tests.people import aunt_wang

import wushi
from wushi.domain.actor import RESIDENT
from wushi.domain.policy import Policy

WEB = Path(wushi.__file__).parent / "web"
# a standalone document is a file that people keep and send: it has no server to bring it a stylesheet, and no policy to break
TEMPLATES = [path for path in sorted(WEB.rglob("templates/**/*.html")) if path.name != "standalone.html"]
PUBLIC = (
    "/",
    "/follow/",
    "/sign-in/",
    "/answer-sheet/",
    "/answer-sheet/demand.open/",
    "/open/",
    "/open/restatements/",
    "/design/",
    "/no-such-page/",
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", PUBLIC)
def test_every_page_has_language_title_landmarks_and_one_first_heading(phone: Client, address: str) -> None:
    shown = phone.get(address).content.decode()
    assert '<html lang="zh-Hans"' in shown
    assert re.search(r"<title>[^<]+ · 五事</title>", shown)
    for part in ('<header class="head">', '<main id="main"', '<footer class="foot">', 'class="skip" href="#main"'):
        assert part in shown
    assert shown.count("<h1") == (2 if address == "/design/" else 1)


@pytest.mark.parametrize("address", PUBLIC)
def test_every_control_has_a_label(phone: Client, address: str) -> None:
    shown = phone.get(address).content.decode()
    ids = re.findall(r'<(?:input|textarea|select)(?![^>]*type="hidden")[^>]*\bid="([^"]+)"', shown)
    unlabelled = [i for i in ids if f'for="{i}"' not in shown]
    assert not unlabelled
    without_id = re.findall(r'<(?:input|textarea|select)(?![^>]*type="hidden")(?![^>]*\bid=)[^>]*>', shown)
    assert not without_id


@pytest.mark.parametrize("address", PUBLIC)
def test_scripts_and_styles_come_from_our_own_files(phone: Client, address: str) -> None:
    answer = phone.get(address)
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy and "style-src 'self'" in policy and "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_no_template_has_inline_style_script_or_a_foreign_host() -> None:
    wrong = []
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        for what in (
            r"\sstyle=",
            r"<style",
            r"<script(?![^>]*\ssrc=)",
            r"\son[a-z]+=\"",
            r"(?:src|href)=\"(?:https?:)?//",
        ):
            wrong += [f"{path.relative_to(WEB)}: {m.group(0)}" for m in re.finditer(what, text)]
    assert not wrong


def test_what_scrolls_can_be_reached_by_the_keyboard() -> None:
    for path in TEMPLATES:
        for tag in re.findall(r'<[^>]*class="[^"]*\bscroll\b[^>]*>', path.read_text(encoding="utf-8")):
            assert 'tabindex="0"' in tag, f"{path.name}: {tag}"


def test_the_stylesheet_and_the_script_load_nothing_from_elsewhere() -> None:
    for name in ("wushi.css", "wushi.js"):
        text = (WEB / "static" / "wushi" / name).read_text(encoding="utf-8")
        assert not re.search(r"https?://|@import|url\(", text)


def test_static_files_are_found(phone: Client) -> None:
    from django.contrib.staticfiles import finders

    shown = phone.get("/").content.decode()
    for address in re.findall(r'(?:href|src)="/static/([^"]+)"', shown):
        assert finders.find(address), address


def test_english_is_one_button_away(phone: Client) -> None:
    answer = phone.post("/language/", {"language": "en", "next": "/"})
    assert answer["Location"] == "/"
    shown = phone.get("/").content.decode()
    assert '<html lang="en"' in shown and "Tell us what is wrong" in shown and "Haibowan District" in shown
    assert "简体" in shown and "繁體" in shown


@pytest.mark.parametrize("address", PUBLIC[:3])
def test_english_pages_hold_no_chinese_but_the_way_back(phone: Client, address: str) -> None:
    phone.post("/language/", {"language": "en"})
    shown = phone.get(address).content.decode().replace("简体", "").replace("繁體", "")
    assert re.findall(r"[\u4e00-\u9fff]+", shown) == []


def test_large_type_and_look_are_remembered(phone: Client) -> None:
    assert 'data-size="normal"' in phone.get("/").content.decode()
    answer = phone.post("/preference/", {"name": "large", "value": "1", "next": "/follow/"})
    assert answer["Location"] == "/follow/"
    phone.post("/preference/", {"name": "theme", "value": "dark"})
    shown = phone.get("/").content.decode()
    assert 'data-size="large"' in shown and 'data-theme="dark"' in shown
    assert answer.cookies["large"]["samesite"] == "Lax"


@pytest.mark.parametrize("fields", [{"name": "theme", "value": "neon"}, {"name": "sessionid", "value": "1"}])
def test_a_preference_that_is_none_of_ours_changes_nothing(phone: Client, fields: dict[str, str]) -> None:
    answer = phone.post("/preference/", {**fields, "next": "https://example.org/"})
    assert answer["Location"] == "/"
    assert not answer.cookies


def test_a_broken_theme_cookie_falls_back(phone: Client) -> None:
    phone.cookies["theme"] = '"><script>'
    assert 'data-theme="auto"' in phone.get("/").content.decode()


def test_simulated_matters_are_announced_on_every_page(phone: Client, house: Policy) -> None:
    from wushi.steps.report.register import register
    from wushi.web import simulated

    assert "演示数据" not in phone.get("/").content.decode()
    register(aunt_wang(simulated=True), actor=RESIDENT, policy=house, now=datetime.now(UTC))
    simulated.forget()
    assert "演示数据" in phone.get("/follow/").content.decode()


def test_a_missing_page_says_so_and_leads_on(phone: Client) -> None:
    answer = phone.get("/no-such-page/")
    assert answer.status_code == 404
    assert "没有这一页" in answer.content.decode() and "/follow/" in answer.content.decode()


def test_a_form_without_its_token_is_asked_for_again(house: Policy) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "zh-CN"})
    answer = strict.post("/", {"what": "路灯坏了。"})
    assert answer.status_code == 403 and "请再交一次" in answer.content.decode()


def test_when_something_breaks_the_page_still_stands(house: Policy, rf: object) -> None:
    from django.test import RequestFactory

    from wushi.web.errors import server_error

    answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 500 and "我们这边出了差错" in answer.content.decode()
