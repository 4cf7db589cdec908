"""Groups (同组): which labelled texts belong together, near doubles among them, so that none of a group is learnt from while
another is measured on."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from wushi.steps.report import features
from wushi.steps.report.features import Array, Region

FOLDS = 4  # parts that take turns at being held out; the first is what models are compared on
_PAIRS = Region("pairs", (2,), features.EVEN_BITS)
_DRAWS = 48  # of each text so many pairs are drawn, the same ones for texts that share them
_ROWS = 3  # drawn pairs that must all agree for two texts to be looked at
_ALIKE = 0.5  # share of draws that agree in near doubles


class Groups:
    """Names joined into groups."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def root(self, name: str) -> str:
        parent = self._parent
        while parent.setdefault(name, name) != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    def join(self, one: str, other: str) -> None:
        a, b = sorted((self.root(one), self.root(other)))
        self._parent[b] = a


def matters(texts: Sequence[str], named: Sequence[tuple[str, ...]]) -> tuple[Groups, list[str]]:
    """The groups by name and by equal words, and the name of each text: rows of one matter in several forms are one."""
    groups, own = Groups(), []
    for text, names in zip(texts, named, strict=True):
        folded = "".join(c for c in text if c.isalnum())
        name = f"text:{hashlib.sha256(folded.encode('utf-8', 'replace')).hexdigest()}"
        for other in names:
            groups.join(name, other)
        own.append(name)
    return groups, own


def join_near_doubles(texts: Sequence[str], groups: Groups, own: Sequence[str]) -> None:
    """Join texts that share at least about half of their pairs of letters."""
    drawn = np.concatenate([_drawn(read) for _, read in features.chunks(texts)]) if texts else np.zeros((0, _DRAWS))
    for n in range(0, _DRAWS, _ROWS):
        _, band = np.unique(drawn[:, n : n + _ROWS], axis=0, return_inverse=True)
        order = np.argsort(band, kind="stable")
        same = np.flatnonzero(np.diff(band.ravel()[order]) == 0)
        one, other = order[same], order[same + 1]
        alike = (drawn[one] == drawn[other]).mean(axis=1) >= _ALIKE
        for a, b in zip(one[alike].tolist(), other[alike].tolist(), strict=True):
            groups.join(own[a], own[b])


def _drawn(read: features.Letters) -> Array:
    """(text, draw): of the text's pairs the one that comes first in an order that differs from draw to draw."""
    found = features.find(read, _PAIRS)
    drawn = np.tile(np.arange(read.texts, dtype=np.uint32)[:, None] | np.uint32(0x80000000), (1, _DRAWS))
    if len(found.text):
        first = np.flatnonzero(np.diff(found.text, prepend=-1))
        chance = np.random.default_rng(12345)
        for n in range(_DRAWS):
            order = found.piece.astype(np.uint32) * np.uint32(chance.integers(1 << 31) * 2 + 1)
            order ^= order >> np.uint32(15)
            order *= np.uint32(chance.integers(1 << 31) * 2 + 1)
            drawn[found.text[first], n] = np.minimum.reduceat(order >> np.uint32(1), first)
    return drawn


def folds(groups: Groups, own: Sequence[str]) -> Array:
    """The fold of each text, by its group's name alone: the same groups are held out again at every training."""
    found = [int(hashlib.sha256(groups.root(name).encode()).hexdigest()[:8], 16) % FOLDS for name in own]
    return np.array(found, np.int64)
