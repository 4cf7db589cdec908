"""The service window (政务服务大厅) from service/rules.toml, windows.csv, forms.toml and bundles.toml: no circle, no unknown item."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from wushi.domain.catalogue import Catalogue
from wushi.domain.errors import RuleBroken
from wushi.domain.service import (
    FIELD_KINDS,
    REQUIRED,
    Bundle,
    Form,
    FormField,
    Ground,
    Part,
    ServiceRules,
    Window,
    check,
    in_order,
)
from wushi.packs.catalogue import csv_whole
from wushi.packs.fields import (
    Field,
    Row,
    Wrong,
    code,
    csv_flag,
    csv_names,
    flag,
    from_to,
    list_of,
    one_of,
    only_keys,
    only_once,
    pattern,
    share,
    status,
    table,
    text,
    toml_list,
    toml_table,
)
from wushi.packs.layers import Layer
from wushi.packs.problems import Problems, nearest, quoted
from wushi.packs.references import References

RULES, WINDOWS, FORMS, BUNDLES = (
    "service/rules.toml", "service/windows.csv", "service/forms.toml", "service/bundles.toml",
)  # fmt: skip
_GROUND = {
    "code": Field(code), "name": Field(text), "name_en": Field(text), "reference": Field(text), "status": Field(status),
    "channel": Field(text, needed=False, default=""), "channel_en": Field(text, needed=False, default=""),
}  # fmt: skip
_WINDOW = {
    "code": Field(code), "name": Field(text), "name_en": Field(text),
    "letter": Field(pattern(r"[A-Z]", "one capital letter")),
    "units": Field(csv_names, needed=False, default=()), "slots": Field(csv_whole, needed=False, default=4),
    "illustrative": Field(csv_flag),
}  # fmt: skip


def _when(value: Any) -> tuple[str, str]:
    name, mark, answer = text(value).partition(" = ")
    if not mark:
        raise Wrong(f"{quoted(value)} is no condition", 'write "field = answer"')
    return name, answer


_FIELD = {
    "code": Field(pattern(r"[a-z][a-z0-9_]*", "a code of small letters")), "label": Field(text), "label_en": Field(text),
    "kind": Field(one_of(*FIELD_KINDS), needed=False, default="text"),
    "required": Field(one_of(*REQUIRED), needed=False, default="yes"),
    "choices": Field(list_of(text), needed=False, default=()), "when": Field(_when, needed=False),
    "prefill": Field(one_of("who", "phone", "place"), needed=False, default=""),
    "hint": Field(text, needed=False, default=""), "hint_en": Field(text, needed=False, default=""),
}  # fmt: skip
_SHARES = (
    "instant",
    "missing",
    "tolerated",
    "online",
    "withdrawn",
    "paused",
    "slow_on_the_spot",
    "late",
    "denied",
    "rated",
    "bad",
)
_SIMULATION = {"a_day": Field(from_to(0, 10_000)), **dict.fromkeys(_SHARES, Field(share))}
_CASE = {
    "of": Field(text), "answers": Field(table),
    "wrong": Field(table, needed=False), "open": Field(list_of(text), needed=False, default=()),
    "name": Field(text),
}  # fmt: skip
_PART = {
    "item": Field(text),
    "after": Field(list_of(text), needed=False, default=()),
    "fields": Field(list_of(text), needed=False, default=()),
}
_BUNDLE = {
    "code": Field(code), "name": Field(text), "name_en": Field(text), "story": Field(text), "story_en": Field(text),
    "cosign": Field(flag, needed=False, default=False), "part": Field(lambda given: given),
}  # fmt: skip


@dataclass
class Hall:
    """What has been read of the window so far, the later layer in place of the earlier."""

    refusals: dict[str, Ground] = field(default_factory=dict)
    exclusions: dict[str, Ground] = field(default_factory=dict)
    windows: dict[str, tuple[Row, Window]] = field(default_factory=dict)
    fields: dict[str, tuple[Row, FormField]] = field(default_factory=dict)
    bundles: dict[str, tuple[Row, Bundle, list[Row]]] = field(default_factory=dict)
    cases: list[Row] = field(default_factory=list)
    simulation: dict[str, float] = field(default_factory=dict)

    def read(self, layer: Layer, references: References) -> None:
        problems = layer.problems
        if (rules := layer.toml(RULES)) is not None:
            only_keys(rules, ["refusal", "exclusion", "simulation"], problems)
            if "simulation" in rules.data:
                row = toml_table(rules, ("simulation",), rules.data["simulation"], _SIMULATION, problems)
                self.simulation = dict(row.values) if row.whole else {}
            for sort, into in (("refusal", self.refusals), ("exclusion", self.exclusions)):
                for name, row in only_once(toml_list(rules, sort, _GROUND, problems), "code", sort).items():
                    references.check(row)
                    if row.whole:
                        into[name] = Ground(**row.values)
        for name, row in only_once(layer.rows(WINDOWS, _WINDOW), "code", "window").items():
            if row.whole:
                self.windows[name] = (row, Window(**row.values))
        if (forms := layer.toml(FORMS)) is not None:
            only_keys(forms, ["field", "case"], problems)
            for name, row in only_once(toml_list(forms, "field", _FIELD, problems), "code", "field").items():
                if row["kind"] == "choice" and not row["choices"]:
                    row.bad("kind", f"the field {quoted(name)} gives nothing to choose from", "add choices")
                elif row.whole:
                    self.fields[name] = (row, FormField(**row.values))
            self.cases += [row for row in toml_list(forms, "case", _CASE, problems) if row.whole]
        self._read_bundles(layer)

    def _read_bundles(self, layer: Layer) -> None:
        toml = layer.toml(BUNDLES)
        if toml is None:
            return
        only_keys(toml, ["bundle"], layer.problems)
        for name, row in only_once(toml_list(toml, "bundle", _BUNDLE, layer.problems), "code", "bundle").items():
            place = next(n for n, b in enumerate(toml.data["bundle"]) if b.get("code") == name)
            given = row["part"] if isinstance(row["part"], list) else []
            parts = [
                toml_table(toml, ("bundle", place, "part", n), one, _PART, layer.problems)
                for n, one in enumerate(given)
            ]
            if not given:
                row.bad("part", f"the bundle {quoted(name)} has no parts", "add [[bundle.part]]")
            if row.whole and parts and all(part.whole for part in parts):
                made = tuple(Part(**part.values) for part in parts)
                values = {key: value for key, value in row.values.items() if key != "part"}
                self.bundles[name] = (row, Bundle(**values, parts=made), parts)

    def check(self, catalogue: Catalogue, units: Collection[str], problems: Problems) -> None:
        """What only shows when all layers are together."""
        for row, window in self.windows.values():
            for unit in window.units:
                if unit not in units and problems.could_read("organisation.csv"):
                    row.bad(
                        "units",
                        f"the unit {quoted(unit)} is unknown",
                        f"{nearest(unit, units)}units are in organisation.csv",
                    )
        for row, one in self.fields.values():
            if one.when is not None and one.when[0] not in self.fields:
                row.bad(
                    "when", f"the field {quoted(one.when[0])} is unknown", nearest(one.when[0], self.fields) or "add it"
                )
        for head, bundle, rows in self.bundles.values():
            self._check_bundle(head, bundle, rows, catalogue)
        for row in self.cases:
            self._run(row)

    def _check_bundle(self, head: Row, bundle: Bundle, rows: list[Row], catalogue: Catalogue) -> None:
        items = [part.item for part in bundle.parts]
        good = True
        for row, part in zip(rows, bundle.parts, strict=True):
            if part.item not in catalogue.versions:
                row.bad("item", f"the item {quoted(part.item)} is unknown", "items are in service/items.csv")
            if items.count(part.item) > 1:
                row.bad("item", f"the item {quoted(part.item)} stands twice in the bundle", "remove one of the two")
                good = False
            for other in part.after:
                if other not in items:
                    row.bad("after", f"{quoted(other)} is no part of the bundle", "name the code of another part")
                    good = False
            for name in part.fields:
                if name not in self.fields:
                    row.bad(
                        "fields",
                        f"the field {quoted(name)} is unknown",
                        f"{nearest(name, self.fields)}fields are in {FORMS}",
                    )
                    good = False
        if good:
            try:
                in_order(bundle.parts)
            except RuleBroken as broken:
                head.bad("part", f"{bundle.name}: {broken.facts['why']}", "let one of them not wait for the other")

    def _run(self, row: Row) -> None:
        """A case of a form: these answers, and what has to be told of them."""
        found = self.bundles.get(row["of"])
        if found is None or any(name not in self.fields for name in found[1].fields()):
            if found is None:
                row.bad(
                    "of", f"the bundle {quoted(row['of'])} is unknown", nearest(row["of"], self.bundles) or "correct it"
                )
            return
        bundle = found[1]
        form = Form(bundle.code, tuple(self.fields[name][1] for name in bundle.fields()), bundle.cosign)
        told = check(form, {key: str(value) for key, value in row["answers"].items()})
        if dict(told.wrong) != (row["wrong"] or {}):
            row.bad("wrong", f"{quoted(row['name'])}: wrong is {dict(told.wrong)}", "correct the form, or the case")
        if told.open != row["open"]:
            row.bad("open", f"{quoted(row['name'])}: left open is {list(told.open)}", "correct the form, or the case")

    def build(self) -> ServiceRules:
        return ServiceRules(
            self.refusals,
            self.exclusions,
            {name: window for name, (_, window) in self.windows.items()},
            {name: one for name, (_, one) in self.fields.items()},
            {name: bundle for name, (_, bundle, _) in self.bundles.items()},
            self.simulation,
        )
