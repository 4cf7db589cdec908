"""Judging (判定): the hours of a device become periods that are held against their limit; the watch and the figures judge alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from wushi.domain.calendar import local
from wushi.domain.monitors.compliance import day_of_hours
from wushi.domain.monitors.outlets import WATER, Limit, Outlet, converted, keeps
from wushi.domain.monitors.watching import Period
from wushi.store.monitors import watched

HOURLY, DAILY = 2061, 2031
OXYGEN = "a19001"
FLOW, TEMPERATURE = "w00000", "w01010"


def midnight(at: datetime) -> datetime:
    """The beginning of the local day."""
    told = local(at)
    return at - timedelta(hours=told.hour, minutes=told.minute, seconds=told.second)


Hours = Mapping[tuple[str, datetime], tuple[float | None, float | None, float | None, str]]


def by_factor(rows: Sequence[tuple[Any, ...]]) -> Hours:
    return {(str(r[2]), watched.moment(r[1])): (r[3], r[4], r[5], str(r[6])) for r in rows}


def days(factor: str, limit: Limit, told: Hours, share: Decimal, since: datetime, until: datetime) -> list[Period]:
    """Every local day that ended after `since`, up to `until`: its mean is weighted by flow where the flow is told."""
    found = []
    day = midnight(since)
    while day + timedelta(days=1) <= until:
        hours, warmth = [], []
        for n in range(24):
            at = day + timedelta(hours=n)
            avg, _, _, flag = told.get((factor, at), (None, None, None, "-"))
            volume = told.get((FLOW, at), (None, None, None, "-"))[2]
            warm, _, _, good = told.get((TEMPERATURE, at), (None, None, None, "-"))
            if warm is not None and good == "N":
                warmth.append(Decimal(str(warm)))
            if flag != "-":
                hours.append((exact(avg), exact(volume), flag or "-"))
        value, flag = day_of_hours(hours, WATER, share)
        warm_day = sum(warmth, Decimal(0)) / len(warmth) if warmth else None
        counts = flag == "N" and value is not None
        found.append(Period(day, value, flag, keeps(value, limit, warm_day) if counts and value is not None else None))
        day += timedelta(days=1)
    return found


def exact(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def periods(outlet: Outlet, factor: str, limit: Limit, told: Hours, since: datetime, until: datetime) -> list[Period]:
    """Every hour from `since` to `until`, told or not."""
    found = []
    at = since
    while at < until:
        avg, zs, _, flag = told.get((factor, at), (None, None, None, "-"))
        value = held(outlet, avg, zs, told.get((OXYGEN, at)))
        normal = flag == "N" and value is not None
        found.append(Period(at, value, flag or "-", keeps(value, limit) if normal and value is not None else None))
        at += timedelta(hours=1)
    return found


def held(
    outlet: Outlet,
    avg: float | None,
    zs: float | None,
    oxygen: tuple[float | None, float | None, float | None, str] | None,
) -> Decimal | None:
    """The mean as it is held against the limit: converted to the reference oxygen where the outlet has one."""
    if avg is None:
        return None
    value = Decimal(str(avg))
    if outlet.oxygen is None:
        return value
    if zs is not None:
        return Decimal(str(zs))
    if oxygen is None or oxygen[0] is None or oxygen[3] != "N":
        return None
    return converted(value, Decimal(str(oxygen[0])), outlet.oxygen)
