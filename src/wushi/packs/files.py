"""Strict reading of one pack file: bytes to text, TOML with the line of each key, CSV with the line of each row."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wushi.packs.problems import Problems, listed, nearest, quoted

# Characters that nobody can see but that change what is read: control characters, and those that turn the direction of
# the line so that a reviewer sees other words than the machine.
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffd]")
_BROKEN_CELLS = ("#REF!", "#NAME?", "#VALUE!", "#N/A", "#DIV/0!", "#NUM!", "#NULL!")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)


def read_text(data: bytes, name: str, problems: Problems) -> str | None:
    """The text of a file, line ends made plain; None when it is no clean UTF-8, which is then a problem with its line.

    What Excel and Windows add and what can be read in one way only is taken: the mark at the very beginning (BOM), and
    line ends of two characters (CRLF). A single carriage return is not: lines would be counted in two ways.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        problems.give_up(name, 1, "the file is UTF-16", "save it as UTF-8 (in Excel: CSV UTF-8)")
        return None
    if data[:3] == b"\xef\xbb\xbf":
        data = data[3:]
    data = data.replace(b"\r\n", b"\n")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        seems = " (it seems to be GBK)" if _is_gbk(data) else ""
        why = f"byte {error.start} (0x{data[error.start]:02x}) is not UTF-8{seems}"
        problems.give_up(name, line, why, "save the file as UTF-8 (in Excel: CSV UTF-8)")
        return None
    hidden = _HIDDEN.search(text)
    if hidden:
        line, code = text.count("\n", 0, hidden.start()) + 1, ord(hidden[0])
        what = "a NUL character" if code == 0 else f"a character that cannot be seen (U+{code:04X})"
        problems.give_up(name, line, f"there is {what}", "delete it and type the line again")
        return None
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        problems.give_up(name, line, "a carriage return stands alone", "save the file with line ends LF or CRLF")
        return None
    return text


def _is_gbk(data: bytes) -> bool:
    try:
        return any("\u4e00" <= c <= "\u9fff" for c in data.decode("gb18030"))
    except UnicodeDecodeError:
        return False


