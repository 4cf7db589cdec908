"""The usual (平常): how many of a subject come to a place in such an hour of such a season, and where more came than that."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from wushi.domain import bursts
from wushi.domain.bursts import Watched
from wushi.domain.calendar import local

Cell = tuple[str, str]  # subject, place; a blank place is the whole district
Counted = tuple[datetime, str, str, int]  # the hour, subject, place, how many came in it
_HOUR = timedelta(hours=1)
_WEEK = timedelta(weeks=1)
_YEAR = timedelta(weeks=52)  # whole weeks, so that weekdays meet
_BINS = 7 * 24
_SHARED = 2.0  # messages an hour of the week that the shared profile is worth beside a subject's own


@dataclass(frozen=True, slots=True)
class Usual:
    """What a week brings to each cell, and how it spreads over the hours of the week, by subject."""

    a_week: Mapping[Cell, float] = field(default_factory=dict)
    hours: Mapping[str, Sequence[float]] = field(default_factory=dict)
    shared: Sequence[float] = (1 / _BINS,) * _BINS

    def expected(self, cell: Cell, since: datetime, until: datetime) -> float:
        """How many are usual between the two moments."""
        profile, total = self.hours.get(cell[0], self.shared), 0.0
        at = local(since)
        end = local(until)
        while at < end:
            following = min(end, at.replace(minute=0, second=0, microsecond=0) + _HOUR)
            total += profile[_bin(at)] * ((following - at) / _HOUR)
            at = following
        return self.a_week.get(cell, 0.0) * total


def _bin(at: datetime) -> int:
    return at.weekday() * 24 + at.hour


def usual(counted: Iterable[Counted], now: datetime, watched: Watched) -> Usual:
    """The higher of the last weeks, the same weeks of last year and the whole history: a season that has begun or is due
    is not a burst. Younger than a week, it is reckoned as if it were a week."""
    begin, season = now - _WEEK * watched.history_weeks, _WEEK * watched.season_weeks
    spans = ((begin, now), (now - season, now), (now - _YEAR - season / 2, now - _YEAR + season))
    counts: list[Counter[Cell]] = [Counter() for _ in spans]
    bins: dict[str, list[float]] = defaultdict(lambda: [0.0] * _BINS)
    shared = [1.0] * _BINS
    first = now
    for at, subject, place, n in counted:
        if not begin <= at < now:
            continue
        first = min(first, at)
        here = _bin(local(at))
        bins[subject][here] += n
        shared[here] += n
        for (since, until), count in zip(spans, counts, strict=True):
            if since <= at < until:
                count[subject, ""] += n
                if place:
                    count[subject, place] += n
    whole = sum(shared)
    shares = [n / whole for n in shared]
    a_week: dict[Cell, float] = {}
    for (since, until), count in zip(spans, counts, strict=True):
        weeks = max(1.0, (min(until, now) - max(since, first)) / _WEEK)
        for cell, n in count.items():
            a_week[cell] = max(a_week.get(cell, 0.0), n / weeks)
    return Usual(a_week, {subject: _blended(own, shares) for subject, own in bins.items()}, shares)


def _blended(own: Sequence[float], shares: Sequence[float]) -> list[float]:
    weight = _SHARED * _BINS
    total = sum(own) + weight
    return [(n + weight * share) / total for n, share in zip(own, shares, strict=True)]


@dataclass(slots=True)
class Burst:
    """More than usual at one cell. `found`: when it was enough to tell; `count` and `usual` of the fullest window."""

    cell: Cell
    since: datetime
    found: datetime
    last: datetime
    count: int
    usual: float
    ids: list[int]


def scan(
    arrivals: Mapping[Cell, Sequence[tuple[datetime, int]]],
    since: datetime,
    known: Usual,
    cells: int,
    watched: Watched,
    standing: Mapping[Cell, datetime] | None = None,
) -> list[Burst]:
    """The bursts that show at an arrival after `since`, by the windows that end there. `arrivals`: (when, id) of each cell in
    order of time, with a window's worth from before `since`; `standing`: until when a cell has an alarm already."""
    found: list[Burst] = []
    window, quiet = timedelta(hours=watched.window_hours), timedelta(hours=watched.quiet_hours)
    for cell, times in arrivals.items():
        if len(times) < watched.at_least:
            continue
        first, last = 0, (standing or {}).get(cell)
        open_: Burst | None = None
        for n, (at, _) in enumerate(times):
            while times[first][0] <= at - window:
                first += 1
            count = n - first + 1
            if at <= since or count < watched.at_least:
                continue
            expected = known.expected(cell, at - window, at)
            if not bursts.is_burst(count, expected, cells, watched):
                continue
            ids = [id for _, id in times[first : n + 1]]
            if open_ is not None and at - open_.last <= quiet:
                _grow(open_, at, count, expected, ids)
            elif last is None or at - last > quiet:
                open_ = Burst(cell, times[first][0], at, at, count, expected, ids)
                found.append(open_)
            else:
                last = at
    return sorted(found, key=lambda b: b.found)


def _grow(burst: Burst, at: datetime, count: int, expected: float, ids: Sequence[int]) -> None:
    burst.last = at
    if count > burst.count:
        burst.count, burst.usual = count, expected
    seen = set(burst.ids)
    burst.ids += [id for id in ids if id not in seen]


def without_shadows(found: Sequence[Burst]) -> list[Burst]:
    """An alarm of the whole district is left out where one place explains it: half of its matters or more are of one alarm."""
    own = [set(b.ids) for b in found if b.cell[1]]
    return [b for b in found if b.cell[1] or not any(2 * len(set(b.ids) & ids) >= len(b.ids) for ids in own)]
