"""k-anonymity (k-匿名): how coarsely a row has to be told so that at least k rows look the same, and which row cannot be told at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Cell = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """How the rows of a cell are told: by which step, and with what of it; what the step leaves out is blank."""

    step: int  # from 1: the finest
    cell: Cell


def told(
    sizes: Mapping[Cell, int], columns: Sequence[str], steps: Iterable[Iterable[str]], k: int
) -> dict[Cell, Told | None]:
    """For each cell of the finest columns how its rows are told; None: fewer than k rows are alike by every step.

    A step names the columns that it keeps. Cells that an earlier step tells are gone from the later ones, so that every set
    of rows which looks the same has at least k of them, also for whoever takes the finer ones away from the coarser."""
    if k < 1:
        raise ValueError("k counts rows: 1 at least")
    found: dict[Cell, Told | None] = {}
    left = {cell: size for cell, size in sizes.items() if size > 0}
    for number, step in enumerate(steps, 1):
        kept = frozenset(step)
        places = [n for n, name in enumerate(columns) if name in kept]
        sums: dict[Cell, int] = {}
        for cell, size in left.items():
            short = tuple(cell[n] for n in places)
            sums[short] = sums.get(short, 0) + size
        staying = {}
        for cell, size in left.items():
            if sums[tuple(cell[n] for n in places)] >= k:
                found[cell] = Told(number, tuple(v if columns[n] in kept else "" for n, v in enumerate(cell)))
            else:
                staying[cell] = size
        left = staying
    found.update(dict.fromkeys(left))
    return found


def smallest(rows: Iterable[Cell]) -> int:
    """The size of the smallest set of rows that look the same; 0 where there is no row."""
    sums: dict[Cell, int] = {}
    for row in rows:
        sums[row] = sums.get(row, 0) + 1
    return min(sums.values(), default=0)
