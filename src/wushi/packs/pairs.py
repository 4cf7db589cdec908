"""Pairs (疑似同一的句对): two messages of our own that are one matter or two, read from tests/similar.toml and tried out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from wushi.domain.policy import Policy
from wushi.packs.fields import Field, Row, Shape, flag, text, toml_list
from wushi.packs.layers import Layer
from wushi.packs.loader import folders_of
from wushi.packs.problems import Problems, quoted

FILE = "tests/similar.toml"
_PAIR: Shape = {
    "why": Field(text),
    "same": Field(flag, needed=False, default=False),
    "one": Field(text),
    "other": Field(text),
}
Linked = Callable[[str, str], bool]  # would the machine link these two by itself


@dataclass(frozen=True, slots=True)
class Pair:
    """Two messages, whether they are one matter, and what tells them apart."""

    row: Row
    one: str
    other: str
    same: bool


def read(policy: Policy, problems: Problems) -> Iterator[Pair]:
    """The well-formed pairs of the pack's layers; the others are complained of."""
    for folder in folders_of(policy):
        file = folder / FILE
        if not file.is_file():
            continue
        layer = Layer(folder, problems, folder.name, {FILE: file.read_text("utf-8")})
        for row in toml_list(layer.toml(FILE), "pair", _PAIR, problems):
            if row.whole:
                yield Pair(row, row["one"], row["other"], row["same"])


def check(policy: Policy, linked: Linked | None = None) -> tuple[Problems, int]:
    """Malformed pairs; and each of two matters that the machine would hold to be one. With their number."""
    problems = Problems()
    pairs = list(read(policy, problems))
    for pair in pairs if linked else ():
        if not pair.same and linked and linked(pair.one, pair.other):
            why = f"{quoted(pair.one[:30])} and {quoted(pair.other[:30])} would be linked automatically"
            pair.row.bad("other", why, "the rule of places has to keep them apart; weigh likeness.toml anew")
    return problems, len(pairs)
