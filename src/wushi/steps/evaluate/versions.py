"""Versions of matters (事项的历次样子): their facts as they stood at each later event, to find which one moved a figure."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.db import connection

from wushi.domain import events as e
from wushi.domain.matter import Matter, after
from wushi.domain.policy import Policy
from wushi.store.facts import export as exports
from wushi.store.facts import manifest as manifests
from wushi.store.facts.manifest import File, Manifest
from wushi.store.facts.query import Facts
from wushi.store.facts.rows import UNREAD, Places, fact, table, turned, was
from wushi.store.facts.schema import ORDER, VERSION
from wushi.store.ledger.encoding import decode_event
from wushi.store.moments import from_micros, to_micros

MOST = 20_000  # matters whose history is looked through
_AT_ONCE = 500
_BEFORE = 0  # stands for the version at the position at which the figure was told


@dataclass(frozen=True, slots=True)
class Step:
    """One event after the figure was told."""

    position: int
    number: str
    kind: str
    zh: str
    at: datetime
    recorded_at: datetime


def changed(since: int, cutoff: datetime) -> list[tuple[int, str]]:
    """(id, number) of the matters registered before the cut-off that moved after that position."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, number FROM ledger_matter WHERE changed > %s AND registered_at < %s ORDER BY changed LIMIT %s",
            [since, to_micros(cutoff), MOST + 1],
        )
        return [(row[0], row[1]) for row in cursor.fetchall()]


def _histories(ids: list[int]) -> Iterator[tuple[int, list[tuple[int, str, int, int, str]]]]:
    for n in range(0, len(ids), _AT_ONCE):
        part = ids[n : n + _AT_ONCE]
        marks = ", ".join(["%s"] * len(part))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT matter_id, position, kind, at, recorded_at, payload FROM ledger_event"
                f" WHERE matter_id IN ({marks}) ORDER BY matter_id, seq",
                part,
            )
            found: dict[int, list[tuple[int, str, int, int, str]]] = {}
            for id, *entry in cursor.fetchall():
                found.setdefault(id, []).append(tuple(entry))
        yield from found.items()


@contextmanager
def versions(
    matters: list[tuple[int, str]], since: int, policy: Policy, now: datetime
) -> Iterator[tuple[Facts, dict[str, Step | None]]]:
    """Facts that hold every version of these matters from `since` on, each under a number of its own, and what made it.
    None: the version as it was then. A matter that was registered later has none of these."""
    made: dict[str, Step | None] = {}
    rows = []
    places, named = Places(policy), dict(matters)
    for id, entries in _histories([id for id, _ in matters]):
        number = named[id]
        matter = Matter(number, unit=policy.main_desk, path=policy.tree.line(policy.main_desk))
        times: list[tuple[str, datetime]] = []
        read: list[e.Entry] = []
        for n, (position, kind, at, recorded_at, payload) in enumerate(entries):
            when, event = from_micros(at), decode_event(kind, payload)
            matter = after(matter, event, when)
            read.append(e.Entry(n + 1, when, "", "", "", "", event))
            if kind not in UNREAD:
                times.append((kind, when.replace(tzinfo=None)))
            following = entries[n + 1][0] if n + 1 < len(entries) else None
            if matter.accused or (position <= since and following is not None and following <= since):
                continue
            name = f"{number}@{_BEFORE if position <= since else position}"
            step = Step(position, number, kind, event.zh, when, from_micros(recorded_at))
            made[name] = None if position <= since else step
            was_before = was(number, read, policy, places) if turned(times) else None
            rows.append(fact(id, position, replace(matter, number=name), list(times), places, was_before))
    with tempfile.TemporaryDirectory() as folder:
        yield Facts(Path(folder), _laid(Path(folder), rows, policy, now)), made


def _laid(folder: Path, rows: list[tuple[object, ...]], policy: Policy, now: datetime) -> Manifest:
    """As the export lays them: one file, under the first month that is in it."""
    held = table(rows).sort_by(ORDER)
    files: tuple[File, ...] = ()
    if rows:
        month = min(held["registered_on"].to_pylist()).strftime("%Y-%m")
        with (folder / "versions.parquet").open("wb") as out:
            exports.write_rows(held, out)
        files = (exports.describe("versions.parquet", policy.district, month, held),)
    made = Manifest(VERSION, f"versions of {len(rows)}", 1, 0, now.isoformat(), files)
    manifests.put(folder, made)
    return made
