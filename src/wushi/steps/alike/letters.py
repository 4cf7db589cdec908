"""Letters: a text as the plain letters that count (Simplified, small, no signs), and its runs of two and three as numbers."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
PAIR_BITS = 20  # runs of two letters fall into 2^20 places: about as many as are in use among a million messages
RUN_BITS = 23  # runs of three
_PLANE = 0x10000
_SAID = ((0x30, 0x39), (0x61, 0x7A), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x1800, 0x18AF))


@lru_cache(maxsize=1)
def table() -> Array:
    """Code point -> the letter it counts as; 0 for what says nothing (blanks, punctuation, signs)."""
    from opencc import OpenCC

    plain = np.zeros(_PLANE, np.uint16)
    for first, last in _SAID:
        plain[first : last + 1] = np.arange(first, last + 1)
    plain[0x41:0x5B] = np.arange(0x61, 0x7B)
    for wide, narrow, count in ((0xFF10, 0x30, 10), (0xFF21, 0x61, 26), (0xFF41, 0x61, 26)):
        plain[wide : wide + count] = np.arange(narrow, narrow + count)
    convert = OpenCC("t2s").convert
    letters = "".join(chr(c) for c in range(0x4E00, 0xA000))
    for letter in letters:
        simple = convert(letter)[:1] or letter
        if letter != simple and ord(simple) < _PLANE:
            plain[ord(letter)] = ord(simple)
    return plain


def letters(text: str, most: int) -> Array:
    """The plain letters of the first `most` characters."""
    codes = np.frombuffer(text[:most].encode("utf-16-le", "replace"), np.uint16)
    plain = table()[codes]
    return plain[plain != 0]


def word(plain: Array) -> str:
    return plain.tobytes().decode("utf-16-le", "replace")


def _mixed(plain: Array, length: int, bits: int) -> Array:
    last = len(plain) - length + 1
    if last < 1:
        return np.zeros(0, np.uint32)
    mixed = np.full(last, (length * 0x9E3779B1) & 0xFFFFFFFF, np.uint32)
    for n in range(length):
        mixed = (mixed ^ plain[n : last + n]) * np.uint32(0x85EBCA6B)
        mixed ^= mixed >> np.uint32(15)
    return mixed & np.uint32((1 << bits) - 1)


def pairs(plain: Array) -> Array:
    return _mixed(plain, 2, PAIR_BITS)


def runs(plain: Array) -> Array:
    return _mixed(plain, 3, RUN_BITS)
