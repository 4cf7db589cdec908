"""Indicators (指标): what a figure is, and how rows become one: rows are summed and divided here, and nothing else happens."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from wushi.domain.lifecycle import TRACKS

COUNT, SHARE, MEAN, MEDIAN = "count", "share", "mean", "median_survival"
KINDS = (COUNT, SHARE, MEAN, MEDIAN)
# What a query may ask, one row a matter as it stood at the cut-off: of all tracks, or of one.
ITEMS = "fact_item"  # the items of the catalogue in force on the last day of the period, a row each
READINGS = (
    "fact_reading"  # what monitors told in the period: a row an outlet, factor and day; what is left out by the hour
)
TABLES = {
    "fact_matter": "",
    **{f"fact_{'demand' if t == 'hotline' else t}": t for t in TRACKS},
    ITEMS: "",
    READINGS: "",
}
# What a figure can be divided by; the engine knows each from the facts, a query may give another value of its own.
GROUPS = ("unit", "subject", "subject_2", "type", "channel", "place", "community", "tier")
# Why a figure has no value.
NOT_BEGUN, NO_RECORDS, NOTHING, OPEN_ENDED = "not_begun", "no_records", "nothing_to_count", "half_still_open"
QUERY_FAILED = "query_failed"
_PER = {"percent": 100.0, "hours": 1 / 60, "days": 1 / 1440, "minutes": 1.0}
# What may stand in a query beside the period's bounds: the weights of the three rates in force on its last day.
WEIGHTS = ("w_response", "w_resolution", "w_satisfaction", "w_satisfied", "w_basically")
PARAMETERS = ("since", "until", "cutoff", *WEIGHTS)


@dataclass(frozen=True, slots=True)
class Indicator:
    """The definition of a figure as its folder tells it; `sql` returns one row per ledger item."""

    slug: str
    name: str
    name_en: str
    kind: str
    unit: str  # items | percent | days | hours | minutes
    decimals: int
    lower_is_better: bool
    why: str
    why_en: str
    how: str
    how_en: str
    base: str
    base_en: str
    exclusions: str
    exclusions_en: str
    sentence: str
    sentence_en: str
    reference: str
    status: str
    checked_by: str
    next_review: date
    version: int
    groups: tuple[str, ...]
    public: bool
    reasons: Mapping[str, tuple[str, str]]  # code of an exclusion -> its words, Chinese and English
    also: tuple[str, ...] = ()  # ids under which the figure is asked for elsewhere
    sql: str = ""
    folder: str = ""

    @property
    def of_items(self) -> bool:
        """Is it counted from the catalogue, not from the ledger?"""
        return ITEMS in self.sql

    @property
    def of_readings(self) -> bool:
        """Is it counted from what monitors told, not from the ledger?"""
        return READINGS in self.sql

    @property
    def digest(self) -> str:
        """What the figure is counted by: another query, kind, unit or rounding is another definition."""
        of = "\n".join((self.slug, self.kind, self.unit, str(self.decimals), self.sql))
        return hashlib.sha256(of.encode()).hexdigest()[:16]

    def word(self, key: str, language: str) -> str:
        """name, why, how, base, exclusions or sentence in that language; Chinese where English is missing."""
        english = getattr(self, f"{key}_en") if language == "en" else ""
        return str(english or getattr(self, key))


@dataclass(frozen=True, slots=True)
class Line:
    """One row behind a figure: a ledger item and what it adds. `excluded` names the ground on which it is left out."""

    number: str
    numerator: float = 1.0
    denominator: float = 1.0
    excluded: str = ""
    simulated: bool = False
    minutes: int | None = None  # how long, for a median
    ended: bool = True  # False: it still lasts


@dataclass(slots=True)
class Totals:
    """Sums over rows: what a figure is made of, whoever did the summing."""

    numerator: float = 0.0
    denominator: float = 0.0
    rows: int = 0
    simulated: int = 0
    excluded: dict[str, int] = field(default_factory=dict)
    durations: dict[tuple[int, bool], int] = field(default_factory=dict)  # (minutes, ended) -> how many


def total(lines: Iterable[Line]) -> Totals:
    """The sums over these rows. Excluded ones are only counted by their ground."""
    made = Totals()
    for line in lines:
        if line.excluded:
            made.excluded[line.excluded] = made.excluded.get(line.excluded, 0) + 1
            continue
        made.rows += 1
        made.simulated += line.simulated
        made.numerator += line.numerator
        made.denominator += line.denominator
        if line.minutes is not None:
            key = (line.minutes, line.ended)
            made.durations[key] = made.durations.get(key, 0) + 1
    return made


def median_survival(durations: Mapping[tuple[int, bool], int]) -> int | None:
    """The time after which half have ended (Kaplan-Meier); what still lasts counts as lasting at least so long, so that
    open matters cannot make a figure look better. None: less than half of them have ended yet."""
    at_risk = sum(durations.values())
    surviving = 1.0
    for minutes in sorted({m for m, _ in durations}):
        ended = durations.get((minutes, True), 0)
        if ended:
            surviving *= 1 - ended / at_risk
            if surviving <= 0.5 + 1e-9:  # a product of fractions may miss one half by a rounding error
                return minutes
        at_risk -= ended + durations.get((minutes, False), 0)
    return None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a period: its value and all that it is made of; `why` says why there is none."""

    indicator: str
    period: str
    value: float | None
    numerator: float
    denominator: float
    excluded: Mapping[str, int]
    unit: str
    decimals: int
    rows: int
    simulated: int
    why: str = ""
    group: str = ""
    key: str = ""
    branch: str = ""
    few: bool = False  # too few rows to compare with others
    position: int = 0  # the ledger's position up to which the facts reach

    @property
    def simulated_share(self) -> float | None:
        return self.simulated / self.rows if self.rows else None

    @property
    def shown(self) -> str:
        """The value as it is printed, without unit; a dash where there is none."""
        return "–" if self.value is None else f"{self.value:,.{self.decimals}f}"


