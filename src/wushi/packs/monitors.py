"""Monitors of a pack (监测): air quality standards, limits, when an alarm begins, outlets; read when somebody asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from wushi.domain.monitors.aqi import Level, Standard
from wushi.domain.monitors.outlets import AIR, DAY, GAS, HOUR, WATER, Limit, Outlet
from wushi.domain.monitors.watching import SORTS, Rule
from wushi.domain.policy import Policy
from wushi.domain.wardens import Warden
from wushi.packs.fields import (
    Field,
    Row,
    Shape,
    Wrong,
    code,
    csv_columns,
    csv_day,
    csv_flag,
    csv_rows,
    day,
    from_to,
    list_of,
    number,
    one_of,
    only_keys,
    only_once,
    pattern,
    share,
    status,
    table,
    text,
    toml_list,
    whole,
)
from wushi.packs.files import Toml, read_csv, read_text, read_toml
from wushi.packs.loader import folders_of
from wushi.packs.problems import BadPacks, Problems, listed, nearest, quoted

AQI, LIMITS, OUTLETS = "monitors/aqi.toml", "monitors/limits.toml", "monitors/outlets.csv"
WARDENS = "monitors/wardens.csv"
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
    "hours": Field(from_to(1, 24, whole)),
    "hours_of_eight": Field(from_to(1, 8, whole)),
    "eights": Field(from_to(1, 17, whole)),
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


_CITED: Shape = {
    "since": Field(day),
    "reference": Field(text),
    "status": Field(status),
    "note": Field(text, needed=False),
}


def _decimal(value: Any) -> Decimal:
    return Decimal(str(number(value)))


def _cell(value: Any) -> Decimal:
    try:
        return Decimal(value)
    except ArithmeticError:
        raise Wrong(f"{quoted(value)} is no number", "write it with digits and a point, such as 6 or 39.672") from None


def csv_whole(value: Any) -> int:
    if not str(value).isdigit():
        raise Wrong(f"{quoted(value)} is no whole number", "write it with digits, such as 7")
    return int(value)


_LIMIT: Shape = {
    "process": Field(code),
    "factor": Field(pattern(r"[a-z]\d{5}", "a code of HJ 212, such as a21026")),
    "basis": Field(one_of(HOUR, DAY)),
    "upper": Field(_decimal),
    "lower": Field(_decimal, needed=False),
    "cold": Field(_decimal, needed=False),
    "cold_at": Field(_decimal, needed=False),
    "unit": Field(lambda value: value if value == "" else text(value)),
    **_CITED,
}
_RULE: Shape = {
    "sort": Field(one_of(*SORTS)),
    "begin": Field(from_to(1, 1000, whole)),
    "end": Field(from_to(1, 1000, whole)),
    **_CITED,
}
_VALIDITY: Shape = {"share": Field(share), **_CITED}
_OUTLET: Shape = {
    "code": Field(code),
    "mn": Field(pattern(r"[A-Za-z0-9_]{1,24}", "a number of a device, at most 24 letters and digits")),
    "name": Field(text),
    "name_en": Field(text),
    "kind": Field(one_of(GAS, WATER, AIR)),
    "process": Field(code),
    "unit": Field(code),
    "place": Field(code),
    "oxygen": Field(_cell, needed=False),
    "lat": Field(_cell, needed=False),
    "lon": Field(_cell, needed=False),
    "since": Field(csv_day),
    "until": Field(csv_day, needed=False),
    "illustrative": Field(csv_flag),
}
_WARDEN: Shape = {
    "post": Field(code),
    "over": Field(code),
    "since": Field(csv_day),
    "until": Field(csv_day, needed=False),
    "every": Field(csv_whole, needed=False, default=0),
    "reference": Field(text),
    "status": Field(status),
}


@dataclass(frozen=True)
class Monitoring:
    """What the pack says of monitors; `share`: the part of a period that has to be normal for it to count."""

    standards: tuple[Standard, ...] = ()
    levels: tuple[Level, ...] = ()
    limits: tuple[Limit, ...] = ()
    rules: tuple[Rule, ...] = ()
    share: Decimal = Decimal("0.75")
    outlets: tuple[Outlet, ...] = ()
    wardens: tuple[Warden, ...] = ()


def of(policy: Policy) -> Monitoring:
    """Of a pack in use. Raises BadPacks with every mistake."""
    return _of(policy)


@cache
def _of(policy: Policy) -> Monitoring:
    problems = Problems()
    found = read(folders_of(policy), problems, policy)
    if len(problems):
        raise BadPacks(problems.found)
    return found


def check(policy: Policy) -> Problems:
    """Every mistake in the monitors' files of a pack."""
    problems = Problems()
    read(folders_of(policy), problems, policy)
    return problems


