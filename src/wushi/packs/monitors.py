"""Monitors of a pack (监测): both standards of the air quality index, the levels, read when somebody asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from wushi.domain.monitors.aqi import Level, Standard
from wushi.domain.policy import Policy
from wushi.packs.fields import (
    Field,
    Row,
    Shape,
    Wrong,
    day,
    from_to,
    list_of,
    number,
    only_keys,
    only_once,
    pattern,
    status,
    table,
    text,
    toml_list,
    whole,
)
from wushi.packs.files import read_text, read_toml
from wushi.packs.loader import folders_of
from wushi.packs.problems import BadPacks, Problems, listed

AQI = "monitors/aqi.toml"
_COLUMN = pattern(r"[a-z0-9]+_(1|8|24)", "a pollutant and its averaging time, such as pm25_24")


def _numbers_by_column(value: Any) -> dict[str, tuple[Decimal, ...]]:
    """Column -> breakpoints, rising from 0."""
    found = {}
    for name, points in table(value).items():
        _COLUMN(name)
        exact = tuple(Decimal(str(number(p))) for p in points) if isinstance(points, list) else ()
        if len(exact) < 2 or exact[0] != 0 or list(exact) != sorted(set(exact)):
            raise Wrong(f"{name} does not rise from 0", "write the concentrations from 0 on, each above the one before")
        found[name] = exact
    return found


def _whole_by_name(value: Any) -> dict[str, int]:
    return {name: whole(n) for name, n in table(value).items()}


_STANDARD: Shape = {
    "id": Field(text),
    "since": Field(day),
    "reference": Field(text),
    "status": Field(status),
    "index": Field(list_of(from_to(0, 500, whole))),
    "daily": Field(list_of(_COLUMN)),
    "hourly": Field(list_of(_COLUMN)),
    "enough_alone": Field(from_to(0, 500, whole), needed=False),
    "above": Field(_whole_by_name, needed=False, default={}),
    "rounds": Field(_whole_by_name, needed=False, default={}),
    "breakpoints": Field(_numbers_by_column),
    "note": Field(text, needed=False),
}
_LEVEL: Shape = {
    "upto": Field(from_to(1, 500, whole)),
    "name": Field(text),
    "name_en": Field(text),
    "colour": Field(pattern(r"\d{1,3},\d{1,3},\d{1,3}", "three numbers, red,green,blue")),
}


@dataclass(frozen=True)
class Monitoring:
    """What the pack says of monitors."""

    standards: tuple[Standard, ...]
    levels: tuple[Level, ...]


def of(policy: Policy) -> Monitoring:
    """Of a pack in use. Raises BadPacks with every mistake."""
    return _of(tuple(folders_of(policy)))


@cache
def _of(folders: tuple[Path, ...]) -> Monitoring:
    problems = Problems()
    found = read(folders, problems)
    if len(problems):
        raise BadPacks(problems.found)
    return found


def read(folders: Iterable[Path], problems: Problems) -> Monitoring:
    """Of the folders of a pack, the district's own first; what the district says replaces what the national layer says."""
    standards: dict[str, Standard] = {}
    levels: tuple[Level, ...] = ()
    for folder in reversed(list(folders)):
        file = folder / AQI
        if not file.is_file():
            continue
        name = f"{folder.name}/{AQI}"
        content = read_text(file.read_bytes(), name, problems)
        toml = read_toml(name, content, problems) if content is not None else None
        if toml is None:
            continue
        only_keys(toml, ["standard", "level"], problems)
        for id, row in only_once(toml_list(toml, "standard", _STANDARD, problems), "id", "standard").items():
            if row.whole and (made := _standard(row)):
                standards[id] = made
        rows = toml_list(toml, "level", _LEVEL, problems)
        if rows and all(row.whole for row in rows):
            levels = tuple(Level(**row.values) for row in rows)
    return Monitoring(tuple(sorted(standards.values(), key=lambda s: s.since)), levels)


def _standard(row: Row) -> Standard | None:
    """Every column that is used has breakpoints, and those that end early say what holds above."""
    columns: Mapping[str, tuple[Decimal, ...]] = row["breakpoints"]
    good = True
    for key in ("daily", "hourly"):
        missing = [c for c in row[key] if c not in columns]
        if missing:
            row.bad(key, f"{listed(missing)} has no breakpoints", "add it below [standard.breakpoints]")
            good = False
    for name, points in columns.items():
        if len(points) > len(row["index"]):
            row.bad(
                "breakpoints",
                f"{name} has {len(points)} values, the index {len(row['index'])}",
                "leave out what is too many",
            )
            good = False
        elif len(points) < len(row["index"]) and name not in row["above"]:
            row.bad("above", f"{name} ends early", "say below [standard.above] what holds above its end: 0 for none")
            good = False
    if not good:
        return None
    rounds = {("" if name == "other" else name): places for name, places in row["rounds"].items()}
    return Standard(
        id=row["id"], since=row["since"], reference=row["reference"], index=tuple(row["index"]), breakpoints=columns,
        above={name: n or None for name, n in row["above"].items()}, rounds=rounds, daily=tuple(row["daily"]),
        hourly=tuple(row["hourly"]), enough_alone=row["enough_alone"],
    )  # fmt: skip
