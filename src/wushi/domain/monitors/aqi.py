"""The air quality index (空气质量指数): which sub-index a concentration gives, and what a day or an hour then is called.

HJ 633-2012 holds for data until the last day before HJ 633-2026 came into force; the date of the data chooses, never the day
on which it is computed. Arithmetic is exact: 35 µg/m³ of PM2.5 give 50, which a binary division rounds up to 51.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from functools import cache, lru_cache

Value = int | float | str | Decimal


@dataclass(frozen=True, eq=False)
class Standard:
    """One version of the standard: `breakpoints` a column (pollutant and averaging time) of `index`'s length or shorter.

    `above`: the sub-index of a column that ends early, beyond its end; None: the column gives none there. `rounds`: decimals to
    which a concentration is rounded first (half to even, GB/T 8170), "" for those not named; empty: nothing is rounded.
    Compared by identity, so that sub-indices can be kept.
    `daily` and `hourly` name the columns used; `enough_alone`: an index above it is published although a pollutant is missing.
    """

    id: str
    since: date
    reference: str
    index: tuple[int, ...]
    breakpoints: Mapping[str, tuple[Decimal, ...]]
    above: Mapping[str, int | None]
    rounds: Mapping[str, int]
    daily: tuple[str, ...]
    hourly: tuple[str, ...]
    enough_alone: int | None
    hours: int = 0  # valid hours that a day's mean needs (GB 3095)
    hours_of_eight: int = 0  # of a mean over eight hours
    eights: int = 0  # means over eight hours that a day's highest needs


@dataclass(frozen=True, slots=True)
class Aqi:
    """`value` is None where it may not be published; `missing` are the columns without a value. `primary` are the pollutants
    with the highest sub-index when that is above 50; `over` those above 100 (a concept of 2012 only, blank since)."""

    value: int | None
    primary: tuple[str, ...]
    over: tuple[str, ...]
    sub: Mapping[str, int]
    missing: tuple[str, ...]
    standard: str


def standard_on(day: date, standards: Iterable[Standard]) -> Standard:
    """The version in force on the day of the data; the earliest for days before it."""
    known = sorted(standards, key=lambda s: s.since)
    return next((s for s in reversed(known) if s.since <= day), known[0])


def _exact(value: Value) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


@lru_cache(maxsize=65_536)
def sub_index(concentration: Value, column: str, standard: Standard) -> int | None:
    """The sub-index (空气质量分指数), rounded up; None where the column gives none above its end. Kept: concentrations come with one
    decimal at most, so that a few thousand values make ten years of hours.

    Raises KeyError for a column that the standard does not have, ValueError for a negative or a non-finite value."""
    c = _exact(concentration)
    if not c.is_finite() or c < 0:
        raise ValueError(f"{concentration} is no concentration")
    if standard.rounds:
        places = standard.rounds.get(column, standard.rounds.get("", 0))
        c = c.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
    points, index, value = standard.breakpoints[column], standard.index, Fraction(c)
    if value > points[-1]:
        return standard.above[column] if column in standard.above else index[-1]
    for n in range(1, len(points)):
        if value <= points[n]:
            low, high = Fraction(points[n - 1]), Fraction(points[n])
            found = (index[n] - index[n - 1]) * (value - low) / (high - low) + index[n - 1]
            return -((-found.numerator) // found.denominator)  # up to the next integer
    raise AssertionError(column)


@cache
def pollutant_of(column: str) -> str:
    """pm25_24 -> pm25: what the column measures."""
    return column.rpartition("_")[0]


def index_of(values: Mapping[str, Value | None], columns: Iterable[str], standard: Standard) -> Aqi:
    """The index from the values of these columns (column -> concentration, None or left out: no valid value).

    A column that gives none above its end leaves the decision to the pollutant's other column (2012)."""
    sub: dict[str, int] = {}
    missing: list[str] = []
    for column in columns:
        value = values.get(column)
        if value is None:
            missing.append(column)
            continue
        found = sub_index(value, column, standard)
        if found is not None:
            sub[column] = found
    highest = max(sub.values(), default=None)
    if highest is not None and missing and (standard.enough_alone is None or highest <= standard.enough_alone):
        highest = None
    if highest is None:
        return Aqi(None, (), (), sub, tuple(missing), standard.id)
    top = max(sub.values())
    primary = tuple(dict.fromkeys(pollutant_of(c) for c, n in sub.items() if n == top)) if top > 50 else ()
    over = (
        tuple(dict.fromkeys(pollutant_of(c) for c, n in sub.items() if n > 100))
        if standard.enough_alone is None
        else ()
    )
    return Aqi(highest, primary, over, sub, tuple(missing), standard.id)


def daily(values: Mapping[str, Value | None], standard: Standard) -> Aqi:
    return index_of(values, standard.daily, standard)


def hourly(values: Mapping[str, Value | None], standard: Standard) -> Aqi:
    return index_of(values, standard.hourly, standard)


@dataclass(frozen=True, slots=True)
class Level:
    """A level of the index with its word; `colour` as red,green,blue, never shown without the word."""

    upto: int
    name: str
    name_en: str
    colour: str


def level(value: int, levels: Sequence[Level]) -> Level:
    """The level of an index, 1 to 500."""
    return next((found for found in levels if value <= found.upto), levels[-1])


@dataclass(frozen=True, slots=True)
class GoodDays:
    """Good days (优良天数) over both bases: the days that have a valid index, and the days of the period."""

    good: int
    valid: int
    days: int

    @property
    def of_valid(self) -> Fraction | None:
        return Fraction(self.good, self.valid) if self.valid else None

    @property
    def of_days(self) -> Fraction | None:
        return Fraction(self.good, self.days) if self.days else None


def good_days(indices: Iterable[int | None], days: int) -> GoodDays:
    """`indices`: the daily index of each day, None where there is none; `days`: the length of the period."""
    known = [n for n in indices if n is not None]
    return GoodDays(sum(n <= 100 for n in known), len(known), days)