class _Reader:
    """Reads the files of one folder after the other; complains of what leads nowhere when there is a policy to look into."""

    def __init__(self, problems: Problems, policy: Policy | None) -> None:
        self.problems, self.policy = problems, policy
        self.standards: dict[str, Standard] = {}
        self.levels: tuple[Level, ...] = ()
        self.limits: dict[tuple[Any, ...], Limit] = {}
        self.rules: dict[str, Rule] = {}
        self.share = Decimal("0.75")
        self.outlets: dict[str, Outlet] = {}
        self.wardens: list[Warden] = []

    def _toml(self, folder: Path, path: str, keys: list[str]) -> Toml | None:
        content = self._text(folder, path)
        toml = read_toml(f"{folder.name}/{path}", content, self.problems) if content is not None else None
        if toml is not None:
            only_keys(toml, keys, self.problems)
        return toml

    def _text(self, folder: Path, path: str) -> str | None:
        file = folder / path
        return read_text(file.read_bytes(), f"{folder.name}/{path}", self.problems) if file.is_file() else None

    def _cited(self, row: Row) -> bool:
        cited = row["reference"]
        if self.policy is not None and cited and cited.partition("#")[0] not in self.policy.sources:
            hint = nearest(cited, self.policy.sources)
            row.bad("reference", f"the source {quoted(cited)} is unknown", f"{hint}enter it in law.toml as [[source]]")
            return False
        return row.whole

    def read(self, folder: Path) -> None:
        toml = self._toml(folder, AQI, ["standard", "level"])
        if toml is not None:
            for id, row in only_once(toml_list(toml, "standard", _STANDARD, self.problems), "id", "standard").items():
                if self._cited(row) and (made := _standard(row)):
                    self.standards[id] = made
            rows = toml_list(toml, "level", _LEVEL, self.problems)
            if rows and all(row.whole for row in rows):
                self.levels = tuple(Level(**row.values) for row in rows)
        toml = self._toml(folder, LIMITS, ["limit", "rule", "validity"])
        if toml is not None:
            for row in toml_list(toml, "limit", _LIMIT, self.problems):
                if self._cited(row):
                    values = {k: v for k, v in row.values.items() if k != "note"}
                    self.limits[row["process"], row["factor"], row["basis"], row["since"]] = Limit(**values)
            for sort, row in only_once(toml_list(toml, "rule", _RULE, self.problems), "sort", "rule").items():
                if self._cited(row):
                    self.rules[sort] = Rule(**{k: v for k, v in row.values.items() if k != "note"})
            for row in toml_list(toml, "validity", _VALIDITY, self.problems):
                if self._cited(row):
                    self.share = Decimal(str(row["share"]))
        content = self._text(folder, OUTLETS)
        if content is not None:
            self._outlets(f"{folder.name}/{OUTLETS}", content)
        content = self._text(folder, WARDENS)
        if content is not None:
            self._wardens(f"{folder.name}/{WARDENS}", content)

    def _outlets(self, name: str, content: str) -> None:
        csv = read_csv(name, content, csv_columns(_OUTLET), self.problems)
        rows = only_once(csv_rows(csv, _OUTLET, self.problems), "code", "outlet")
        only_once(rows.values(), "mn", "device")
        for found, row in rows.items():
            for key in ("unit", "place"):
                if self.policy is not None and row[key] and row[key] not in self.policy.tree:
                    row.bad(key, f"the unit {quoted(row[key])} is unknown", "units are in organisation.csv")
            if row.whole:
                lat, lon = (None if row[k] is None else float(row[k]) for k in ("lat", "lon"))
                self.outlets[found] = Outlet(**{**row.values, "lat": lat, "lon": lon})

    def _wardens(self, name: str, content: str) -> None:
        csv = read_csv(name, content, csv_columns(_WARDEN), self.problems)
        self.wardens = []  # a district's list replaces the one below
        for row in csv_rows(csv, _WARDEN, self.problems):
            if self.policy is not None and row["post"] and row["post"] not in self.policy.posts:
                hint = nearest(row["post"], self.policy.posts)
                row.bad("post", f"the post {quoted(row['post'])} is unknown", f"{hint}posts are in posts.csv")
            if (
                self.policy is not None
                and row["over"]
                and row["over"] not in self.policy.tree
                and row["over"] not in self.outlets
            ):
                row.bad(
                    "over", f"{quoted(row['over'])} is neither an outlet nor a unit", "write the code of one of them"
                )
            if self._cited(row):
                self.wardens.append(Warden(**row.values, line=row.line))


def read(folders: Iterable[Path], problems: Problems, policy: Policy | None = None) -> Monitoring:
    """Of the folders of a pack, the district's own first; what the district says replaces what the national layer says."""
    reader = _Reader(problems, policy)
    for folder in reversed(list(folders)):
        reader.read(folder)
    return Monitoring(
        standards=tuple(sorted(reader.standards.values(), key=lambda s: s.since)),
        levels=reader.levels,
        limits=tuple(reader.limits.values()),
        rules=tuple(reader.rules.values()),
        share=reader.share,
        outlets=tuple(reader.outlets.values()),
        wardens=tuple(reader.wardens),
    )


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
        hours=row["hours"], hours_of_eight=row["hours_of_eight"], eights=row["eights"],
    )  # fmt: skip
