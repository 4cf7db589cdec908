"""Open data (开放数据): the values under which rows, figures and texts are made public, dated and cited."""

from __future__ import annotations

from typing import Any

from wushi.domain.indicators import GROUPS
from wushi.domain.lifecycle import TRACKS
from wushi.domain.open_data import KNOWN, Rules
from wushi.packs.fields import Field, Kind, Shape, Wrong, day, from_to, list_of, one_of, status, text, whole
from wushi.packs.limits import Dated


def _upwards(kind: Kind) -> Kind:
    """A list of numbers, each larger than the one before."""

    def checked(value: Any) -> tuple[Any, ...]:
        found: tuple[Any, ...] = list_of(kind)(value)
        for n in range(1, len(found)):
            if found[n] <= found[n - 1]:
                raise Wrong(f"{found[n]} stands after {found[n - 1]}", "write them from small to large", n)
        return found

    return checked


def _coarser(value: Any) -> tuple[tuple[str, ...], ...]:
    """Steps of columns; each keeps less than the one before."""
    found: tuple[tuple[str, ...], ...] = list_of(list_of(one_of(*KNOWN)))(value)
    if not found:
        raise Wrong("there is no step", 'write at least [["month"]]')
    for n in range(1, len(found)):
        if len(found[n]) >= len(found[n - 1]):
            raise Wrong(f"step {n + 1} keeps no less than step {n}", "write the steps from fine to coarse", n)
    return found


_OPEN: Shape = {
    "since": Field(day),
    "k": Field(from_to(2, 1000, whole)),  # with 1 every row would be told as it is
    "wait_days": Field(from_to(0, 366, whole)),
    "tracks": Field(list_of(one_of(*TRACKS))),
    "steps": Field(_coarser),
    "day_bands": Field(_upwards(from_to(0, 3660, whole))),
    "groups": Field(list_of(one_of(*GROUPS))),
    "page": Field(from_to(1, 10_000, whole)),
    "per_minute": Field(from_to(1, 1_000_000, whole)),
    "licence": Field(text),
    "licence_url": Field(text),
    "reference": Field(text),
    "status": Field(status),
    "note": Field(text, needed=False),
}
OPEN_DATA = Dated("open_data.toml", _OPEN, Rules)
