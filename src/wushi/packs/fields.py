"""What a key or a column may hold: shapes of tables and rows, checked value by value with the line of each mistake."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from wushi.packs.files import Csv, Toml
from wushi.packs.problems import Problems, listed, nearest, quoted

STATUSES = ("sourced", "knowledge", "proposal")


class Wrong(ValueError):
    """A value that does not fit: why, and the mend."""

    def __init__(self, why: str, mend: str, item: int | None = None) -> None:
        super().__init__(why)
        self.why, self.mend, self.item = why, mend, item


Kind = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A key or column: what it may hold, whether it must be there (and not blank), and what stands for it if not."""

    kind: Kind
    needed: bool = True
    default: Any = None


Shape = Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class Row:
    """A table of a TOML file or a row of a CSV file after checking; `whole` is False when something in it was wrong."""

    file: str
    line: int
    values: Mapping[str, Any]
    problems: Problems
    whole: bool = True
    place: Callable[[str], int] | None = None  # line of a key, where keys have lines of their own

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def line_of(self, key: str) -> int:
        return self.place(key) if self.place else self.line

    def bad(self, key: str, why: str, mend: str) -> None:
        self.problems.add(self.file, self.line_of(key), why, mend)


# --- kinds of value ------------------------------------------------------------------------------------------------


def text(value: Any) -> str:
    if not isinstance(value, str):
        raise Wrong(f"has to be a text, not {quoted(value)}", f'write it in quotes: "{value}"')
    if not value.strip():
        raise Wrong("is blank", "fill it in")
    return value


def pattern(form: str, told: str) -> Kind:
    """A text of this form, told in words."""
    compiled = re.compile(form)

    def kind(value: Any) -> str:
        if not compiled.fullmatch(text(value)):
            raise Wrong(f"{quoted(value)} is not {told}", f"write {told}")
        return str(value)

    return kind


code = pattern(r"[A-Za-z0-9][A-Za-z0-9_.-]*", "a code of letters a-z, digits, and _ - . between")


def one_of(*known: str) -> Kind:
    def kind(value: Any) -> str:
        if value not in known:
            raise Wrong(f"{quoted(value)} is unknown", f"{nearest(str(value), known)}write one of {listed(known)}")
        return str(value)

    return kind


status = one_of(*STATUSES)


def day(value: Any) -> date:
    """A date of a TOML file."""
    if isinstance(value, datetime) or not isinstance(value, date):
        raise Wrong(f"has to be a date, not {quoted(value)}", "write it without quotes and hours, as 2023-01-05")
    return value


def csv_day(value: Any) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise Wrong(f"{quoted(value)} is not a date", "write it as 2023-01-05")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Wrong(f"there is no day {value}", "correct the date") from None


def csv_flag(value: Any) -> bool:
    if value not in ("yes", "no"):
        raise Wrong(f"{quoted(value)} is neither yes nor no", "write yes or no")
    return bool(value == "yes")


def csv_names(value: Any) -> tuple[str, ...]:
    """Names parted by |."""
    names = tuple(value.split("|"))
    if any(name != name.strip() or not name for name in names):
        raise Wrong(f"{quoted(value)} has a blank name in it", "write the names with | between and no blanks around")
    if len(set(names)) < len(names):
        raise Wrong(f"{quoted(value)} names something twice", "remove one of the two")
    return names


def flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Wrong(f"has to be true or false, not {quoted(value)}", "write true or false without quotes")
    return value


def number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or abs(value) == float("inf"):
        raise Wrong(f"has to be a number, not {quoted(value)}", "write a number without quotes")
    return value


def from_to(least: float, most: float, kind: Kind = number) -> Kind:
    def checked(value: Any) -> Any:
        if not least <= kind(value) <= most:
            raise Wrong(f"{value} is not between {least:g} and {most:g}", "correct the number")
        return value

    return checked


share = from_to(0, 1)


def whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Wrong(f"has to be a whole number, not {quoted(value)}", "write a whole number without quotes")
    return value


