"""Reads what a pack says of petitions (petition.toml): lawful ways, representatives, made-up cases."""

from __future__ import annotations

from typing import Any

from wushi.domain.petition_rules import Case, PetitionRules, Way
from wushi.packs.fields import (
    Field,
    Shape,
    code,
    from_to,
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
from wushi.packs.problems import nearest, quoted
from wushi.packs.references import References

OUTCOMES = ("supported", "partly", "explained", "not_supported")
_WAY: Shape = {
    **{
        name: Field(code if name == "code" else text)
        for name in ("code", "name", "name_en", "channel", "channel_en", "reference")
    },
    "status": Field(status),
}
_CASE: Shape = {"title": Field(text), "text": Field(text), "unit": Field(code), "outcome": Field(code)}
_SHARES = ("lawful_way", "objected", "prolonged", "settled", "review", "recheck", "repeat", "late")
_SIMULATION: Shape = {
    "a_year": Field(from_to(0, 100_000, whole)),
    **{name: Field(share) for name in _SHARES},
    "reference": Field(text),
    "status": Field(status),
}
_REPRESENTATIVES: Shape = {"most": Field(from_to(1, 100, whole)), "reference": Field(text), "status": Field(status)}


class Reading:
    """What has been read of all layers, the later in place of the earlier."""

    def __init__(self) -> None:
        self._ways: dict[str, Way] = {}
        self._cases: list[Case] = []
        self._simulation: dict[str, float] = {}
        self._most = PetitionRules().representatives

    def read(self, layer: Layer, references: References) -> None:
        toml = layer.toml("petition.toml")
        if toml is None:
            return
        only_keys(toml, ["way", "case", "simulation", "representatives"], layer.problems)
        for id, row in only_once(toml_list(toml, "way", _WAY, layer.problems), "code", "way").items():
            references.check(row)
            if row.whole:
                self._ways[id] = Way(**row.values)
        for row in toml_list(toml, "case", _CASE, layer.problems):
            if row["outcome"] and row["outcome"] not in OUTCOMES:
                row.bad(
                    "outcome",
                    f"{quoted(row['outcome'])} is no outcome",
                    nearest(row["outcome"], dict.fromkeys(OUTCOMES, "")),
                )
            if row.whole:
                self._cases.append(Case(**row.values))
        if "representatives" in toml.data:
            row = toml_table(toml, ("representatives",), toml.data["representatives"], _REPRESENTATIVES, layer.problems)
            references.check(row)
            if row.whole:
                self._most = int(row["most"])
        if "simulation" in toml.data:
            found: Any = toml_table(toml, ("simulation",), toml.data["simulation"], _SIMULATION, layer.problems)
            references.check(found)
            if found.whole:
                self._simulation = {name: float(found[name]) for name in ("a_year", *_SHARES)}

    def build(self) -> PetitionRules:
        return PetitionRules(self._ways, self._most, tuple(self._cases), self._simulation)
