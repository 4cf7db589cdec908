"""The simulation (模拟) of a pack: simulation.toml of both layers, and the tables below simulation/ with subjects and sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any, get_type_hints

from wushi.domain.policy import Policy
from wushi.domain.simulation.parameters import (
    Arrivals,
    Asking,
    Burst,
    Course,
    Delay,
    Desk,
    Ending,
    Names,
    Season,
    Simulation,
    SubjectRate,
    UnitPace,
    Weights,
)
from wushi.packs.fields import (
    Field,
    Kind,
    Shape,
    Wrong,
    flag,
    from_to,
    list_of,
    number,
    one_of,
    only_keys,
    pattern,
    status,
    table,
    text,
    toml_list,
    toml_table,
    whole,
)
from wushi.packs.layers import Layer, find_layers
from wushi.packs.problems import BadPacks, Problems, listed, nearest, quoted
from wushi.packs.references import References

_FILE = "simulation.toml"
_MOST = 10_000_000
_plain = from_to(0, _MOST)
# What a template may be filled with.
WORDS = {
    "place": "", "building": "", "compound": "", "community": "", "road": "", "n": "", "many": "", "since": "",
    "floor": "", "title": "", "term": "",
}  # fmt: skip


# --- kinds of value ---------------------------------------------------------------------------------------------------


def _delay(value: Any) -> Delay:
    median, sigma = _two(_plain)(value)
    return Delay(float(median), float(sigma))


def _two(kind: Kind) -> Kind:
    def checked(value: Any) -> tuple[Any, ...]:
        found: tuple[Any, ...] = list_of(kind)(value)
        if len(found) != 2:
            raise Wrong(f"there are {len(found)} values", "write two: [first, second]")
        return found

    return checked


def _numbers(value: Any) -> dict[str, float]:
    return {name: float(_plain(n)) for name, n in table(value).items()}


def _weights(value: Any) -> Weights[str]:
    found = Weights(_numbers(value))
    if not found:
        raise Wrong("there is nothing to draw from", "give at least one a weight above 0")
    return found


def _hours(value: Any) -> Weights[int]:
    found = list_of(_plain)(value)
    if len(found) != 24:
        raise Wrong(f"there are {len(found)} hours", "write 24 weights, from midnight on")
    return Weights(dict(enumerate(found)))


def _of_length(kind: Kind, length: int) -> Kind:
    def checked(value: Any) -> tuple[Any, ...]:
        found: tuple[Any, ...] = list_of(kind)(value)
        if len(found) != length:
            raise Wrong(f"there are {len(found)} values", f"write {length}")
        return found

    return checked


def _shares_of_ground(value: Any) -> dict[str, tuple[str, float]]:
    found = {}
    for key, pair in table(value).items():
        if not isinstance(pair, list) or len(pair) != 2:
            raise Wrong(f"{key} has to be a pair", 'write ["ground", 0.5]')
        found[key] = (text(pair[0]), float(from_to(0, 1)(pair[1])))
    return found


_KINDS: dict[Any, Kind] = {
    float: lambda value: float(_plain(value)),
    int: whole,
    bool: flag,
    str: text,
    Delay: _delay,
    Weights[str]: _weights,
    Weights[int]: _hours,
    Mapping[str, float]: _numbers,
    Mapping[str, tuple[str, float]]: _shares_of_ground,
    tuple[float, float]: _two(number),
    tuple[int, int]: _two(whole),
    tuple[str, ...]: list_of(text),
}
_SPECIAL: dict[tuple[type, str], Kind] = {
    (Arrivals, "months"): _of_length(_plain, 12),
    (Arrivals, "weekdays"): _of_length(_plain, 7),
    (Names, "phone_block"): pattern(r"1390000", "1390000, the block that stands for nobody"),
}


def _shape(kind: type) -> Shape:
    """A key for each field of the dataclass; a layer may leave out what the one below says."""
    hints = get_type_hints(kind)
    return {f.name: Field(_SPECIAL.get((kind, f.name)) or _KINDS[hints[f.name]], needed=False) for f in fields(kind)}


_TABLES: dict[str, type] = {
    "arrivals": Arrivals, "desk": Desk, "course": Course, "asking": Asking, "ending": Ending, "names": Names,
}  # fmt: skip
_HEAD = ("reference", "status", "note", "seasons", "types", "channels", "doors", "paces", "shifts", "burst", *_TABLES)
_day = pattern(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "a month and a day, such as 10-15")
_BURST = {
    "subject": Field(text),
    "season": Field(text, needed=False, default=""),
    "per_year": Field(_plain),
    "size": Field(_delay),
    "hours": Field(from_to(0.1, 48)),
    "level": Field(one_of("community", "town", "district")),
    "merged": Field(from_to(0, 1)),
}
_SUBJECT = {
    "subject": Field(text),
    "weight": Field(lambda value: _plain(_float(value))),
    "seasons": Field(lambda value: _pairs(value), needed=False),
    "types": Field(lambda value: _pairs(value), needed=False),
    "status": Field(status),
}
_ISSUE = {"subject": Field(text), "title": Field(text), "text": Field(text)}
_PHRASE = {"part": Field(text), "key": Field(text, needed=False, default=""), "text": Field(text)}


def _float(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise Wrong(f"{quoted(value)} is not a number", "write a number") from None


def _pairs(value: str) -> dict[str, float]:
    """name:number parted by |."""
    if not re.fullmatch(r"[a-z_]+:[0-9.]+(\|[a-z_]+:[0-9.]+)*", value):
        raise Wrong(f"{quoted(value)} are no pairs", "write complain:6|help:3")
    return {name: _float(n) for name, _, n in (pair.partition(":") for pair in value.split("|"))}


# --- reading ----------------------------------------------------------------------------------------------------------


class _Reader:
    """Both layers, one above the other, and what is wrong with them."""

    def __init__(self, policy: Policy, layers: list[Layer], problems: Problems) -> None:
        self.policy, self.layers, self.problems = policy, layers, problems
        self.values: dict[str, dict[str, Any]] = {}
        self.paces: dict[str, dict[str, Any]] = {}
        self.bursts: list[Burst] = []
        self.file = f"{layers[-1].name}/{_FILE}"

    def read(self) -> Simulation | None:
        references = References(self.problems)
        for layer in self.layers:
            references.read(layer)
            toml = layer.toml(_FILE)
            if toml is None:
                continue
            only_keys(toml, _HEAD, self.problems)
            cited = {k: toml.data[k] for k in ("reference", "status", "note") if k in toml.data}
            shape = {"reference": Field(text), "status": Field(status), "note": Field(text, needed=False)}
            references.check(toml_table(toml, (), cited, shape, self.problems))
            for name, kind in _TABLES.items():
                self._take(toml, (name,), _shape(kind), self.values.setdefault(name, {}))
            for level in toml.data.get("paces", {}):
                self._take(toml, ("paces", level), _shape(UnitPace), self.paces.setdefault(level, {}))
            for name, of in (("seasons", _two(_day)), ("types", _plain), ("channels", _plain), ("doors", text)):
                self._take_names(toml, name, of)
            self._take_names(toml, "shifts", _two(from_to(0, 24, whole)))
            for row in toml_list(toml, "burst", _BURST, self.problems):
                if row.whole:
                    self._known(row.file, row.line_of("subject"), "subject", row["subject"], self.policy.subjects)
                    self.bursts.append(Burst(**row.values))
        subjects, issues, phrases = self._subjects(), self._issues(), self._phrases()
        return self._build(subjects, issues, phrases)

    def _take(self, toml: Any, path: tuple[str, ...], shape: Shape, into: dict[str, Any]) -> None:
        given = toml.data
        for key in path:
            given = given.get(key, {})
        if given:
            row = toml_table(toml, path, given, shape, self.problems)
            into.update({key: value for key, value in row.values.items() if value is not None})

    def _take_names(self, toml: Any, name: str, kind: Kind) -> None:
        given = toml.data.get(name, {})
        shape = {key: Field(kind, needed=False) for key in given}
        self._take(toml, (name,), shape, self.values.setdefault(name, {}))

    def _known(self, file: str, line: int, what: str, name: str, known: Any) -> bool:
        if name in known:
            return True
        why, mend = f"the {what} {quoted(name)} is unknown", f"{nearest(name, known)}it has to be in the pack"
        self.problems.add(file, line, why, mend)
        return False

    def _rows(self, path: str, shape: Shape) -> Any:
        for layer in self.layers:
            for row in layer.rows(f"simulation/{path}.csv", shape):
                if row.whole:
                    yield row

    def _subjects(self) -> list[SubjectRate]:
        found: dict[str, SubjectRate] = {}
        for row in self._rows("subjects", _SUBJECT):
            if not self._known(row.file, row.line, "subject", row["subject"], self.policy.subjects):
                continue
            for type in row["types"] or ():
                self._known(row.file, row.line, "demand type", type, self.policy.demand_types)
            for season in row["seasons"] or ():
                self._known(row.file, row.line, "season", season, self.values.get("seasons", {}))
            types = Weights(row["types"]) if row["types"] else None
            found[row["subject"]] = SubjectRate(row["subject"], row["weight"], row["seasons"] or {}, types)
        return list(found.values())

    def _issues(self) -> dict[str, tuple[tuple[str, str], ...]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for row in self._rows("issues", _ISSUE):
            self._known(row.file, row.line, "subject", row["subject"], self.policy.subjects)
            self._check_template(row, row["title"])
            self._check_template(row, row["text"])
            found.setdefault(row["subject"], []).append((row["title"], row["text"]))
        return {subject: tuple(texts) for subject, texts in found.items()}

    def _phrases(self) -> dict[tuple[str, str], tuple[str, ...]]:
        found: dict[tuple[str, str], list[str]] = {}
        for row in self._rows("phrases", _PHRASE):
            self._check_template(row, row["text"])
            found.setdefault((row["part"], row["key"]), []).append(row["text"])
        return {key: tuple(texts) for key, texts in found.items()}

    def _check_template(self, row: Any, template: str) -> None:
        try:
            template.format_map(WORDS)
        except (KeyError, ValueError, IndexError) as error:
            row.bad("text", f"the template cannot be filled: {error}", f"the words are {listed(WORDS)}")

    def _build(
        self,
        subjects: list[SubjectRate],
        issues: Mapping[str, tuple[tuple[str, str], ...]],
        phrases: Mapping[tuple[str, str], tuple[str, ...]],
    ) -> Simulation | None:
        made = {name: self._made(kind, name, self.values.get(name, {})) for name, kind in _TABLES.items()}
        paces = {level: self._made(UnitPace, f"paces.{level}", values) for level, values in self.paces.items()}
        if "other" not in paces:
            self.problems.add(self.file, 0, "there is no [paces.other]", "add it: it stands for every other level")
        for name in ("types", "channels"):
            known = self.policy.demand_types if name == "types" else self.policy.channels
            for key in self.values.get(name, {}):
                self._known(self.file, 0, name.removesuffix("s"), key, known)
            if not self.values.get(name):
                self.problems.add(self.file, 0, f"there is no [{name}]", "add it with weights")
        for channel, role in self.values.get("doors", {}).items():
            self._known(self.file, 0, "channel", channel, self.policy.channels)
            self._known(self.file, 0, "role", role, self.policy.roles)
        for post in self.values.get("shifts", {}):
            self._known(self.file, 0, "post", post, self.policy.posts)
        if not subjects:
            self.problems.add(f"{self.layers[-1].name}/simulation/subjects.csv", 0, "there is no subject", "add some")
        rated = {s.subject for s in subjects}
        for burst in self.bursts:
            self._known(self.file, 0, "subject of a burst", burst.subject, rated)
        if len(self.problems):
            return None
        seasons = {
            id: Season(id, _month_day(begin), _month_day(end)) for id, (begin, end) in self.values["seasons"].items()
        }
        return Simulation(
            seasons=seasons,
            bursts=tuple(self.bursts),
            subjects=tuple(subjects),
            types=Weights(self.values["types"]),
            channels=Weights(self.values["channels"]),
            doors=self.values.get("doors", {}),
            paces=paces,
            shifts=self.values.get("shifts", {}),
            issues=issues,
            phrases=phrases,
            **made,
        )

    def _made(self, kind: Callable[..., Any], name: str, values: dict[str, Any]) -> Any:
        missing = [f.name for f in fields(kind) if f.name not in values]  # type: ignore[arg-type]
        if missing:
            self.problems.add(self.file, 0, f"[{name}] has no {listed(missing)}", "add them here or in the layer below")
            return None
        return kind(**values)


def _month_day(value: str) -> tuple[int, int]:
    return int(value[:2]), int(value[3:])


@lru_cache(maxsize=4)
def simulation_of(policy: Policy) -> Simulation:
    """The simulation of the policy's pack. Raises BadPacks with every mistake."""
    simulation, problems = read(policy)
    if simulation is None:
        raise BadPacks(problems.found)
    return simulation


def check(policy: Policy) -> Problems:
    """All mistakes; a pack without simulation has none."""
    return read(policy, needed=False)[1]


def read(policy: Policy, *, needed: bool = True) -> tuple[Simulation | None, Problems]:
    """The simulation as far as it could be made, and all mistakes."""
    problems = Problems()
    folder = Path(str(policy.extra["folders"][0]))  # type: ignore[index]
    layers, _ = find_layers(folder, problems)
    if not any(_FILE in layer.texts for layer in layers):
        if needed:
            problems.add(f"{layers[-1].name}/{_FILE}", 0, "this pack has no simulation", "copy the file of packs/cn")
        return None, problems
    return _Reader(policy, layers, problems).read(), problems
