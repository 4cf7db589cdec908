"""Time limits (办理时限), the ladder of alarms, the weights of the three rates and automatic dispatch: dated, cited values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wushi.domain.lifecycle import TRACKS
from wushi.domain.policy import Automatic, Rates, Rung
from wushi.domain.time_limits import UNITS, Span, TimeLimit
from wushi.packs.fields import (
    Field,
    Row,
    Shape,
    code,
    dated,
    day,
    flag,
    from_to,
    number,
    one_of,
    only_keys,
    only_once,
    share,
    status,
    text,
    toml_list,
    toml_table,
    whole,
)
from wushi.packs.layers import Layer
from wushi.packs.problems import Problems, listed
from wushi.packs.references import References

# What the lifecycle stops can run; a clock of another name would never stop.
CLOCKS = tuple(dict.fromkeys(name for track in TRACKS.values() for move in track.table for name in move.stops))
# The limits that the rules of the hotline ask for by name.
NEEDED = (
    "dispatch", "sign", "contact", "reply_danger", "reply_utility", "reply_consult", "reply_general", "extension",
    "objection", "adjudicate", "callback", "deferral_review", "archive", "danger_take",
)  # fmt: skip
_LONGEST = 36_500
_AMOUNTS = {unit: Field(from_to(0, _LONGEST, number if "hours" in unit else whole), needed=False) for unit in UNITS}
_LIMIT = {
    "description": Field(text),
    "description_en": Field(text, needed=False, default=""),
    "clock": Field(text),
    "value": Field(lambda value: value),
    "note": Field(text, needed=False),
}
_VALUE = {
    "since": Field(day),
    **_AMOUNTS,
    "reference": Field(text),
    "status": Field(status, needed=False, default="sourced"),
    "note": Field(text, needed=False, default=""),
}
_MOMENTS = ("before_hours", "after_hours", "after_working_days")
_RUNG = {
    "id": Field(code),
    "clock": Field(one_of(*CLOCKS)),
    "before_hours": Field(from_to(0, _LONGEST), needed=False),
    "after_hours": Field(from_to(0, _LONGEST), needed=False),
    "after_working_days": Field(from_to(0, _LONGEST, whole), needed=False),
    "act": Field(one_of("warn", "overdue", "urge", "supervise")),
    "level": Field(from_to(0, 9, whole)),
    "to": Field(one_of("unit", "head", "above", "district")),
    "reference": Field(text),
    "status": Field(status),
    "note": Field(text, needed=False),
}
_RATES = {
    "since": Field(day),
    **{key: Field(share) for key in ("satisfied", "basically_satisfied", "response", "resolution", "satisfaction")},
    "reference": Field(text),
    "status": Field(status),
    "note": Field(text, needed=False),
}
_AUTOMATIC = {
    "since": Field(day),
    "enabled": Field(flag),
    "dispatch_confidence": Field(share),
    "reference": Field(text),
    "status": Field(status),
    "note": Field(text, needed=False),
}


def _only_one(row: Row, keys: tuple[str, ...]) -> str | None:
    """Which of the keys the row has; none or several are a mistake."""
    given = [key for key in keys if row[key] is not None]
    if len(given) == 1:
        return given[0]
    if given:
        row.bad(given[1], f"there are {listed(given)} at once", "keep one of them")
    elif row.whole:
        row.problems.add(row.file, row.line, f"none of {listed(keys)} is given", "add one of them")
    return None


def read_limits(layer: Layer, references: References) -> dict[str, TimeLimit]:
    """The limits of one layer by id: time_limits/hotline/sign.toml is hotline.sign."""
    limits: dict[str, TimeLimit] = {}
    for path in layer.under("time_limits"):
        toml = layer.toml(path)
        if toml is None:
            continue
        id = path.removeprefix("time_limits/").removesuffix(".toml").replace("/", ".")
        head = toml_table(toml, (), dict(toml.data), _LIMIT, layer.problems)
        if head["clock"] and id.startswith("hotline.") and _misses(head["clock"]):
            head.bad("clock", f"there is no clock {head['clock']}", f"write one of {listed((*CLOCKS, *_UNHELD))}")
        spans = []
        rows = dated(toml_list(toml, "value", _VALUE, layer.problems), id)
        for row in rows:
            unit = _only_one(row, UNITS)
            references.check(row, row["since"])
            if unit and row.whole and row["since"]:
                spans.append(Span(row["since"], row[unit], unit, row["reference"], row["status"], row["note"]))
        if not rows and "value" in toml.data and isinstance(toml.data["value"], list) and not toml.data["value"]:
            head.bad("value", "there is no value", "add [[value]] with since, an amount and a reference")
        if head.whole:
            limits[id] = TimeLimit(id, head["clock"], head["description"], tuple(spans), head["description_en"])
    return limits


# Limits that bound a step without a clock of their own running in the lifecycle.
_UNHELD = ("extension", "objection", "archive")


def _misses(clock: str) -> bool:
    return clock not in CLOCKS and clock not in _UNHELD


def read_rungs(layer: Layer, references: References) -> dict[str, Rung]:
    """The rungs of the ladder of one layer by id."""
    toml = layer.toml("alarms.toml")
    if toml is None:
        return {}
    only_keys(toml, ["rung"], layer.problems)
    rungs = {}
    for id, row in only_once(toml_list(toml, "rung", _RUNG, layer.problems), "id", "rung").items():
        references.check(row)
        moment = _only_one(row, _MOMENTS)
        if row.whole and moment:
            head = (id, row["clock"], moment, row[moment])
            rungs[id] = Rung(*head, row["act"], row["level"], row["to"], row["reference"], row["status"])
    return rungs


@dataclass(frozen=True, slots=True)
class Dated:
    """A file of dated values: the key of each in the file and what it becomes."""

    file: str
    shape: Shape
    becomes: Any


RATES = Dated("rates.toml", _RATES, Rates)
AUTOMATIC = Dated("automatic.toml", _AUTOMATIC, Automatic)


def read_dated(layer: Layer, kind: Dated, references: References) -> dict[Any, Any]:
    """The values of one layer by the day since which they are in force."""
    toml = layer.toml(kind.file)
    if toml is None:
        return {}
    only_keys(toml, ["value"], layer.problems)
    found = {}
    for row in dated(toml_list(toml, "value", kind.shape, layer.problems), kind.file.removesuffix(".toml")):
        references.check(row, row["since"])
        if row.whole:
            if kind is RATES:
                _check_sum(row)
            found[row["since"]] = kind.becomes(**{key: value for key, value in row.values.items() if key != "note"})
    return found


def _check_sum(row: Row) -> None:
    weights = row["response"] + row["resolution"] + row["satisfaction"]
    if abs(weights - 1) > 1e-9:
        why = f"response, resolution and satisfaction add up to {weights:g}"
        row.bad("response", why, "choose weights that add up to 1")


def limit_ids(layer: Layer) -> set[str]:
    """The ids of the limits that the layer has a file for, be it right or wrong."""
    paths = (path.removeprefix("time_limits/").removesuffix(".toml") for path in layer.under("time_limits"))
    return {path.replace("/", ".") for path in paths}


def check_needed(known: set[str], name: str, problems: Problems) -> None:
    """Complain of every limit that the rules ask for and the pack has no file of."""
    for short in NEEDED:
        path = f"time_limits/hotline/{short}.toml"
        if f"hotline.{short}" not in known and problems.could_read(path):
            problems.add(f"{name}/{path}", 0, f"the time limit hotline.{short} is missing", "add the file")
