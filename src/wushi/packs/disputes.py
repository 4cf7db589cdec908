"""Disputes (纠纷): kinds, origins, what bars a mediator, remedies, from disputes.toml of each layer."""

from __future__ import annotations

from typing import Any

from wushi.domain.disputes import Disputes, Option, Origin, Sort, Story
from wushi.packs.fields import (
    Field,
    Shape,
    code,
    flag,
    from_to,
    list_of,
    only_keys,
    only_once,
    share,
    status,
    text,
    toml_list,
    toml_table,
)
from wushi.packs.layers import Layer
from wushi.packs.problems import nearest, quoted
from wushi.packs.references import References

_OPTION: Shape = {
    "code": Field(code),
    "name": Field(text),
    "name_en": Field(text),
    "reference": Field(text),
    "status": Field(status),
}
_REMEDY: Shape = {**_OPTION, "channel": Field(text), "channel_en": Field(text)}
_SHAPES: dict[str, tuple[type[Option], Shape]] = {
    "remedies": (Option, _REMEDY),
    "sorts": (Sort, {**_OPTION, "remedies": Field(list_of(code)), "confirmable": Field(flag)}),
    "origins": (Origin, {**_OPTION, "limit": Field(text), "court": Field(flag, needed=False, default=False)}),
    "relations": (Option, _OPTION),
    "failures": (Option, _OPTION),
    "risks": (Option, _OPTION),
    "materials": (Option, _OPTION),
}
_SHARES = (
    "refused", "withdrawn", "failed", "court", "oral", "private", "second_session", "instalments", "missed", "late_taken",
    "confirmed", "recused",
)  # fmt: skip
_SIMULATION: Shape = {
    "a_day": Field(from_to(0, 10_000)),
    **{name: Field(share) for name in _SHARES},
    "reference": Field(text),
    "status": Field(status),
}
_STORY: Shape = {"sort": Field(code), "title": Field(text), "text": Field(text)}
_KEYS = {
    "remedies": "remedy", "sorts": "sort", "origins": "origin", "relations": "relation", "failures": "failure",
    "risks": "risk", "materials": "material",
}  # fmt: skip


class Reading:
    """What has been read of all layers, the later in place of the earlier."""

    def __init__(self) -> None:
        self._found: dict[str, dict[str, Any]] = {group: {} for group in _SHAPES}
        self._stories: list[Story] = []
        self._simulation: dict[str, float] = {}

    def read(self, layer: Layer, references: References, limits: set[str]) -> None:
        toml = layer.toml("disputes.toml")
        if toml is None:
            return
        only_keys(toml, [*_KEYS.values(), "story", "simulation"], layer.problems)
        for group, (made, shape) in _SHAPES.items():
            key = _KEYS[group]
            for id, row in only_once(toml_list(toml, key, shape, layer.problems), "code", key).items():
                references.check(row)
                self._check(group, row, limits)
                if row.whole:
                    self._found[group][id] = made(**row.values)

        for row in toml_list(toml, "story", _STORY, layer.problems):
            if row["sort"] and row["sort"] not in self._found["sorts"]:
                row.bad(
                    "sort", f"the sort {quoted(row['sort'])} is unknown", nearest(row["sort"], self._found["sorts"])
                )
            elif row.whole:
                self._stories.append(Story(**row.values))
        if "simulation" in toml.data:
            row = toml_table(toml, ("simulation",), toml.data["simulation"], _SIMULATION, layer.problems)
            references.check(row)
            if row.whole:
                self._simulation = {key: value for key, value in row.values.items() if isinstance(value, int | float)}

    def _check(self, group: str, row: Any, limits: set[str]) -> None:
        if group == "sorts":
            for remedy in row["remedies"] or ():
                if remedy not in self._found["remedies"]:
                    mend = f"{nearest(remedy, self._found['remedies'])}remedies stand in the same file"
                    row.bad("remedies", f"the remedy {quoted(remedy)} is unknown", mend)
        if group == "origins" and row["limit"] and row["limit"] not in limits:
            row.bad("limit", f"the limit {quoted(row['limit'])} is unknown", nearest(row["limit"], limits))

    def build(self) -> Disputes:
        return Disputes(**self._found, stories=tuple(self._stories), simulation=self._simulation)
