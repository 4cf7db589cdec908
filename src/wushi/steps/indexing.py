"""Indexing (检索索引): bring the search index up to the ledger, make it anew, or compare it with what it should be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wushi.steps.folding import SCHEME, fold, initial_pieces, initials, pieces
from wushi.store.search import reading, source, writing
from wushi.store.search.blocks import BITS
from wushi.store.search.writing import Part, Turn

ENOUGH = 500  # events that have to wait before they are merged: as many are looked at themselves in no time
_AT_ONCE = 5_000  # events that are merged at once
_ANEW = 40_000  # events from which making the segments anew is cheaper than merging


@dataclass(frozen=True, slots=True)
class Indexed:
    """How far the index has come, how much of it had to be written, and whether more waits than one round takes."""

    position: int
    differing: int = 0
    more: bool = False


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
    """One round: a segment that has to be made anew, else what has waited; None when there is nothing to do, or another
    process does it."""
    position, scheme = reading.position()
    if scheme == SCHEME and not reading.has_stale() and source.head() - position < enough:
        return None
    turn = Turn.take()
    if turn is None:
        return None
    try:
        if turn.scheme != SCHEME or source.head() - turn.position > _ANEW:
            return _begin_anew(turn)
        one = writing.stale()
        if one is not None:
            return _remake(turn, *one)
        return _some(turn)
    except writing.Overtaken:
        return None
    finally:
        turn.leave()


def follow_all() -> None:
    """Everything that waits: a command, a test."""
    while follow(enough=1) is not None:
        pass


def rebuild() -> int | None:
    """Make the whole index anew; how many blocks differed. None while another process writes it."""
    turn = Turn.take()
    if turn is None:
        return None
    try:
        _begin_anew(turn)
        differing = 0
        while (one := writing.stale()) is not None:
            differing += _remake(turn, *one).differing
        return differing
    finally:
        turn.leave()


def check() -> int:
    """How many blocks differ from what the ledger says; the index is brought up to the ledger before."""
    follow_all()
    return sum(writing.remake(None, segment, _whole(segment)) for segment in source.segments())


def _begin_anew(turn: Turn) -> Indexed:
    """Note every segment to be made anew, one after the other; what happens from now on is merged after that. A crash loses
    only the segment that is being made."""
    until, segments = source.head(), source.segments()
    writing.note_stale(turn, segments, until, SCHEME)
    return Indexed(until, more=True)


def _remake(turn: Turn, segment: int, notes: Sequence[int]) -> Indexed:
    differing = writing.remake(turn, segment, _whole(segment, turn))
    writing.mended(notes)
    return Indexed(turn.position, differing, more=True)


def _some(turn: Turn) -> Indexed:
    head = source.head()
    until = min(head, turn.position + _AT_ONCE)
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
    return Indexed(until, more=until < head)


def _whole(segment: int, turn: Turn | None = None) -> Part:
    part = Part()
    for matters, said in source.whole(segment):
        part.standings += matters
        _add(part, said)
        if turn is not None:
            turn.hold()
    return part
