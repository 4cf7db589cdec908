"""Postings: run of letters -> the newest messages that hold it, in blocks chained from the newest to the oldest."""

from __future__ import annotations

import numpy as np

from wushi.steps.alike.letters import Array

NEWEST = 200  # messages looked at of one run; the older ones have had their time
_WIDE = 8  # messages in a block
_STEPS = NEWEST // _WIDE
_ROOM = 1 << 22  # blocks at first


class Postings:
    """Numbers of messages under numbers of runs. Memory follows what was put in; a look costs the same at any size."""

    def __init__(self, bits: int) -> None:
        # zeros are only claimed, not filled, until something is written: a small house stays small
        self._head = np.zeros(1 << bits, np.int32)  # the newest block of a run; 0: none
        self._count = np.zeros(1 << bits, np.int32)  # messages put under it, for the place in the block
        self._docs = np.zeros((_ROOM, _WIDE), np.int32)  # message + 1; 0: nothing there yet
        self._older = np.zeros(_ROOM, np.int32)
        self._blocks = 1

    def put(self, runs: Array, message: int) -> None:
        """`runs` hold each number once."""
        count = self._count[runs]
        spot = count % _WIDE
        fresh = runs[spot == 0]
        if len(fresh):
            first, last = self._blocks, self._blocks + len(fresh)
            if last > len(self._older):
                self._grow(last)
            self._older[first:last] = self._head[fresh]
            self._head[fresh] = np.arange(first, last, dtype=np.int32)
            self._blocks = last
        self._docs[self._head[runs], spot] = message + 1
        self._count[runs] = count + 1

    def _grow(self, least: int) -> None:
        size = max(least, 2 * len(self._older))
        docs = np.zeros((size, _WIDE), np.int32)
        docs[: self._blocks] = self._docs[: self._blocks]
        older = np.zeros(size, np.int32)
        older[: self._blocks] = self._older[: self._blocks]
        self._docs, self._older = docs, older

    def held(self, runs: Array) -> Array:
        """How many messages were put under each."""
        return self._count[runs]

    def look(self, runs: Array, weights: Array) -> tuple[Array, Array]:
        """(message, weight) of what lies under the runs, a message once for each run."""
        found: list[Array] = []
        worth: list[Array] = []
        block = self._head[runs]
        for _ in range(_STEPS):
            open = block > 0
            if not open.all():
                block, weights = block[open], weights[open]
            if not len(block):
                break
            found.append(self._docs[block].ravel())
            worth.append(np.repeat(weights, _WIDE))
            block = self._older[block]
        if not found:
            return np.zeros(0, np.int32), np.zeros(0, np.float32)
        messages, weight = np.concatenate(found), np.concatenate(worth)
        real = messages > 0
        return messages[real] - 1, weight[real]
