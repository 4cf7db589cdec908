"""Bench of the same matter: links and groups on labelled messages in order of time, candidates, and what a search costs."""

from __future__ import annotations

import csv
import random
import resource
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import Any

from wushi.domain.calendar import SHANGHAI
from wushi.packs import pairs, sentences
from wushi.packs.problems import Problems
from wushi.steps import policy as policies
from wushi.steps.alike import letters, trying
from wushi.steps.alike.search import MOST, Search
from wushi.steps.alike.stream import Message, Stream, Taken

_LIKELY = 0.5
_SMALL, _LARGE = 10_000, 1_000_000
_ASKED = 1_000


def run(shared: Path, only: str = "", size: int | None = None) -> Iterator[dict[str, Any]]:
    """The rows of this part. `size`: messages of the large search (default a million); the weights are the pack's."""
    yield from _labelled(shared / "tipdm")
    yield from _own_pairs()
    small, _ = _cost(_SMALL)
    large, grown = _cost(size or _LARGE)
    yield _row("ms of CPU a search", large, "<= 1.5", large <= 1.5, messages=size or _LARGE)
    yield _row("cost of a search against 10,000 messages", large / small, "<= 2", large / small <= 2)
    yield _row("GB that the search index takes", grown, "<= 1.2", grown <= 1.2, messages=size or _LARGE)


def _labelled(folder: Path) -> Iterator[dict[str, Any]]:
    import duckdb

    with (folder / "duplicates_dev.csv").open() as file:
        label = {row["id"]: row["cluster"] for row in csv.DictReader(file)}
    rows = duckdb.execute(
        "SELECT id, title, text, created_at, \"user\" FROM read_parquet(?) WHERE part = 'a3' ORDER BY created_at",
        [str(folder / "messages.parquet")],
    ).fetchall()
    stream = Stream(policies.current().likeness_on(datetime.now(SHANGHAI).date()))
    taken: dict[str, Taken] = {}
    began = time.process_time()
    for id, title, text, at, user in rows:
        taken[id] = stream.take(Message(id, title or "", text or "", at.replace(tzinfo=SHANGHAI), "", user or ""))
    spent = (time.process_time() - began) * 1_000 / len(rows)
    yield from _links(taken, label)
    with (folder / "duplicates_hard_negatives.csv").open() as file:
        hard = [(row["id_a"], row["id_b"]) for row in csv.DictReader(file)]
    wrong = sum(taken[a].group == taken[b].group for a, b in hard)
    yield _row("hard negatives linked automatically", wrong, "0", wrong == 0, rows=len(hard))
    yield _row("ms of CPU a message, read, searched, compared and linked", spent, rows=len(rows))


def _links(taken: dict[str, Taken], label: dict[str, str]) -> Iterator[dict[str, Any]]:
    order = {id: n for n, id in enumerate(taken)}
    of = defaultdict(list)
    for id in sorted(label, key=order.__getitem__):
        of[label[id]].append(id)
    true = {pair for members in of.values() for pair in combinations(members, 2)}
    found = [(c.id, id, c) for id, one in taken.items() if id in label for c in one.candidates if c.id in label]
    automatic = {(a, b) for a, b, c in found if c.automatic}
    shown = {(a, b) for a, b, c in found if c.score >= _LIKELY}
    precision = len(automatic & true) / max(1, len(automatic))
    yield _row("pair precision, automatic links", precision, ">= 0.97", precision >= 0.97, rows=len(automatic))
    precision, recall = len(shown & true) / max(1, len(shown)), len(shown & true) / len(true)
    yield _row("pair precision, links shown", precision, ">= 0.95", precision >= 0.95, rows=len(shown))
    yield _row("pair recall, links shown", recall, ">= 0.80", recall >= 0.80, rows=len(true))
    groups = defaultdict(set)
    for id in label:
        groups[taken[id].group].add(id)
    both = {id: len(groups[taken[id].group] & set(of[label[id]])) for id in label}
    p = sum(both[id] / len(groups[taken[id].group]) for id in label) / len(label)
    r = sum(both[id] / len(of[label[id]]) for id in label) / len(label)
    value = 2 * p * r / (p + r)
    yield _row("B-cubed F1", value, ">= 0.95", value >= 0.95, precision=round(p, 4), recall=round(r, 4))
    near = {(a, b) for a, b, _ in found}
    possible = sum(min(MOST, n) for members in of.values() for n in range(len(members)))
    value = len(near & true) / possible
    yield _row("true partners among the candidates, of those that 40 can hold", value, ">= 0.98", value >= 0.98)


def _own_pairs() -> Iterator[dict[str, Any]]:
    policy = policies.current()
    heard = [one.row["sentence"] for one in sentences.read(policy, Problems())]
    judge = trying.linked(policy.likeness_on(datetime.now(SHANGHAI).date()), heard)
    told = [(pair.same, judge(pair.one, pair.other)) for pair in pairs.read(policy, Problems())]
    wrong = sum(linked and not same for same, linked in told)
    yield _row("own hard negatives linked automatically", wrong, "0", wrong == 0, rows=sum(not s for s, _ in told))
    yield _row("own true pairs linked automatically", sum(linked and same for same, linked in told))


def _made(chance: random.Random, clauses: list[str]) -> tuple[str, str]:
    """A message of some 300 characters put together from clauses of the pack's sentences, with a house of its own."""
    own = f"{chance.randrange(100)}号楼{chance.randrange(10)}单元{chance.randrange(2_000)}"
    parts = [chance.choice(clauses) for _ in range(22)]
    return f"{parts[0]}{own}", "，".join([*parts, own])


def _cost(size: int) -> tuple[float, float]:
    """(ms of CPU a search, GB that the index has taken) among so many messages."""
    chance = random.Random(1)
    told = [one.row["sentence"] for one in sentences.read(policies.current(), Problems())]
    clauses = [part for one in told for part in one.replace("。", "，").split("，") if len(part) > 3]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    search = Search()
    for n in range(size):
        title, text = _made(chance, clauses)
        search.put(letters.letters(title, 60), letters.letters(text, 800), n)
    asked = [_made(chance, clauses) for _ in range(_ASKED)]
    plain = [(letters.letters(title, 60), letters.letters(text, 800)) for title, text in asked]
    began = time.process_time()
    for one, body in plain:
        search.near(one, body)
    spent = (time.process_time() - began) * 1_000 / _ASKED
    return spent, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1e6


def _row(kind: str, value: float, promise: str = "", met: bool | None = None, **facts: Any) -> dict[str, Any]:
    found = {
        "bench": "understanding",
        "part": "same matter",
        "kind": kind,
        "value": round(value, 4),
        "promise": promise,
    }
    return {**found, "met": "" if met is None else met, **facts}
