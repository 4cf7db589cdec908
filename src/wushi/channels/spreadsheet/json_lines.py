"""JSON lines: one object a line; a line that is none is refused by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wushi.channels.spreadsheet.lines import Line, Lines
from wushi.channels.spreadsheet.source import Row
from wushi.domain.errors import BadInput

_LOOKED_AT = 200  # lines from which the columns are known; an object may leave out what is blank


class JsonLinesSource:
    loose = True

    def __init__(self, path: Path) -> None:
        self._lines = Lines(path)
        self._all = iter(self._lines)
        self._first: list[Row] = []
        columns: dict[str, None] = {}
        for row in self._read(self._all):
            if not self._first and row.why.startswith("begins with ["):
                raise BadInput(field=path.name, why="is one JSON list; write one object a line")
            self._first.append(row)
            columns.update(dict.fromkeys(row.cells))
            if len(self._first) >= _LOOKED_AT:
                break
        if not self._first:
            raise BadInput(field=path.name, why="the file is empty")
        self.columns = tuple(columns)

    @property
    def share(self) -> float:
        return min(1.0, self._lines.at / self._lines.size)

    def rows(self) -> Iterator[Row]:
        yield from self._first
        self._first = []
        yield from self._read(self._all)

    def _read(self, lines: Iterator[Line]) -> Iterator[Row]:
        for line in lines:
            if line.why:
                yield Row(line.number, why=line.why)
            elif line.text.strip():
                yield _row(line)


def _row(line: Line) -> Row:
    text = line.text.strip()
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        if text[0] == "[":
            return Row(line.number, why="begins with [: one object a line is read")
        where = f" at position {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else ""
        said = error.msg if isinstance(error, json.JSONDecodeError) else type(error).__name__
        return Row(line.number, why=f"this is not JSON{where}: {said}")
    if isinstance(found, list):
        return Row(line.number, why="begins with [: one object a line is read")
    if not isinstance(found, dict):
        return Row(line.number, why="is no JSON object; write {…} on each line")
    return Row(line.number, found)
