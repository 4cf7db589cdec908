"""Reports (周报督办、月报分析、合格答卷): what a report consists of, and the rules under which figures are made public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# What a sentence may say of a figure, as {slug:part}; without a part it is the value with its unit.
PARTS = ("value", "numerator", "denominator", "excluded", "before", "change", "year", "year_change", "sentence")
# What a text may say beside figures.
PLAIN = ("period", "district")


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a section: a sentence, a table (indicators by a group), a list of matters, or a trend."""

    kind: str
    text: str
    text_en: str
    indicators: tuple[str, ...] = ()
    group: str = ""
    order_by: str = ""
    descending: bool = True
    top: int = 0
    back: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    title_en: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A report as a pack defines it."""

    id: str
    name: str
    name_en: str
    title: str
    title_en: str
    period: str  # week | month | year
    public: bool
    lead: str
    lead_en: str
    reference: str
    status: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Publication:
    """Cells below `suppress_below` are not shown in public; with fewer than `rank_from` rows nothing is compared."""

    since: date
    suppress_below: int
    rank_from: int
    reference: str
    status: str
