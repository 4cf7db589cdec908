"""Bench worklist: the first and the 100th page of a branch, by state, at 10,000, 1,000,000 and 5,000,000 matters."""

from __future__ import annotations

import json
from typing import Any

from wushi.site.bench import databases, house, inside, quantile, versions

SIZES = (10_000, 1_000_000, 5_000_000)


def run(*, only: str = "", size: int | None = None) -> list[dict[str, Any]]:
    """A row for each engine, size and page: p50 and p99 in the database over all branches and lists. The ratio compares, list
    by list, the median with that at the smallest size, over the lists that fill a page there: an empty list costs nothing."""
    rows: list[dict[str, Any]] = []
    for name, url in databases(only):
        with house(url) as environment:
            smallest: dict[tuple[str, str, str], float] = {}
            for matters in [s for s in SIZES if size is None or s <= size]:
                found = json.loads(inside(environment, "worklist", str(matters)))
                for page in ("first page", "100th page"):
                    cases = [c for c in found["cases"] if c["page"] == page]
                    times = sorted(ms for c in cases for ms in c["ms"])
                    ratios = []
                    for c in cases:
                        if c["rows"] < 51:
                            continue
                        key, median = (page, c["branch"], c["list"]), quantile(c["ms"], 0.5)
                        ratios.append(
                            median / smallest.setdefault(key, median)
                            if matters == SIZES[0] or key in smallest
                            else None
                        )
                    compared = sorted(r for r in ratios if r is not None)
                    rows.append(
                        {
                            "bench": "worklist",
                            "database": name,
                            "kind": page,
                            "rows": matters,
                            "p50_ms": round(quantile(times, 0.5), 3),
                            "p99_ms": round(quantile(times, 0.99), 3),
                            "worst_ms": round(times[-1], 2) if times else None,
                            "lists": len(cases),
                            "ratio_to_smallest": round(quantile(compared, 0.5), 2) if compared else None,
                            "lists_compared": len(compared),
                            "statements_a_page": found["statements"],
                            "fill_s": found["fill_s"],
                            "versions": versions(),
                        }
                    )
    return rows
