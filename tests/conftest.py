"""What all tests share: a home of their own, the pack, a database with its registers, the cast."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.people import Cast
from wushi.domain.policy import Policy

# a machine that others use is slow now and then: how long a single example takes proves nothing
hypothesis.settings.register_profile("shared-machine", deadline=None)
hypothesis.settings.load_profile("shared-machine")

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("WUSHI_SHARED", ROOT.parent / "shared"))


def pytest_configure(config: pytest.Config) -> None:
    """Languages are compiled first. Where the browser's tests must run (CI), a machine without a browser is an error."""
    if os.environ.get("WUSHI_NEED_BROWSER") and not (shutil.which("chromium") or os.environ.get("WUSHI_CHROMIUM")):
        raise pytest.UsageError("WUSHI_NEED_BROWSER is set and there is no chromium; apt install chromium")
    if not hasattr(config, "workerinput"):  # once, before the workers of a parallel run read the languages
        from wushi.site import catalogues

        catalogues.compile_all()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite in a file, as in life: writers of several threads meet, which a database in memory would hide."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"] == "wushi.store.engines.sqlite":
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        database.setdefault("TEST", {})["NAME"] = str(Path(os.environ["WUSHI_HOME"]) / f"test-{worker}.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def _tests_may_empty_the_ledger() -> Iterator[None]:
    """Tests with threads empty the tables between them, which the ledger's triggers rightly refuse: lift them for that moment."""
    from importlib import import_module

    from django.core.management.commands.flush import Command
    from django.db import connection

    triggers = import_module("wushi.store.ledger.migrations.0002_append_only")
    flush = Command.handle

    def handle(self: Command, **options: object) -> None:
        with connection.schema_editor() as editor:
            triggers.backwards(None, editor)
        try:
            flush(self, **options)
        finally:
            with connection.schema_editor() as editor:
                triggers.forwards(None, editor)

    Command.handle = handle  # type: ignore[method-assign]
    yield
    Command.handle = flush  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def policy() -> Policy:
    from wushi.steps.policy import current

    return current()


@pytest.fixture(autouse=True)
def _forget() -> None:
    """What a process remembers of a database does not outlive the test that made it."""
    from wushi.steps.alike import house
    from wushi.store.ledger import numbers
    from wushi.store.registers import units
    from wushi.store.search import reading

    house.forget()
    numbers.forget()
    units.forget()
    reading.forget()


@pytest.fixture
def house(db: None, policy: Policy) -> Policy:
    """A database with the registers of the pack loaded; gives the policy."""
    from wushi.store.registers import units

    units.load(policy.tree)
    return policy


@pytest.fixture
def cast(policy: Policy) -> Cast:
    return Cast(policy)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data; tests that need it are skipped, visibly, where it is absent."""
    if not (SHARED / "data").is_dir():
        pytest.skip(f"no real data at {SHARED}: set WUSHI_SHARED")
    return SHARED / "data"


@pytest.fixture(autouse=True)
def _no_key_remembered() -> None:
    """A process trusts for some seconds what it read of a key; the keys of the test before are gone."""
    from wushi.channels.http_api import keys

    keys.forget()
