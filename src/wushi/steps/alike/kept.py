"""What is kept of the messages so far: their plain letters, lengths and times, packed, so that a million fit in memory."""

from __future__ import annotations

import numpy as np

from wushi.steps.alike.letters import Array

_CHUNK = 1 << 23  # letters in a piece of the store
_ROWS = 1 << 12


class Kept:
    """The letters of each message, title first, and a few numbers of it, under its running number."""

    def __init__(self) -> None:
        self.count = 0
        self._chunks: list[Array] = [np.zeros(_CHUNK, np.uint16)]
        self._used = 0
        self.chunk = np.zeros(_ROWS, np.int32)
        self.first = np.zeros(_ROWS, np.int32)
        self.title = np.zeros(_ROWS, np.int16)  # letters of the title
        self.length = np.zeros(_ROWS, np.int16)  # letters of title and text
        self.at = np.zeros(_ROWS, np.float64)

    def add(self, letters: Array, title: int, at: float) -> int:
        """The number under which it is kept from now on."""
        if self._used + len(letters) > _CHUNK:
            self._chunks.append(np.zeros(_CHUNK, np.uint16))
            self._used = 0
        n = self.count
        if n == len(self.at):
            for name in ("chunk", "first", "title", "length", "at"):
                old: Array = getattr(self, name)
                new = np.zeros(len(old) + max(_ROWS, len(old) // 4), old.dtype)
                new[: len(old)] = old
                setattr(self, name, new)
        self._chunks[-1][self._used : self._used + len(letters)] = letters
        self.chunk[n], self.first[n] = len(self._chunks) - 1, self._used
        self.title[n], self.length[n] = title, len(letters)
        self.at[n] = at
        self._used += len(letters)
        self.count = n + 1
        return n

    def letters(self, message: int) -> Array:
        first = int(self.first[message])
        return self._chunks[int(self.chunk[message])][first : first + int(self.length[message])]

    def letters_of(self, messages: Array) -> Array:
        """The letters of several, one after the other; where each begins follows from `length`."""
        chunks = self._chunks
        spans = zip(
            self.chunk[messages].tolist(), self.first[messages].tolist(), self.length[messages].tolist(), strict=True
        )
        return np.concatenate([chunks[c][a : a + n] for c, a, n in spans] or [np.zeros(0, np.uint16)])
