"""What journeys share: a real browser, skipped visibly where there is none, and the town with its server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.town import Town

from wushi.domain.policy import Policy
from wushi.site import catalogues

CHROMIUM = os.environ.get("WUSHI_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every journey drives a browser; without one it is skipped, and says so."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))
            item.add_marker(pytest.mark.skipif(not CHROMIUM, reason="no Chromium here; set WUSHI_CHROMIUM"))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser a file: two libraries of it cannot run side by side in one thread, and other tests have theirs."""
    from playwright.sync_api import sync_playwright

    # the browser's library runs a loop in this thread; Django would refuse to touch the database beside it
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    catalogues.compile_all()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def town(chromium: Any, live_server: Any, transactional_db: None, policy: Policy) -> Iterator[Town]:
    from wushi.store.registers import units

    units.load(policy.tree)
    made = Town(chromium, live_server, policy)
    yield made
    for context in made.contexts:
        context.close()
    assert made.complaints == []
