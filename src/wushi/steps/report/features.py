"""Features: a text as hashed pieces of one to four characters, for thousands of texts at a time, with the same answer for
Simplified and Traditional characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

READ = 2000  # characters of title and text that are read
OPENING = 24  # letters of the opening: the title, or the first sentence where there is none
EVEN_BITS = 20  # pieces of one and two letters fall into 2^20 places; with some ten thousand texts few share one
LONG_BITS = 22  # there are more of those of two to four
_EARLY, _FADES = (
    6.0,
    15.0,
)  # a long piece at the very start weighs seven times as much as one far on; letters to a third of it
_AT_ONCE = 1 << (32 - LONG_BITS)  # text and piece together fit into 32 bits, which sort in half the time
_PLANE = 0x10000  # characters beyond the basic plane are passed over

# letters that a whole phrase may turn into another one on the way to Traditional characters and not back
_ALSO = ("复覆", "了瞭", "借藉", "具俱", "象像", "背揹", "熏薰", "苏甦", "链炼", "澄澂", "着著", "占佔", "才纔", "么麼")
_TAG = re.compile(r"<[^<>]{1,400}>|&[a-zA-Z]{2,8};|&#\d{1,7};")

Array = np.ndarray[Any, Any]


@lru_cache(maxsize=1)
def _plain() -> Array:
    """Code point -> the one it counts as: one for all forms of a character, small; 0 for what says nothing (blanks,
    punctuation, signs)."""
    from opencc import OpenCC

    table = np.arange(_PLANE, dtype=np.uint32)

    def root(code: int) -> int:
        while table[code] != code:
            code = int(table[code])
        return code

    def same(one: str, other: str) -> None:
        a, b = sorted((root(ord(one)), root(ord(other))))
        table[b] = a

    letters = [chr(c) for c in range(0x4E00, 0xA000)]
    for way in ("t2s", "s2t", "s2tw", "s2hk", "tw2s", "hk2s"):
        for one, other in zip(letters, OpenCC(way).convert("\n".join(letters)).split("\n"), strict=True):
            if one != other and len(other) == 1 and ord(other) < _PLANE:
                same(one, other)
    for alike in _ALSO:
        for other in alike[1:]:
            same(alike[0], other)
    for code in range(0x4E00, 0xA000):
        table[code] = root(code)
    table[0x41:0x5B] = np.arange(0x61, 0x7B)
    kept = np.zeros(_PLANE, bool)
    for first, last in ((0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x1800, 0x18AF)):
        kept[first : last + 1] = True
    table[~kept] = 0
    return table


@dataclass(frozen=True, slots=True, eq=False)
class Letters:
    """The letters of many texts one after another: which, of which text, at which place in it; `source`: where in the joined
    texts each stands."""

    codes: Array
    text: Array
    at: Array
    source: Array
    joined: str
    texts: int

    def shown(self, places: Iterable[int]) -> str:
        """The letters at these places as they were written."""
        return "".join(self.joined[self.source[n]] for n in places)


def letters(texts: Sequence[str]) -> Letters:
    """What is read of each text, without tags, blanks and signs."""
    joined = "\n".join(_read(t) for t in texts)
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    text = np.cumsum(points == 10, dtype=np.int64)
    codes = _plain()[np.where(points < _PLANE, points, 0)]
    source = np.flatnonzero(codes)
    codes, text = codes[source], text[source]
    first = np.searchsorted(text, np.arange(len(texts)))
    return Letters(codes, text, np.arange(len(codes)) - first[text], source, joined, len(texts))


def _read(text: str) -> str:
    if "<" in text or "&" in text:
        text = _TAG.sub(" ", text[: 4 * READ])
    return text[:READ].replace("\n", " ")


def hashes(read: Letters, lengths: Sequence[int]) -> Iterable[tuple[int, Array, Array]]:
    """(length, place where it begins, hash of 32 bits) of the pieces of each of these lengths, in order of texts."""
    codes, text = read.codes, read.text
    mixed = np.zeros(len(codes), np.uint32)
    for length in range(1, max(lengths) + 1):
        last = len(codes) - length + 1
        if last < 1:
            return
        mixed = (mixed[:last] ^ codes[length - 1 :]) * np.uint32(0x85EBCA6B)
        mixed ^= mixed >> np.uint32(15)
        if length in lengths:
            place = np.flatnonzero(text[:last] == text[length - 1 :])
            yield length, place, mixed[place] ^ np.uint32(length * 0x9E3779B1 & 0xFFFFFFFF)


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """One way to read a text: pieces of these lengths, of the whole of it or of its opening; early ones weigh more or not."""

    name: str
    lengths: tuple[int, ...]
    bits: int
    opening: bool = False
    early: bool = False


EVEN = Region("even", (1, 2), EVEN_BITS)
FIRST = Region("first", (1, 2), EVEN_BITS, opening=True)
LONG = Region("long", (2, 3, 4), LONG_BITS, early=True)
REGIONS = (EVEN, FIRST, LONG)


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Different pieces by text, in order: which text, which piece, its weight; of a region where place counts, one place
    where it begins."""

    text: Array
    piece: Array
    weight: Array
    place: Array


