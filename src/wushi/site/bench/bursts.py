"""Bench of bursts: false alarms in a simulated year without any burst, and how soon thirty in two hours are found."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from wushi.domain.bursts import Watched
from wushi.domain.policy import Policy
from wushi.domain.simulation.demands import Speaker, demands_of
from wushi.domain.simulation.parameters import plan
from wushi.domain.usual import Burst, Cell, Usual, scan, usual
from wushi.packs.simulation import simulation_of
from wushi.steps.policy import current

Row = dict[str, Any]
Heard = tuple[datetime, str, str, int]
_FIRST, _LAST = date(2022, 1, 1), date(2023, 12, 31)  # a year to learn from, and the year that is watched
_INJECTED = 60


def _row(kind: str, value: float, promise: str = "", met: bool | None = None, **facts: Any) -> Row:
    found = {"bench": "understanding", "part": "bursts", "kind": kind, "value": round(value, 4), **facts}
    return found if met is None else {**found, "promise": promise, "met": met}


def run(shared: Path, only: str = "", size: int | None = None) -> Iterator[Row]:
    """The rows of this part. The data sets and `only` mean nothing here; `size`: demands a year instead of the pack's."""
    policy = current()
    watched = policy.bursts_on(_LAST)
    heard, a_year = ordinary(policy, size)
    learnt = [h for h in heard if h[0].year < _LAST.year]
    began = time.process_time()
    alarms = watch(heard, watched, policy)
    spent = time.process_time() - began
    weeks = 52.0
    yield _row(
        "false alarms a week in a year without bursts", len(alarms) / weeks, "< 1", len(alarms) < weeks,
        rows=len(heard) - len(learnt), more=f"{len(alarms)} in the year; {a_year} demands a year; CPU {spent:.0f} s",
    )  # fmt: skip
    yield from _injected(heard, watched, policy)


def ordinary(policy: Policy, size: int | None) -> tuple[list[Heard], int]:
    """Two years of simulated demands without any that one cause has brought, in order of time."""
    rules = simulation_of(policy)
    speaker = Speaker(policy, rules)
    found: list[Heard] = []
    scale = size / rules.arrivals.per_year if size else 1.0
    day = _FIRST
    while day <= _LAST:
        planned = plan(day, 7, scale, rules, policy.calendar)
        for demand in demands_of(replace(planned, bursts=()), 7, speaker):
            found.append((demand.at, "/".join(demand.subject.split("/")[:2]), demand.place, len(found)))
        day += timedelta(days=1)
    found.sort()
    return found, round(len(found) / 2)


def _at(heard: Heard) -> datetime:
    return heard[0]


def _counted(heard: list[Heard], until: datetime) -> list[tuple[datetime, str, str, int]]:
    hours = Counter((at.replace(minute=0, second=0, microsecond=0), s, p) for at, s, p, _ in heard if at < until)
    return [(*key, n) for key, n in hours.items()]


def _cells(heard: list[Heard]) -> dict[Cell, list[tuple[datetime, int]]]:
    arrivals: dict[Cell, list[tuple[datetime, int]]] = defaultdict(list)
    for at, subject, place, id in heard:
        arrivals[subject, place].append((at, id))
        arrivals[subject, ""].append((at, id))
    return arrivals


def watch(heard: list[Heard], watched: Watched, policy: Policy) -> list[Burst]:
    """What would have been told in the second year; the usual is learnt anew every four weeks, from what came before."""
    found: list[Burst] = []
    begin, end = datetime(_LAST.year, 1, 1, tzinfo=UTC), heard[-1][0]
    hours = _counted(heard, end)
    while begin < end:
        until = begin + timedelta(weeks=4)
        known = usual((h for h in hours if h[0] < begin), begin, watched)
        some = [h for h in heard if begin - timedelta(hours=watched.window_hours) <= h[0] < until]
        found += scan(_cells(some), begin, known, cells(known), watched)
        begin = until
    return found


def cells(known: Usual) -> int:
    return max(1, len(known.a_week))


def _injected(heard: list[Heard], watched: Watched, policy: Policy) -> Iterator[Row]:
    """Thirty of one subject at one place, spread over two hours, put into the second year again and again."""
    dice = Random(7)
    hours = _counted(heard, heard[-1][0])
    places = sorted({h[2] for h in heard if h[2]})
    subjects = sorted({h[1] for h in heard})
    minutes, after_end, missed = [], [], 0
    around = timedelta(hours=6)
    for month in range(1, 13):
        begin = datetime(_LAST.year, month, 1, tzinfo=UTC)
        known = usual((h for h in hours if h[0] < begin), begin, watched)
        for _ in range(_INJECTED // 12):
            start = begin + timedelta(days=dice.randrange(27), minutes=dice.randrange(1440))
            cell = (dice.choice(subjects), dice.choice(places))
            extra = [start + timedelta(minutes=120 * dice.random()) for _ in range(30)]
            near = heard[bisect_left(heard, start - around, key=_at) : bisect_left(heard, start + around, key=_at)]
            near += [(at, *cell, 10_000_000 + n) for n, at in enumerate(extra)]
            found = [b for b in scan(_cells(sorted(near)), start, known, cells(known), watched) if b.cell == cell]
            if not found:
                missed += 1
                continue
            minutes.append((found[0].found - min(extra)).total_seconds() / 60)
            after_end.append((found[0].found - max(extra)).total_seconds() / 60)
    minutes.sort()
    count = len(minutes) + missed
    yield _row("injected bursts of 30 in 2 hours that are found", len(minutes) / count, "all", not missed, rows=count)
    if minutes:
        yield _row(
            "minutes from the last of the thirty to the alarm, at worst", max(after_end), "<= 10",
            max(after_end) <= 10, rows=count, more=f"looked at every {60 / watched.looks_an_hour:g} minutes besides",
        )  # fmt: skip
        yield _row("minutes from the first of the thirty to the alarm, median", minutes[len(minutes) // 2], rows=count,
                   more=f"longest {minutes[-1]:.0f}")  # fmt: skip
