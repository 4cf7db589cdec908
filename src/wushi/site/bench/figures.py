"""Bench figures: every indicator of a month over ten million facts, one on a year of 230,000, and the incremental export."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wushi.domain import indicators as rules
from wushi.domain import periods
from wushi.domain.indicators import Indicator
from wushi.domain.periods import Period
from wushi.domain.policy import Policy
from wushi.site.bench import beside, databases, house, versions
from wushi.site.bench.invented import make
from wushi.steps.evaluate import figures as step
from wushi.steps.policy import current
from wushi.store.facts.query import Facts

_MONTH, _YEAR = "2022-06", "2022"
_A_YEAR = 230_000
_NOW = datetime(2023, 1, 2, tzinfo=UTC)
_REPEATS = 5
_OTHERS_HOLD = 1_000_000  # facts: PostgreSQL and pandas hold them on a small machine
_EXPORT_SCALE = "0.2"  # of a year: what is written anew for an event is a month, so that decides


def _timed(work: Callable[[], object]) -> float:
    """Seconds; what the process remembers is dropped before, so that every run counts the rows."""
    step.forget()
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _ask(folder: Path, policy: Policy, period: Period, wanted: list[Indicator], group: str = "") -> list[rules.Figure]:
    with step.Asking(policy, _NOW, facts=Facts(folder)) as asking:
        return asking.figures(period, wanted, group)


def _row(kind: str, rows: int, seconds: list[float], **more: Any) -> dict[str, Any]:
    ordered = sorted(seconds)
    return {
        "bench": "figures",
        "database": "parquet",
        "kind": kind,
        "connections": 1,
        "per_second": round(1 / statistics.median(ordered), 1),
        "p50_ms": round(1000 * statistics.median(ordered), 1),
        "p99_ms": round(1000 * ordered[-1], 1),
        "rows": rows,
        **more,
        "versions": versions(),
    }


def _forget_pages(folder: Path) -> None:
    """Let the kernel drop the files from memory, so that the first run reads the disk."""
    for file in folder.rglob("*.parquet"):
        handle = os.open(file, os.O_RDONLY)
        try:
            os.fsync(handle)
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(handle)


def run(*, size: int = 10_000_000, only: str = "") -> list[dict[str, Any]]:
    """Rows of the table: all indicators of a month, cold and warm, each alone, by unit; then a year; then the export."""
    policy = current()
    wanted = list(step.book(policy).indicators.values())
    found: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="wushi-bench-facts-") as home:
        many = Path(home) / "many"
        make(many, size)
        month = periods.parse(_MONTH)
        _ask(many, policy, month, wanted[:1])  # the library itself is loaded
        _forget_pages(many)
        cold = _timed(lambda: _ask(many, policy, month, wanted))
        warm = [_timed(lambda: _ask(many, policy, month, wanted)) for _ in range(_REPEATS)]
        found.append(_row("month, all, cold", size, [cold], indicators=len(wanted)))
        found.append(_row("month, all, warm", size, warm, indicators=len(wanted)))
        by_unit = [_timed(lambda: _ask(many, policy, month, wanted, "unit")) for _ in range(3)]
        found.append(_row("month, all by unit", size, by_unit, indicators=len(wanted)))
        for one in wanted:
            alone = [_timed(lambda one=one: _ask(many, policy, month, [one])) for _ in range(3)]  # type: ignore[misc]
            found.append(_row(f"month, {one.slug}", size, alone))
        year = Path(home) / "year"
        make(year, _A_YEAR, months=12)
        whole = periods.parse(_YEAR)
        slowest = 0.0
        for one in wanted:
            seconds = statistics.median(_timed(lambda one=one: _ask(year, policy, whole, [one])) for _ in range(3))  # type: ignore[misc]
            slowest = max(slowest, seconds)
        found.append(_row("year, slowest alone", _A_YEAR, [slowest]))
        everything = [_timed(lambda: _ask(year, policy, whole, wanted)) for _ in range(3)]
        found.append(_row("year, all", _A_YEAR, everything, indicators=len(wanted)))
        found += _beside(Path(home), many, size)
    found.append(_export())
    return found


def _beside(home: Path, many: Path, size: int) -> list[dict[str, Any]]:
    """The same questions of others, on a size that they can hold; ours at the full size in a process of its own, with its memory."""
    held = min(size, _OTHERS_HOLD)
    folder = many
    found = []
    if held < size:
        whole = beside.apart("duckdb_all", many)
        more = {"engine": "duckdb", "memory_mib": whole["memory_mib"]}
        found.append(_row("month, all, own process", size, whole["seconds"], **more))
        folder = home / "held"
        make(folder, held)
    url = next((url for name, url in databases() if name == "postgresql"), "")
    for kind, engine, told in beside.run(folder, url):
        keys = ("memory_mib", "ratio", "same", "load_s", "skipped")
        more = {"engine": engine} | {k: told[k] for k in keys if told.get(k) is not None}
        found.append(
            _row(kind, held, told["seconds"], **more)
            if "seconds" in told
            else {"bench": "figures", "kind": kind, **more}
        )
    return found


def _export() -> dict[str, Any]:
    """10,000 new events over a simulated year, in a house of its own."""
    with house() as environment:
        command = [sys.executable, "-m", "wushi.site.bench.exporting", _EXPORT_SCALE]
        told = json.loads(
            subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
        )
    more = {"events": told["events"], "changed": told["changed"], "partitions": told["partitions"]}
    whole = f"{told['first']} s"
    return _row("export, 10,000 events", told["matters"], [told["seconds"]], **more, all_of_them=whole)
