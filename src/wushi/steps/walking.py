"""Walking reach: the shortest ways on a street network from places to homes, and where one more place would help most."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from wushi.domain.errors import BadInput
from wushi.domain.life_circle import Facility, Home

_METRES = 111_195.0  # of a degree on the sphere
_LEAST = 1e-6  # metres: a sparse matrix takes a zero for no edge
_AT_ONCE = 64  # homes whose ways are held in memory together


@dataclass(frozen=True)
class Streets:
    """Crossings with their points, and the stretches between them, walked in both directions."""

    lat: np.ndarray
    lon: np.ndarray
    begin: np.ndarray
    end: np.ndarray
    metres: np.ndarray
    illustrative: bool = False

    def __post_init__(self) -> None:
        if not len(self.lat) or not len(self.begin):
            raise BadInput(field="streets", why="the network has no crossings or no stretches")
        ends = np.concatenate([self.begin, self.end])
        if ends.min() < 0 or ends.max() >= len(self.lat):
            raise BadInput(field="streets", why="a stretch leads to a crossing that is not there")
        if not (np.isfinite(self.metres).all() and (self.metres >= 0).all()):
            raise BadInput(field="streets", why="a stretch has no length, or one below zero")

    @cached_property
    def _pairs(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Both directions, of parallel stretches only the shortest: a sparse matrix would add them up."""
        a = np.concatenate([self.begin, self.end])
        b = np.concatenate([self.end, self.begin])
        far = np.maximum(np.concatenate([self.metres, self.metres]), _LEAST)
        order = np.lexsort((far, b, a))
        a, b, far = a[order], b[order], far[order]
        first = np.ones(len(a), bool)
        first[1:] = (a[1:] != a[:-1]) | (b[1:] != b[:-1])
        return a[first], b[first], far[first]

    def _flat(self, lat: np.ndarray, lon: np.ndarray) -> np.ndarray:
        scale = math.cos(math.radians(float(self.lat.mean())))
        return np.column_stack([lon * scale * _METRES, lat * _METRES])

    @cached_property
    def _tree(self) -> cKDTree:
        return cKDTree(self._flat(self.lat, self.lon))

    def nearest(self, points: Sequence[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
        """(metres to the nearest crossing, the crossing) of each (lat, lon)."""
        if not points:
            return np.zeros(0), np.zeros(0, dtype=np.int64)
        given = np.asarray(points, dtype=float)
        away, at = self._tree.query(self._flat(given[:, 0], given[:, 1]))
        return away, at

    @cached_property
    def graph(self) -> csr_array:
        a, b, far = self._pairs
        return csr_array((far, (a, b)), shape=(len(self.lat), len(self.lat)))


def metres_to_nearest(
    streets: Streets, homes: Sequence[Home], facilities: Sequence[Facility], kinds: Sequence[str], limit: float
) -> dict[str, np.ndarray]:
    """By kind, from each home to the nearest place of it: to the street, along it, and from it; infinite beyond the limit.

    Each kind is one more point of the graph, joined to the crossings of its places, so that one search serves them all."""
    n = len(streets.lat)
    a, b, far = streets._pairs
    away, at = streets.nearest([(f.lat, f.lon) for f in facilities])
    best: dict[tuple[int, int], float] = {}
    number = {kind: n + i for i, kind in enumerate(kinds)}
    for facility, metres, crossing in zip(facilities, away, at, strict=True):
        if facility.kind in number:
            key = (number[facility.kind], int(crossing))
            best[key] = min(best.get(key, math.inf), max(float(metres), _LEAST))
    rows = np.concatenate([a, np.fromiter((k for k, _ in best), np.int64, len(best))])
    columns = np.concatenate([b, np.fromiter((c for _, c in best), np.int64, len(best))])
    lengths = np.concatenate([far, np.fromiter(best.values(), float, len(best))])
    graph = csr_array((lengths, (rows, columns)), shape=(n + len(kinds), n + len(kinds)))
    home_away, home_at = streets.nearest([(h.lat, h.lon) for h in homes])
    found = {}
    for kind in kinds:
        ways = dijkstra(graph, indices=number[kind], limit=limit)
        total = ways[home_at] + home_away
        found[kind] = np.where(total <= limit, total, math.inf)
    return found


@dataclass(frozen=True, slots=True)
class Best:
    """Where one more place of a kind would bring most households within reach."""

    lat: float
    lon: float
    households: int


def where_next(streets: Streets, homes: Sequence[Home], metres: np.ndarray, limit: float) -> Best | None:
    """Of all crossings the one that helps most; None where nobody lacks the kind or no crossing helps."""
    short = [i for i, far in enumerate(metres) if far > limit and homes[i].households > 0]
    away, at = streets.nearest([(homes[i].lat, homes[i].lon) for i in short])
    gain = np.zeros(len(streets.lat), dtype=np.int64)
    for first in range(0, len(short), _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        ways = dijkstra(streets.graph, indices=at[part], limit=limit)
        households = np.array([homes[i].households for i in short[part]])
        gain += ((ways + away[part, None]) <= limit).T.astype(np.int64) @ households
    if not short or not gain.max():
        return None
    best = int(gain.argmax())
    return Best(float(streets.lat[best]), float(streets.lon[best]), int(gain[best]))