def find(read: Letters, region: Region, known: Array | None = None) -> Found:
    """The pieces of that region. `known`: hash -> number of the piece, below 0 for those to pass over; None: all, by hash."""
    mask = np.uint32((1 << region.bits) - 1)
    pieces, places = [], []
    for length, place, mixed in hashes(read, region.lengths):
        if region.opening:
            kept = read.at[place] + length <= OPENING
            place, mixed = place[kept], mixed[kept]
        piece = (mixed & mask).astype(np.int64)
        if known is not None:
            piece = known[piece].astype(np.int64)
            kept = piece >= 0
            place, piece = place[kept], piece[kept]
        pieces.append(piece)
        places.append(place)
    if not pieces or not sum(map(len, pieces)):
        nothing = np.zeros(0, np.int64)
        return Found(nothing, nothing, np.zeros(0, np.float32), nothing)
    piece, place = np.concatenate(pieces), np.concatenate(places)
    key = (read.text[place].astype(np.uint32) << np.uint32(region.bits)) | piece.astype(np.uint32)
    if region.early:
        order = np.argsort(key, kind="stable")
        key, place = key[order], place[order]
    else:
        key, place = np.sort(key), place[:0]
    first = np.flatnonzero(np.diff(key, prepend=~key[0]))
    if region.early:
        weight = np.add.reduceat(1 + _EARLY * np.exp(read.at[place] / -_FADES), first)
        place = place[first]
    else:
        weight = np.diff(first, append=len(key))
    key = key[first]
    weight = (1 + np.log(weight)).astype(np.float32)
    return Found((key >> np.uint32(region.bits)).astype(np.int64), (key & mask).astype(np.int64), weight, place)


def chunks(texts: Sequence[str]) -> Iterable[tuple[int, Letters]]:
    """The texts some at a time, with the number of the first: what is worked on at once stays small."""
    for n in range(0, len(texts), _AT_ONCE):
        yield n, letters(texts[n : n + _AT_ONCE])


def all_pieces(texts: Sequence[str], region: Region, known: Array | None = None) -> Found:
    """The pieces of all texts, for training."""
    parts = [(n, find(read, region, known)) for n, read in chunks(texts)]
    return Found(
        np.concatenate([p.text + n for n, p in parts]),
        np.concatenate([p.piece for _, p in parts]),
        np.concatenate([p.weight for _, p in parts]),
        np.concatenate([p.place for _, p in parts]),
    )


class Heads:
    """Where terms of a lexicon may begin, for many texts at once, by their first three characters (two, where a term has no
    more); a few places are named in which none does."""

    _SPOTS = 20

    def __init__(self, heads: Iterable[str]) -> None:
        known = set(heads)
        self._pairs = self._marked([h for h in known if len(h) == 2])
        self._triples = self._marked([h for h in known if len(h) == 3])

    def _marked(self, heads: Sequence[str]) -> Array:
        marked = np.zeros(1 << self._SPOTS, bool)
        if heads:
            letters = np.array([[ord(letter) for letter in head] for head in heads], np.uint32)
            marked[self._spots(*letters.T)] = True
        return marked

    def _spots(self, *letters: Array) -> Array:
        mixed = np.zeros(len(letters[0]), np.uint32)
        for column in letters:
            mixed = (mixed ^ column) * np.uint32(0x9E3779B1)
        return mixed >> np.uint32(32 - self._SPOTS)

    def places(self, texts: Sequence[str]) -> list[list[int]]:
        """For each text the places in order."""
        letters = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
        here = np.zeros(len(letters), bool)
        if len(letters) > 1:
            here[:-1] |= self._pairs[self._spots(letters[:-1], letters[1:])]
        if len(letters) > 2:
            here[:-2] |= self._triples[self._spots(letters[:-2], letters[1:-1], letters[2:])]
        found = np.flatnonzero(here)
        ends = np.cumsum([len(t) for t in texts])
        cuts = np.searchsorted(found, ends).tolist()
        starts = [0, *ends[:-1].tolist()]
        return [(found[a:b] - start).tolist() for a, b, start in zip([0, *cuts], cuts, starts, strict=False)]
