"""Bench search: the first page of some thirty kinds of queries with and without filters, at 1,000,000 matters on each engine."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wushi.site.bench import databases, house, quantile

SIZE = 1_000_000
PROMISE = 50.0  # milliseconds of the first page, 99 of 100
_UNMERGED = 400  # messages that the index has not followed yet: just before the worker merges them


def _inside(environment: dict[str, str], *arguments: str) -> Any:
    command = [sys.executable, "-m", "wushi.site.bench.sought", *arguments]
    return json.loads(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout)


def run(shared: Path, only: str = "", size: int | None = None) -> Iterator[dict[str, Any]]:
    """`shared` is not needed: the words are invented from the pack. Times are those of the step that every door calls."""
    matters = size or SIZE
    for name, url in databases(only):
        with house(url) as environment:
            made = _inside(environment, "fill", str(matters))
            common = {"bench": "understanding", "part": "search", "database": name, "rows": matters}
            cases = _inside(environment, "pages", str(matters))
            yield _page(cases, "first page", common)
            for kind, chosen in (
                ("first page, no filter", [c for c in cases if not c["filter"] and c["post"] == "operator"]),
                ("first page, filtered", [c for c in cases if c["filter"]]),
                ("first page, nothing found", [c for c in cases if not c["hits"]]),
                ("first page, a community's own post", [c for c in cases if c["post"] != "operator"]),
            ):
                yield _page(chosen, kind, common)
            wall, spent, _ = _inside(environment, "cold", str(matters))
            yield {
                **common,
                "kind": "first search of a process",
                "value": round(wall, 1),
                "unit": "ms",
                "cpu_ms": round(spent, 1),
            }
            scan, ours = _inside(environment, "scan", str(matters))
            yield {**common, "kind": "ratio to a LIKE scan, a word in 20 matters" if matters == SIZE else "ratio to a LIKE scan",
                   "value": round(ours / scan, 4), "scan_ms": round(scan, 1), "ms": round(ours, 2)}  # fmt: skip
            late = _inside(environment, "merging", str(_UNMERGED))
            yield _page([late], f"first page, {_UNMERGED} messages not merged", common)
            yield {**common, "kind": "merging, messages a second of CPU", "value": round(_UNMERGED / late["merge_cpu_s"]),
                   "seconds": round(late["merge_s"], 2)}  # fmt: skip
            yield {**common, "kind": "indexing, matters a second of CPU", "value": round(matters / made["cpu_s"]),
                   "seconds": round(made["seconds"], 1), "blocks": made["blocks"]}  # fmt: skip
            yield {**common, "kind": "size of the index to the words", "value": round(made["bytes"] / made["words_bytes"], 2),
                   "megabytes": round(made["bytes"] / 1e6)}  # fmt: skip


def _page(cases: list[dict[str, Any]], kind: str, common: dict[str, Any]) -> dict[str, Any]:
    times = sorted(ms for c in cases for ms in c["ms"])
    spent = sorted(ms for c in cases for ms in c["cpu"])
    p99 = quantile(times, 0.99)
    return {
        **common, "kind": f"{kind}, p99 ms", "value": round(p99, 1), "promise": f"< {PROMISE:.0f} ms", "met": p99 < PROMISE,
        "p50_ms": round(quantile(times, 0.5), 2), "worst_ms": round(times[-1], 1) if times else None,
        "cpu_p99_ms": round(quantile(spent, 0.99), 1), "queries": len(cases),
    }  # fmt: skip
