"""The tree of responsibility (分级塔群): the unit above, the units below, and the unit of a place on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from wushi.domain.errors import NotFound

MAX_DEPTH = (
    8  # nation, province, city, district, street, community, grid, and one to spare: a column each in the ledger
)


@dataclass(frozen=True, slots=True)
class Unit:
    code: str
    parent: str
    level: str
    name: str
    short: str
    name_en: str = ""
    kind: str = ""
    since: date = date(1900, 1, 1)
    until: date | None = None
    illustrative: bool = False
    reference: str = ""

    def exists_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


class Organisation:
    """All units by code, each with its line up to the root; built once when a pack is loaded."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units: dict[str, Unit] = {u.code: u for u in units}
        self._lines: dict[str, tuple[str, ...]] = {}
        self._below: dict[str, list[str]] = {}
        for unit in self.units.values():
            if unit.parent:
                self._below.setdefault(unit.parent, []).append(unit.code)
        for code in self.units:
            self._lines[code] = self._trace(code)

    def _trace(self, code: str) -> tuple[str, ...]:
        line = [code]
        while parent := self.units[line[0]].parent:
            if parent in line or parent not in self.units:
                raise ValueError(f"{code}: its line to the root is broken at {parent}")
            line.insert(0, parent)
        return tuple(line)

    def __contains__(self, code: object) -> bool:
        return code in self.units

    def __iter__(self) -> Iterator[Unit]:
        return iter(self.units.values())

    def unit(self, code: str) -> Unit:
        try:
            return self.units[code]
        except KeyError:
            raise NotFound(what="unit", name=code) from None

    def line(self, code: str) -> tuple[str, ...]:
        """Codes from the root down to the unit itself."""
        self.unit(code)
        return self._lines[code]

    def depth(self, code: str) -> int:
        """1 for the root."""
        return len(self.line(code))

    def above(self, code: str, steps: int = 1) -> str:
        """The unit `steps` levels up; the root when the tree ends before."""
        line = self.line(code)
        return line[max(0, len(line) - 1 - steps)]

    def children(self, code: str) -> tuple[str, ...]:
        return tuple(self._below.get(code, ()))

    def is_within(self, code: str, ancestor: str) -> bool:
        """Is the unit the ancestor itself or anything below it?"""
        return code in self._lines and ancestor in self._lines[code]

    def of_level(self, code: str, levels: tuple[str, ...]) -> str | None:
        """The first unit of one of these levels on the line of `code`, counted from the bottom."""
        if code not in self._lines:
            return None
        return next((c for c in reversed(self._lines[code]) if self.units[c].level in levels), None)
