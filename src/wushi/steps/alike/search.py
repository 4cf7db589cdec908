"""Search: the few earlier messages that share the rarest runs of letters with a new one, in a time that does not grow."""

from __future__ import annotations

import numpy as np

from wushi.steps.alike.letters import RUN_BITS, Array, runs
from wushi.steps.alike.postings import NEWEST, Postings

MOST = 40  # candidates of a message
_PUT = 144  # runs of the text under which a message is put, besides all of its title
_LOOKED = 6_000  # messages that are looked at under all runs together: so the cost does not grow with the house
_TITLE = np.float32(2)  # what the titles share says more than what the texts share


class Search:
    """Runs of three letters with the newest messages under each; messages come in order."""

    def __init__(self) -> None:
        self._postings = Postings(RUN_BITS)
        self._having = np.zeros(1 << RUN_BITS, np.int32)
        self.messages = 0

    def near(self, title: Array, text: Array) -> tuple[Array, Array]:
        """(messages, weight), the best first, at most MOST."""
        titled, told = np.unique(runs(title)), np.unique(runs(text))
        asked = self._affordable(np.union1d(titled, told))
        weight = np.log((self.messages + 2) / (self._having[asked] + 1)).astype(np.float32)
        weight[np.isin(asked, titled, assume_unique=True)] *= _TITLE
        found, worth = self._postings.look(asked, weight)
        if not len(found):
            return found, worth
        messages, place = np.unique(found, return_inverse=True)
        total = np.bincount(place, worth)
        best = np.argsort(-total, kind="stable")[:MOST] if len(total) <= MOST else _first(total, MOST)
        return messages[best], total[best]

    def put(self, title: Array, text: Array, message: int) -> None:
        titled, told = np.unique(runs(title)), np.unique(runs(text))
        having = self._having[told]
        new, seen = told[having == 0], told[having > 0]
        chosen = np.concatenate([titled, self._rarest(seen, _PUT // 2), new[: _PUT // 2]])
        self._postings.put(np.unique(chosen), message)
        self._having[np.union1d(titled, told)] += 1
        self.messages += 1

    def _affordable(self, some: Array) -> Array:
        """The rarest of the runs that lead anywhere, as many as may be looked under."""
        held = self._postings.held(some)
        some, held = some[held > 0], held[held > 0]
        order = np.argsort(held, kind="stable")
        return some[order[np.cumsum(np.minimum(held[order], NEWEST)) <= _LOOKED]]

    def _rarest(self, some: Array, most: int) -> Array:
        if len(some) <= most:
            return some
        return some[np.argpartition(self._having[some], most)[:most]]


def _first(total: Array, most: int) -> Array:
    best = np.argpartition(-total, most)[:most]
    return best[np.argsort(-total[best], kind="stable")]
