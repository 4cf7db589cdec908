"""Reading the index: the ids of matters that may hold the words, newest first, a few segments at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection

from wushi.store.search.blocks import ABSENT, BITS, SIZE, Array, Columns, bits

Place = tuple[int, int]  # moment of registration, id: by these hits are ordered, the newest first


@dataclass(frozen=True, slots=True)
class Word:
    """What a matter must have: all the pieces; or all the runs of initials; or a subject or place with one of these numbers."""

    pieces: tuple[str, ...]
    initials: tuple[str, ...] = ()
    subjects: frozenset[int] = frozenset()
    places: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words and filters; None: not filtered by that column. Moments: since <= at < until; before: the last one shown."""

    words: tuple[Word, ...]
    columns: tuple[tuple[str, frozenset[int]], ...] = ()
    since: int | None = None
    until: int | None = None
    before: Place | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A segment as the directory names it."""

    segment: int
    oldest: int
    newest: int
    digest: bytes


_columns: dict[int, tuple[bytes, Columns]] = {}
_codes: dict[str, int] = {}


def forget() -> None:
    """Drop what the process remembers (another database, a test)."""
    _columns.clear()
    _codes.clear()


def _known() -> dict[str, int]:
    """The numbers of all codes; they only ever become more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_code")
        if cursor.fetchone()[0] != len(_codes):
            cursor.execute("SELECT code, id FROM search_code")
            _codes.update(cursor.fetchall())
    return _codes


def numbers_of(codes: Iterable[str]) -> frozenset[int]:
    """The numbers of these codes; a code that no matter has ever had has none."""
    wanted = list(codes)
    known = _known() if wanted else {}
    return frozenset(known[code] for code in wanted if code in known)


def numbers_below(code: str) -> frozenset[int]:
    """The numbers of the code and of all that begin with it and a stroke."""
    return frozenset(n for known, n in _known().items() if known == code or known.startswith(code + "/"))


def position() -> tuple[int, int]:
    """(the last event that the index has followed, the scheme by which it was made)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT position, scheme FROM search_progress WHERE id = 1")
        row = cursor.fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)


def has_stale() -> bool:
    """Is a segment waiting to be made anew?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM search_stale LIMIT 1")
        return cursor.fetchone() is not None


