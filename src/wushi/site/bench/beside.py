"""Measures others beside our figures in the same run: plain SQL on PostgreSQL, pandas, and Spark; the answers have to be the same.

The questions are those that plain SQL can say of the flat columns: without lists of what happened twice, but each as it
stood at the end of the month. Each engine runs in a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wushi.domain import periods

MONTH = periods.parse("2022-06")
NOW = datetime(2023, 1, 2, tzinfo=UTC)
_REPEATS = 3
_SINCE, _UNTIL = (m.astimezone(UTC).replace(tzinfo=None) for m in (MONTH.since, MONTH.until))
# Columns that the questions name; the last two are the first reopening, which the facts keep in a list.
_FLAT = (
    "channel", "registered_at", "dispatched_at", "automatic", "gap", "ended_at", "close_basis", "reply_due", "reply_stopped",
    "paused_at", "callback_at", "contacted", "solved", "satisfaction", "exclusion", "extended_at",
)  # fmt: skip
_OPENED = "(re_ended < {u} AND re_opened >= {u})"
_ENDED = f"(coalesce(ended_at < {{u}}, false) OR coalesce({_OPENED}, false))"
_NEW = "registered_at >= {s} AND registered_at < {u}"
_SENT = "dispatched_at >= {s} AND dispatched_at < {u}"
_CALLED = "callback_at >= {s} AND callback_at < {u} AND exclusion = ''"
_GONE = "coalesce(ended_at < {u} AND close_basis IN ('not_accepted', 'transferred_out', 'terminated'), false)"
# Figure -> which rows, what each adds.
PLAIN = {
    "demand.intake": (_NEW, "true"),
    "demand.calls": (f"{_NEW} AND channel = 'phone'", "true"),
    "demand.automatic_dispatch": (_SENT, "automatic"),
    "demand.duty_gap": (_SENT, "gap"),
    "demand.closure_rate": (f"{_NEW} AND NOT {_GONE}", _ENDED),
    "demand.open": (f"registered_at < {{u}} AND NOT {_ENDED}", "true"),
    "demand.overdue": (
        f"registered_at < {{u}} AND NOT {_ENDED}",
        "coalesce(reply_due < {u}, false) AND NOT coalesce(reply_stopped < {u}, false) AND NOT coalesce(paused_at < {u}, false)",
    ),
    "demand.response_rate": (_CALLED, "contacted"),
    "demand.resolution_rate": (_CALLED, "solved"),
}


def duckdb_all(folder: Path) -> dict[str, Any]:
    """Every figure of the month."""
    return _ours(folder, "duckdb", None)


def duckdb_plain(folder: Path) -> dict[str, Any]:
    """Only the questions that plain SQL can say."""
    return _ours(folder, "duckdb", PLAIN)


def spark_all(folder: Path) -> dict[str, Any]:
    """Every figure of the month with Spark on this machine; the memory is that of its JVM."""
    told = _ours(folder, "spark", None, repeats=1)
    from pyspark import SparkContext

    jvm: Any = SparkContext._gateway  # the script that starts the JVM becomes it
    told["memory_mib"] = _high_water(jvm.proc.pid)
    return told


def _ours(folder: Path, engine: str, wanted: Any, repeats: int = _REPEATS) -> dict[str, Any]:
    from wushi.steps.evaluate import figures as step
    from wushi.steps.policy import current
    from wushi.store.facts.query import Facts
    from wushi.store.facts.spark import SparkFacts

    policy = current()
    asked = [i for slug, i in step.book(policy).indicators.items() if wanted is None or slug in wanted]

    def ask() -> dict[str, Any]:
        step.forget()
        with step.Asking(policy, NOW, facts=(Facts if engine == "duckdb" else SparkFacts)(folder)) as asking:
            found = asking.figures(MONTH, asked)
            assert not asking.failed, asking.failed
        return {f.indicator: [f.numerator, f.denominator, sum(f.excluded.values()), f.value] for f in found}

    return _measured(ask, repeats)


def pandas_plain(folder: Path) -> dict[str, Any]:
    """The frame is in memory before the clock starts."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    begin = time.perf_counter()
    files = sorted(folder.rglob("*.parquet"))
    table = pa.concat_tables([pq.read_table(f, columns=[*_FLAT, "reopenings"], partitioning=None) for f in files])
    m = table.select(_FLAT).to_pandas()
    first = [(x[0]["ended"], x[0]["reopened"]) if x else (None, None) for x in table["reopenings"].to_pylist()]
    m["re_ended"], m["re_opened"] = (pd.to_datetime(pd.Series(list(c))) for c in zip(*first, strict=True))
    del table, first
    load = time.perf_counter() - begin
    s, u = pd.Timestamp(_SINCE), pd.Timestamp(_UNTIL)

    def ask() -> dict[str, Any]:
        new = (m.registered_at >= s) & (m.registered_at < u)
        sent = (m.dispatched_at >= s) & (m.dispatched_at < u)
        called = (m.callback_at >= s) & (m.callback_at < u) & (m.exclusion == "")
        ended = (m.ended_at < u) | ((m.re_ended < u) & (m.re_opened >= u))
        gone = (m.ended_at < u) & m.close_basis.isin(["not_accepted", "transferred_out", "terminated"])
        running = (m.registered_at < u) & ~ended
        late = (m.reply_due < u) & ~(m.reply_stopped < u) & ~(m.paused_at < u)
        parts = {
            "demand.intake": (new, None),
            "demand.calls": (new & (m.channel == "phone"), None),
            "demand.automatic_dispatch": (sent, m.automatic),
            "demand.duty_gap": (sent, m.gap),
            "demand.closure_rate": (new & ~gone, ended),
            "demand.open": (running, None),
            "demand.overdue": (running, late),
            "demand.response_rate": (called, m.contacted),
            "demand.resolution_rate": (called, m.solved),
        }
        return {
            slug: [int(rows.sum() if adds is None else adds[rows].astype(bool).sum()), int(rows.sum())]
            for slug, (rows, adds) in parts.items()
        }

    return _measured(ask) | {"load_s": round(load, 2)}


