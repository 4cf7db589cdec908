"""Areas (辖区): in which unit's polygon a point lies on a day, how near to the border, and which is nearest outside of all."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

_SQUARES = 48  # the index divides the district into so many squares a side
_METRES = 111_195.0  # of a degree on the sphere

Ring = tuple[tuple[float, float], ...]  # (lon, lat) as GeoJSON has them, the first point again at the end
_Edge = tuple[float, float, float, float]  # south, its longitude, north, its longitude


@dataclass(frozen=True, slots=True)
class Area:
    """The polygon of a unit from a day on until another: all its rings, outer and inner. `rank`: how deep in the tree."""

    unit: str
    rank: int
    rings: tuple[Ring, ...]
    since: date = date(1900, 1, 1)
    until: date | None = None
    illustrative: bool = False
    reference: str = ""

    def holds_on(self, day: date | None) -> bool:
        """Does the border hold on the day? None: as things stand."""
        if day is None:
            return self.until is None
        return self.since <= day and (self.until is None or day < self.until)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        xs, ys = [x for ring in self.rings for x, _ in ring], [y for ring in self.rings for _, y in ring]
        return min(xs), min(ys), max(xs), max(ys)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a point lies. `metres`: inside, to the border; outside, to the unit. `neighbour`: the unit beyond the border, when
    that is nearer than what was asked for."""

    unit: str = ""
    inside: bool = False
    metres: float = 0.0
    neighbour: str = ""
    illustrative: bool = False


NOWHERE = Spot()


@dataclass(frozen=True, slots=True)
class _Shape:
    """An area ready to be asked: edges from south to north, so that two areas with one border reckon it alike."""

    area: Area
    box: tuple[float, float, float, float]
    edges: tuple[_Edge, ...] = field(repr=False, default=())

    def has(self, lat: float, lon: float) -> bool:
        """An even-odd count of the edges to the east. A point on a border that two areas share belongs to one of them."""
        west, south, east, north = self.box
        if not (west <= lon <= east and south <= lat <= north):
            return False
        inside = False
        for y1, x1, y2, x2 in self.edges:
            if y1 <= lat < y2 and lon < x1 + (lat - y1) * (x2 - x1) / (y2 - y1):
                inside = not inside
        return inside

    def distance(self, lat: float, lon: float) -> float:
        """Metres to the nearest border; the district is small enough for a flat map."""
        wide = math.cos(math.radians(lat)) * _METRES
        least = math.inf
        for y1, x1, y2, x2 in self.edges:
            ax, ay, bx, by = (x1 - lon) * wide, (y1 - lat) * _METRES, (x2 - lon) * wide, (y2 - lat) * _METRES
            dx, dy = bx - ax, by - ay
            t = -(ax * dx + ay * dy) / ((dx * dx + dy * dy) or 1.0)
            t = 0.0 if t < 0 else 1.0 if t > 1 else t
            x, y = ax + t * dx, ay + t * dy
            least = min(least, x * x + y * y)
        return math.sqrt(least)

    def could_be_within(self, lat: float, lon: float, metres: float) -> bool:
        """May a border be that near? From the box alone."""
        west, south, east, north = self.box
        high = metres / _METRES
        wide = high / math.cos(math.radians(lat))
        return west - wide <= lon <= east + wide and south - high <= lat <= north + high


