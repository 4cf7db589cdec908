"""A real browser on a phone: the resident's way without and with JavaScript, sizes to touch, nothing refused by the policy."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = os.environ.get("WUSHI_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium here; set WUSHI_CHROMIUM"),
]
_PREPARE = """
import django; django.setup()
from datetime import UTC, datetime
from django.core.management import call_command
from wushi.site import catalogues
from wushi.steps import policy
call_command("migrate", verbosity=0); catalogues.compile_all(); policy.install(datetime.now(UTC))
"""


@dataclass(frozen=True)
class Server:
    url: str
    database: Path

    def matters(self) -> int:
        with sqlite3.connect(self.database) as connection:
            return int(connection.execute("SELECT count(*) FROM ledger_matter").fetchone()[0])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A process of its own with a home of its own, as in life: the ledger of a test cannot be emptied, by design."""
    home = tmp_path_factory.mktemp("home")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {k: v for k, v in os.environ.items() if k != "WUSHI_DATABASE_URL"}
    env |= {"WUSHI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "wushi.site.settings", "PYTHONWARNINGS": "ignore"}
    subprocess.run([sys.executable, "-c", _PREPARE], env=env, check=True, timeout=120)
    command = [sys.executable, "-m", "django", "runserver", "--noreload", f"127.0.0.1:{port}"]
    with (home / "server.log").open("w") as log:
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{url}/follow/", timeout=5)
                break
            except OSError:
                time.sleep(0.25)
        yield Server(url, home / "wushi.sqlite3")
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


def phone(chromium: Any, server: Server, **more: Any) -> Any:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN", base_url=server.url, **more)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.complaints = []
    page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: page.complaints.append(str(e)))
    return page


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_resident_says_it_and_sees_the_receipt(chromium: Any, server: Server, script: bool) -> None:
    page = phone(chromium, server, java_script_enabled=script)
    before = server.matters()
    page.goto("/")
    page.get_by_label("出了什么事？").fill("路灯坏了一个星期。")
    page.get_by_role("button", name="交上去").dblclick()
    page.wait_for_url("**/receipt/**")
    assert page.get_by_role("heading", level=1).inner_text() == "收到了，已经登记"
    assert server.matters() == before + 1
    page.get_by_role("link", name="看进度").click()
    assert "路灯坏了一个星期" in page.get_by_role("heading", level=1).inner_text()
    assert page.complaints == []
    page.context.close()


@pytest.mark.parametrize("large", ["0", "1"], ids=["normal type", "large type"])
@pytest.mark.parametrize("address", ["/", "/follow/", "/sign-in/", "/answer-sheet/demand.intake/", "/design/"])
def test_a_phone_shows_the_page_without_scrolling_sideways(
    chromium: Any, server: Server, address: str, large: str
) -> None:
    page = phone(chromium, server)
    page.context.add_cookies([{"name": "large", "value": large, "url": server.url}])
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = page.evaluate(
        """() => [...document.querySelectorAll('main button, main .button, main input, main textarea, header a, header button')]
            .filter(e => e.type !== 'hidden' && e.checkVisibility())
            .map(e => e.matches('[type=checkbox], [type=radio]') ? e.parentElement : e)
            .filter(e => e.getBoundingClientRect().height < 47.5).map(e => e.outerHTML.slice(0, 80))"""
    )
    assert small == []
    assert page.complaints == []
    page.context.close()


def test_errors_take_the_focus_and_lead_to_the_field(chromium: Any, server: Server) -> None:
    page = phone(chromium, server)
    page.goto("/")
    page.get_by_role("button", name="交上去").click()
    page.wait_for_selector(".error-summary")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.get_by_role("link", name="请写一句话").click()
    assert page.evaluate("document.activeElement.id") == "id_what"
    page.context.close()


def test_j_and_k_move_through_a_list(chromium: Any, server: Server) -> None:
    page = phone(chromium, server)
    page.goto("/design/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.innerText") == "路灯整条街不亮"
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.innerText") == "暖气不热三天了，家里有老人"
    page.context.close()


def test_dark_by_choice_stays_dark(chromium: Any, server: Server) -> None:
    page = phone(chromium, server, color_scheme="light")
    page.goto("/follow/")
    page.get_by_role("button", name="深色").click()
    page.wait_for_load_state()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 25, 31)"
    page.context.close()
