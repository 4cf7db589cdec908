"""Exports the facts: matters that changed since the last position go into their partitions, which are written anew.

Files have new names and the manifest is replaced last: a kill at any point leaves the facts as they were, and the next run
does the same work again with the same result.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.db import connection

from wushi.domain.events import Entry
from wushi.domain.policy import Policy
from wushi.store.facts import manifest as manifests
from wushi.store.facts.manifest import File, Manifest
from wushi.store.facts.rows import UNREAD, Places, Times, fact, table, turned, was
from wushi.store.facts.schema import FACT_MATTER, LAST_GROUP, ORDER, ROW_GROUP, VERSION
from wushi.store.ledger.encoding import decode_event, decode_matter
from wushi.store.moments import from_micros

_READ = 500  # matters a statement
_CHUNK = 5_000  # rows that become columns at once
_GROUP = 400_000  # rows after which partitions are written, so that memory stays bounded
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - facts hold UTC without a zone


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did: matters written, partitions written, the position now reached."""

    matters: int
    partitions: int
    position: int


def head() -> int:
    """The ledger's last position."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(position), 0) FROM ledger_event")
        return int(cursor.fetchone()[0])


def ledger_mark() -> str:
    """What tells this ledger from another one: its first event."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT recorded_at, matter_id, payload FROM ledger_event ORDER BY position LIMIT 1")
        row = cursor.fetchone()
    return hashlib.sha256(repr(row).encode()).hexdigest()[:16] if row else ""


def _moment(micros: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micros)


def _changed(after: int) -> Iterator[list[tuple[int, int, str]]]:
    """(id, position of the last event, snapshot) of matters that changed after that position, in order of position."""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, changed, snapshot FROM ledger_matter WHERE changed > %s ORDER BY changed LIMIT %s",
                [after, _READ],
            )
            found = cursor.fetchall()
        if not found:
            return
        yield found
        after = found[-1][1]


