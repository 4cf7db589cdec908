"""Watching (超标、缺数、故障): when a row of periods at an outlet becomes ONE alarm, and when it is back to normal.

One bad hour does not ring twice and one good hour does not end it: an alarm begins after `begin` periods of a kind in a row and
ends after `end` good ones in a row, so that a value that swings about its limit makes one matter and not twenty.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

EXCEEDED, GAP, FAULT = "exceeded", "gap", "fault"
SORTS = {EXCEEDED: ("超标", "above its limit"), GAP: ("缺数", "no data"), FAULT: ("故障", "fault")}
FAULTY = frozenset("DBT")


@dataclass(frozen=True, slots=True)
class Rule:
    """How many periods in a row begin and end an alarm of that sort; dated and cited like every number."""

    sort: str
    begin: int
    end: int
    since: date
    reference: str
    status: str


@dataclass(frozen=True, slots=True)
class Period:
    """One period of one factor: its beginning (UTC), its value as it is held against the limit, flag, and whether it kept."""

    at: datetime
    value: Decimal | None
    flag: str  # "-": nothing was sent
    kept: bool | None


@dataclass(frozen=True, slots=True)
class State:
    """What is known of one factor at one outlet between two looks; nothing is open while `sort` is blank."""

    sort: str = ""
    since: datetime | None = None
    highest: Decimal | None = None
    last: datetime | None = None  # the last period looked at
    candidate: str = ""
    bad: int = 0
    good: int = 0


@dataclass(frozen=True, slots=True)
class Began:
    sort: str
    since: datetime
    at: datetime
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Ended:
    sort: str
    since: datetime
    at: datetime
    highest: Decimal | None


def sort_of(period: Period) -> str:
    """What is wrong with the period; blank: it is good, or it is out of the count for a reason that is no fault."""
    if period.flag == "-":
        return GAP
    if period.flag in FAULTY:
        return FAULT
    return EXCEEDED if period.kept is False else ""


def look(state: State, periods: Iterable[Period], rules: Iterable[Rule]) -> tuple[State, list[Began | Ended]]:
    """Go on with the next periods, in order. Periods not after the last one looked at are passed over: data that comes late or again
    makes no second alarm. What is out of the count (stopped, maintenance) neither begins nor ends one."""
    by_sort = {rule.sort: rule for rule in rules}
    found: list[Began | Ended] = []
    for period in periods:
        if state.last is not None and period.at <= state.last:
            continue
        sort = sort_of(period)
        if not sort and period.kept is None:
            state = replace(state, last=period.at)
            continue
        if state.sort:
            state, ended = _open(state, period, sort, by_sort[state.sort])
            found += ended
            if state.sort:
                continue
        state, began = _closed(state, period, sort, by_sort)
        found += began
    return state, found


def _open(state: State, period: Period, sort: str, rule: Rule) -> tuple[State, list[Began | Ended]]:
    if sort == state.sort:
        highest = max((v for v in (state.highest, period.value) if v is not None), default=None)
        return replace(state, last=period.at, good=0, highest=highest), []
    good = state.good + 1
    if good < rule.end:
        return replace(state, last=period.at, good=good), []
    assert state.since is not None
    return State(last=period.at), [Ended(state.sort, state.since, period.at, state.highest)]


def _closed(state: State, period: Period, sort: str, rules: dict[str, Rule]) -> tuple[State, list[Began | Ended]]:
    if not sort or sort not in rules:
        return State(last=period.at), []
    again = sort == state.candidate
    bad = state.bad + 1 if again else 1
    since = state.since if again and state.since is not None else period.at
    highest = max((v for v in (state.highest if again else None, period.value) if v is not None), default=None)
    if bad < rules[sort].begin:
        return State(since=since, highest=highest, last=period.at, candidate=sort, bad=bad), []
    return State(sort, since, highest, period.at), [Began(sort, since, period.at, period.value)]
