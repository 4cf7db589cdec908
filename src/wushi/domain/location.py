"""Location (定位): the town, street or community that a matter lies in, from the names that the text holds, with reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wushi.domain.lexicon import Hit
from wushi.domain.policy import Policy

_LEVELS = ("town", "street", "community", "village")


@dataclass(frozen=True, slots=True)
class Place:
    unit: str
    confidence: float
    reasons: tuple[str, ...]


NOWHERE = Place("", 0.0, ("没有认出的地点",))


def names_of(policy: Policy) -> list[tuple[str, str]]:
    """The names under which people know towns, streets, communities and villages."""
    found = []
    for unit in policy.tree:
        if unit.level in _LEVELS:
            found += [(name, unit.code) for name in dict.fromkeys((unit.name, unit.short)) if len(name) >= 3]
    return found


def by_names(hits: Iterable[Hit], policy: Policy) -> Place:
    """The deepest unit named; two different ones on one level are answered by the first, with less confidence."""
    said = dict.fromkeys((name, unit) for _, name, unit in hits)
    if not said:
        return NOWHERE
    deepest = max(policy.tree.depth(unit) for _, unit in said)
    named = [(name, unit) for name, unit in said if policy.tree.depth(unit) == deepest]
    units = list(dict.fromkeys(unit for _, unit in named))
    return Place(units[0], 0.95 if len(units) == 1 else 0.6, tuple(f"“{name}”" for name, _ in named[:3]))
