"""CSV row by row: a row under the line on which it begins; a quotation mark left open costs its own row, not the rest."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from wushi.channels.spreadsheet.lines import Line, Lines
from wushi.channels.spreadsheet.source import Row, check_header
from wushi.domain.errors import BadInput

MOST_LINES = 2000  # a row over more lines than this is a quotation mark that was never closed


class _Feed:
    """Gives the reader of the standard library line after line, and remembers those of the row in hand."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines, self._again = lines, list[Line]()
        self.taken: list[Line] = []

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if len(self.taken) > MOST_LINES:
            raise csv.Error("a quotation mark is not closed")
        line = self._again.pop() if self._again else next(self._lines)
        self.taken.append(line)
        return line.text

    def go_back(self, *, lose: int) -> Line:
        """Give the row in hand up: its first `lose` lines are lost, the others are read again."""
        first, again = self.taken[0], self.taken[lose:]
        self._again += reversed(again)
        self.taken = []
        return first


def _next(reader: Iterator[list[str]]) -> list[str]:
    """The next row, however long: length is judged later, with a sentence. The limit is the whole process's, so it is lent."""
    limit = csv.field_size_limit(2**31 - 1)
    try:
        return next(reader)
    finally:
        csv.field_size_limit(limit)


class CsvSource:
    """A CSV file with a header; parted by commas, semicolons or tabs, whichever the header shows."""

    loose = False

    def __init__(self, path: Path, encoding: str = "utf-8") -> None:
        self._name, self._lines = path.name, Lines(path, encoding)
        self._feed = _Feed(iter(self._lines))
        self._delimiter = ","
        self.columns = self._header()

    @property
    def share(self) -> float:
        return min(1.0, self._lines.at / self._lines.size)

    def _header(self) -> tuple[str, ...]:
        for text in self._feed:
            if text.strip("\r\n,;\t \ufeff"):
                break
            self._feed.taken = []
        else:
            raise BadInput(field=self._name, why="the file is empty")
        line = self._feed.taken[0]
        if line.why:
            raise BadInput(field=self._name, why=f"row {line.number}: {line.why}")
        if "\x00" in text:
            raise BadInput(field=self._name, why=f"row {line.number} holds a NUL character; save it as CSV UTF-8")
        self._delimiter = max(",\t;", key=text.count)
        self._feed.go_back(lose=0)
        try:
            cells = _next(self._reader())
        except (csv.Error, StopIteration):
            raise BadInput(field=self._name, why="a quotation mark in the header is not closed") from None
        columns = tuple(c.strip() for c in cells)
        check_header(self._name, columns)
        return columns

    def _reader(self) -> Iterator[list[str]]:
        return csv.reader(self._feed, delimiter=self._delimiter, strict=True)

    def rows(self) -> Iterator[Row]:
        reader, width = self._reader(), len(self.columns)
        while True:
            self._feed.taken = []
            try:
                cells = _next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                first = self._feed.go_back(lose=1)
                yield Row(first.number, why=first.why or f"this is not CSV: {error}")
                reader = self._reader()
                continue
            taken = self._feed.taken
            if not any(cells):
                continue
            number = taken[0].number
            broken = next((line for line in taken if line.why), None)
            if broken is not None:
                yield Row(number, why=broken.why if broken.number == number else f"line {broken.number}: {broken.why}")
            elif len(cells) > width and any(cells[width:]):
                yield Row(number, why=f"the row has {len(cells)} cells, the header {width}; a comma may need quotes")
            else:
                yield Row(number, dict(zip(self.columns, cells, strict=False)))
