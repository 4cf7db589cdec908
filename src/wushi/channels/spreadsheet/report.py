"""The report of an import: each refused row with column and reason, beside the file; for a workbook also in a copy of it."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from types import TracebackType
from typing import TextIO

from wushi.channels.spreadsheet.excel import HEADER_WITHIN, header_among
from wushi.channels.spreadsheet.importing import Refused

HEADER = ("row", "column", "reason")
_ERRORS = "错误 / error"


def place_for(file: Path, spare: Path) -> Path:
    """Beside the file, or in the spare folder when nothing may be written there."""
    folder = file.resolve().parent
    return (folder if os.access(folder, os.W_OK) else spare) / f"{file.name}.refused.csv"


class Report:
    """A CSV file that exists only once something was refused; one from an earlier import of the same file goes away."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.refused: list[Refused] = []
        self._file: TextIO | None = None

    def __enter__(self) -> Report:
        self.path.unlink(missing_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, refused: Refused) -> None:
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            # with the mark that tells Excel it is UTF-8; readable by its owner only, as the reasons may quote a cell
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            self._file = os.fdopen(handle, "w", encoding="utf-8-sig", newline="", errors="backslashreplace")
            csv.writer(self._file).writerow(HEADER)
        csv.writer(self._file).writerow((refused.row, _plain(refused.column), _plain(refused.reason)))
        self.refused.append(refused)


def _plain(text: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text


def copy_with_errors(file: Path, refused: list[Refused], to: Path, sheet: str) -> None:
    """A copy of the workbook with a column more, in which each refused row says why."""
    from openpyxl import load_workbook
    from openpyxl.styles import Font, PatternFill

    book = load_workbook(file)
    page = book[sheet] if sheet else next(p for p in book.worksheets if p.sheet_state == "visible")
    column = (page.max_column or 0) + 1
    rows = page.iter_rows(max_row=HEADER_WITHIN, values_only=True)
    header = (header_among(list(rows)) or 0) + 1
    page.cell(header, column, _ERRORS).font = Font(bold=True)
    fill = PatternFill("solid", fgColor="FFF2CC")
    for one in refused:
        cell = page.cell(one.row, column)
        said = f"{one.column}: {one.reason}" if one.column else one.reason
        said = "".join(c if c.isprintable() else " " for c in said)
        cell.value = f"{cell.value}; {said}" if cell.value else _plain(said)
        cell.fill = fill
    page.column_dimensions[page.cell(1, column).column_letter].width = 60
    book.save(to)
    to.chmod(0o600)
