"""Facts as files with everything in them that a query can stumble over: all tracks, parts of seconds, nulls, what happened twice."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from wushi.site.bench.invented import make
from wushi.store.facts.export import write_rows
from wushi.store.facts.manifest import Manifest
from wushi.store.facts.schema import FACT_MATTER, FACT_READING, ORDER

_WHATS = (
    ("accepted", None), ("agreed", None), ("due", "1"), ("kept", "1"), ("due", "2"), ("kept", None), ("spot", None),
    ("promised", "instant"), ("promised", "usual"), ("rated", "4"), ("rated", "1"), ("excluded", "x"), ("bad", None),
    ("rectified", None), ("noticed", "once"), ("noticed", "again"),
    ("taken_on", None), ("resolved", None), ("undone", None), ("ended", None),
    ("noticed", "on_time"), ("noticed", "late"), ("opinion", "on_time"), ("opinion", "late"), ("lawful_way", "arbitration"),
    ("reviewed", "upheld"), ("reviewed", "changed"), ("review_asked", None), ("repeat", None), ("settled", None),
    ("petition_ended", "content"),
)  # fmt: skip


def _life(n: int, begun: Any) -> list[dict[str, Any]]:
    """Each row another handful of steps, some of them after any cut-off."""
    chosen = [what for i, what in enumerate(_WHATS) if (n * 2654435761 >> i) % 2]
    return [
        {"what": what, "at": begun + timedelta(hours=7 * i + n % 50, microseconds=n), "code": code}
        for i, (what, code) in enumerate(chosen)
    ]


def _change(row: dict[str, Any]) -> dict[str, Any]:
    n = row["id"]
    row["registered_at"] += timedelta(microseconds=(n * 7919) % 1_000_000)
    if row["contacted_at"] is not None:
        row["contacted_at"] += timedelta(microseconds=(n * 104_729) % 1_000_000)
    if n % 5 == 0:
        row |= {"track": "dispute", "life": _life(n, row["registered_at"])}
    elif n % 7 == 0:
        row |= {"track": "application", "life": _life(n, row["registered_at"])}
    elif n % 9 == 0:
        row |= {"track": "petition", "life": _life(n, row["registered_at"])}
    if n % 11 == 0:
        row |= {"contacted_at": None, "gap": None, "line": "150302/housing/" + "o'b\\c"[: n % 6]}
    if n % 13 == 0 and row["callback_at"] is not None:
        once = {k: row[k] for k in ("contacted", "solved", "satisfaction", "exclusion", "by_resident")}
        row["earlier_callbacks"] = [
            {"at": row["callback_at"] - timedelta(days=40), **once},
            {"at": row["callback_at"] - timedelta(days=9), **once, "solved": None},
        ]
    if n % 17 == 0:
        row["close_basis"] = ("not_accepted", "terminated", "transferred_out")[n % 3] if row["ended_at"] else ""
        row["paused_at"] = row["registered_at"] + timedelta(days=2)
    if n % 3 == 0:
        row |= {"community": "150302001001", "subject": "s1/b1/c1" if n % 2 else ""}  # repeated places
    return row


def make_lives(where: Path, rows: int = 4_000, months: int = 4) -> Manifest:
    """Write them with their manifest; the last month is 2022-12. The same rows each time."""
    manifest = make(where, rows, months)
    for file in manifest.files:
        changed = [_change(row) for row in pq.ParquetFile(where / file.path).read().to_pylist()]
        table = pa.Table.from_pylist(changed, schema=FACT_MATTER).sort_by(ORDER)
        with (where / file.path).open("wb") as out:
            write_rows(table, out)
    return manifest


def readings() -> pa.Table:
    """What monitors could have told, a row of each sort a day; some are left out, some have no value."""
    rows = [
        {
            "number": f"{sort} {kind} {n:03}", "track": "reading", "type": kind, "sort": sort, "outlet": f"o{n % 3}",
            "unit": f"u{n % 4}", "unit_below": f"u{n % 4}", "line": f"150302/u{n % 4}", "subject": "", "town": "", "community": "",
            "registered_on": date(2022, 11, 1 + n % 30), "kept": float(n % 25) / 3, "counted": 24.0, "simulated": n % 2 == 0,
            "excluded": "absent" if n % 9 == 0 else "", "value": None if n % 4 == 0 else n / 7, "secret": False,
        }
        for sort in ("limit", "sent", "running", "index")
        for kind in ("gas", "water")
        for n in range(60)
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=FACT_READING)