def postgresql_plain(folder: Path) -> dict[str, Any]:
    """A table with indexes on the moments, loaded and analysed before the clock starts; a statement a figure."""
    import duckdb
    import psycopg

    url = os.environ["WUSHI_BENCH_URL"]
    begin = time.perf_counter()
    out = folder / "flat.csv"
    with duckdb.connect(":memory:") as local:
        columns = f"{', '.join(_FLAT)}, reopenings[1].ended AS re_ended, reopenings[1].reopened AS re_opened"
        local.execute(
            f"COPY (SELECT {columns} FROM read_parquet('{folder}/matter/*/*/*.parquet')) TO '{out}' (NULLSTR '\\N')"
        )
    kinds = {"automatic": "boolean", "gap": "boolean", "contacted": "boolean", "solved": "boolean"}
    kinds |= dict.fromkeys(("channel", "close_basis", "satisfaction", "exclusion"), "text")
    fields = ", ".join(f"{c} {kinds.get(c, 'timestamp')}" for c in (*_FLAT, "re_ended", "re_opened"))
    name = f"bench_beside_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as base:
        base.execute(f"CREATE UNLOGGED TABLE {name} ({fields})")
        try:
            with (
                base.cursor().copy(f"COPY {name} FROM STDIN (FORMAT csv, HEADER true, NULL '\\N')") as copy,
                out.open("rb") as content,
            ):
                while part := content.read(1 << 20):
                    copy.write(part)
            out.unlink()
            for column in ("registered_at", "dispatched_at", "ended_at", "callback_at"):
                base.execute(f"CREATE INDEX ON {name} ({column})")
            base.execute(f"VACUUM ANALYZE {name}")
            load = time.perf_counter() - begin
            bounds = {"s": f"timestamp '{_SINCE}'", "u": f"timestamp '{_UNTIL}'"}

            def ask() -> dict[str, Any]:
                found = {}
                for slug, (rows, adds) in PLAIN.items():
                    row = base.execute(
                        f"SELECT count(*) FILTER (WHERE {adds.format(**bounds)}), count(*) FROM {name} WHERE {rows.format(**bounds)}"
                    ).fetchone()
                    found[slug] = list(row or ())
                return found

            return _measured(ask) | {"load_s": round(load, 2), "memory_mib": None}
        finally:
            base.execute(f"DROP TABLE {name}")


def _measured(ask: Callable[[], dict[str, Any]], repeats: int = _REPEATS) -> dict[str, Any]:
    seconds = []
    for _ in range(repeats + 1):
        begin = time.perf_counter()
        found = ask()
        seconds.append(time.perf_counter() - begin)
    # the first one also loads libraries and starts engines
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"first": seconds[0], "seconds": seconds[1:], "memory_mib": peak, "found": found}


def _high_water(pid: int) -> int:
    told = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in told.splitlines() if line.startswith("VmHWM")).split()[1]) // 1024


def apart(engine: str, folder: Path, url: str = "") -> dict[str, Any]:
    """One of the functions above in a process of its own."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "wushi.site.settings", "WUSHI_HOME": str(folder)}
    environment.pop("WUSHI_DATABASE_URL", None)
    if url:
        environment["WUSHI_BENCH_URL"] = url
    command = [sys.executable, "-m", "wushi.site.bench.beside", engine, str(folder)]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def missing(engine: str, url: str) -> str:
    """Why it cannot be measured here; blank: it can."""
    import importlib.util

    from wushi.store.facts import spark

    if engine == "spark_all":
        return spark.missing()
    if engine == "pandas_plain" and importlib.util.find_spec("pandas") is None:
        return "the package pandas is not installed: pip install 'wushi[bench]'"
    if engine == "postgresql_plain" and not url:
        return "WUSHI_BENCH_POSTGRESQL names no cluster"
    return ""


def run(folder: Path, url: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(kind, engine, what was measured) over the facts in the folder: ours first, the others with their ratio to it."""
    whole, plain = apart("duckdb_all", folder), apart("duckdb_plain", folder)
    yield "month, all, own process", "duckdb", whole
    yield f"month, {len(PLAIN)} plain questions", "duckdb", plain
    for engine, ours in (("postgresql_plain", plain), ("pandas_plain", plain), ("spark_all", whole)):
        name = engine.partition("_")[0]
        kind = "month, all" if ours is whole else f"month, {len(PLAIN)} plain questions"
        why = missing(engine, url)
        if why:
            yield kind, name, {"skipped": why}
            continue
        told = apart(engine, folder, url)
        parts = {slug: found[: len(told["found"][slug])] for slug, found in ours["found"].items()}
        told["same"] = parts == told["found"]
        told["ratio"] = round(statistics.median(told["seconds"]) / statistics.median(ours["seconds"]), 1)
        yield kind, name, told


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(globals()[sys.argv[1]](Path(sys.argv[2]))))  # noqa: T201
