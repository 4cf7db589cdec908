"""What monitors told as rows that figures are counted from: a row an outlet, factor and day; what is left out stands by the hour."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import pyarrow as pa
from django.db import DatabaseError

from wushi.domain.calendar import local
from wushi.domain.monitors.compliance import ABSENT, NORMAL
from wushi.domain.monitors.outlets import DAY, GAS, HOUR, WATER, Outlet, limit_on
from wushi.domain.periods import Period
from wushi.domain.policy import Policy
from wushi.packs import monitors
from wushi.steps import air
from wushi.steps.judging import DAILY, FLOW, HOURLY, by_factor, days, midnight, periods
from wushi.store.facts.schema import FACT_READING
from wushi.store.monitors import values

LIMIT, SENT, RUNNING, INDEX = SORTS = ("limit", "sent", "running", "index")
RURAL = "rural_plant"
# Flag of a period that does not count -> the reason in the definitions of the figures.
REASONS = {
    "F": "stopped", "M": "maintenance", "S": "by_hand", "D": "fault", "C": "calibrating", "T": "above_range",
    "B": "no_signal", ABSENT: "absent", NORMAL: "no_oxygen",
}  # fmt: skip
Row = dict[str, Any]


def _watched(policy: Policy) -> list[tuple[Outlet, int]]:
    """Outlets with a device that this house knows."""
    try:
        known = values.devices()
    except DatabaseError:  # facts without a house, as a bench has them: nothing was told there
        return []
    return [(o, known[o.mn].id) for o in monitors.of(policy).outlets if o.mn in known]


def _end(period: Period, now: datetime) -> datetime:
    """Hours that are over: the present one is not."""
    return min(period.until, now.replace(minute=0, second=0, microsecond=0))


def mark(policy: Policy, period: Period, now: datetime) -> str:
    """Another text whenever a value of the period came or went; blank where monitors told nothing."""
    return values.mark([id for _, id in _watched(policy)], (HOURLY, DAILY), period.since, _end(period, now))


def table(policy: Policy, period: Period, now: datetime, line: str, queries: str) -> pa.Table:
    """`line`: the branch, codes from the root joined by /. `queries`: what will be asked, so that only the sorts named there are made."""
    asked = tuple(sort for sort in SORTS if f"'{sort}'" in queries)
    found = [_table(policy, period, _end(period, now), mark(policy, period, now), sort) for sort in asked]
    whole = pa.concat_tables(found) if found else FACT_READING.empty_table()
    if not line:
        return whole
    inside = [x == line or x.startswith(line + "/") for x in whole["line"].to_pylist()]
    return whole.filter(pa.array(inside, pa.bool_()))


@lru_cache(maxsize=16)
def _table(policy: Policy, period: Period, end: datetime, _mark: str, sort: str) -> pa.Table:
    made: list[Row] = []
    if sort == INDEX:
        made += _index(policy, period, end)
    else:
        for outlet, device in _watched(policy):
            since = max(
                period.since, midnight(datetime.combine(outlet.since, datetime.min.time(), period.since.tzinfo))
            )
            if since < end and (outlet.until is None or outlet.until > period.first):
                made += _of(outlet, device, policy, since, end, sort)
    return pa.Table.from_pylist(made, schema=FACT_READING)


def _of(outlet: Outlet, device: int, policy: Policy, since: datetime, end: datetime, sort: str) -> Iterator[Row]:
    base = _base(outlet, policy)
    if sort == SENT:
        told = values.sent([device], HOURLY, since, end)
        for n in range(-(-int((end - since) / timedelta(hours=1)) // 24)):
            at = since + timedelta(days=n)
            due = min(24, int((end - at) / timedelta(hours=1)))
            yield _row(base, SENT, "", at, kept=told.get((device, n), 0), counted=due)
    elif sort == RUNNING and outlet.process == RURAL:
        yield from _running(base, device, since, end)
    elif sort == LIMIT and outlet.kind in (GAS, WATER):
        yield from _held(base, outlet, device, policy, since, end)


def _held(base: Row, outlet: Outlet, device: int, policy: Policy, since: datetime, end: datetime) -> Iterator[Row]:
    """Gas by the hour, added up a day; water by the mean of the day."""
    pack, basis = monitors.of(policy), HOUR if outlet.kind == GAS else DAY
    factors = dict.fromkeys(x.factor for x in pack.limits if x.process == outlet.process and x.basis == basis)
    if not factors:
        return
    told = by_factor(values.hours([device], HOURLY, since, end))
    for factor in factors:
        # the limit of the period's last hour would judge the hours before a change: each day has its own
        day = midnight(since)
        while day < end:
            after = day + timedelta(days=1)
            limit = limit_on(pack.limits, outlet.process, factor, basis, local(day).date())
            if limit is None or (basis == DAY and after > end):
                day = after
                continue
            begin = max(day, since)
            judged = (
                periods(outlet, factor, limit, told, begin, min(after, end))
                if basis == HOUR
                else days(factor, limit, told, pack.share, day, after)
            )
            counted = [p for p in judged if p.kept is not None]
            if counted:
                top = max((p.value for p in counted if p.value is not None), default=None)
                yield _row(
                    base, LIMIT, factor, day, kept=sum(bool(p.kept) for p in counted), counted=len(counted),
                    value=None if top is None else float(top),
                )  # fmt: skip
            for p in judged:
                if p.kept is None:
                    yield _row(base, LIMIT, factor, p.at, excluded=REASONS.get(p.flag, "absent"), hourly=basis == HOUR)
            day = after


def _running(base: Row, device: int, since: datetime, end: datetime) -> Iterator[Row]:
    """An hour in which water flowed is one of running; one without, or told as stopped, is not. What was not told is left out."""
    told = {at: (cou, flag) for (f, at), (_, _, cou, flag) in by_factor(
        values.hours([device], HOURLY, since, end)).items() if f == FLOW}  # fmt: skip
    day = midnight(since)
    while day < end:
        ran = due = 0
        for n in range(24):
            at = day + timedelta(hours=n)
            if not since <= at < end:
                continue
            cou, flag = told.get(at, (None, ABSENT))
            if flag == "F" or (flag == NORMAL and cou is not None):
                due += 1
                ran += flag == NORMAL and cou is not None and cou > 0
            else:
                yield _row(
                    base,
                    RUNNING,
                    FLOW,
                    at,
                    excluded="absent" if flag == NORMAL else REASONS.get(flag, "absent"),
                    hourly=True,
                )
        if due:
            yield _row(base, RUNNING, FLOW, day, kept=ran, counted=due)
        day += timedelta(days=1)


def _index(policy: Policy, period: Period, end: datetime) -> Iterator[Row]:
    found = air.stations(policy)
    if not found:
        return
    base = _base(found[0], policy) | {"outlet": "", "place": policy.district, "town": "", "community": ""}
    base["simulated"] = any(o.illustrative for o in found)
    for one in air.days(found, period.since, end, policy):
        at = period.since + timedelta(days=(one.on - period.first).days)
        value = one.aqi.value
        yield _row(
            base, INDEX, "", at, kept=one.good, counted=1, value=value, excluded="" if value is not None else "no_index"
        )


def _base(outlet: Outlet, policy: Policy) -> Row:
    tree = policy.tree
    line = tree.line(outlet.unit) if outlet.unit in tree else ()
    return {
        "track": "reading", "type": outlet.kind, "outlet": outlet.code, "process": outlet.process, "unit": outlet.unit,
        "unit_2": outlet.unit, "unit_below": outlet.unit, "line": "/".join(line), "place": outlet.place,
        "town": tree.of_level(outlet.place, ("town", "street")) or "", "subject": "", "simulated": outlet.illustrative,
        "secret": False,
    }  # fmt: skip


def _row(
    base: Row,
    sort: str,
    factor: str,
    at: datetime,
    *,
    kept: float = 0,
    counted: float = 0,
    value: float | None = None,
    excluded: str = "",
    hourly: bool = False,
) -> Row:
    told = local(at)
    number = " ".join(
        x for x in (base["outlet"], factor, f"{told:%Y-%m-%d %H:%M}" if hourly else f"{told:%Y-%m-%d}") if x
    )
    return base | {
        "number": number, "sort": sort, "factor": factor, "registered_on": told.date(), "kept": float(kept),
        "counted": float(counted), "value": value, "excluded": excluded,
    }  # fmt: skip
