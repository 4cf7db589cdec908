"""Forecast (预测): what next month brings of a subject, by last year's month and the trend since, with how wrong it was before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

Month = int  # year * 12 + month - 1: months that follow one another differ by one
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Proactive:
    """The pack's values for what is done before anyone complains (未诉先办)."""

    since: date
    hot_days: int
    repeat_months: int
    repeat_in: int
    repeat_least: int
    trend_months: int
    steady: float
    rise: float
    at_least: int
    back_test: int
    reference: str
    status: str = "proposal"


@dataclass(frozen=True, slots=True)
class Error:
    """How far forecasts were off, as a share of what came: this way of forecasting, and last year's figure as it was."""

    months: int
    forecast: float
    naive: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a month is expected to bring: `naive` is the same month of last year, `before` the last whole month known."""

    expected: float
    naive: int
    before: int


def month_of(day: date) -> Month:
    return day.year * _YEAR + day.month - 1


def first_of(month: Month) -> date:
    return date(month // _YEAR, month % _YEAR + 1, 1)


def outlook(
    counts: Mapping[Month, int], month: Month, first: Month, values: Proactive, last: Month | None = None
) -> Outlook | None:
    """None where last year's month lies before the records begin (`first` is the first whole month on record). The trend is
    reckoned from the whole months up to `last` (the one before `month`) of which last year's are on record too."""
    if month - _YEAR < first:
        return None
    last = month - 1 if last is None else last
    recent = [m for m in range(last - values.trend_months + 1, last + 1) if m - _YEAR >= first]
    now = sum(counts.get(m, 0) for m in recent)
    then = sum(counts.get(m - _YEAR, 0) for m in recent)
    trend = (now + values.steady) / (then + values.steady)
    naive = counts.get(month - _YEAR, 0)
    return Outlook(naive * trend, naive, counts.get(last, 0))


def back_test(
    series: Sequence[Mapping[Month, int]], month: Month, first: Month, values: Proactive, ahead: int = 1
) -> Error | None:
    """Both forecasts held against what came in the months before `month`, each made from what was known so many
    months ahead; over all subjects together. None while the records are too short."""
    off = off_naive = came = 0.0
    months = 0
    for past in range(month - values.back_test, month):
        if past - _YEAR < first:
            continue
        months += 1
        for counts in series:
            known = outlook(counts, past, first, values, past - ahead)
            if known is not None:
                actual = counts.get(past, 0)
                came += actual
                off += abs(known.expected - actual)
                off_naive += abs(known.naive - actual)
    return Error(months, off / came, off_naive / came) if months and came else None


def is_candidate(found: Outlook, values: Proactive) -> bool:
    """Expected to rise, and to enough to be worth a walk round."""
    return found.expected >= values.at_least and found.expected >= values.rise * max(1, found.before)