def _waiting(after: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_matter WHERE changed > %s", [after])
        return int(cursor.fetchone()[0])


def _times(ids: list[int]) -> dict[int, list[tuple[str, datetime]]]:
    marks, kinds = ", ".join(["%s"] * len(ids)), ", ".join(["%s"] * len(UNREAD))
    found: dict[int, list[tuple[str, datetime]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT matter_id, kind, at FROM ledger_event WHERE matter_id IN ({marks}) AND kind NOT IN ({kinds})"
            " ORDER BY matter_id, seq",
            [*ids, *UNREAD],
        )
        for id, kind, at in cursor.fetchall():
            found.setdefault(id, []).append((kind, _moment(at)))
    return found


def _histories(ids: list[int]) -> dict[int, list[Entry]]:
    found: dict[int, list[Entry]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT matter_id, seq, at, post, unit, rule, reference, kind, payload FROM ledger_event"
            f" WHERE matter_id IN ({', '.join(['%s'] * len(ids))}) ORDER BY matter_id, seq",
            ids,
        )
        for id, seq, at, post, unit, rule, reference, kind, payload in cursor.fetchall():
            entry = Entry(seq, from_micros(at), post, unit, rule, reference, decode_event(kind, payload))
            found.setdefault(id, []).append(entry)
    return found


def export(
    policy: Policy, now: datetime, *, at: Path | None = None, progress: Callable[[int, int], None] | None = None
) -> Exported:
    """Bring the facts up to the ledger's head. `now` (UTC) is noted in the manifest; `progress` is told how many matters
    are read and how many there are."""
    where = at or manifests.folder()
    with manifests.alone(where):
        mark = ledger_mark()
        held = manifests.load(where)
        if held is None or held.schema != VERSION or held.ledger != mark or held.position > head():
            held = Manifest(VERSION, mark, held.generation if held else 0, 0, now.isoformat())
        done, partitions = 0, 0
        places = Places(policy)
        for chunks, count, position in _groups(held.position, policy, places, progress):
            held, written = _write(where, held, policy.district, chunks, position, now)
            done, partitions = done + count, partitions + written
        if done:
            manifests.sweep(where, held)
        elif not (where / "manifest.json").exists() or held.position == 0:
            manifests.put(where, replace(held, exported_at=now.isoformat()))
        return Exported(done, partitions, held.position)


def _groups(
    after: int, policy: Policy, places: Places, progress: Callable[[int, int], None] | None
) -> Iterator[tuple[list[pa.Table], int, int]]:
    """Groups of (rows as tables, how many, position reached). A matter that moves while it is read comes once more later."""
    chunks: list[pa.Table] = []
    waiting: list[tuple[object, ...]] = []
    count, total, position = 0, 0, after
    all_of_them = _waiting(after) if progress else 0
    for found in _changed(after):
        times: dict[int, list[tuple[str, datetime]]] = _times([id for id, _, _ in found])
        none: Times = ()
        read = [(id, n, decode_matter(text)) for id, n, text in found]
        # an accusation is in no figure: a number that moves by one would tell the accused that there is one
        read = [(id, n, m) for id, n, m in read if not m.accused]
        again = [id for id, _, _ in read if turned(times.get(id, none))]
        lives = _histories(again) if again else {}
        waiting += [
            fact(id, n, m, times.get(id, none), places, was(m.number, lives.get(id, ()), policy, places))
            for id, n, m in read
        ]
        count, total, position = count + len(found), total + len(found), found[-1][1]
        if len(waiting) >= _CHUNK:
            chunks.append(table(waiting))
            waiting = []
        if progress:
            progress(total, all_of_them)
        if count >= _GROUP:
            yield [*chunks, *([table(waiting)] if waiting else [])], count, position
            chunks, waiting, count = [], [], 0
    if count:
        yield [*chunks, *([table(waiting)] if waiting else [])], count, position


def _write(
    where: Path, held: Manifest, district: str, chunks: list[pa.Table], position: int, now: datetime
) -> tuple[Manifest, int]:
    """Write the partitions that these rows touch, then the manifest that names them."""
    # positions ascend, so of two rows of one matter the later one counts
    new = _last_of_each(pa.concat_tables(chunks) if chunks else FACT_MATTER.empty_table())
    months = pc.strftime(new["registered_on"], format="%Y-%m")
    generation = held.generation + 1
    files = {(f.district, f.month): f for f in held.files}
    touched = sorted(set(months.to_pylist()))
    for month in touched:
        part = new.filter(pc.equal(months, month))
        old = files.get((district, month))
        if old is not None:
            before = pq.ParquetFile(manifests.file_of(where, old)).read()
            kept = before.filter(pc.invert(pc.is_in(before["id"], value_set=part["id"].combine_chunks())))
            part = pa.concat_tables([kept, part])
        files[district, month] = _write_file(where, district, month, generation, part.sort_by(ORDER))
    made = Manifest(
        VERSION, held.ledger, generation, position, now.isoformat(), tuple(files[key] for key in sorted(files))
    )
    manifests.put(where, made)
    return made, len(touched)


def _last_of_each(rows: pa.Table) -> pa.Table:
    if len(rows) == len(pc.unique(rows["id"])):
        return rows
    last = {id: n for n, id in enumerate(rows["id"].to_pylist())}
    return rows.take(pa.array(sorted(last.values())))


def _write_file(where: Path, district: str, month: str, generation: int, rows: pa.Table) -> File:
    name = f"matter/district={district}/month={month}/{generation:08d}.parquet"
    path = where / name
    path.parent.mkdir(parents=True, exist_ok=True)
    half_done = path.with_suffix(".parquet.new")
    with half_done.open("wb") as out:
        write_rows(rows, out)
        out.flush()
        os.fsync(out.fileno())
    half_done.replace(path)
    manifests.sync(path.parent)
    return describe(name, district, month, rows)


def write_rows(rows: pa.Table, out: BinaryIO) -> None:
    """The rows, which are in ORDER, as Parquet."""
    cut = max(0, len(rows) - LAST_GROUP)
    with pq.ParquetWriter(out, FACT_MATTER, compression="zstd", compression_level=1) as writer:
        if cut:
            writer.write_table(rows.slice(0, cut), row_group_size=ROW_GROUP)
        writer.write_table(rows.slice(cut), row_group_size=LAST_GROUP)


def describe(name: str, district: str, month: str, rows: pa.Table) -> File:
    """What the manifest tells of a file, so that a period need not open those in which nothing of it lies."""
    last = pc.max(rows["ended_at"]).as_py()
    return File(name, district, month, len(rows), rows["ended_at"].null_count, last.isoformat() if last else "")
