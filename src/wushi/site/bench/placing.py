"""Bench of places: sentences of the pack that come to the right community, and what a text and a point cost."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wushi.packs import sentences
from wushi.packs.problems import Problems
from wushi.site.bench import quantile
from wushi.steps.policy import current
from wushi.steps.report import propose

_POINTS = 20_000


def run(shared: Path, only: str = "", size: int | None = None) -> Iterator[dict[str, Any]]:
    """The rows of this part. `shared` and `only` mean nothing here: the sentences are the pack's; `size`: so many of them."""
    policy = current()
    said = list(sentences.read(policy, Problems()))[:size]
    propose.place_of("", "", "", policy)  # the word lists are made once, at the start

    def find(words: str, address: str) -> Any:
        return propose.place_of("", words, address, policy)

    tried = sentences.run(iter(said), find)
    yield _row(
        "sentences at the right community, or rightly asked",
        tried.share,
        ">= 0.95",
        tried.share >= 0.95,
        rows=len(said),
    )
    taken = []
    for sentence in said:
        began = time.process_time()
        find(sentence.row["sentence"], sentence.row["address"])
        taken.append((time.process_time() - began) * 1_000)
    taken.sort()
    p99 = quantile(taken, 0.99)
    yield _row("ms of CPU a message, p99", p99, "<= 1", p99 <= 1, p50=round(quantile(taken, 0.5), 3))
    chance = random.Random(1)
    west, south, east, north = policy.bounds
    points = [(chance.uniform(south, north), chance.uniform(west, east)) for _ in range(_POINTS)]
    inside = [point for point in points if policy.areas.holding(*point)]
    began = time.process_time()
    for point in inside:
        policy.areas.at(*point, None, 30)
    yield _row("points a second of CPU", len(inside) / (time.process_time() - began), rows=len(inside))


def _row(kind: str, value: float, promise: str = "", met: bool | None = None, **facts: Any) -> dict[str, Any]:
    found = {"bench": "understanding", "part": "place", "kind": kind, "value": round(value, 4), "promise": promise}
    return {**found, "met": "" if met is None else met, **facts}
