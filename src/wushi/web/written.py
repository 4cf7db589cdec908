"""Turns a written report (周报、月报、答卷) into what the component shows: every number with the address to which it opens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wushi.domain.indicators import Figure
from wushi.domain.periods import Period
from wushi.domain.written import Cell, Line, Matters, Part, Said, Sentence, Table, Trend, Written
from wushi.web import words
from wushi.web.parts import Bar

Address = Callable[[Figure], str]  # where a figure opens; blank: it does not


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words; with `url` it is a number that opens."""

    words: str
    url: str = ""
    covered: bool = False
    few: bool = False


@dataclass(frozen=True, slots=True)
class ShownLine:
    name: str
    cells: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One part of a chapter; which fields are filled depends on `kind`: sentence, table, list, trend."""

    kind: str
    title: str = ""
    pieces: tuple[Piece, ...] = ()
    first: str = ""
    heads: tuple[str, ...] = ()
    lines: tuple[ShownLine, ...] = ()
    whole: ShownLine | None = None
    left_out: int = 0
    few: bool = False
    covered: bool = False
    rank_from: int = 0
    matters: Matters | None = None
    url: str = ""
    series: tuple[tuple[str, tuple[Bar, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class ShownChapter:
    id: str
    title: str
    parts: tuple[Shown, ...]


def label(over: Period) -> str:
    """The label of a bar: 8月, 2022, W15."""
    if over.kind == "month":
        return words.month_of(over.first)
    return over.text[5:] if over.kind == "week" else over.text


def share(figure: Figure, largest: float) -> float:
    """How long the bar of a figure is: a share of the whole, or of the largest beside it."""
    if figure.value is None:
        return 0.0
    return figure.value / 100 if figure.unit == "percent" else figure.value / largest if largest else 0.0


def largest(found: Sequence[Figure]) -> float:
    return max((f.value for f in found if f.value), default=0.0)


def _piece(cell: Cell, address: Address) -> Piece:
    url = address(cell.figure) if cell.figure is not None and cell.figure.value is not None else ""
    return Piece(cell.words, url, cell.covered, cell.few)


def _line(line: Line, address: Address) -> ShownLine:
    return ShownLine(line.name, tuple(_piece(cell, address) for cell in line.cells))


def _sentence(part: Sentence, address: Address) -> Shown:
    pieces = (_said(p, address) if isinstance(p, Said) else Piece(p) for p in part.parts)
    return Shown("sentence", pieces=tuple(pieces))


def _said(part: Said, address: Address) -> Piece:
    """A number that opens; where there is none, words that do not."""
    return Piece(part.words, address(part.figure) if part.figure.value is not None else "")


def _table(part: Table, address: Address) -> Shown:
    lines = tuple(_line(line, address) for line in part.lines)
    cells = [cell for line in lines for cell in line.cells]
    return Shown(
        "table",
        part.title,
        first=part.first,
        heads=tuple(name for _, name in part.heads),
        lines=lines,
        whole=_line(part.whole, address),
        left_out=part.left_out,
        few=any(c.few for c in cells),
        covered=any(c.covered for c in cells),
        rank_from=part.rank_from,
    )


def _trend(part: Trend, over: Period, address: Address) -> Shown:
    series = []
    for one in part.series:
        top = largest(one.figures)
        bars = tuple(
            Bar(label(period), said, share(figure, top), period == over, address(figure) if figure.rows else "")
            for period, figure, said in zip(part.periods, one.figures, one.words, strict=True)
        )
        series.append((one.name, bars))
    return Shown("trend", part.title, series=tuple(series))


def _shown(part: Part, over: Period, address: Address) -> Shown:
    if isinstance(part, Sentence):
        return _sentence(part, address)
    if isinstance(part, Table):
        return _table(part, address)
    if isinstance(part, Trend):
        return _trend(part, over, address)
    return Shown("list", part.title, matters=part)


def shown(report: Written, address: Address) -> tuple[ShownChapter, ...]:
    """The chapters of a report for `{% written chapters %}`."""
    return tuple(
        ShownChapter(c.id, c.title, tuple(_shown(p, report.period, address) for p in c.parts)) for c in report.chapters
    )
