"""Keeps the last measured life circle as one file: counts by community and kind, never who lives where."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import msgspec
from django.conf import settings


class Best(msgspec.Struct, frozen=True):
    """Where one more place would bring most households within reach; WGS-84."""

    lat: float
    lon: float
    households: int


class Community(msgspec.Struct, frozen=True):
    """`covered`: by kind, households within reach; the point is the middle of its households."""

    code: str
    households: int
    lat: float
    lon: float
    covered: dict[str, int]


class Measured(msgspec.Struct, frozen=True):
    """One measuring of the district, with the distance it was made with."""

    on: date
    minutes: float
    metres: float
    illustrative: bool
    places: dict[str, int]
    communities: tuple[Community, ...]
    best: dict[str, Best | None]


def _file() -> Path:
    return Path(settings.WUSHI_HOME) / "life_circle.json"


def keep(found: Measured) -> None:
    """In place of the one before; a kill leaves the old or the new one whole."""
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True)
    half_done = path.with_suffix(".new")
    with half_done.open("wb") as out:
        out.write(msgspec.json.encode(found))
        out.flush()
        os.fsync(out.fileno())
    half_done.replace(path)


def last() -> Measured | None:
    """None where nothing was measured, or by a program that kept something else."""
    try:
        return msgspec.json.decode(_file().read_bytes(), type=Measured)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
