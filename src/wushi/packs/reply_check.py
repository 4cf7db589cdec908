"""The check before sending (答复检查): word lists, numbers and plain words that replies of a district are held against."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wushi.domain.reply_rules import LISTS, NUMBERS, ReplyRules
from wushi.packs.fields import (
    Field,
    Wrong,
    from_to,
    list_of,
    one_of,
    only_keys,
    only_once,
    status,
    table,
    text,
    toml_list,
    toml_table,
)
from wushi.packs.layers import Layer
from wushi.packs.problems import Problems
from wushi.packs.references import References

FILE = "reply_check.toml"
_CITED = {"reference": Field(text), "status": Field(status), "note": Field(text, needed=False)}
_LIST = {"id": Field(one_of(*LISTS)), "words": Field(list_of(text)), **_CITED}
_NUMBER = {"id": Field(one_of(*NUMBERS)), "amount": Field(from_to(0, 10_000)), **_CITED}


def _plain_words(value: Any) -> dict[str, str]:
    """Officialese with what a person would say; a blank says that it can go."""
    for word, plain in table(value).items():
        if not isinstance(plain, str) or not word.strip():
            raise Wrong(f"{word} has to be a text in quotes", f'write "{word}" = "…", or "" where it can go')
    return dict(value)


_PLAIN = {"words": Field(_plain_words), **_CITED}


def read_rules(layer: Layer, references: References) -> dict[tuple[str, str], Any]:
    """The lists, numbers and plain words of one layer by (sort, id)."""
    toml = layer.toml(FILE)
    if toml is None:
        return {}
    only_keys(toml, ["list", "number", "plain"], layer.problems)
    found: dict[tuple[str, str], Any] = {}
    for sort, shape, key in (("list", _LIST, "words"), ("number", _NUMBER, "amount")):
        for id, row in only_once(toml_list(toml, sort, shape, layer.problems), "id", sort).items():
            references.check(row)
            if row.whole:
                found[sort, id] = row[key]
    if "plain" in toml.data:
        row = toml_table(toml, ("plain",), toml.data["plain"], _PLAIN, layer.problems)
        references.check(row)
        if row.whole:
            found["plain", ""] = row["words"]
    return found


def build(found: Mapping[tuple[str, str], Any], name: str, problems: Problems) -> ReplyRules:
    """The rules of all layers together; complains of every list and number that is missing, unless there are none at all."""
    by_sort = {sort: {id: v for (s, id), v in found.items() if s == sort} for sort in ("list", "number", "plain")}
    if found and problems.could_read(FILE):
        for sort, known in (("list", LISTS), ("number", NUMBERS)):
            for id, what in known.items():
                if id not in by_sort[sort] and not len(problems):
                    problems.add(f"{name}/{FILE}", 0, f"the {sort} {id} is missing: {what}", f"add it as [[{sort}]]")
    return ReplyRules(by_sort["list"], by_sort["number"], by_sort["plain"].get("", {}))
