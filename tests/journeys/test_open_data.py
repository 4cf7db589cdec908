"""A journalist takes the open data along, sees a text withdrawn, and finds which published figure came out otherwise and why."""

from __future__ import annotations

import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from tests.channels.open_data.conftest import release
from tests.journeys.town import Town
from tests.ledgers import HandMade

from wushi.channels.http_api import keys
from wushi.steps.evaluate import figures, opening, restating
from wushi.steps.evaluate import release as releasing

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LANGUAGES = ("zh-hans", "zh-hant", "en")


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.WUSHI_HOME = tmp_path
    figures.forget()
    keys.forget()


def published(town: Town) -> None:
    made = HandMade(town.policy)
    for n in range(7):
        made.whole(f"A{n}", f"2022-03-0{n + 1} 09:00", "2022-03-20 00:00", f"2022-03-1{n} 10:00")
    made.register("S", "2022-03-09 09:00", secret=True)
    made.register("B", "2022-04-20 09:00")
    release("A0")
    opening.publish(town.policy, NOW)
    made.register("LATE1", "2022-03-15 09:00")
    restating.look(town.policy, NOW)


def files(page: Any, to: Path) -> dict[str, str]:
    with page.expect_download() as got:
        page.get_by_role("link", name="下载全部").click()
    got.value.save_as(to)
    with zipfile.ZipFile(to) as given:
        return {name: given.read(name).decode("utf-8", "replace") for name in given.namelist()}


def test_open_data_are_taken_along_and_a_restatement_is_found(town: Town, tmp_path: Path) -> None:
    published(town)
    page = town.browser(360)
    page.goto("/")
    page.get_by_role("contentinfo").get_by_role("link", name="开放数据").click()
    page.wait_for_url("**/open/")
    assert "每一行至少和 5 件一样" in page.locator("main").inner_text()
    assert "要求保密的" in page.locator("main").inner_text()
    first = files(page, tmp_path / "one.zip")
    assert "一栋楼暖气" in first["open-data/cases.csv"] and first["open-data/matters.csv"].count("\n") == 8

    releasing.withdraw("A0", "当事人要求", actor=town.cast.supervisor, policy=town.policy, now=NOW)
    page.reload()
    assert "一栋楼暖气" not in files(page, tmp_path / "two.zip")["open-data/cases.csv"]

    page.get_by_role("link", name="后来更正的数字").click()
    page.wait_for_url("**/open/restatements/")
    row = page.get_by_role("listitem").filter(has_text="登记诉求").first
    assert "登记：1 件，从账本第" in row.inner_text() and "LATE1" not in page.content()
    row.get_by_role("link").first.click()
    page.wait_for_url("**/answer-sheet/demand.**")


def test_the_pages_have_no_finding_and_fit_a_phone(town: Town) -> None:
    published(town)
    complaints = []
    for width in (360, 1280):
        for language in LANGUAGES:
            page = town.browser(width)
            page.context.add_cookies(
                [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": town.server.url}]
            )
            for address in ("/open/", "/open/restatements/"):
                page.goto(address)
                found = Axe().run(page).response["violations"]
                complaints += [f"{address} {width} {language}: {v['id']} {v['nodes'][0]['html'][:120]}" for v in found]
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    complaints.append(f"{address} {width} {language}: wider than the screen")
                if shots := os.environ.get("WUSHI_SHOTS"):
                    page.screenshot(
                        path=f"{shots}/{address.strip('/').replace('/', '-')}-{width}-{language}.png", full_page=True
                    )
    assert complaints == []
