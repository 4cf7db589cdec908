"""The petition agency (信访代办): services, powers, sorts of errands, the words of the consent form, from agency.toml of each layer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wushi.domain.agency_rules import AgencyRules, ErrandSort, Power, Service, Story
from wushi.packs.fields import (
    Field,
    Row,
    Shape,
    code,
    from_to,
    list_of,
    only_keys,
    only_once,
    share,
    status,
    text,
    toml_list,
    toml_table,
    whole,
)
from wushi.packs.files import Toml
from wushi.packs.layers import Layer
from wushi.packs.problems import nearest, quoted
from wushi.packs.references import References

_NAMED: Shape = {
    "code": Field(code),
    "name": Field(text),
    "name_en": Field(text),
    "reference": Field(text),
    "status": Field(status),
}
_ERRAND: Shape = {**_NAMED, "service": Field(code), "power": Field(code)}
_STORY: Shape = {"title": Field(text), "text": Field(text), "errands": Field(list_of(code))}
_WORDS: Shape = {"consent": Field(list_of(text)), "consent_en": Field(list_of(text))}
_COUNTS = ("community", "town", "district", "under_way")
_SHARES = ("sent_up", "department", "unsolved_at_visit")
_SIMULATION: Shape = {
    **{name: Field(from_to(0, 10_000, whole)) for name in _COUNTS},
    **{name: Field(share) for name in _SHARES},
    "reference": Field(text),
    "status": Field(status),
}


class Reading:
    """What has been read of all layers, the later in place of the earlier."""

    def __init__(self) -> None:
        self._services: dict[str, Service] = {}
        self._powers: dict[str, Power] = {}
        self._errands: dict[str, ErrandSort] = {}
        self._words: dict[str, tuple[str, ...]] = {}
        self._stories: list[Story] = []
        self._simulation: dict[str, float] = {}

    def read(self, layer: Layer, references: References) -> None:
        toml = layer.toml("agency.toml")
        if toml is None:
            return
        only_keys(toml, [*_WORDS, "service", "power", "errand", "story", "simulation"], layer.problems)
        for id, row in self._named(toml, layer, references, "service"):
            self._services[id] = Service(**row.values)
        for id, row in self._named(toml, layer, references, "power"):
            self._powers[id] = Power(**row.values)
        for id, row in only_once(toml_list(toml, "errand", _ERRAND, layer.problems), "code", "errand").items():
            references.check(row)
            self._known(row, "service", self._services)
            self._known(row, "power", self._powers)
            if row.whole:
                self._errands[id] = ErrandSort(**row.values)
        for row in toml_list(toml, "story", _STORY, layer.problems):
            for one in row["errands"] or ():
                if one not in self._errands:
                    row.bad("errands", f"the errand {quoted(one)} is unknown", nearest(one, self._errands))
            if row.whole:
                self._stories.append(Story(row["title"], row["text"], tuple(row["errands"])))
        said = {key: value for key, value in toml.data.items() if key in _WORDS}
        if said:
            words = toml_table(toml, (), said, _WORDS, layer.problems)
            if words.whole:
                self._words = {key: tuple(words[key]) for key in _WORDS}
        if "simulation" in toml.data:
            row = toml_table(toml, ("simulation",), toml.data["simulation"], _SIMULATION, layer.problems)
            references.check(row)
            if row.whole:
                self._simulation = {key: value for key, value in row.values.items() if isinstance(value, int | float)}

    @staticmethod
    def _named(toml: Toml, layer: Layer, references: References, key: str) -> Iterator[tuple[str, Row]]:
        for id, row in only_once(toml_list(toml, key, _NAMED, layer.problems), "code", key).items():
            references.check(row)
            if row.whole:
                yield id, row

    def _known(self, row: Any, key: str, known: dict[str, Any]) -> None:
        if row[key] and row[key] not in known:
            row.bad(key, f"the {key} {quoted(row[key])} is unknown", nearest(row[key], known))

    def build(self) -> AgencyRules:
        return AgencyRules(
            self._services,
            self._powers,
            self._errands,
            self._words.get("consent", ()),
            self._words.get("consent_en", ()),
            tuple(self._stories),
            self._simulation,
        )
