"""Bench simulate: a year of made-up demands with their whole lives, through the rules and into the ledger."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from wushi.site.bench import databases, house, versions

YEAR = 230_000  # demands that the model district's year brings at scale 1


def run(*, only: str = "", size: int | None = None, scale: float = 1.0) -> list[dict[str, Any]]:
    """A row for each engine. `size`: about so many demands instead of a year at `scale`."""
    if size is not None:
        scale = size / YEAR
    rows: list[dict[str, Any]] = []
    for name, url in databases(only):
        with house(url) as environment:
            command = [
                sys.executable, "-m", "wushi", "simulate", "--from", "2022-01-01", "--to", "2022-12-31",
                "--scale", str(scale), "--seed", "7", "--json",
            ]  # fmt: skip
            said = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
            found = json.loads(said.splitlines()[-1])
            rows.append(
                {
                    "bench": "simulate",
                    "database": name,
                    "kind": "raw",
                    "rows": found["matters"],
                    "matters": found["matters"],
                    "events": found["events"],
                    "seconds": found["seconds"],
                    "per_second": round(found["matters"] / found["seconds"], 1),
                    "events_per_second": round(found["events"] / found["seconds"], 1),
                    "versions": versions(),
                }
            )
    return rows
