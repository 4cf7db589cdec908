"""Bench of the catalogue: every name typed letter by letter, in characters and in pinyin, over all items; CPU time of each key."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from wushi.domain.calendar import local
from wushi.site.bench import quantile, versions
from wushi.steps import catalogue, folding
from wushi.steps.policy import current

_PROMISE_MS = 20.0


def _typed(name: str) -> Iterator[str]:
    """What stands in the box after each key."""
    letters = [one[:1] for one in folding.initials(folding.fold(name)) if one]
    whole = "".join(next(iter(catalogue._readings().get(c, (c,)))) for c in folding.fold(name)[:6])
    for text in (name.split("（")[0], "".join(letters), whole):
        for end in range(1, len(text) + 1):
            yield text[:end]


def run(only: str = "", size: int | None = None) -> Iterator[dict[str, Any]]:
    """`size`: so many names are typed, chosen by chance but always the same; `only` means nothing: no database is asked."""
    policy = current()
    day = local(datetime.now(UTC)).date()
    items = catalogue.current(policy).on(day)
    chosen = random.Random(4).sample(items, min(size or 40, len(items)))
    catalogue.search("准备", policy, day)
    costs: list[float] = []
    missed = 0
    for item in chosen:
        for text in _typed(item.name):
            began = time.process_time()
            found, _ = catalogue.search(text, policy, day, size=20)
            costs.append((time.process_time() - began) * 1_000)
        found, total = catalogue.search(item.name.split("（")[0], policy, day, size=50)
        missed += item not in found and total <= 50
    costs.sort()
    yield {
        "bench": "catalogue", "part": "search as typed", "kind": "CPU ms a key, slowest of 100", "value": round(quantile(costs, 0.99), 2),
        "promise": f"< {_PROMISE_MS:g}", "met": quantile(costs, 0.99) < _PROMISE_MS, "p50_ms": round(quantile(costs, 0.5), 2),
        "max_ms": round(costs[-1], 2), "keys": len(costs), "items": len(items), "missed": missed, "versions": versions(),
    }  # fmt: skip
