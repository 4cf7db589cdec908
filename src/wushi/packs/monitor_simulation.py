"""How monitors are simulated (监测模拟): monitors/simulation.toml of the pack; assumptions for demonstration and tests, nothing more."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from wushi.domain.policy import Policy
from wushi.packs.fields import Field, Shape, Wrong, from_to, list_of, number, status, table, text, toml_table, whole
from wushi.packs.files import read_text, read_toml
from wushi.packs.loader import folders_of
from wushi.packs.problems import BadPacks, Problems

FILE = "monitors/simulation.toml"
_SHARES = ("over", "stopped", "maintenance", "fault", "absent", "spread")
_RANGES = ("usual", "oxygen", "flow", "warmth", "episode")
_MONTHS = ("dust", "ozone", "haze")
_NEEDED = {
    "gas": ("over", "episode", "usual", "stopped", "maintenance", "fault", "absent", "calibrating", "oxygen"),
    "water": ("over", "usual", "maintenance", "absent", "flow", "warmth"),
    "plant": ("absent", "maintenance", "flow"),
    "air": ("bad", "absent", "spread", *_MONTHS),
}


def _part(name: str) -> Any:
    def read(value: Any) -> Mapping[str, Any]:
        given = table(value)
        if set(given) != set(_NEEDED[name]):
            raise Wrong(f"[{name}] has other keys than it needs", f"write {', '.join(_NEEDED[name])}")
        found: dict[str, Any] = {}
        for key, one in given.items():
            if key in _SHARES:
                found[key] = from_to(0, 1, number)(one)
            elif key in _RANGES:
                found[key] = tuple(list_of(number)(one))
                if len(found[key]) != 2 or found[key][0] > found[key][1]:
                    raise Wrong(f"{key} is no range", "write the least and the most, such as [2, 9]")
            elif key in _MONTHS:
                found[key] = tuple(list_of(number)(one))
                if len(found[key]) != 12:
                    raise Wrong(f"{key} has not twelve months", "write a weight for each month")
            else:
                found[key] = whole(one)
        return MappingProxyType(found)

    return read


_SHAPE: Shape = {
    "reference": Field(text),
    "status": Field(status),
    **{name: Field(_part(name)) for name in _NEEDED},
}


@cache
def of(policy: Policy) -> Mapping[str, Mapping[str, Any]]:
    """Part (gas, water, plant, air) -> its assumptions, the district's own file before the national one. Raises BadPacks."""
    problems = Problems()
    for folder in folders_of(policy):
        file = folder / FILE
        if file.is_file():
            name = f"{folder.name}/{FILE}"
            content = read_text(file.read_bytes(), name, problems)
            toml = None if content is None else read_toml(name, content, problems)
            row = None if toml is None else toml_table(toml, (), dict(toml.data), _SHAPE, problems)
            if row is None or len(problems):
                raise BadPacks(problems.found)
            return MappingProxyType({part: row[part] for part in _NEEDED})
    problems.add(FILE, 0, "the file is missing", "copy it from packs/cn")
    raise BadPacks(problems.found)
