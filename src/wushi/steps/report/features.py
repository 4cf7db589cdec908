"""Features: a text as hashed pieces of one and two characters, for thousands of texts at a time, with the same answer for
Simplified and Traditional characters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

READ = 400  # characters of title and text that are read: later ones cost time and decide little
BITS = 18  # pieces fall into 2^18 places; with some ten thousand texts few share one
_PIECES = (1, 2)
_AT_ONCE = 1 << (32 - BITS)
_PLANE = 0x10000  # characters beyond the basic plane are passed over

Array = np.ndarray[Any, Any]


@lru_cache(maxsize=1)
def _plain() -> Array:
    """Code point -> the one it counts as: Simplified, small; 0 for what says nothing (blanks, punctuation, signs)."""
    from opencc import OpenCC

    table = np.zeros(_PLANE, np.uint32)
    for first, last in ((0x30, 0x39), (0x61, 0x7A), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x1800, 0x18AF)):
        table[first : last + 1] = np.arange(first, last + 1)
    table[0x41:0x5B] = np.arange(0x61, 0x7B)
    convert = OpenCC("t2s").convert
    letters = "".join(chr(c) for c in range(0x4E00, 0xA000))
    simple = "".join(convert(c)[:1] or c for c in letters)
    for letter, plain in zip(letters, simple, strict=True):
        if letter != plain and ord(plain) < _PLANE:
            table[ord(letter)] = ord(plain)
    return table


def pieces(texts: Sequence[str]) -> tuple[Array, Array, Array]:
    """(text, place, weight) of every different piece, in order of texts; the weight grows with the logarithm of its count."""
    parts = [_some(texts[n : n + _AT_ONCE]) for n in range(0, len(texts), _AT_ONCE)]
    text = np.concatenate([part[0] + n * _AT_ONCE for n, part in enumerate(parts)] or [np.zeros(0, np.int64)])
    place = np.concatenate([part[1] for part in parts] or [np.zeros(0, np.int64)])
    count = np.concatenate([part[2] for part in parts] or [np.zeros(0, np.int64)])
    return text, place, (1 + np.log(count)).astype(np.float32)


def _some(texts: Sequence[str]) -> tuple[Array, Array, Array]:
    """(text, place, count) for so few texts that both fit into one number of 32 bits, which sorts in half the time."""
    letters = np.frombuffer(
        "\n".join(t[:READ].replace("\n", " ") for t in texts).encode("utf-32-le", "replace"), np.uint32
    )
    text = np.cumsum(letters == 10, dtype=np.uint32)
    plain = _plain()[np.where(letters < _PLANE, letters, 0)]
    kept = plain != 0
    plain, text = plain[kept], text[kept]
    found = []
    for length in _PIECES:
        last = len(plain) - length + 1
        if last < 1:
            continue
        mixed = np.full(last, (length * 0x9E3779B1) & 0xFFFFFFFF, np.uint32)
        for n in range(length):
            mixed = (mixed ^ plain[n : last + n]) * np.uint32(0x85EBCA6B)
            mixed ^= mixed >> np.uint32(15)
        whole = text[:last] == text[length - 1 :]
        found.append((text[:last][whole] << np.uint32(BITS)) | (mixed[whole] & np.uint32((1 << BITS) - 1)))
    if not found:
        nothing = np.zeros(0, np.int64)
        return nothing, nothing, nothing
    both, counts = np.unique(np.concatenate(found), return_counts=True)
    return (both >> np.uint32(BITS)).astype(np.int64), (both & np.uint32((1 << BITS) - 1)).astype(np.int64), counts


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


def rarity(place: Array, texts: int) -> Array:
    """The weight of each place by how few texts have it."""
    having = np.bincount(place, minlength=1 << BITS)
    return (np.log((1 + texts) / (1 + having)) + 1).astype(np.float32)


def weighted(texts: Sequence[str], rare: Array) -> tuple[Array, Array, Array]:
    """The pieces with weights by rarity, each text brought to length one."""
    text, place, weight = pieces(texts)
    weight = weight * rare[place]
    length = np.sqrt(np.bincount(text, weight * weight, minlength=len(texts)))
    return text, place, (weight / np.maximum(length[text], 1e-9)).astype(np.float32)
