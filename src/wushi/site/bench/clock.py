"""Bench clock: alarms a second with a million open matters of which ten thousand are due, each logged once, without a full scan."""

from __future__ import annotations

import json
from typing import Any

from wushi.site.bench import databases, house, inside, versions

DUE = 10_000


def run(*, only: str = "", size: int | None = None) -> list[dict[str, Any]]:
    """A row for each engine; the plan of the query that looks for due alarms is asserted and shown."""
    rows: list[dict[str, Any]] = []
    for name, url in databases(only):
        with house(url) as environment:
            matters = size or 1_000_000
            found = json.loads(inside(environment, "clock", str(matters), str(min(DUE, matters))))
            rows.append(
                {
                    "bench": "clock",
                    "database": name,
                    "kind": "raw",
                    "rows": matters,
                    "due": min(DUE, matters),
                    "per_second": round(min(DUE, matters) / found["seconds"], 1),
                    "seconds": round(found["seconds"], 2),
                    "plan": found["plan"],
                    "versions": versions(),
                }
            )
    return rows
