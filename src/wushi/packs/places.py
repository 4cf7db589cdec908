"""Places (地名录) of a pack: gazetteer, house numbers, crossings and old names; each in a unit that is there and in its area."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable
from typing import Any

from wushi.domain.areas import Areas
from wushi.domain.gazetteer import KINDS, PARITIES, Crossing, Entry, Gazetteer, Numbers, OldName, Rules
from wushi.packs.areas import Drawn
from wushi.packs.fields import (
    Field,
    Kind,
    Row,
    Shape,
    Wrong,
    code,
    csv_day,
    csv_flag,
    csv_names,
    dated,
    day,
    from_to,
    one_of,
    only_keys,
    only_once,
    share,
    status,
    text,
    toml_list,
)
from wushi.packs.layers import Layer
from wushi.packs.problems import Problems, nearest, quoted
from wushi.packs.references import References

_LEVELS = ("community", "village")
_GAZETTEER, _NUMBERS = "places/gazetteer.csv", "places/numbers.csv"
_MOST = 9_999  # a house number has four digits


def csv_number(read: Callable[[str], float], least: float, most: float) -> Kind:
    """A number of a table between two others."""

    def kind(value: Any) -> float:
        try:
            found = read(value)
        except ValueError:
            raise Wrong(f"{quoted(value)} is not a number", "write digits only") from None
        if not (math.isfinite(found) and least <= found <= most):
            raise Wrong(f"{value} is not between {least:g} and {most:g}", "correct the number")
        return found

    return kind


def degrees(most: float) -> Kind:
    """A latitude or longitude in degrees."""
    return csv_number(float, -most, most)


_ORIGIN: Shape = {"illustrative": Field(csv_flag), "reference": Field(text), "status": Field(status)}
_POINT: Shape = {"lat": Field(degrees(90), needed=False), "lon": Field(degrees(180), needed=False)}
_ENTRY: Shape = {
    "code": Field(code),
    "kind": Field(one_of(*KINDS)),
    "name": Field(text),
    "aliases": Field(csv_names, needed=False, default=()),
    "unit": Field(text, needed=False, default=""),
    **_POINT,
    "since": Field(csv_day, needed=False),
    "until": Field(csv_day, needed=False),
    **_ORIGIN,
}
_NUMBER = csv_number(int, 1, _MOST)
_RANGE: Shape = {
    "of": Field(text),
    "from": Field(_NUMBER),
    "to": Field(_NUMBER),
    "parity": Field(one_of(*PARITIES)),
    "unit": Field(text),
    **_ORIGIN,
}
_CROSSING: Shape = {"road": Field(text), "other": Field(text), "unit": Field(text), **_POINT, **_ORIGIN}
_OLD: Shape = {
    "name": Field(text),
    "aliases": Field(csv_names, needed=False, default=()),
    "now": Field(csv_names),
    "until": Field(csv_day, needed=False),
    "note": Field(text, needed=False, default=""),
    **_ORIGIN,
}
_RULES: Shape = {
    "since": Field(day),
    "edge_metres": Field(from_to(0, 10_000)),
    "outside_metres": Field(from_to(0, 100_000)),
    "sentences_right": Field(share),
    "reference": Field(text),
    "status": Field(status),
    "note": Field(text, needed=False),
}


class Places:
    """The places of all layers, as read; a place of the same code replaces the one of the layer below."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._entries: dict[str, Row] = {}
        self._numbers: list[Row] = []
        self._crossings: list[Row] = []
        self._old: list[Row] = []
        self._rules: dict[Any, Rules] = {}
        self.drawn = Drawn(problems)

    def read(self, layer: Layer, references: References) -> None:
        """Take in what the layer says of places and areas."""
        rows = layer.rows(_GAZETTEER, _ENTRY)
        self._entries |= only_once(rows, "code", "place")
        self._numbers += layer.rows(_NUMBERS, _RANGE)
        self._crossings += layer.rows("places/crossings.csv", _CROSSING)
        self._old += only_once(layer.rows("places/old_names.csv", _OLD), "name", "old name").values()
        for row in (*self._entries.values(), *self._numbers, *self._crossings, *self._old):
            references.check(row)
        toml = layer.toml("places/rules.toml")
        if toml is not None:
            only_keys(toml, ["value"], self._problems)
            for row in dated(toml_list(toml, "value", _RULES, self._problems), "rules of places"):
                references.check(row, row["since"])
                if row.whole:
                    self._rules[row["since"]] = Rules(**{k: v for k, v in row.values.items() if k != "note"})
        self.drawn.read(layer, references)

    def build(self, levels: dict[str, str], depths: dict[str, int], bounds: tuple[float, ...] | None) -> Made:
        """Gazetteer and areas with what refers to units checked. `levels` and `depths`: of the units by code."""
        areas = Areas(self.drawn.build(levels, depths, bounds))
        known = self._known_entries(levels, bounds)
        numbers = self._ranges(levels, known)
        gazetteer = Gazetteer(
            [Entry(**row.values) for row in self._entries.values() if row.whole],
            numbers,
            [
                Crossing(**{k: row[k] for k in ("road", "other", "unit", "lat", "lon")})
                for row in self._crossings
                if self._is_crossing(row, levels, known)
            ],
            [
                OldName(**{k: row[k] for k in ("name", "aliases", "now", "until", "note", "illustrative")})
                for row in self._old
                if self._is_now(row, levels, known)
            ],
            self._rules.values(),
        )
        if not len(self._problems):
            self._check_points(areas)
        return gazetteer, areas

    def _known_entries(self, levels: dict[str, str], bounds: tuple[float, ...] | None) -> dict[str, str]:
        """The kind of every place that has a row, right or wrong; the rows are checked on the way."""
        numbered = {row["of"] for row in self._numbers}
        for code_, row in self._entries.items():
            if code_ in levels:
                row.bad("code", f"{code_} is the code of a unit", "give the place another code")
            if row["since"] and row["until"] and row["until"] <= row["since"]:
                row.bad("until", f"{code_} ends on {row['until']}, before it begins", "correct one of the two dates")
            if row["unit"]:
                self._check_unit(row, levels)
            elif row.whole and code_ not in numbered and self._problems.could_read(_NUMBERS):
                mend = f"fill in the unit, or list its numbers in {_NUMBERS}"
                row.bad("unit", f"{code_} has neither a unit nor numbers", mend)
            self._check_point(row, bounds)
        return {code_: row["kind"] or "" for code_, row in self._entries.items()}

    def _check_unit(self, row: Row, levels: dict[str, str]) -> bool:
        unit = row["unit"]
        if not unit or not self._problems.could_read("organisation.csv"):
            return bool(unit)
        if unit not in levels:
            mend = f"{nearest(unit, levels)}units are in organisation.csv"
            row.bad("unit", f"the unit {quoted(unit)} is unknown", mend)
        elif levels[unit] not in _LEVELS:
            row.bad("unit", f"{unit} is a {levels[unit]}, not a community or village", "name the community or village")
        return unit in levels

    def _check_point(self, row: Row, bounds: tuple[float, ...] | None) -> None:
        lat, lon = row["lat"], row["lon"]
        if (lat is None) != (lon is None):
            row.bad("lat", "a point needs both lat and lon", "fill in both or none")
        elif lat is not None and bounds is not None and len(bounds) == 4:
            west, south, east, north = bounds
            if not (west <= lon <= east and south <= lat <= north):
                swapped = west <= lat <= east and south <= lon <= north
                mend = "lat and lon are swapped" if swapped else "correct it; the bounds are in pack.toml"
                row.bad("lat", f"the point ({lat}, {lon}) lies outside the district", mend)

    def _ranges(self, levels: dict[str, str], known: Collection[str]) -> list[Numbers]:
        found: list[tuple[Row, Numbers]] = []
        for row in self._numbers:
            sound = self._check_unit(row, levels)
            if row["of"] and row["of"] not in known and self._problems.could_read(_GAZETTEER):
                why, mend = f"the place {quoted(row['of'])} is unknown", nearest(row["of"], known)
                row.bad("of", why, f"{mend}places are in {_GAZETTEER}")
                sound = False
            if row.whole and row["from"] > row["to"]:
                row.bad("from", f"{row['from']} stands before {row['to']}", "put the lower number first")
                sound = False
            if row.whole and sound:
                one = Numbers(row["of"], row["from"], row["to"], row["parity"], row["unit"])
                found.append((row, one))
        _check_overlaps(found)
        return [one for _, one in found]

    def _is_crossing(self, row: Row, levels: dict[str, str], known: dict[str, str]) -> bool:
        sound = self._check_unit(row, levels)
        for key in ("road", "other"):
            if row[key] and known.get(row[key], "") != "road" and self._problems.could_read(_GAZETTEER):
                roads = [c for c, kind in known.items() if kind == "road"]
                row.bad(
                    key, f"there is no road {quoted(row[key])}", f"{nearest(row[key], roads)}roads are in {_GAZETTEER}"
                )
                sound = False
        return sound and row.whole

    def _is_now(self, row: Row, levels: dict[str, str], known: Collection[str]) -> bool:
        missing = [one for one in row["now"] or () if one not in levels and one not in known]
        if missing and self._problems.could_read(_GAZETTEER, "organisation.csv"):
            hint = nearest(missing[0], [*known, *levels])
            why = f"{quoted(missing[0])} is neither a place nor a unit"
            row.bad("now", why, f"{hint}write the code of what it is now")
        return row.whole and not missing

    def _check_points(self, areas: Areas) -> None:
        """A place lies in the area of its unit, as far as the unit has one."""
        have = {area.unit for area in areas}
        for row in (*self._entries.values(), *self._crossings):
            lat, unit = row["lat"], row["unit"]
            if lat is None or unit not in have:
                continue
            day_ = row.values.get("until") and row.values.get("since")
            found = areas.holding(lat, row["lon"], day_)
            if unit not in {area.unit for area in found}:
                there = f"in {found[0].unit}" if found else "in no area"
                row.bad("lat", f"the point lies {there}, not in {unit}", "correct the point, the unit or areas.geojson")


Made = tuple[Gazetteer, Areas]


def _check_overlaps(found: Iterable[tuple[Row, Numbers]]) -> None:
    """One house number has one unit."""
    taken: dict[tuple[str, int], tuple[Row, Numbers]] = {}
    for row, one in found:
        for number in range(one.first, one.last + 1):
            if not one.has(number):
                continue
            before = taken.setdefault((one.of, number), (row, one))
            if before[1].unit != one.unit:
                why = f"number {number} stands in {before[1].unit} too, in line {before[0].line}"
                row.bad("from", why, "let the ranges end before each other")
                break
