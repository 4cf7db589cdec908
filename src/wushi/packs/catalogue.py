"""The catalogue of service items (政务服务事项) from service/items.csv and materials.csv: every promise held against its legal limit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from wushi.domain.catalogue import (
    AREAS,
    AUDIENCES,
    DEPTHS,
    KINDS,
    TYPES,
    UNITS,
    Catalogue,
    Conversion,
    Item,
    Material,
    Needed,
    Time,
    wrong_times,
)
from wushi.packs.fields import (
    Field,
    Row,
    Shape,
    Wrong,
    code,
    csv_day,
    csv_flag,
    csv_names,
    day,
    from_to,
    number,
    one_of,
    only_once,
    status,
    text,
    whole,
)
from wushi.packs.layers import Layer
from wushi.packs.limits import Dated, read_dated
from wushi.packs.problems import Problems, nearest, quoted
from wushi.packs.references import References

ITEMS, MATERIALS = "service/items.csv", "service/materials.csv"
_MARKS = {"": (True, False), "later": (True, True), "optional": (False, True)}


def csv_number(value: Any) -> float:
    try:
        found = float(value)
    except ValueError:
        raise Wrong(
            f"{quoted(value)} is not a number", "write digits only, such as 20; the unit has its own column"
        ) from None
    if not 0 <= found <= 3650:
        raise Wrong(f"{value} is not between 0 and 3650", "correct the number")
    return found


def csv_whole(value: Any) -> int:
    if not str(value).isdecimal():
        raise Wrong(f"{quoted(value)} is not a whole number", "write digits only")
    return int(value)


def csv_materials(value: Any) -> tuple[Needed, ...]:
    """id-card|lease:later|photo:optional: what must come, what may come later on a promise, what need not come."""
    found = []
    for one in csv_names(value):
        name, _, mark = one.partition(":")
        if mark not in _MARKS:
            raise Wrong(f"{quoted(one)} is no material", "write code, code:later (容缺) or code:optional")
        found.append(Needed(name, *_MARKS[mark]))
    return tuple(found)


def _text(needed: bool = False) -> Field:
    return Field(text, needed=needed, default="")


_FLAG, _YES = (Field(csv_flag, needed=False, default=given) for given in (False, True))
_ITEM: Shape = {
    "code": Field(code), "catalogue_code": Field(code), "handle_code": Field(code),
    "version": Field(csv_whole, needed=False, default=1),
    "since": Field(csv_day), "until": Field(csv_day, needed=False),
    "name": Field(text), "name_en": _text(), "synonyms": Field(csv_names, needed=False, default=()),
    "kind": Field(one_of(*KINDS)), "unit": Field(text), "other_units": Field(csv_names, needed=False, default=()),
    "by_law": _text(), "level": Field(text, needed=False, default="县级"),
    "audience": Field(one_of(*AUDIENCES), needed=False, default="both"),
    "type": Field(one_of(*TYPES)),
    "legal": Field(csv_number, needed=False), "legal_unit": Field(one_of(*UNITS), needed=False, default="working_days"),
    "legal_note": _text(),
    "promised": Field(csv_number), "promised_unit": Field(one_of(*UNITS), needed=False, default="working_days"),
    "promised_note": _text(),
    "condition": _text(), "flow": _text(), "special": _text(),
    "visits": Field(csv_whole, needed=False, default=1),
    "fee": _FLAG, "fee_basis": _text(), "place": _text(), "hours": _text(), "contact": _text(), "supervise": _text(),
    "depth": Field(one_of(*DEPTHS), needed=False, default="none"),
    "area": Field(one_of(*AREAS), needed=False, default="district"),
    "at_centre": _YES, "appointment": _YES, "express": _FLAG, "pay_online": _FLAG,
    "result": _text(), "materials": Field(csv_materials, needed=False, default=()), "form": _text(),
    "status": Field(status), "illustrative": Field(csv_flag),
}  # fmt: skip
_MATERIAL: Shape = {
    "code": Field(code), "name": Field(text), "name_en": _text(), "form": _text(), "source": _text(),
    "copies": Field(csv_whole, needed=False, default=1), "standard": _text(),
}  # fmt: skip
_CONVERSION: Shape = {
    "since": Field(day),
    "calendar_days": Field(from_to(1, 366, whole)),
    "are_working_days": Field(from_to(1, 366, whole)),
    "hours_a_day": Field(from_to(1, 24, number)),
    "reference": Field(text),
    "status": Field(status),
    "note": Field(text, needed=False),
}
CONVERSION = Dated("service/conversion.toml", _CONVERSION, Conversion)


@dataclass
class Items:
    """What has been read of the catalogue so far: the later layer's item in place of the earlier layer's."""

    rows: dict[str, list[tuple[Row, Item]]] = field(default_factory=dict)
    materials: dict[str, Material] = field(default_factory=dict)
    conversions: dict[Any, Conversion] = field(default_factory=dict)

    def read(self, layer: Layer, references: References) -> None:
        self.conversions.update(read_dated(layer, CONVERSION, references))
        for name, row in only_once(layer.rows(MATERIALS, _MATERIAL), "code", "material").items():
            if row.whole:
                self.materials[name] = Material(**row.values)
        mine: dict[str, list[tuple[Row, Item]]] = {}
        for row in layer.rows(ITEMS, _ITEM):
            if row.whole:
                mine.setdefault(row["code"], []).append((row, item_of(row.values)))
        self.rows |= mine

    def check(self, units: Collection[str], name: str, problems: Problems) -> None:
        """What only shows when all layers are together."""
        if self.rows and not self.conversions:
            why = "there is no rule by which limits become working days"
            problems.add(f"{name}/{CONVERSION.file}", 0, why, "add the file with its first value")
            return
        for versions in self.rows.values():
            versions.sort(key=lambda found: found[1].since)
            for n, (row, item) in enumerate(versions):
                self._check_one(row, item, units, problems)
                if n and (before := versions[n - 1][1]) and (before.until is None or before.until > item.since):
                    why = f"two versions of {item.code} are in force on {item.since}"
                    row.bad("since", why, "end the earlier one with until on that day")

    def _check_one(self, row: Row, item: Item, units: Collection[str], problems: Problems) -> None:
        rules = [self.conversions[since] for since in sorted(self.conversions)]
        rule = max((r for r in rules if r.since <= item.since), key=lambda r: r.since, default=rules[0])
        wrong = wrong_times(item, rule)
        if wrong is not None:
            key, why, mend = wrong
            row.bad(key, f"{item.name} ({item.code}): {why}", mend)
        if item.until is not None and item.until <= item.since:
            row.bad("until", f"{item.code} ends on {item.until}, before it begins", "correct one of the two dates")
        if problems.could_read("organisation.csv"):
            for unit in (item.unit, *item.other_units):
                if unit not in units:
                    mend = f"{nearest(unit, units)}units are in organisation.csv"
                    row.bad("unit", f"the unit {quoted(unit)} is unknown", mend)
        for needed in item.materials:
            if needed.material not in self.materials and problems.could_read(MATERIALS):
                mend = f"{nearest(needed.material, self.materials)}materials are in {MATERIALS}"
                row.bad("materials", f"the material {quoted(needed.material)} is unknown", mend)

    def build(self) -> Catalogue:
        versions = {code_: tuple(item for _, item in found) for code_, found in sorted(self.rows.items())}
        return Catalogue(versions, self.materials, tuple(self.conversions[k] for k in sorted(self.conversions)))


def item_of(values: Mapping[str, Any]) -> Item:
    """The item that checked values make: a limit and its unit become one."""
    given = {k: v for k, v in values.items() if k not in ("legal", "legal_unit", "promised", "promised_unit")}
    legal = None if values["legal"] is None else Time(values["legal"], values["legal_unit"])
    return Item(**given, legal=legal, promised=Time(values["promised"], values["promised_unit"]))
