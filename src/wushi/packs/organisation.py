"""The tree of responsibility (分级塔群) from organisation.csv: every unit once, under a unit that is there, eight levels at most."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from wushi.domain.organisation import MAX_DEPTH, Organisation, Unit
from wushi.packs.fields import Field, Row, code, csv_day, csv_flag, one_of, only_once, text
from wushi.packs.layers import Layer
from wushi.packs.problems import nearest, quoted
from wushi.packs.references import References

LEVELS = (
    "district", "desk", "centre", "department", "enterprise", "town", "street", "community", "village", "grid",
)  # fmt: skip
# GB/T 2260 and the statistical division codes: a code that is shorter has lost zeros in a spreadsheet.
_DIGITS = {"district": 6, "town": 9, "street": 9, "community": 12, "village": 12, "grid": 15}
_ALWAYS = date(1900, 1, 1)
_UNIT = {
    "code": Field(code),
    "parent": Field(text, needed=False, default=""),
    "level": Field(one_of(*LEVELS)),
    "name": Field(text),
    "short": Field(text),
    "name_en": Field(text, needed=False, default=""),
    "kind": Field(text, needed=False, default=""),
    "since": Field(csv_day, needed=False, default=_ALWAYS),
    "until": Field(csv_day, needed=False),
    "illustrative": Field(csv_flag),
    "reference": Field(text, needed=False, default=""),
}


class Tree:
    """The units of all layers: what could be built of them, and every code seen, for those that refer to units."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}  # code -> level
        self.units: dict[str, Unit] = {}
        self._rows: dict[str, Row] = {}

    def read(self, layer: Layer, references: References) -> None:
        """Take in the layer's organisation.csv; a unit of the same code replaces the one below."""
        rows = only_once(layer.rows("organisation.csv", _UNIT), "code", "unit code")
        for code_, row in rows.items():
            self.known[code_] = row["level"] or ""
            self._rows[code_] = row
            references.check(row)
            if row["until"] and row["since"] and row["until"] <= row["since"]:
                row.bad("until", f"{code_} ends on {row['until']}, before it begins", "correct one of the two dates")
            if row["level"]:
                _check_digits(row, "code", row["level"])
            if row.whole:
                self.units[code_] = Unit(**row.values)

    def build(self, root: str) -> Organisation | None:
        """The tree with that root. None when it is no tree; the mistakes then have been told."""
        sound = True
        for code_, row in self._rows.items():
            parent = row["parent"]
            if not row.whole and not parent:
                sound = False
                continue
            if code_ == root and parent:
                row.bad("parent", f"{root} is the root of the tree and has a parent", "leave the parent blank")
            elif code_ != root and not parent:
                row.bad("parent", f"{code_} has no parent", f"name the unit above it; only {quoted(root)} has none")
            elif parent and parent not in self.known and row.problems.could_read("organisation.csv"):
                mend = (
                    f"{nearest(parent, self.known)}add a row for it, or correct the code{_stripped(parent, self.known)}"
                )
                row.bad("parent", f"the parent {quoted(parent)} of {code_} is unknown", mend)
            else:
                continue
            sound = False
        return Organisation(self.units.values()) if self._is_tree() and sound and self._rows else None

    def _is_tree(self) -> bool:
        sound = all(row["parent"] in self.units for row in self._rows.values() if row["parent"])
        depths: dict[str, int] = {}
        for start in self._rows:
            line, code_ = [], start
            while code_ in self._rows and code_ not in depths and code_ not in line:
                line.append(code_)
                code_ = self._rows[code_]["parent"]
            if code_ in line:
                circle = line[line.index(code_) :]
                self._rows[circle[0]].bad(
                    "parent",
                    f"the units {' -> '.join((*circle, code_))} go in a circle",
                    "give one of them another parent",
                )
                depths.update(dict.fromkeys(line, 0))
                sound = False
                continue
            depth = depths.get(code_, 0)
            for one in reversed(line):
                depth += 1
                depths[one] = depth
                if depth == MAX_DEPTH + 1:
                    why = f"{one} lies on level {depth} of the tree, which has {MAX_DEPTH} at most"
                    self._rows[one].bad("parent", why, "move it under a unit higher up")
                    sound = False
        return sound


def _check_digits(row: Row, key: str, level: str) -> None:
    found, digits = row[key], _DIGITS.get(level)
    if digits and found.isdigit() and len(found) != digits:
        why = f"the code {found} of a {level} has {len(found)} digits, not {digits}"
        row.bad(key, why, "format the column as text, so that no zeros are lost, and type the code again")


def _stripped(code_: str, known: Mapping[str, str]) -> str:
    """A hint where zeros seem to have been lost."""
    if re.fullmatch(r"\d+", code_):
        for other in known:
            if other.isdigit() and other != code_ and (other.strip("0") == code_.strip("0")):
                return f" (zeros lost? there is {other})"
    return ""
