"""Reads public air data by a map of the pack: CSV, Excel or Parquet become values of stations; a row that cannot be read is named."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from wushi.channels.spreadsheet import cells
from wushi.channels.spreadsheet.opening import open_source
from wushi.channels.spreadsheet.source import Bad, Row
from wushi.domain.calendar import SHANGHAI
from wushi.domain.errors import BadInput
from wushi.packs.air_maps import DAY, ROWS, AirMap
from wushi.steps.learn.take_air import Told

_BLANK = frozenset({"", "-", "—", "–", "/", "NA", "N/A", "null", "NaN", "nan"})


@dataclass(slots=True)
class Read:
    told: list[Told] = field(default_factory=list)
    rows: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)
    passed_over: set[str] = field(default_factory=set)  # stations that are none of ours


def read(
    path: Path, column_map: AirMap, stations: Mapping[str, str], station: str = "", encoding: str = "utf-8"
) -> Read:
    """`stations`: name or code -> code of ours. `station`: whose values they are where the file does not say. Raises BadInput."""
    source = open_source(path, encoding=encoding)
    needed = [column_map.at, column_map.hour, column_map.type]
    if column_map.form == ROWS and not station:
        needed.append(column_map.station)
        if not column_map.station:
            raise BadInput(field="station", why="the file does not say whose values they are; name the station")
    missing = [c for c in needed if c and c not in source.columns]
    if missing:
        raise BadInput(
            field=path.name, why=f"lacks the column {', '.join(missing)}, which the map {column_map.name} reads"
        )
    known = {**stations, **{n: stations.get(c, c) for n, c in (column_map.stations or {}).items()}}
    found = Read()
    for row in source.rows():
        found.rows += 1
        try:
            if row.why:
                raise cells.Unreadable(row.why)
            found.told += list(_of(row, column_map, known, station, found))
        except cells.Unreadable as error:
            found.refused.append((row.number, str(error)))
    return found


def _of(row: Row, column_map: AirMap, known: Mapping[str, str], station: str, found: Read) -> Iterator[Told]:
    at = _at(row, column_map)
    told: list[Told] = []
    if column_map.form == ROWS:
        named = station or cells.text(row.cells.get(column_map.station)).strip()
        if named not in known:
            found.passed_over.add(named)
            return
        for column, what in column_map.columns.items():
            value = _value(row.cells.get(column), column)
            if value is not None:
                told.append((known[named], at, what, value))
    else:
        pollutant = column_map.columns.get(cells.text(row.cells.get(column_map.type)).strip())
        for column, cell in row.cells.items() if pollutant else ():
            if column in (column_map.at, column_map.hour, column_map.type):
                continue
            if column not in known:
                found.passed_over.add(column)
            elif (value := _value(cell, column)) is not None:
                told.append((known[column], at, str(pollutant), value))
    yield from told


def _at(row: Row, column_map: AirMap) -> datetime:
    cell = row.cells.get(column_map.at)
    at = cells.moment(str(cell) if isinstance(cell, int) else cell, SHANGHAI)
    if at is None:
        raise cells.Unreadable(f"{column_map.at} is blank")
    if column_map.hour:
        hour = cells.number(row.cells.get(column_map.hour))
        if hour is None or hour != int(hour) or not 0 <= hour <= 24:
            raise cells.Unreadable(f"{column_map.hour} is no hour from 0 to 24")
        at += timedelta(hours=int(hour))
    if column_map.span == DAY:
        return at
    if column_map.hour_is == "end":
        at -= timedelta(hours=1)
    return at.replace(minute=0, second=0, microsecond=0)


def _value(cell: Any, column: str) -> float | None:
    if isinstance(cell, Bad):
        raise cells.Unreadable(f"{column} {cell.why}")
    if cell is None or (isinstance(cell, str) and cell.strip() in _BLANK):
        return None
    value = cells.number(cell)
    if value is None or math.isnan(value):
        return None
    if math.isinf(value) or value < 0:
        raise cells.Unreadable(f"{column} holds {value:g}, which is no concentration")
    return value
