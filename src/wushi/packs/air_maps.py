"""Column maps of public air data (空气数据列映射): monitors/air_maps.toml of the pack, the district's own before the national one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wushi.domain.errors import NotFound
from wushi.domain.monitors.air import CODES
from wushi.domain.policy import Policy
from wushi.packs import monitors
from wushi.packs.fields import Field, Row, Shape, Wrong, code, one_of, only_keys, only_once, table, text, toml_list
from wushi.packs.files import read_text, read_toml
from wushi.packs.loader import folders_of
from wushi.packs.problems import BadPacks, Problems, listed, nearest, quoted

FILE = "monitors/air_maps.toml"
ROWS, STATIONS = "rows", "stations"
HOUR, DAY = "hour", "day"


@dataclass(frozen=True, eq=False)
class AirMap:
    """How to read one kind of file. `columns`: source column (of stations: word in `type`) -> pollutant, or column of the standard."""

    name: str
    title: str
    title_en: str
    form: str
    span: str
    at: str
    columns: Mapping[str, str]
    hour_is: str = "begin"
    hour: str = ""
    station: str = ""
    type: str = ""
    stations: Mapping[str, str] | None = None


def _texts(value: Any) -> dict[str, str]:
    found = table(value)
    for name, one in found.items():
        if not isinstance(one, str) or not one:
            raise Wrong(f"{name} leads to no text", "write what it stands for in quotes")
    return found


_MAP: Shape = {
    "name": Field(code),
    "title": Field(text),
    "title_en": Field(text),
    "form": Field(one_of(ROWS, STATIONS)),
    "span": Field(one_of(HOUR, DAY)),
    "hour_is": Field(one_of("begin", "end"), needed=False, default="begin"),
    "at": Field(text),
    "hour": Field(text, needed=False, default=""),
    "station": Field(text, needed=False, default=""),
    "type": Field(text, needed=False, default=""),
    "columns": Field(_texts),
    "stations": Field(_texts, needed=False, default={}),
}


def read(policy: Policy, problems: Problems) -> dict[str, AirMap]:
    found: dict[str, AirMap] = {}
    for folder in reversed(list(folders_of(policy))):
        file, name = folder / FILE, f"{folder.name}/{FILE}"
        content = read_text(file.read_bytes(), name, problems) if file.is_file() else None
        toml = read_toml(name, content, problems) if content is not None else None
        if toml is None:
            continue
        only_keys(toml, ["map"], problems)
        for key, row in only_once(toml_list(toml, "map", _MAP, problems), "name", "map").items():
            if row.whole and _fits(row, policy):
                found[key] = AirMap(**row.values)
    return found


def _fits(row: Row, policy: Policy) -> bool:
    """Every column leads to what the span has; a file with stations as columns says where the pollutant stands."""
    standards = monitors.of(policy).standards
    known = set(CODES) if row["span"] == HOUR else {column for s in standards for column in s.daily}
    good = True
    for name, column in row["columns"].items():
        if column not in known:
            hint = nearest(column, known)
            row.bad("columns", f"{name} leads to {quoted(column)}", f"{hint}there are {listed(sorted(known))}")
            good = False
    if row["form"] == STATIONS and not row["type"]:
        row.bad("type", "it is not said which column names the pollutant", 'write type = "…"')
        good = False
    return good


def find(name: str, policy: Policy) -> AirMap:
    """Raises NotFound, and BadPacks with every mistake."""
    problems = Problems()
    found = read(policy, problems)
    if len(problems):
        raise BadPacks(problems.found)
    if name not in found:
        raise NotFound(what="map of air data", name=f"{name}; there are {listed(sorted(found))}")
    return found[name]


def check(policy: Policy) -> Problems:
    problems = Problems()
    read(policy, problems)
    return problems
