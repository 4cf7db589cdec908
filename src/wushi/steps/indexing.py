"""Indexing (检索索引): bring the search index up to the ledger, make it anew, or compare it with what it should be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wushi.steps.folding import SCHEME, fold, initial_pieces, initials, pieces
from wushi.store.search import source, writing
from wushi.store.search.blocks import BITS
from wushi.store.search.writing import Part, Turn

ENOUGH = 500  # events that have to wait before they are merged: as many are looked at themselves in no time
_AT_ONCE = 5_000  # events that are merged at once
_ANEW = 40_000  # events from which making the segments anew is cheaper than merging


@dataclass(frozen=True, slots=True)
class Indexed:
    """How far the index has come, and how much of it had to be written."""

    position: int
    segments: int = 0
    differing: int = 0


def pieces_of(title: str, text: str) -> set[str]:
    """All by which a matter with these words is found."""
    plain = fold(title)
    found = pieces(plain)
    found |= pieces(fold(text))
    found |= initial_pieces(initials(plain))
    return found


def _add(part: Part, said: Iterable[tuple[int, int, str, str]]) -> None:
    whole: dict[int, set[str]] = {}
    for id, _, title, text in said:
        whole.setdefault(id, set()).update(pieces_of(title, text))
    for id, found in whole.items():
        part.add(id, found)


def follow(*, enough: int = ENOUGH) -> Indexed | None:
    """One round of the worker: merge what has waited; None when there is nothing to do, or another process does it."""
    position, scheme = _standing()
    waiting = source.head() - position
    stale = writing.stale()
    if not stale and scheme == SCHEME and waiting < enough:
        return None
    turn = Turn.take()
    if turn is None:
        return None
    try:
        if turn.scheme != SCHEME or source.head() - turn.position > _ANEW:
            return _anew(turn)
        for segment, notes in stale.items():
            writing.remake(turn, segment, _whole(segment))
            writing.mended(notes)
        return _some(turn, len(stale))
    except writing.Overtaken:
        return None
    finally:
        turn.leave()


def follow_all() -> None:
    """Everything that waits, at once: a command, a test."""
    while (done := follow(enough=1)) is not None and done.position < source.head():
        pass


def _standing() -> tuple[int, int]:
    from wushi.store.search import reading

    return reading.position()


def _some(turn: Turn, segments: int) -> Indexed:
    until = min(source.head(), turn.position + _AT_ONCE)
    moved, told = source.moved(turn.position, until)
    parts: dict[int, Part] = {}
    for one in source.standings(moved):
        parts.setdefault(one.id >> BITS, Part()).standings.append(one)
    words: dict[int, list[tuple[int, int, str, str]]] = {}
    for row in source.said(told):
        words.setdefault(row[0] >> BITS, []).append(row)
    for segment, part in sorted(parts.items()):
        _add(part, words.get(segment, ()))
        writing.merge(turn, segment, part)
    turn.move_on(until, SCHEME)
    return Indexed(until, segments + len(parts))


def _whole(segment: int) -> Part:
    part = Part()
    for matters, said in source.whole(segment):
        part.standings += matters
        _add(part, said)
    return part


def _anew(turn: Turn) -> Indexed:
    """Every segment from the words as they are; what differs is written. Events that come meanwhile are merged afterwards."""
    until, differing, count = source.head(), 0, 0
    notes = writing.stale()
    for segment in source.segments():
        differing += writing.remake(turn, segment, _whole(segment))
        count += 1
    turn.move_on(until, SCHEME)
    writing.mended([id for found in notes.values() for id in found])
    return Indexed(until, count, differing)


def rebuild() -> Indexed | None:
    """Make the whole index anew; None while another process writes it."""
    turn = Turn.take()
    if turn is None:
        return None
    try:
        return _anew(turn)
    finally:
        turn.leave()


def check() -> int:
    """How many blocks differ from what the ledger says; the index is brought up to the ledger before."""
    follow_all()
    return sum(writing.remake(None, segment, _whole(segment)) for segment in source.segments())
