"""A source is one file, read as a stream of numbered rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from wushi.domain.errors import BadInput


@dataclass(slots=True)
class Row:
    """One row under the number that a person sees in the file; `why` tells what makes the whole row unreadable.

    A cell that cannot be read is a `Bad`: it matters only when the map reads its column."""

    number: int
    cells: dict[str, Any] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True, slots=True)
class Bad:
    why: str


class Source(Protocol):
    """An opened file. `columns` are those it has; `loose`: rows may leave columns out (JSON lines)."""

    columns: tuple[str, ...]
    loose: bool

    def rows(self) -> Iterator[Row]: ...

    @property
    def share(self) -> float:
        """How much of the file has been read, 0 to 1."""
        ...


def check_header(name: str, columns: tuple[str, ...]) -> None:
    """Raises BadInput for a header in which two columns bear one name, or none bears any."""
    named = [c for c in columns if c]
    if not named:
        raise BadInput(field=name, why="the file has no header; its first row must name the columns")
    twice = sorted({c for c in named if named.count(c) > 1})
    if twice:
        raise BadInput(field=name, why=f"the column {', '.join(twice)} stands twice in the header; rename one")
