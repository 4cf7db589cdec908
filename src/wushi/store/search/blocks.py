"""Blocks: a set of places in a segment as bytes (a list of numbers while it is small, else a bit a place), and the columns."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
BITS = 16
SIZE = 1 << BITS  # matters of a segment
_DENSE = SIZE // 8  # bytes of a bit a place; a list of two bytes a place is longer from 4,096 places on
_PLACE = np.dtype("<u2")
ABSENT = -(1 << 62)  # the moment of a place where no matter lies
_ROW = np.dtype([("at", "<i8"), ("unit", "<i4"), ("place", "<i4"), ("subject", "<i4"), ("state", "<i4")])
COLUMNS = ("unit", "place", "subject", "state")


def pack(places: Sequence[int] | Array) -> bytes:
    """`places`: different numbers below SIZE in rising order."""
    if 2 * len(places) < _DENSE:
        return np.array(places, _PLACE).tobytes()
    bits = np.zeros(SIZE, bool)
    bits[places] = True
    return np.packbits(bits).tobytes()


def places(block: bytes) -> Array:
    """The numbers in rising order."""
    if len(block) < _DENSE:
        return np.frombuffer(block, _PLACE)
    return np.flatnonzero(np.unpackbits(np.frombuffer(block, np.uint8))).astype(_PLACE)


def bits(block: bytes) -> Array:
    """A truth value a place."""
    if len(block) < _DENSE:
        found = np.zeros(SIZE, bool)
        found[np.frombuffer(block, _PLACE)] = True
        return found
    return np.unpackbits(np.frombuffer(block, np.uint8)).view(bool)


def joined(block: bytes, more: Sequence[int]) -> bytes:
    """The block with more places in it."""
    return pack(np.union1d(places(block), np.array(more, _PLACE)))


@dataclass(frozen=True, slots=True)
class Columns:
    """What the matters of a segment are ordered and filtered by, a value a place."""

    at: Array
    unit: Array
    place: Array
    subject: Array
    state: Array

    @classmethod
    def empty(cls) -> Columns:
        nothing = [np.zeros(SIZE, np.int32) for _ in COLUMNS]
        return cls(np.full(SIZE, ABSENT, np.int64), *nothing)

    @classmethod
    def unpack(cls, packed: bytes) -> Columns:
        made = cls.empty()
        rows = np.frombuffer(packed, _ROW)
        for name in _ROW.names or ():
            getattr(made, name)[: len(rows)] = rows[name]
        return made

    def pack(self) -> bytes:
        present = np.flatnonzero(self.at != ABSENT)
        length = int(present[-1]) + 1 if len(present) else 0
        rows = np.zeros(length, _ROW)
        for name in _ROW.names or ():
            rows[name] = getattr(self, name)[:length]
        return rows.tobytes()

    def bounds(self) -> tuple[int, int]:
        """The oldest and the newest moment."""
        present = self.at[self.at != ABSENT]
        return (int(present.min()), int(present.max())) if len(present) else (0, ABSENT)


def digest(packed: bytes) -> bytes:
    return hashlib.blake2b(packed, digest_size=16).digest()
