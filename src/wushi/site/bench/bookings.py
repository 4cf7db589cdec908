"""Bench bookings: ten thousand who book rooms and mediators at once, from several processes; no quarter-hour is given twice."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from wushi.site.bench import databases, house, inside, versions

ATTEMPTS, PROCESSES = 10_000, 4


def run(*, only: str = "", size: int | None = None) -> list[dict[str, Any]]:
    """A row for each engine. Clashes are counted from the bookings that stand, not from the rows that the constraint guards."""
    attempts = size or ATTEMPTS
    rows: list[dict[str, Any]] = []
    for name, url in databases(only):
        with house(url) as environment:
            command = [sys.executable, "-m", "wushi.site.bench.at_once", "book", str(attempts // PROCESSES)]
            children = [
                subprocess.Popen([*command, str(seed)], env=environment, stdout=subprocess.PIPE, text=True)
                for seed in range(PROCESSES)
            ]
            told = [json.loads(child.communicate()[0]) for child in children]
            found = json.loads(inside(environment, "booked", module="at_once"))
        tried = sum(one["booked"] + one["taken"] for one in told)
        seconds = max(one["seconds"] for one in told)
        rows.append(
            {
                "bench": "bookings",
                "database": name,
                "kind": "clashes of bookings",
                "rows": tried,
                "connections": PROCESSES * told[0]["threads"],
                "per_second": round(tried / seconds, 1),
                "value": found["clashes"],
                "promise": "0",
                "met": found["clashes"] == 0
                and tried == attempts // PROCESSES * PROCESSES
                and found["bookings"] == sum(one["booked"] for one in told)
                and found["half_booked"] == 0,
                "booked": found["bookings"],
                "half_booked": found["half_booked"],
                "versions": versions(),
            }
        )
    return rows
