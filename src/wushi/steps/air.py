"""Air (空气质量): the index of every day, of a station or of the district's urban stations together, from the hours that were told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from wushi.domain.calendar import local
from wushi.domain.monitors import air
from wushi.domain.monitors.aqi import Aqi, daily, standard_on
from wushi.domain.monitors.outlets import AIR, Outlet
from wushi.domain.policy import Policy
from wushi.packs import monitors
from wushi.steps.judging import DAILY, HOURLY, midnight
from wushi.store.moments import to_micros
from wushi.store.monitors import values

URBAN = "ambient"  # process of the stations that the district's index is made of
_HOUR, _DAY = 3_600_000_000, 24


@dataclass(frozen=True, slots=True)
class Day:
    """A local day with its index (`aqi.value` None: not valid) and the concentrations by column."""

    on: date
    aqi: Aqi
    values: dict[str, Decimal | None]

    @property
    def good(self) -> bool:
        return self.aqi.value is not None and self.aqi.value <= 100


def stations(policy: Policy) -> list[Outlet]:
    """Those that the district's index is made of."""
    return [o for o in monitors.of(policy).outlets if o.kind == AIR and o.process == URBAN]


def days(wanted: Sequence[Outlet], since: datetime, until: datetime, policy: Policy) -> list[Day]:
    """Every whole local day in [since, until); of several stations their mean."""
    first = midnight(since)
    count = int((until - first) / timedelta(days=1))
    known, standards = values.devices(), monitors.of(policy).standards
    ids = [known[o.mn].id for o in wanted if o.mn in known]
    by_code = {code: name for name, code in air.CODES.items()}
    told: dict[tuple[int, int], dict[str, list[Decimal | None]]] = {}
    begin = to_micros(first)
    for device, at, factor, avg, _, _, flag in values.hours(ids, HOURLY, first, first + timedelta(days=max(0, count))):
        pollutant = by_code.get(factor)
        if pollutant is None or flag != "N" or avg is None or avg < 0:
            continue
        day, hour = divmod((at - begin) // _HOUR, _DAY)
        day_of = told.setdefault((device, day), {})
        day_of.setdefault(pollutant, [None] * _DAY)[hour] = Decimal(str(avg))
    # what others published by the day stands in where no hours of the day are known
    published: dict[tuple[int, int], dict[str, Decimal]] = {}
    for device, at, column, avg, _, _, _ in values.hours(ids, DAILY, first, first + timedelta(days=max(0, count))):
        if avg is not None:
            published.setdefault((device, (at - begin) // (_HOUR * _DAY)), {})[column] = Decimal(str(avg))
    found = []
    for n in range(count):
        on = local(first + timedelta(days=n)).date()
        standard = standard_on(on, standards)
        each = []
        for d in ids:
            station = air.of_station(told.get((d, n), {}), standard)
            each.append({c: published.get((d, n), {}).get(c) if v is None else v for c, v in station.items()})
        there = air.of_city(each, standard)
        found.append(Day(on, daily(there, standard), there))
    return found