def directory() -> list[Known]:
    """All segments, the one with the newest matter first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT segment, oldest, newest, digest FROM search_segment ORDER BY newest DESC, segment DESC")
        return [Known(segment, oldest, newest, bytes(digest)) for segment, oldest, newest, digest in cursor.fetchall()]


def columns_of(known: Sequence[Known]) -> dict[int, Columns]:
    """The columns of these segments; those that have not changed since they were read last are still at hand."""
    missing = [k.segment for k in known if _columns.get(k.segment, (b"",))[0] != k.digest]
    if missing:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT segment, digest, columns FROM search_segment WHERE segment IN ({_marks(missing)})", missing
            )
            for segment, digest, packed in cursor.fetchall():
                _columns[segment] = (bytes(digest), Columns.unpack(bytes(packed)))
    return {k.segment: _columns[k.segment][1] for k in known if k.segment in _columns}


def _marks(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))


def blocks_of(segments: Sequence[int], pieces: Sequence[str]) -> dict[tuple[int, str], bytes]:
    """The blocks that there are of these pieces in these segments."""
    if not pieces:
        return {}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # one seek a key, whatever the statistics say: with two lists it may read a whole segment instead
            cursor.execute(
                "SELECT b.segment, b.piece, b.docs FROM unnest(%s::int[]) AS s(segment) CROSS JOIN unnest(%s::text[]) AS p(piece)"
                " JOIN search_block AS b ON b.segment = s.segment AND b.piece = p.piece",
                [list(segments), list(pieces)],
            )
        else:
            cursor.execute(
                f"SELECT segment, piece, docs FROM search_block WHERE segment IN ({_marks(segments)})"
                f" AND piece IN ({_marks(pieces)})",
                [*segments, *pieces],
            )
        return {(segment, piece): bytes(docs) for segment, piece, docs in cursor.fetchall()}


def newest(wanted: Wanted) -> Iterator[Place]:
    """Those that have every piece and pass every filter, the newest first. Whoever takes only a few makes it read only a few
    segments. A word of up to two characters is held by all of them, a longer one by nearly all: the text itself decides."""
    waiting = [
        k
        for k in directory()
        if (wanted.since is None or k.newest >= wanted.since)
        and (wanted.until is None or k.oldest < wanted.until)
        and (wanted.before is None or k.oldest <= wanted.before[0])
    ]
    pieces = list(dict.fromkeys(p for word in wanted.words for p in (*word.pieces, *word.initials)))
    at, ids = np.zeros(0, np.int64), np.zeros(0, np.int64)
    group = 1
    while waiting or len(ids):
        # a segment that is still waiting may hold newer ones than those at hand
        bound = waiting[0].newest if waiting else ABSENT
        ready = int(np.searchsorted(-at, -bound, "left"))
        if ready:
            yield from zip(at[:ready].tolist(), ids[:ready].tolist(), strict=True)
            at, ids = at[ready:], ids[ready:]
        if not waiting:
            return
        taken, waiting = waiting[:group], waiting[group:]
        group *= 2
        blocks = blocks_of([k.segment for k in taken], pieces)
        held = columns_of(taken)
        found = [_hits(k.segment, wanted, blocks, held[k.segment]) for k in taken if k.segment in held]
        at = np.concatenate([at, *(one[0] for one in found)])
        ids = np.concatenate([ids, *(one[1] for one in found)])
        order = np.lexsort((-ids, -at))
        at, ids = at[order], ids[order]


def _hits(segment: int, wanted: Wanted, blocks: dict[tuple[int, str], bytes], columns: Columns) -> tuple[Array, Array]:
    """(moments, ids) of a segment's matters that have the pieces and pass the filters."""
    found: Array | None = None
    for word in wanted.words:
        held = _holding(segment, word, blocks, columns)
        if held is None:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        found = held if found is None else found & held
    places = np.flatnonzero(columns.at != ABSENT if found is None else found)
    for name, codes in wanted.columns:
        places = places[_within(getattr(columns, name)[places], codes)]
    at = columns.at[places]
    ids = places.astype(np.int64) + (segment << BITS)
    kept = at != ABSENT
    if wanted.since is not None:
        kept &= at >= wanted.since
    if wanted.until is not None:
        kept &= at < wanted.until
    if wanted.before is not None:
        moment, id = wanted.before
        kept &= (at < moment) | ((at == moment) & (ids < id))
    return at[kept], ids[kept]


def _within(numbers: Array, codes: frozenset[int]) -> Array:
    if not codes or not len(numbers):
        return np.zeros(len(numbers), bool)
    table = np.zeros(max(int(numbers.max()), *codes) + 1, bool)
    table[list(codes)] = True
    return np.asarray(table[numbers])


def _holding(segment: int, word: Word, blocks: dict[tuple[int, str], bytes], columns: Columns) -> Array | None:
    """A truth value a place, or None when no matter of the segment has the word."""
    either = [_all(segment, word.pieces, blocks)]
    if word.initials:
        either.append(_all(segment, word.initials, blocks))
        if word.subjects:
            either.append(_within(columns.subject, word.subjects))
        if word.places:
            either.append(_within(columns.place, word.places))
    found = [one for one in either if one is not None]
    if not found:
        return None
    held = found[0]
    for one in found[1:]:
        held = held | one
    return held


def _all(segment: int, pieces: tuple[str, ...], blocks: dict[tuple[int, str], bytes]) -> Array | None:
    held = [blocks.get((segment, piece)) for piece in pieces]
    if any(block is None for block in held):
        return None
    found = np.ones(SIZE, bool)
    for block in sorted((b for b in held if b is not None), key=len):
        found &= bits(block)
    return found
