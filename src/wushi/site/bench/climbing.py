"""Bench climb: a hundred thousand matters fall overdue at once and climb in one run, each once, also those that nobody has."""

from __future__ import annotations

import json
from typing import Any

from wushi.site.bench import databases, house, inside, versions

MATTERS, SECONDS = 100_000, 60


def run(*, only: str = "", size: int | None = None) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    matters = size or MATTERS
    for name, url in databases(only):
        with house(url) as environment:
            found = json.loads(inside(environment, "climb", str(matters), module="at_once"))
        once = found["taken"] == found["logged"] == found["climbed"] == matters
        rows.append(
            {
                "bench": "climb",
                "database": name,
                "kind": "seconds for all that are overdue",
                "rows": matters,
                "per_second": round(matters / found["seconds"], 1),
                "value": round(found["seconds"], 1),
                "promise": f"< {SECONDS * matters / MATTERS:g} s, each once, none left",
                "met": once and not found["failed"] and not found["left"] and not found["again"]
                and found["seconds"] < SECONDS * matters / MATTERS,
                "cpu_seconds": round(found["cpu"], 1),
                "unassigned": found["unassigned"],
                "versions": versions(),
            }
        )  # fmt: skip
    return rows
