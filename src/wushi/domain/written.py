"""A written report: sentences, tables, lists and trends in which every number is a figure, ready for any form of output."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from wushi.domain.indicators import Figure
from wushi.domain.periods import Period


@dataclass(frozen=True, slots=True)
class Said:
    """A number in a sentence: the words that stand there, and the figure to which they open."""

    words: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Sentence:
    parts: tuple[str | Said, ...]

    @property
    def text(self) -> str:
        return "".join(p if isinstance(p, str) else p.words for p in self.parts)


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a table. `covered`: too few to be shown in public; `few`: too few to compare."""

    words: str
    figure: Figure | None = None
    covered: bool = False

    @property
    def few(self) -> bool:
        return self.figure is not None and self.figure.few


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: a unit, a subject, a channel, a place."""

    key: str
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    group: str
    first: str  # what stands over the names
    heads: tuple[tuple[str, str], ...]  # (slug, name)
    lines: tuple[Line, ...]
    whole: Line
    left_out: int = 0  # lines beyond the number that the report shows
    rank_from: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """One matter of a list: where it is, with which unit and which post, since when and until when."""

    number: str
    subject: str
    unit: str
    post: str
    place: str
    registered_on: date
    due: datetime | None
    level: int = 0
    addressed: str = ""  # the unit above that the supervision addresses
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Matters:
    """A list of matters behind a figure."""

    title: str
    slug: str
    total: int
    matters: tuple[Listed, ...]

    @property
    def left_out(self) -> int:
        return self.total - len(self.matters)


@dataclass(frozen=True, slots=True)
class Series:
    """One indicator over several periods."""

    slug: str
    name: str
    figures: tuple[Figure, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    title: str
    periods: tuple[Period, ...]
    names: tuple[str, ...]  # of the periods
    series: tuple[Series, ...]


Part = Sentence | Table | Matters | Trend


@dataclass(frozen=True, slots=True)
class Chapter:
    id: str
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A whole report. `rows` and `simulated` are of the matters registered in the period."""

    id: str
    name: str
    title: str
    lead: str
    language: str
    period: Period
    period_name: str
    branch: str
    branch_name: str
    public: bool
    position: int
    exported_at: datetime | None
    written_at: datetime
    running: bool  # the period is not over yet
    rows: int
    simulated: int
    chapters: tuple[Chapter, ...]
    definitions: Mapping[str, tuple[str, str, str]]  # slug -> name, how it is counted, what is left out
    suppress_below: int = 0
    notice: str = ""
