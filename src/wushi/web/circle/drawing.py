"""Draws the communities on the server: each polygon in the shade of its share, and where one more place would help most."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from wushi.domain.policy import Policy

WIDTH = 720
STEPS = (0.6, 0.8, 0.95)  # of the share: below the first, the map is darkest


@dataclass(frozen=True, slots=True)
class Shape:
    path: str
    shade: int  # 0 nothing known, 1 most is missing, 4 nearly all is there
    title: str


@dataclass(frozen=True, slots=True)
class Map:
    height: int
    shapes: tuple[Shape, ...]
    star: tuple[str, str] | None


def shade(share: float | None) -> int:
    return 0 if share is None else 1 + sum(share >= step for step in STEPS)


def draw(
    policy: Policy, shares: Mapping[str, float | None], titles: Mapping[str, str], star: tuple[float, float] | None
) -> Map:
    """`star`: (lat, lon). Equirectangular, which is true enough over a district."""
    west, south, east, north = policy.areas.box
    if star:
        west, east = min(west, star[1]), max(east, star[1])
        south, north = min(south, star[0]), max(north, star[0])
    narrow = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 8) / (((east - west) * narrow) or 1)

    def at(lon: float, lat: float) -> tuple[float, float]:
        return 4 + (lon - west) * narrow * scale, 4 + (north - lat) * scale

    shapes = []
    for area in policy.areas:
        if area.until is not None or area.unit not in shares:
            continue
        rings = ("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (at(*p) for p in ring)) + "Z" for ring in area.rings)
        shapes.append(Shape("".join(rings), shade(shares[area.unit]), titles.get(area.unit, area.unit)))
    height = round((north - south) * scale) + 8
    spot = at(star[1], star[0]) if star else None
    return Map(height, tuple(shapes), (f"{spot[0]:.1f}", f"{spot[1]:.1f}") if spot else None)