def list_of(kind: Kind) -> Kind:
    """A list; the mistake tells which item it is."""

    def checked(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise Wrong(f"has to be a list, not {quoted(value)}", "write it in [brackets]")
        found = []
        for n, item in enumerate(value):
            try:
                found.append(kind(item))
            except Wrong as wrong:
                raise Wrong(wrong.why, wrong.mend, n) from None
        return tuple(found)

    return checked


def table(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Wrong(f"has to be a table, not {quoted(value)}", "write it as a table with keys")
    return value


def period(value: Any) -> tuple[time, time]:
    """Hours of a day such as 08:30-12:00."""
    found = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)", text(value))
    if not found:
        raise Wrong(f"{quoted(value)} is not a period of a day", 'write it as "08:30-12:00"')
    begin, end = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    if begin >= end:
        raise Wrong(f"{quoted(value)} ends before it begins", "put the earlier hour first")
    return begin, end


# --- shapes --------------------------------------------------------------------------------------------------------


def csv_rows(csv: Csv | None, shape: Shape, problems: Problems) -> list[Row]:
    """The rows of the file with their values checked; a blank cell counts as not there."""
    rows: list[Row] = []
    if csv is None:
        return rows
    # a file of thousands of rows has few of the columns that it might have
    there = [(n, column, shape[column]) for n, column in enumerate(csv.columns)]
    defaults = {column: field.default for column, field in shape.items()}
    for line, cells in csv.rows:
        values, good = defaults.copy(), True
        for n, column, field in there:
            cell = cells[n]
            if csv.spoilt and (line, column) in csv.spoilt:
                good = False
            elif cell:
                try:
                    values[column] = field.kind(cell)
                except Wrong as wrong:
                    good = False
                    problems.add(csv.name, line, f"{column}: {wrong.why}", wrong.mend)
            elif field.needed:
                good = False
                problems.add(csv.name, line, f"{column} is blank", "fill it in")
        rows.append(Row(csv.name, line, values, problems, good))
    return rows


def csv_columns(shape: Shape) -> dict[str, bool]:
    """The columns that a file of this shape may have, and whether it must have them."""
    return {column: field.needed for column, field in shape.items()}


def toml_table(toml: Toml, path: tuple[str | int, ...], given: Any, shape: Shape, problems: Problems) -> Row:
    """One table of the file with its values checked against the shape."""
    values: dict[str, Any] = {key: field.default for key, field in shape.items()}
    good = True

    def bad(why: str, mend: str, *inner: str | int) -> None:
        nonlocal good
        good = False
        problems.add(toml.name, toml.line(*path, *inner), why, mend)

    if not isinstance(given, dict):
        bad(f"{path[0]} has to be a table", f"write [[{path[0]}]]" if len(path) > 1 else f"write [{path[0]}]")
        given = {}
    else:
        meant = ""
        for key in given:
            if key not in shape:
                hint = nearest(key, shape)
                meant += hint
                bad(f"unknown key {quoted(key)}", f"{hint}the keys here are {listed(shape)}", key)
        for key, field in shape.items():
            if key in given:
                try:
                    values[key] = field.kind(given[key])
                except Wrong as wrong:
                    bad(f"{key}: {wrong.why}", wrong.mend, key, *([] if wrong.item is None else [wrong.item]))
            elif field.needed and f"`{key}`" not in meant:
                bad(f"the key {quoted(key)} is missing", "add it here")
    return Row(toml.name, toml.line(*path), values, problems, good, lambda key: toml.line(*path, key))


def toml_list(toml: Toml | None, key: str, shape: Shape, problems: Problems) -> list[Row]:
    """All [[key]] tables of the file."""
    if toml is None or key not in toml.data:
        return []
    given = toml.data[key]
    if not isinstance(given, list):
        problems.add(toml.name, toml.line(key), f"{key} has to be a list of tables", f"write [[{key}]]")
        return []
    return [toml_table(toml, (key, n), item, shape, problems) for n, item in enumerate(given)]


def only_keys(toml: Toml, known: Iterable[str], problems: Problems) -> None:
    """Complain of every key at the top of the file that is not known."""
    names = list(known)
    for key in toml.data:
        if key not in names:
            mend = f"{nearest(key, names)}this file may hold {listed(names)}"
            problems.add(toml.name, toml.line(key), f"unknown key {quoted(key)}", mend)


def only_once(rows: Iterable[Row], key: str, what: str) -> dict[Any, Row]:
    """The rows by that key; a second row with the same one is a mistake that names the line of the first."""
    found: dict[Any, Row] = {}
    for row in rows:
        value = row[key]
        if value is None:
            continue
        if value in found:
            why = f"the {what} {quoted(value)} stands twice, first in line {found[value].line_of(key)}"
            row.bad(key, why, "give one of the two another name or remove it")
        else:
            found[value] = row
    return found


def dated(rows: list[Row], what: str) -> list[Row]:
    """Values in force since a day, in order; two of the same day are a mistake."""
    return sorted(only_once(rows, "since", f"value of {what} since").values(), key=lambda row: row["since"])
