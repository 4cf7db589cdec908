"""Column maps (列映射): what a file of another system means in ours, as plain values that a pack says and a door obeys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo

KINDS = ("matters", "replies")
# Fields of what came in that a column may fill. `key` tells one row of the source from every other.
FIELDS = (
    "key", "channel", "type", "title", "text", "name", "phone", "contact", "address", "lat", "lon", "crs", "received_at",
    "anonymous", "secret", "source_number", "language", "subject", "place", "unit", "due",
)  # fmt: skip
CONSTANTS = ("channel", "type", "crs", "language", "subject", "place", "unit", "anonymous", "secret")
TABLES = ("channel", "type", "subject", "place", "unit", "anonymous", "secret")


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of life before the final answer: the column with the days until it, and by what means the resident heard."""

    after_days: str
    means: str
    outcome: str = ""  # where this sign is there, the final answer counts as this outcome


@dataclass(frozen=True, slots=True)
class AnswerMap:
    """Where the file tells of the answer: columns with the words and with the moment or the days until it."""

    at: str = ""
    after_days: str = ""
    text: str = ""
    outcome: str = "explained"
    close: str = ""  # ground of the pack on which the answered matter is closed; blank: it waits for its callback
    signs: tuple[Sign, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        named = (self.at, self.after_days, self.text, *(s.after_days for s in self.signs))
        return tuple(c for c in named if c)


@dataclass(frozen=True, eq=False)
class ColumnMap:
    """How to read one kind of file. `columns`: source column -> field, the first filled one of a field wins."""

    name: str
    kind: str
    title: str
    title_en: str
    timezone: tzinfo
    columns: Mapping[str, str]
    needed: tuple[str, ...]  # fields of which the file must have a column
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    missing_time: str = "refuse"  # refuse | import_time
    coordinates: str = "use"  # use | ignore
    formulas: str = "refuse"  # refuse | value
    unknown_subject: str = "refuse"  # refuse | classify
    dispatch: bool = False  # the source's orders were with a unit when they were registered
    alarms_after_days: float = 0  # the ladder starts that long after the import, so that the answers can come in too
    due_reference: str = ""
    answer: AnswerMap | None = None
    matters: str = ""  # replies: the map by which the matters came in
    file: str = ""

    def columns_of(self, name: str) -> tuple[str, ...]:
        """The source columns that may fill that field, in the order of the map."""
        return tuple(column for column, known in self.columns.items() if known == name)

    @property
    def read(self) -> tuple[str, ...]:
        """Every source column that is read at all; the others of a file are of no concern."""
        answer = self.answer.columns if self.answer else ()
        return tuple(dict.fromkeys((*self.columns, *answer)))
