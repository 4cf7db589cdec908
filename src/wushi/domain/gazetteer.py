"""The gazetteer (地名录): compounds, roads, landmarks, house numbers, crossings and old names, and the unit that each lies in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

KINDS = ("compound", "road", "school", "hospital", "market", "park", "water", "station", "landmark")
PARITIES = ("all", "odd", "even")


@dataclass(frozen=True, slots=True)
class Entry:
    """A place with a name. `unit`: the community or village; blank where it lies in several, which its numbers then tell."""

    code: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    unit: str = ""
    lat: float | None = None
    lon: float | None = None
    since: date | None = None
    until: date | None = None
    illustrative: bool = False
    reference: str = ""
    status: str = "proposal"


@dataclass(frozen=True, slots=True)
class Numbers:
    """House numbers of a road, or buildings of a compound: from one to another, all, odd or even, and their unit."""

    of: str
    first: int
    last: int
    parity: str
    unit: str

    def has(self, number: int) -> bool:
        fits = self.parity == "all" or (number % 2 == 1) == (self.parity == "odd")
        return fits and self.first <= number <= self.last


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where two roads meet, and the unit that answers for the spot."""

    road: str
    other: str
    unit: str
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class OldName:
    """A name that people still say, and what it is now: codes of places or units."""

    name: str
    aliases: tuple[str, ...]
    now: tuple[str, ...]
    until: date | None = None
    note: str = ""
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """Values in force since a day: how near to a border a point is doubtful, how far outside it is still taken, and the share
    of the test sentences that has to come out right."""

    since: date
    edge_metres: float
    outside_metres: float
    sentences_right: float
    reference: str
    status: str = "proposal"


# What holds for a district whose pack says nothing of it: every point that lies in an area is taken as it is.
NO_RULES = Rules(date(1900, 1, 1), 0.0, 0.0, 0.0, "")


class Gazetteer:
    """All places of a pack by code; built once when it is loaded."""

    def __init__(
        self,
        entries: Iterable[Entry] = (),
        numbers: Iterable[Numbers] = (),
        crossings: Iterable[Crossing] = (),
        old_names: Iterable[OldName] = (),
        rules: Iterable[Rules] = (),
    ) -> None:
        self.entries: Mapping[str, Entry] = {entry.code: entry for entry in entries}
        self.old_names: Mapping[str, OldName] = {f"~{n}": old for n, old in enumerate(old_names)}
        self._numbers: dict[str, list[Numbers]] = {}
        for one in numbers:
            self._numbers.setdefault(one.of, []).append(one)
        self.crossings: Mapping[frozenset[str], Crossing] = {frozenset((c.road, c.other)): c for c in crossings}
        self._rules = tuple(sorted(rules, key=lambda r: r.since))

    def __len__(self) -> int:
        return len(self.entries)

    def rules_on(self, day: date | None) -> Rules:
        fitting = [r for r in self._rules if day is None or r.since <= day]
        return fitting[-1] if fitting else (self._rules[0] if self._rules else NO_RULES)

    def terms(self) -> list[tuple[str, str]]:
        """Every name under which something is known, with its code; an old name's code begins with ~."""
        named: list[tuple[str, Entry | OldName]] = [*self.entries.items(), *self.old_names.items()]
        return [(name, code) for code, one in named for name in (one.name, *one.aliases)]

    def units_of(self, code: str) -> tuple[str, ...]:
        """The units that the place lies in, in the order of its numbers; one for most."""
        entry = self.entries[code]
        if entry.unit:
            return (entry.unit,)
        return tuple(dict.fromkeys(one.unit for one in self._numbers.get(code, ())))

    def has_numbers(self, code: str) -> bool:
        return code in self._numbers

    def numbered(self, code: str, number: int) -> str:
        """The unit of that house number or building; blank when no range has it."""
        return next((one.unit for one in self._numbers.get(code, ()) if one.has(number)), "")

    def crossing(self, road: str, other: str) -> Crossing | None:
        return self.crossings.get(frozenset((road, other)))
