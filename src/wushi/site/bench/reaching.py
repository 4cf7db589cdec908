"""Bench reach: coverage of 42 communities by 12 kinds of place on a generated network of 100,000 stretches."""

from __future__ import annotations

import random
import time
from typing import Any

from wushi.domain.life_circle import Facility, Home, coverage
from wushi.site import walked
from wushi.site.bench import versions
from wushi.steps import walking

_COMMUNITIES, _KINDS, _SIDE, _SPACING, _LIMIT, _PROMISE = 42, 12, 225, 90.0, 1_000.0, 5.0
_HOMES, _PLACES = 100, 30  # of each community; of each kind


def run(*, only: str = "", size: int | None = None) -> list[dict[str, Any]]:
    """One row; `size` is the number of crossings a side."""
    rng = random.Random(7)
    streets = walked.grid(size or _SIDE, _SPACING, 39.68, 106.82, 7)
    spots = list(zip(streets.lat.tolist(), streets.lon.tolist(), strict=True))
    homes = [Home(str(c), *rng.choice(spots), rng.randint(1, 200)) for c in range(_COMMUNITIES) for _ in range(_HOMES)]
    kinds = [f"kind-{k}" for k in range(_KINDS)]
    places = [Facility(kind, "", *rng.choice(spots)) for kind in kinds for _ in range(_PLACES)]
    wall, cpu = time.perf_counter(), time.process_time()
    metres = walking.metres_to_nearest(streets, homes, places, kinds, _LIMIT)
    found = coverage(homes, {kind: list(far) for kind, far in metres.items()}, _LIMIT)
    seconds, cpu_seconds = time.perf_counter() - wall, time.process_time() - cpu
    return [{
        "bench": "reach", "kind": "42 communities x 12 kinds, seconds", "value": round(seconds, 3),
        "cpu_seconds": round(cpu_seconds, 3), "promise": f"<= {_PROMISE:g}", "met": seconds <= _PROMISE,
        "rows": len(streets.begin), "answers": len(found), "versions": versions(),
    }]  # fmt: skip
