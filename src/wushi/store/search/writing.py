"""Writing the index: more matters into their segments, or a segment made anew; one writer at a time, in short transactions.

What is written before the position moves on does no harm: matters with an event after the position are looked at
themselves, whatever the index says of them. So a crash leaves an index that is right, only behind.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from django.db import connection, transaction

from wushi.store.search import blocks
from wushi.store.search.blocks import SIZE, Columns
from wushi.store.search.reading import blocks_of

_AT_ONCE = 2_000  # blocks of one transaction: some milliseconds, so that nobody who registers has to wait
_LEASE = 60_000_000  # microseconds after which a writer that says nothing is taken for dead


@dataclass(slots=True)
class Standing:
    """What the index keeps of a matter beside its words."""

    id: int
    at: int
    unit: str
    place: str
    subject: str
    state: str


@dataclass(slots=True)
class Part:
    """What comes into one segment: standings, and in rising order the places in which each piece stands."""

    standings: list[Standing] = field(default_factory=list)
    pieces: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, id: int, pieces: Iterable[str]) -> None:
        """Each matter once, in order of their ids."""
        place, known = id % SIZE, self.pieces
        for piece in pieces:
            known[piece].append(place)


def _now() -> int:
    return time.time_ns() // 1000


class Overtaken(Exception):
    """Another process has begun to write the index; this one stops."""


class Turn:
    """The right to write the index, from `take` until `leave`; every transaction asks whether it still holds."""

    def __init__(self, number: int, position: int, scheme: int) -> None:
        self.number, self.position, self.scheme = number, position, scheme

    @classmethod
    def take(cls) -> Turn | None:
        """None while another process writes."""
        now = _now()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_progress (id, position, scheme, turn, busy_until) VALUES (1, 0, 0, 0, 0)"
                " ON CONFLICT (id) DO NOTHING"
            )
            cursor.execute(
                "UPDATE search_progress SET turn = turn + 1, busy_until = %s WHERE id = 1 AND busy_until < %s"
                " RETURNING turn, position, scheme",
                [now + _LEASE, now],
            )
            row = cursor.fetchone()
        return cls(*row) if row else None

    def leave(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE search_progress SET busy_until = 0 WHERE id = 1 AND turn = %s", [self.number])

    def hold(self) -> None:
        """Stay the writer. Must be called in each transaction, before anything is written. Raises Overtaken."""
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE search_progress SET busy_until = %s WHERE id = 1 AND turn = %s", [_now() + _LEASE, self.number]
            )
            if cursor.rowcount != 1:
                raise Overtaken

    def move_on(self, position: int, scheme: int) -> None:
        """Every event up to the position is in the index now."""
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE search_progress SET position = %s, scheme = %s WHERE id = 1 AND turn = %s",
                [position, scheme, self.number],
            )
            if cursor.rowcount != 1:
                raise Overtaken
        self.position, self.scheme = position, scheme


def merge(turn: Turn, segment: int, part: Part) -> None:
    """Add the matters of the part to the segment, or bring them up to date. Words are only ever added here."""
    changed = {}
    pieces = list(part.pieces)
    for n in range(0, len(pieces), 500):
        some = pieces[n : n + 500]
        held = blocks_of([segment], some)
        for piece in some:
            before = held.get((segment, piece))
            after = blocks.joined(before, part.pieces[piece]) if before else blocks.pack(part.pieces[piece])
            if after != before:
                changed[piece] = after
    _write(turn, segment, list(changed.items()), (), _columns(segment, part.standings))


def remake(turn: Turn | None, segment: int, part: Part) -> int:
    """Put the part in the place of what the segment holds; how many blocks and columns differed. Without a turn: only tell."""
    columns = Columns.empty()
    _set(columns, part.standings)
    wanted = {piece: blocks.pack(found) for piece, found in part.pieces.items()}
    part.pieces.clear()
    gone, last = [], ""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT piece, docs FROM search_block WHERE segment = %s AND piece > %s ORDER BY piece LIMIT 20000",
                [segment, last],
            )
            rows = cursor.fetchall()
        if not rows:
            break
        last = rows[-1][0]
        for piece, docs in rows:
            if piece not in wanted:
                gone.append(piece)
            elif wanted[piece] == bytes(docs):
                del wanted[piece]
    differing = len(wanted) + len(gone)
    with connection.cursor() as cursor:
        cursor.execute("SELECT columns FROM search_segment WHERE segment = %s", [segment])
        row = cursor.fetchone()
    same = row is not None and bytes(row[0]) == columns.pack()
    if row is None and not part.standings:
        same = True
    if turn is not None and (differing or not same):
        _write(turn, segment, sorted(wanted.items()), gone, columns)
    return differing + (not same)


def _columns(segment: int, standings: Sequence[Standing]) -> Columns:
    """The segment's columns with these standings in them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT columns FROM search_segment WHERE segment = %s", [segment])
        row = cursor.fetchone()
    columns = Columns.unpack(bytes(row[0])) if row else Columns.empty()
    _set(columns, standings)
    return columns


