"""Posts (岗位) and roles: which posts there are in which units, and what each role may do."""

from __future__ import annotations

from collections.abc import Mapping

from wushi.domain.events import KINDS
from wushi.domain.permissions import PAGES
from wushi.domain.policy import Post, Role
from wushi.packs.fields import Field, Row, Wrong, code, csv_flag, list_of, one_of, only_keys, text, toml_table
from wushi.packs.layers import Layer
from wushi.packs.organisation import LEVELS
from wushi.packs.problems import Problems, listed, nearest, quoted

DEEDS = frozenset(KINDS) | PAGES


def _deed(value: object) -> str:
    if value not in DEEDS:
        mend = f"{nearest(str(value), DEEDS)}name an event of the lifecycle, or one of {listed(sorted(PAGES))}"
        raise Wrong(f"{quoted(value)} is nothing that a role may do", mend)
    return str(value)


_ROLE = {
    "name": Field(text),
    "name_en": Field(text),
    "may": Field(list_of(_deed)),
    "scope": Field(one_of("subtree", "all", "own")),
    "note": Field(text, needed=False),
}
_POST = {
    "code": Field(code),
    "name": Field(text),
    "name_en": Field(text, needed=False, default=""),
    "unit": Field(text),
    "role": Field(text),
    "illustrative": Field(csv_flag),
}


def read_roles(layer: Layer, known: set[str]) -> dict[str, Role]:
    """The roles of one layer by id; every id seen goes into `known`."""
    toml = layer.toml("roles.toml")
    if toml is None:
        return {}
    only_keys(toml, ["role"], layer.problems)
    given = toml.data.get("role", {})
    if not isinstance(given, dict):
        layer.problems.add(toml.name, toml.line("role"), "role has to be a table", "write [role.<id>]")
        return {}
    roles = {}
    for id, content in given.items():
        known.add(id)
        row = toml_table(toml, ("role", id), content, _ROLE, layer.problems)
        if row["may"] is not None and len(set(row["may"])) < len(row["may"]):
            twice = next(deed for n, deed in enumerate(row["may"]) if deed in row["may"][:n])
            row.bad("may", f"{quoted(twice)} stands twice", "remove one of the two")
        if row.whole:
            roles[id] = Role(id, row["name"], row["name_en"], frozenset(row["may"]), row["scope"])
    return roles


def read_posts(layer: Layer, units: Mapping[str, str], roles: set[str], problems: Problems) -> dict[str, Post]:
    """The posts of one layer by code; `level:community` makes one in every unit of that level."""
    posts: dict[str, Post] = {}
    lines: dict[str, int] = {}
    for row in layer.rows("posts.csv", _POST):
        stem, role = row["code"], row["role"]
        if role and problems.could_read("roles.toml") and role not in roles:
            row.bad("role", f"the role {quoted(role)} is unknown", f"{nearest(role, roles)}roles are in roles.toml")
        for made, unit in _places(row, units, problems):
            if made in lines:
                why = f"the post {quoted(made)} stands twice, first in line {lines[made]}"
                row.bad("code", why, "give one of the two another code")
                break
            lines[made] = row.line
            if row.whole and stem:
                values = {key: row[key] for key in ("name", "name_en", "role", "illustrative")}
                posts[made] = Post(code=made, unit=unit, **values)
    return posts


def _places(row: Row, units: Mapping[str, str], problems: Problems) -> list[tuple[str, str]]:
    """The posts that a row makes, with the unit of each."""
    stem, unit = row["code"], row["unit"]
    if not unit or not stem or not problems.could_read("organisation.csv"):
        return []
    mark, _, level = unit.rpartition(":")
    if mark == "level" and level in LEVELS:
        return [(f"{code_}.{stem}", code_) for code_, found in units.items() if found == level]
    if mark == "level":
        row.bad("unit", f"there is no level {quoted(level)}", f"{nearest(level, LEVELS)}levels are {listed(LEVELS)}")
    elif unit not in units:
        row.bad("unit", f"the unit {quoted(unit)} is unknown", f"{nearest(unit, units)}units are in organisation.csv")
    else:
        return [(stem, unit)]
    return []
