"""The areas (辖区) of a pack from areas.geojson: each polygon a unit's from a day on, closed, inside the district."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from wushi.domain.areas import Area, Areas
from wushi.packs.fields import Field, Row, Shape, Wrong, csv_day, flag, text
from wushi.packs.layers import Layer
from wushi.packs.problems import Problems, listed, nearest, quoted
from wushi.packs.references import References

FILE = "areas.geojson"
_THIN = 2.0  # metres by which two areas may overlap: corners are rounded
_LEVELS = ("district", "town", "street", "community", "village", "grid")
_PROPERTIES: Shape = {
    "unit": Field(text),
    "since": Field(lambda value: csv_day(text(value))),
    "until": Field(lambda value: csv_day(text(value)), needed=False),
    "illustrative": Field(flag),
    "reference": Field(text),
    "note": Field(text, needed=False),
}


class Drawn:
    """The polygons of all layers, as read."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._rows: list[tuple[Row, Any]] = []

    def read(self, layer: Layer, references: References) -> None:
        """Take in the layer's areas.geojson."""
        words = layer.texts.get(FILE)
        if words is None:
            return
        name = f"{layer.name}/{FILE}"
        try:
            data = json.loads(words)
        except (ValueError, RecursionError) as error:
            line = getattr(error, "lineno", 0)
            self._problems.give_up(name, line, f"this is not JSON: {error}", "export the file again as GeoJSON")
            return
        if not isinstance(data, dict) or data.get("type") != "FeatureCollection":
            why, mend = "it is no FeatureCollection", "export all areas together as GeoJSON"
            self._problems.give_up(name, 1, why, mend)
            return
        if "crs" in data and "4326" not in str(data["crs"]) and "CRS84" not in str(data["crs"]):
            self._problems.add(name, 1, "the coordinates are not WGS-84", "export it in WGS-84 (EPSG:4326)")
        features = data.get("features")
        lines = _lines(words)
        for n, feature in enumerate(features if isinstance(features, list) else []):
            row = self._row(name, lines[n] if n < len(lines) else 1, feature)
            references.check(row, row["since"])
            self._rows.append((row, feature.get("geometry") if isinstance(feature, dict) else None))

    def _row(self, name: str, line: int, feature: Any) -> Row:
        """The properties of one polygon, checked like a row of a table."""
        given = feature.get("properties") if isinstance(feature, dict) else None
        given = given if isinstance(given, dict) else {}
        values: dict[str, Any] = {}
        good = True
        for key in given:
            if key not in _PROPERTIES:
                mend = f"{nearest(key, _PROPERTIES)}the properties here are {listed(_PROPERTIES)}"
                self._problems.add(name, line, f"unknown property {quoted(key)}", mend)
                good = False
        for key, field in _PROPERTIES.items():
            values[key] = field.default
            try:
                if given.get(key) is not None:
                    values[key] = field.kind(given[key])
                elif field.needed:
                    raise Wrong("is missing", "add it to the properties")
            except Wrong as wrong:
                self._problems.add(name, line, f"{key}: {wrong.why}", wrong.mend)
                good = False
        return Row(name, line, values, self._problems, good)

    def build(self, levels: dict[str, str], depths: dict[str, int], bounds: tuple[float, ...] | None) -> list[Area]:
        """The areas whose unit is there and whose rings can be used."""
        found: list[tuple[Row, Area]] = []
        for row, geometry in self._rows:
            unit, since, until = row["unit"], row["since"], row["until"]
            if unit and unit not in levels and self._problems.could_read("organisation.csv"):
                mend = f"{nearest(unit, levels)}units are in organisation.csv"
                row.bad("unit", f"the unit {quoted(unit)} is unknown", mend)
            elif unit and levels.get(unit, _LEVELS[0]) not in _LEVELS:
                row.bad("unit", f"{unit} is a {levels[unit]}, which has no area", f"areas are of a {listed(_LEVELS)}")
            if since and until and until <= since:
                row.bad("until", f"the area ends on {until}, before it begins", "correct one of the two dates")
            rings = _rings(row, geometry, bounds)
            if row.whole and rings and unit in levels:
                rank = depths.get(unit, 0)
                area = Area(unit, rank, rings, since, until, row["illustrative"], row["reference"])
                found.append((row, area))
        _check_periods(found)
        _check_overlaps(found)
        return [area for _, area in found]