def value_of(indicator: Indicator, totals: Totals) -> tuple[float | None, str]:
    """The value, or None and why. A count of nothing is 0; a share, mean or median of nothing does not exist."""
    if indicator.kind == COUNT:
        return totals.numerator, ""
    if not totals.rows or (indicator.kind != MEDIAN and not totals.denominator):
        return None, NOTHING
    if indicator.kind == MEDIAN:
        minutes = median_survival(totals.durations)
        return (None, OPEN_ENDED) if minutes is None else (minutes * _PER[indicator.unit], "")
    return totals.numerator / totals.denominator * _PER.get(indicator.unit, 1.0), ""


def figure(
    indicator: Indicator,
    totals: Totals,
    period: str,
    *,
    group: str = "",
    key: str = "",
    branch: str = "",
    rank_from: int = 0,
    position: int = 0,
) -> Figure:
    """`rank_from`: with fewer rows the figure is told but not compared."""
    value, why = value_of(indicator, totals)
    return Figure(
        indicator=indicator.slug,
        period=period,
        value=None if value is None else round(value, indicator.decimals),
        numerator=_clean(totals.numerator),
        denominator=_clean(totals.denominator),
        excluded=dict(sorted(totals.excluded.items())),
        unit=indicator.unit,
        decimals=indicator.decimals,
        rows=totals.rows,
        simulated=totals.simulated,
        why=why,
        group=group,
        key=key,
        branch=branch,
        few=value is not None and indicator.kind != COUNT and totals.rows < rank_from,
        position=position,
    )


def without_value(indicator: Indicator, period: str, why: str, *, branch: str = "", position: int = 0) -> Figure:
    """The honest answer for a period about which nothing can be said."""
    return Figure(
        indicator.slug, period, None, 0.0, 0.0, {}, indicator.unit, indicator.decimals, 0, 0, why,
        branch=branch, position=position,
    )  # fmt: skip


def _clean(number: float) -> float:
    """Sums of weights such as 0.9 carry a tail of binary digits; six places are more than any weight has."""
    rounded = round(number, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def suppressed(sizes: Mapping[str, float], below: int) -> frozenset[str]:
    """The cells of a public table that are not shown: those with fewer than `below` rows, and when that is a single one,
    the next smallest as well, so that it cannot be found as the difference from the whole."""
    small = {key for key, size in sizes.items() if 0 < size < below}
    if len(small) == 1:
        others = sorted((size, key) for key, size in sizes.items() if key not in small and size > 0)
        if others:
            small.add(others[0][1])
    return frozenset(small)
