"""Excel workbooks (.xlsx), read as a stream: formulas and error values are refused by their cell, unless the map takes values."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from itertools import chain, islice
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from wushi.channels.spreadsheet.source import Bad, Row, check_header
from wushi.domain.errors import BadInput

_LARGEST = 2 * 1024 * 1024 * 1024  # bytes when unpacked: a small file can hide an endless one
HEADER_WITHIN = 20  # rows in which a header is looked for


class ExcelSource:
    """One sheet: the one named, else the first that can be seen. See `header_among` for which row is its header."""

    loose = False

    def __init__(self, path: Path, sheet: str = "", formulas: str = "refuse") -> None:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException

        _check_size(path)
        try:
            content = path.read_bytes()  # packed, so it is small; what counts is the content, not the name
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
            stored = io.BytesIO(content) if formulas == "value" else None
            self._values = load_workbook(stored, read_only=True, data_only=True) if stored else None
        except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, ParseError, OSError) as error:
            raise BadInput(field=path.name, why=f"is no Excel workbook that can be read: {error}") from None
        self._name, self._path = path.name, path
        self._title = _choose(book, sheet, path.name)
        self._sheet = book[self._title]
        self._total, self._done = max(1, self._sheet.max_row or 1), 0
        self._sheet.reset_dimensions()  # what the file says of its own size is often wrong
        self._rows: Iterator[tuple[int, list[Any]]] = self._pairs()
        self.columns, self._places = self._header()

    @property
    def share(self) -> float:
        return min(1.0, self._done / self._total)

    @property
    def title(self) -> str:
        return self._title

    def _pairs(self) -> Iterator[tuple[int, list[Any]]]:
        """(row number, cells) with formulas and errors made Bad or replaced by their stored values."""
        stored = None
        if self._values is not None:
            sheet = self._values[self._title]
            sheet.reset_dimensions()
            stored = iter(sheet.iter_rows())
        cells = iter(self._sheet.iter_rows())
        number = 0
        while True:
            try:
                row = next(cells)
                kept = next(stored) if stored is not None else None
            except StopIteration:
                return
            except (ParseError, zipfile.BadZipFile, KeyError, ValueError, EOFError, OSError) as error:
                raise BadInput(field=self._name, why=f"is damaged after row {number}: {error}") from None
            number += 1
            self._done = number
            yield number, [_cell(c, kept[n] if kept is not None and n < len(kept) else None) for n, c in enumerate(row)]

    def _header(self) -> tuple[tuple[str, ...], list[tuple[int, str]]]:
        first = list(islice(self._rows, HEADER_WITHIN))
        place = header_among([cells for _, cells in first])
        if place is None:
            raise BadInput(field=self._name, why=f"the sheet {self._title} is empty")
        number, cells = first[place]
        if bad := next((c for c in cells if isinstance(c, Bad)), None):
            raise BadInput(field=self._name, why=f"the header (row {number}) {bad.why}")
        names = tuple(str(c).strip() if c is not None else "" for c in cells)
        check_header(self._name, names)
        self._rows = chain(first[place + 1 :], self._rows)
        return tuple(n for n in names if n), [(n, name) for n, name in enumerate(names) if name]

    def rows(self) -> Iterator[Row]:
        for number, cells in self._rows:
            found = {name: cells[n] for n, name in self._places if n < len(cells)}
            if any(v not in (None, "") for v in found.values()):
                yield Row(number, found)


def header_among(rows: Sequence[Sequence[Any]]) -> int | None:
    """The place of the header: the first row with two filled cells or more (a title above it has one), else the first
    with any."""
    filled = [sum(c not in (None, "") for c in cells) for cells in rows]
    return next(
        (n for n, count in enumerate(filled) if count > 1), next((n for n, count in enumerate(filled) if count), None)
    )


def _check_size(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise BadInput(field=path.name, why=f"is no whole Excel workbook: {error}") from None
    if "xl/workbook.xml" not in names:
        raise BadInput(field=path.name, why="is a zip archive but no Excel workbook (.xlsx)")
    if size > _LARGEST:
        raise BadInput(field=path.name, why=f"unpacks to {size // 1024 // 1024} MB, more than is read; save it as CSV")


def _choose(book: Any, sheet: str, name: str) -> str:
    if sheet:
        if sheet not in book.sheetnames:
            raise BadInput(field=name, why=f"has no sheet {sheet!r}; it has {', '.join(book.sheetnames)}")
        return sheet
    for found in book.worksheets:
        if found.sheet_state == "visible":
            return str(found.title)
    raise BadInput(field=name, why="has no sheet that can be seen")


def _cell(cell: Any, stored: Any) -> Any:
    value = cell.value
    if value is None:
        return None
    kind = cell.data_type
    if kind == "f":
        if stored is None:
            return Bad(f"holds a formula ({cell.coordinate}); put in its value instead")
        if stored.value is None:
            return Bad(f"holds a formula without a value ({cell.coordinate}); open and save the file once in Excel")
        if stored.data_type == "e":
            return Bad(f"holds the error value {stored.value} ({cell.coordinate})")
        return stored.value
    if kind == "e":
        return Bad(f"holds the error value {value} ({cell.coordinate})")
    if kind == "d" and isinstance(value, time):
        return Bad(f"holds an hour without a day ({cell.coordinate})")
    if kind == "d" and not isinstance(value, datetime):
        return str(value) if not hasattr(value, "year") else value
    return value