def _lines(words: str) -> list[int]:
    """The line at which each polygon begins."""
    starts = (found.start() for found in re.finditer(r'"type"\s*:\s*"Feature"', words))
    return [words.count("\n", 0, start) + 1 for start in starts]


def _rings(row: Row, geometry: Any, bounds: tuple[float, ...] | None) -> tuple[tuple[tuple[float, float], ...], ...]:
    """All rings of a polygon or of several; none when something is wrong with one of them."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    given = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(given, list):
        row.bad("unit", f"its geometry is {quoted(kind)}", "draw the area as a Polygon or MultiPolygon")
        return ()
    polygons = [given] if kind == "Polygon" else given
    try:
        rings = tuple(tuple((float(p[0]), float(p[1])) for p in ring) for polygon in polygons for ring in polygon)
    except (TypeError, ValueError, IndexError):
        row.bad("unit", "its coordinates are not pairs of numbers", "write them as [longitude, latitude]")
        return ()
    for ring in rings:
        if len(ring) < 4 or ring[0] != ring[-1]:
            row.bad(
                "unit", "a ring of it is not closed", "end each ring with its first point, after three others at least"
            )
            return ()
        if bounds is not None and len(bounds) == 4:
            west, south, east, north = bounds
            out = next((p for p in ring if not (west <= p[0] <= east and south <= p[1] <= north)), None)
            if out is not None:
                swapped = west <= out[1] <= east and south <= out[0] <= north
                mend = "longitude comes first" if swapped else "correct the point; the bounds are in pack.toml"
                row.bad("unit", f"its point {list(out)} lies outside the district", mend)
                return ()
        if (where := _crosses_itself(ring)) is not None:
            row.bad("unit", f"a ring of it crosses itself near {list(where)}", "draw the border without loops")
            return ()
    return rings


def _check_periods(found: list[tuple[Row, Area]]) -> None:
    """A unit has one area a day."""
    of_unit: dict[str, list[tuple[Row, Area]]] = {}
    for row, area in found:
        of_unit.setdefault(area.unit, []).append((row, area))
    for areas in of_unit.values():
        areas.sort(key=lambda one: one[1].since)
        for (before, first), (row, second) in pairwise(areas):
            if (first.until or date.max) > second.since:
                why = f"{second.unit} has another area on {second.since} already, in line {before.line}"
                row.bad("since", why, "let the earlier one end with `until` on the day the later begins")


def _crosses_itself(ring: Sequence[tuple[float, float]]) -> tuple[float, float] | None:
    """A corner near which two sides of the ring cross; None for a plain ring."""
    sides = list(pairwise(ring))
    for n, (a, b) in enumerate(sides):
        for c, d in sides[n + 2 :]:
            if _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0:
                return b
    return None


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    """Above 0 when the way from a over b to c turns left."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _check_overlaps(found: list[tuple[Row, Area]]) -> None:
    """A place has one community: no corner of an area lies inside another one of its rank on any day of both."""
    areas = Areas(area for _, area in found)
    for row, area in found:
        for day in {area.since, *(a.since for _, a in found if area.holds_on(a.since))}:
            for lon, lat in {corner for ring in area.rings for corner in ring}:
                other = areas.also_in(lat, lon, area, day, _THIN)
                if other:
                    why = f"{area.unit} and {other} overlap on {day} near [{lon}, {lat}]"
                    row.bad("unit", why, "draw one border for both; a tool for maps snaps the corners together")
                    return
