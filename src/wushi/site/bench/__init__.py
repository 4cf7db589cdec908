"""Benches: each measures one promise on this machine and says with which versions; `wushi bench NAME`."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_PACKAGES = ("django", "django-ninja", "granian", "psycopg", "duckdb", "scikit-learn", "wushi")


def versions() -> dict[str, str]:
    """Versions of what was measured, and the machine in words."""
    found = {name: importlib.metadata.version(name) for name in _PACKAGES}
    found["python"] = platform.python_version()
    found["sqlite"] = sqlite3.sqlite_version
    found["machine"] = f"{os.cpu_count()} cores, {platform.machine()}, load {os.getloadavg()[0]:.1f}"
    return found


def quantile(sorted_values: Sequence[float], share: float) -> float:
    """The value below which that share lies; nearest rank, no interpolation, so that it is one that was seen."""
    if not sorted_values:
        return float("nan")
    return sorted_values[min(len(sorted_values) - 1, int(share * len(sorted_values)))]


@contextmanager
def house(database_url: str = "") -> Iterator[dict[str, str]]:
    """A house of its own for one measurement: a temporary home, an empty database, the environment that names both.

    `database_url`: a PostgreSQL cluster; a database is made in it and dropped afterwards. Blank: SQLite in the home."""
    with tempfile.TemporaryDirectory(prefix="wushi-bench-") as home:
        environment = {**os.environ, "WUSHI_HOME": home, "DJANGO_SETTINGS_MODULE": "wushi.site.settings"}
        environment.pop("WUSHI_DATABASE_URL", None)
        if not database_url:
            _init(environment)
            yield environment
            return
        import psycopg

        name = f"wushi_bench_{os.getpid()}_{Path(home).name[-6:].lower()}"
        base, _, _ = database_url.rpartition("/")
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        try:
            environment["WUSHI_DATABASE_URL"] = f"{base}/{name}"
            _init(environment)
            yield environment
        finally:
            with psycopg.connect(database_url, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _init(environment: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-m", "wushi", "init"], env=environment, check=True, stderr=subprocess.DEVNULL)


def databases(asked: str = "") -> list[tuple[str, str]]:
    """(name, url) of the engines to measure: SQLite always, PostgreSQL where WUSHI_BENCH_POSTGRESQL or WUSHI_DATABASE_URL names one."""
    url = os.environ.get("WUSHI_BENCH_POSTGRESQL") or os.environ.get("WUSHI_DATABASE_URL", "")
    found = [("sqlite", "")]
    if url.startswith("postgres"):
        found.append(("postgresql", url))
    return [f for f in found if not asked or f[0] == asked]


def inside(environment: dict[str, str], *arguments: str, module: str = "inside") -> str:
    """Run one of the functions of `inside.py`, or of the module named, in a house; its standard output."""
    command = [sys.executable, "-m", f"wushi.site.bench.{module}", *arguments]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