def _set(columns: Columns, standings: Sequence[Standing]) -> None:
    if not standings:
        return
    numbers = _numbers({c for s in standings for c in (s.unit, s.place, s.subject, s.state) if c})
    at = np.asarray([s.id % SIZE for s in standings])
    columns.at[at] = [s.at for s in standings]
    for name in blocks.COLUMNS:
        getattr(columns, name)[at] = [numbers.get(getattr(s, name), 0) for s in standings]


def _numbers(codes: set[str]) -> Mapping[str, int]:
    """The numbers of the codes; new codes get theirs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, id FROM search_code")
        known = dict(cursor.fetchall())
        new = sorted(codes - known.keys())
        if new:
            cursor.executemany(
                "INSERT INTO search_code (code) VALUES (%s) ON CONFLICT (code) DO NOTHING", [(c,) for c in new]
            )
            cursor.execute("SELECT code, id FROM search_code")
            known = dict(cursor.fetchall())
    return known


def _write(
    turn: Turn, segment: int, changed: Sequence[tuple[str, bytes]], gone: Sequence[str], columns: Columns
) -> None:
    for n in range(0, len(gone), _AT_ONCE):
        with transaction.atomic():
            turn.hold()
            _delete(segment, gone[n : n + _AT_ONCE])
    for n in range(0, len(changed), _AT_ONCE):
        with transaction.atomic():
            turn.hold()
            _put(segment, changed[n : n + _AT_ONCE])
    packed, (oldest, newest) = columns.pack(), columns.bounds()
    with transaction.atomic(), connection.cursor() as cursor:
        turn.hold()
        cursor.execute(
            "INSERT INTO search_segment (segment, oldest, newest, digest, columns) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT (segment) DO UPDATE SET oldest = excluded.oldest, newest = excluded.newest,"
            " digest = excluded.digest, columns = excluded.columns",
            [segment, oldest, newest, blocks.digest(packed), packed],
        )


def _delete(segment: int, pieces: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for n in range(0, len(pieces), 500):
            some = pieces[n : n + 500]
            if connection.vendor == "postgresql":
                cursor.execute(
                    "DELETE FROM search_block AS b USING unnest(%s::text[]) AS p(piece)"
                    " WHERE b.segment = %s AND b.piece = p.piece",
                    [list(some), segment],
                )
            else:
                marks = ", ".join(["%s"] * len(some))
                cursor.execute(f"DELETE FROM search_block WHERE segment = %s AND piece IN ({marks})", [segment, *some])


_AGAIN = " ON CONFLICT (segment, piece) DO UPDATE SET docs = excluded.docs"


def _put(segment: int, rows: Sequence[tuple[str, bytes]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "INSERT INTO search_block (segment, piece, docs)"
                " SELECT %s, r.piece, r.docs FROM unnest(%s::text[], %s::bytea[]) AS r(piece, docs)" + _AGAIN,
                [segment, [piece for piece, _ in rows], [docs for _, docs in rows]],
            )
        else:
            cursor.executemany(
                "INSERT INTO search_block (segment, piece, docs) VALUES (%s, %s, %s)" + _AGAIN,
                [(segment, piece, docs) for piece, docs in rows],
            )


def note_stale(turn: Turn, segments: Sequence[int], position: int, scheme: int) -> None:
    """All these segments have to be made anew; with that, everything up to the position is taken care of."""
    with transaction.atomic(), connection.cursor() as cursor:
        turn.hold()
        cursor.executemany("INSERT INTO search_stale (segment) VALUES (%s)", [(s,) for s in segments])
        turn.move_on(position, scheme)


def stale() -> tuple[int, list[int]] | None:
    """A segment that has to be made anew, the newest first, and the notes that say so."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(segment) FROM search_stale")
        (segment,) = cursor.fetchone()
        if segment is None:
            return None
        cursor.execute("SELECT id FROM search_stale WHERE segment = %s", [segment])
        return segment, [row[0] for row in cursor.fetchall()]


def mended(notes: Sequence[int]) -> None:
    """Drop the notes of a segment that was made anew after they were read."""
    with transaction.atomic(), connection.cursor() as cursor:
        for n in range(0, len(notes), 500):
            some = notes[n : n + 500]
            cursor.execute(f"DELETE FROM search_stale WHERE id IN ({', '.join(['%s'] * len(some))})", some)