def metres_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The distance of two points of one district."""
    wide = math.cos(math.radians((lat + other_lat) / 2))
    return math.hypot((lon - other_lon) * wide, lat - other_lat) * _METRES


def _edges(rings: Iterable[Ring]) -> tuple[_Edge, ...]:
    found = []
    for ring in rings:
        for (x1, y1), (x2, y2) in itertools.pairwise(ring):
            found.append((y1, x1, y2, x2) if (y1, x1) <= (y2, x2) else (y2, x2, y1, x1))
    return tuple(found)


class Areas:
    """All polygons of a pack, those deepest in the tree asked first; built once when the pack is loaded."""

    def __init__(self, areas: Iterable[Area] = ()) -> None:
        self._shapes = [_Shape(a, a.box, _edges(a.rings)) for a in sorted(areas, key=lambda a: -a.rank)]
        boxes = [shape.box for shape in self._shapes]
        self.box = (
            (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
            if boxes
            else (0.0, 0.0, 0.0, 0.0)
        )
        self._squares: dict[tuple[int, int], list[_Shape]] = {}
        for shape in self._shapes:
            west, south, east, north = shape.box
            (left, low), (right, high) = self._square(south, west), self._square(north, east)
            for x in range(left, right + 1):
                for y in range(low, high + 1):
                    self._squares.setdefault((x, y), []).append(shape)

    def __len__(self) -> int:
        return len(self._shapes)

    def __iter__(self) -> Iterator[Area]:
        return iter([shape.area for shape in self._shapes])

    def _square(self, lat: float, lon: float) -> tuple[int, int]:
        west, south, east, north = self.box
        return (
            int((lon - west) / ((east - west) or 1) * _SQUARES),
            int((lat - south) / ((north - south) or 1) * _SQUARES),
        )

    def holding(self, lat: float, lon: float, day: date | None = None) -> list[Area]:
        """Every area that the point lies in on that day, the deepest first."""
        near = self._squares.get(self._square(lat, lon), ())
        return [s.area for s in near if s.area.holds_on(day) and s.has(lat, lon)]

    def also_in(self, lat: float, lon: float, area: Area, day: date | None, metres: float) -> str:
        """Another unit of the area's rank inside whose border the point lies by more than so many metres."""
        near = (s for s in self._squares.get(self._square(lat, lon), ()) if s.area.rank == area.rank)
        for shape in near:
            other = shape.area.unit != area.unit and shape.area.holds_on(day)
            if other and shape.has(lat, lon) and shape.distance(lat, lon) > metres:
                return shape.area.unit
        return ""

    def at(self, lat: float, lon: float, day: date | None = None, edge: float = 0.0) -> Spot:
        """The deepest unit on the day whose area the point lies in, else the nearest one. `edge`: metres from the border
        within which the neighbour is named."""
        for shape in self._squares.get(self._square(lat, lon), ()):
            area = shape.area
            if area.holds_on(day) and shape.has(lat, lon):
                metres = shape.distance(lat, lon)
                neighbour = self._neighbour(lat, lon, day, shape, edge) if metres < edge else ""
                return Spot(area.unit, True, metres, neighbour, area.illustrative)
        return self._nearest(lat, lon, day)

    def _neighbour(self, lat: float, lon: float, day: date | None, own: _Shape, edge: float) -> str:
        best, least = "", edge
        for shape in self._shapes:
            area = shape.area
            if area.rank != own.area.rank or area.unit == own.area.unit or not area.holds_on(day):
                continue
            if shape.could_be_within(lat, lon, least) and (metres := shape.distance(lat, lon)) < least:
                best, least = area.unit, metres
        return best

    def _nearest(self, lat: float, lon: float, day: date | None) -> Spot:
        found = NOWHERE
        for shape in self._shapes:
            if not shape.area.holds_on(day):
                continue
            if found.unit and not shape.could_be_within(lat, lon, found.metres):
                continue
            metres = shape.distance(lat, lon)
            if not found.unit or metres < found.metres:
                found = Spot(shape.area.unit, False, metres, "", shape.area.illustrative)
        return found

    def of(self, unit: str, day: date | None = None) -> Sequence[Ring]:
        """The rings of the unit's area on that day; none when it has no area."""
        return next((s.area.rings for s in self._shapes if s.area.unit == unit and s.area.holds_on(day)), ())

    def on(self, day: date | None = None) -> list[Area]:
        """All areas that hold on that day."""
        return [s.area for s in self._shapes if s.area.holds_on(day)]