@dataclass(frozen=True)
class Toml:
    """One TOML file: its values, and the line of each key for whoever has to mend it."""

    name: str
    text: str
    data: Mapping[str, Any]

    @cached_property
    def _lines(self) -> dict[tuple[str | int, ...], int]:
        return positions(self.text)

    def line(self, *path: str | int) -> int:
        """The line of the key, or of the nearest table around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._lines:
                return self._lines[path[:length]]
        return 0


def read_toml(name: str, text: str, problems: Problems) -> Toml | None:
    try:
        return Toml(name, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        told = str(error)
        place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", told)
        why = told[: place.start()] if place else told
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        why, mend = (
            f"this is not TOML: {why[:1].lower()}{why[1:]}",
            'correct the line; texts stand in "quotes", dates do not',
        )
        if "overwrite" in told or "twice" in told:
            mend = "remove one of the two"
        problems.give_up(name, line, why, mend)
    except RecursionError:
        problems.give_up(name, 0, "the lists lie too deep in each other", "write the file flat")
    return None


_KEY = re.compile(r"""\s*([A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*')\s*(\.|=|\]\]?)""")


def positions(text: str) -> dict[tuple[str | int, ...], int]:
    """Line of every key, table and list item of a TOML text that has been parsed without error."""
    lines = text.split("\n")
    at: dict[tuple[str | int, ...], int] = {}
    counts: dict[tuple[str | int, ...], int] = {}
    table: tuple[str | int, ...] = ()
    number = 0
    while number < len(lines):
        line, here = lines[number].strip(), number + 1
        if not line or line.startswith("#"):
            pass
        elif line.startswith("["):
            twice = line.startswith("[[")
            table = _within(_keys(line[2 if twice else 1 :])[0], counts, last=not twice)
            if twice:
                counts[table] = counts.get(table, -1) + 1
                at.setdefault(table, here)
                table = (*table, counts[table])
            for length in range(1, len(table) + 1):
                at.setdefault(table[:length], here)
        else:
            keys, end = _keys(lines[number])
            for length in range(1, len(keys) + 1):
                at.setdefault((*table, *keys[:length]), here)
            number = _skip_value(lines, number, end, (*table, *keys), at)
        number += 1
    return at


def _keys(text: str) -> tuple[list[str], int]:
    """The parts of a dotted key and the column behind the sign that ends it."""
    keys, column = [], 0
    while found := _KEY.match(text, column):
        key = found[1]
        keys.append(key[1:-1] if key[0] in "\"'" else key)
        column = found.end()
        if found[2] != ".":
            break
    return keys, column


def _within(keys: list[str], counts: Mapping[tuple[str | int, ...], int], last: bool) -> tuple[str | int, ...]:
    """The path with the number of the list item put in wherever a part of it is a list of tables."""
    path: tuple[str | int, ...] = ()
    for position, key in enumerate(keys):
        path = (*path, key)
        if path in counts and (last or position < len(keys) - 1):
            path = (*path, counts[path])
    return path


def _skip_value(lines: list[str], number: int, column: int, path: tuple[str | int, ...], at: dict[Any, int]) -> int:
    """The number of the line on which the value ends; notes the lines of the items when it is a list."""
    depth, item, waiting, inside, listing = 0, 0, False, "", False
    while True:
        line = lines[number]
        while column < len(line):
            char = line[column]
            if inside:
                if char == "\\" and inside[0] == '"':
                    column += 1
                elif line.startswith(inside, column):
                    column += len(inside) - 1
                    inside = ""
            elif char == "#":
                break
            elif char in "\"'":
                inside = char * 3 if line.startswith(char * 3, column) else char
                column += len(inside) - 1
                waiting = _note(at, path, item, number, waiting and depth == 1)
            elif char in "[{":
                waiting = _note(at, path, item, number, waiting and depth == 1)
                listing = listing or (depth == 0 and char == "[")
                depth += 1
                waiting = waiting or (depth == 1 and listing)
            elif char in "]}":
                depth -= 1
            elif char == "," and depth == 1 and listing:
                item, waiting = item + 1, True
            elif not char.isspace():
                waiting = _note(at, path, item, number, waiting and depth == 1)
            column += 1
        if (depth <= 0 and len(inside) < 3) or number + 1 >= len(lines):
            return number
        number, column = number + 1, 0


def _note(at: dict[Any, int], path: tuple[str | int, ...], item: int, number: int, due: bool) -> bool:
    if due:
        at[(*path, item)] = number + 1
    return False


@dataclass(frozen=True)
class Csv:
    """One CSV file: its columns, and each row with the line on which it begins."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    spoilt: frozenset[tuple[int, str]] = frozenset()  # cells (line, column) complained of already


_LONGEST_CELL = 131_072


def read_csv(name: str, text: str, columns: Mapping[str, bool], problems: Problems) -> Csv | None:
    """The rows of a CSV file with these columns (name -> must be there); rows of blank cells only are passed over."""
    csv.field_size_limit(
        _LONGEST_CELL
    )  # the limit is the whole process's; whoever read a file before may have left another
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, tuple[str, ...]]] = []
    spoilt: set[tuple[int, str]] = set()
    header: tuple[str, ...] = ()
    try:
        line = 1
        for cells in reader:
            if not any(cells):
                pass
            elif not header:
                header = tuple(cells)
                if not _header_fits(name, line, header, columns, problems):
                    return None
            elif len(cells) != len(header):
                problems.doubt(name)
                why = f"the row has {len(cells)} cells, the header {len(header)}"
                problems.add(
                    name, line, why, 'a text with a comma in it stands in "quotes"; blank cells keep their comma'
                )
            else:
                rows.append((line, tuple(cells)))
                for column, cell in zip(header, cells, strict=True):
                    wrong = _wrong_cell(cell)
                    if wrong:
                        problems.add(name, line, f"{column} {wrong[0]}", wrong[1])
                        spoilt.add((line, column))
            line = reader.line_num + 1
    except csv.Error as error:
        mend = 'put texts with a comma or a quote into "quotes" and write a quote inside as ""'
        problems.give_up(name, line, f"this is not CSV: {error}", mend)
        return None
    if not header:
        problems.give_up(name, 1, "the file is empty", f"begin it with the header {','.join(columns)}")
        return None
    return Csv(name, header, tuple(rows), frozenset(spoilt))


def _header_fits(
    name: str, line: int, header: tuple[str, ...], columns: Mapping[str, bool], problems: Problems
) -> bool:
    fits = True
    meant: set[str] = set()

    def bad(why: str, mend: str) -> None:
        nonlocal fits
        fits = False
        problems.give_up(name, line, why, mend)

    if len(header) == 1 and re.search(r"[;\t，]", header[0]):
        bad("the columns are not parted by commas", "save the file as CSV with commas")
        return False
    for position, column in enumerate(header):
        if column not in columns:
            hint = nearest(column, columns)
            meant.update(known for known in columns if f"`{known}`" in hint)
            bad(f"unknown column {quoted(column)}", f"{hint}the columns here are {listed(columns)}")
        elif column in header[:position]:
            bad(f"the column {quoted(column)} stands twice", "remove one of the two")
    for column, needed in columns.items():
        if needed and column not in header and column not in meant:
            bad(f"the column {quoted(column)} is missing", f"add it to the header: {','.join(columns)}")
    return fits


def _wrong_cell(cell: str) -> tuple[str, str] | None:
    """What a spreadsheet has done to the cell, and the mend; None when it is clean."""
    if not cell:
        return None
    if cell[0] in " \t\u3000" or cell[-1] in " \t\u3000":
        return f"has blanks around {quoted(cell)}", "delete the blanks"
    if cell[0] == "=":
        return f"holds a formula: {quoted(cell)}", "put in its value instead"
    if cell in _BROKEN_CELLS:
        return f"holds the error value {cell}", "put in the right value"
    if cell[0].isdigit() and _SCIENTIFIC.fullmatch(cell):
        mend = "format the column as text and type the code again"
        return f"holds {cell}: the spreadsheet has turned a code into a number", mend
    return None
