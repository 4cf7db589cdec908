"""Simulated readings of a calendar year (模拟监测数据): every hour of every outlet, the same for the same seed."""

from __future__ import annotations

import math
import random
import secrets
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from wushi.domain.calendar import end_of_day, local
from wushi.domain.monitors.air import CODES
from wushi.domain.monitors.outlets import AIR, DAY, GAS, HOUR, Limit, Outlet, limit_on
from wushi.domain.policy import Policy
from wushi.packs import monitor_simulation, monitors
from wushi.steps.judging import FLOW, HOURLY, OXYGEN, TEMPERATURE
from wushi.store.moments import to_micros
from wushi.store.monitors import values, watched

Share = Mapping[str, Any]
Row = tuple[Any, ...]
_ABSENT = "-"
_AIR_OXYGEN = 21.0
_SENT_AFTER = timedelta(hours=1, minutes=5)


def run(
    policy: Policy,
    year: int,
    until: datetime,
    *,
    seed: int = 1,
    only: frozenset[str] = frozenset(),
    watch_days: int = 0,
) -> int:
    """Store the hours of the year before `until`; how many values were new. `only`: outlets by code. The watch begins
    `watch_days` before the last hour, so that a year that is over does not come as a year of alarms."""
    hours = [h for h in _hours(year) if h + timedelta(hours=1) <= until]
    if not hours:
        return 0
    pack, shares, new = monitors.of(policy), monitor_simulation.of(policy), 0
    bad = _bad_days(random.Random(f"{seed}/air/{year}"), year, shares["air"])
    for outlet in pack.outlets:
        if (only and outlet.code not in only) or not outlet.stands(local(hours[0]).date()):
            continue
        if outlet.mn not in values.devices():
            values.put_device(outlet.mn, secrets.token_hex(3), b"", True)
        device = values.devices()[outlet.mn].id
        chance = random.Random(f"{seed}/{outlet.code}/{year}")
        if outlet.kind == GAS:
            told = _gas(chance, outlet, pack.limits, shares["gas"], _hours(year))
        elif outlet.kind == AIR:
            told = _air(chance, bad, shares["air"], _hours(year))
        else:
            told = _water(chance, outlet, pack.limits, shares, _hours(year))
        new += values.put([_row(device, *one) for one in told if one[0] <= hours[-1]])
        if watch_days and watched.last(outlet.code) is None:
            watched.put(outlet.code, hours[-1] - timedelta(days=watch_days), {}, lambda: None)
    return new


def _hours(year: int) -> list[datetime]:
    """Beginnings of all hours of the local year, UTC."""
    begin, end = end_of_day(date(year - 1, 12, 31)), end_of_day(date(year, 12, 31))
    return [begin + timedelta(hours=n) for n in range(int((end - begin) / timedelta(hours=1)))]


Told = tuple[datetime, str, float | None, float | None, str]  # hour, factor, mean, volume, flag


def _row(device: int, at: datetime, factor: str, avg: float | None, cou: float | None, flag: str) -> Row:
    received = to_micros(at + _SENT_AFTER)
    return (device, HOURLY, to_micros(at), factor, None, avg, None, None, cou, None, flag, received, False)


def _flags(chance: random.Random, hours: int, share: Share) -> list[str]:
    """The state of the device in each hour: blocks of standing still and maintenance, single hours of the rest."""
    flags = ["N"] * hours
    for key, flag, longest in (
        ("stopped", "F", 96),
        ("maintenance", "M", 12),
        ("fault", "D", 6),
        ("absent", _ABSENT, 3),
    ):
        left = round(share.get(key, 0) * hours)
        while left > 0:
            length, begin = min(left, chance.randint(1, longest)), chance.randrange(hours)
            for n in range(begin, min(hours, begin + length)):
                if flags[n] == "N":
                    flags[n] = flag
                    left -= 1
    if every := share.get("calibrating"):
        for n in range(chance.randrange(every), hours, every):
            if flags[n] == "N":
                flags[n] = "C"
    return flags


def _gas(
    chance: random.Random, outlet: Outlet, limits: tuple[Limit, ...], share: Share, hours: list[datetime]
) -> Iterator[Told]:
    flags = _flags(chance, len(hours), share)
    oxygen = [round(chance.uniform(*share["oxygen"]), 2) for _ in hours]
    for factor in dict.fromkeys(x.factor for x in limits if x.process == outlet.process and x.basis == HOUR):
        limit = limit_on(limits, outlet.process, factor, HOUR, local(hours[0]).date())
        if limit is None:
            continue
        over, usual = _over(chance, flags, share), chance.uniform(*share["usual"])
        for n, at in enumerate(hours):
            if flags[n] == _ABSENT:
                continue
            part = chance.uniform(1.08, 1.6) if n in over else min(0.93, usual * chance.uniform(0.8, 1.15))
            held = float(limit.upper) * part
            if outlet.oxygen is not None:  # as measured, before it is converted
                held *= (_AIR_OXYGEN - oxygen[n]) / (_AIR_OXYGEN - float(outlet.oxygen))
            yield at, factor, (0.0 if flags[n] == "F" else round(held, 2)), None, flags[n]
    if outlet.oxygen is not None:
        for n, at in enumerate(hours):
            if flags[n] != _ABSENT:
                yield at, OXYGEN, oxygen[n], None, flags[n]


def _over(chance: random.Random, flags: list[str], share: Share) -> set[int]:
    """Hours above the limit, in episodes, until their share of the normal hours is reached."""
    normal = [n for n, flag in enumerate(flags) if flag == "N"]
    wanted, found = round(share["over"] * len(normal)), set[int]()
    while len(found) < wanted:
        begin = chance.choice(normal)
        for n in range(begin, begin + chance.randint(*(int(x) for x in share["episode"]))):
            if n < len(flags) and flags[n] == "N" and len(found) < wanted:
                found.add(n)
    return found


def _water(
    chance: random.Random, outlet: Outlet, limits: tuple[Limit, ...], shares: Mapping[str, Share], hours: list[datetime]
) -> Iterator[Told]:
    factors = dict.fromkeys(x.factor for x in limits if x.process == outlet.process and x.basis == DAY)
    share = shares["water" if factors else "plant"]
    flags, days = _flags(chance, len(hours), share), len(hours) // 24
    sound = [d for d in range(days) if set(flags[24 * d : 24 * d + 24]) <= {"N", _ABSENT}]
    warm = [_warmth(local(at).date(), share["warmth"]) for at in hours] if factors else []
    for n, at in enumerate(hours):
        if flags[n] != _ABSENT:
            yield at, FLOW, None, round(chance.uniform(*share["flow"]), 1), flags[n]
            if factors:
                yield at, TEMPERATURE, round(warm[n] + chance.uniform(-0.3, 0.3), 1), None, flags[n]
    for factor in factors:
        limit = limit_on(limits, outlet.process, factor, DAY, local(hours[0]).date())
        if limit is None:
            continue
        over = set(chance.sample(sound, round(share["over"] * len(sound))))
        usual = chance.uniform(*share["usual"])
        for n, at in enumerate(hours):
            if flags[n] != _ABSENT:
                yield at, factor, _of_water(chance, limit, n // 24 in over, usual), None, flags[n]


def _of_water(chance: random.Random, limit: Limit, over: bool, usual: float) -> float:
    top = float(limit.upper)
    if limit.lower is not None:  # a band, such as that of pH: in its midst, or beyond its upper end
        low = float(limit.lower)
        return round(top + chance.uniform(0.1, 0.4) if over else low + (top - low) * chance.uniform(0.3, 0.7), 2)
    if over:
        return round(float(limit.cold or limit.upper) * chance.uniform(1.05, 1.4), 3)
    return round(top * min(0.93, usual * chance.uniform(0.85, 1.12)), 3)


def _warmth(day: date, between: tuple[float, float]) -> float:
    """Of the water: coldest at the end of January, warmest at the end of July."""
    low, high = between
    turn = math.cos(2 * math.pi * (day.timetuple().tm_yday - 28) / 365)
    return (low + high) / 2 - (high - low) / 2 * turn


def _bad_days(chance: random.Random, year: int, share: Share) -> dict[int, str]:
    """Day of the year from 0 -> what made it bad."""
    first = date(year, 1, 1)
    count = (date(year + 1, 1, 1) - first).days
    found: dict[int, str] = {}
    choices = [
        (n, what, share[what][(first + timedelta(days=n)).month - 1])
        for n in range(count)
        for what in ("dust", "ozone", "haze")
    ]
    while len(found) < min(share["bad"], count):
        [(n, what, _)] = chance.choices(choices, weights=[w for _, _, w in choices])
        found.setdefault(n, what)
    return found


# Highest part of the day's mean in each hour: traffic in the morning and evening, ozone in the afternoon.
_TRAFFIC = [1 + 0.18 * math.sin(2 * math.pi * (h - 3) / 12) for h in range(24)]
_SUN = [0.35 + 0.65 * max(0.0, math.sin(math.pi * (h - 6) / 17)) for h in range(24)]
_SUN_EIGHT = max(sum(_SUN[n : n + 8]) / 8 for n in range(17))


def _air(chance: random.Random, bad: Mapping[int, str], share: Share, hours: list[datetime]) -> Iterator[Told]:
    """The district's air of the day is the same for all stations, which differ by a little."""
    flags = _flags(chance, len(hours), share)
    for d in range(len(hours) // 24):
        day = random.Random(f"{local(hours[24 * d]).date()}/{len(bad)}")  # not of the station
        summer = 0.5 - 0.5 * math.cos(2 * math.pi * d / 365)
        what = bad.get(d, "")
        means = {
            "pm10": day.uniform(190, 420) if what == "dust" else day.uniform(40, 118),
            "pm25": day.uniform(86, 150) if what == "haze" else day.uniform(12, 34) + 26 * (1 - summer) * day.random(),
            "o3": day.uniform(176, 215) if what == "ozone" else 55 + 70 * summer * day.uniform(0.6, 1.15),
            "so2": 8 + 24 * (1 - summer) * day.random(),
            "no2": 14 + 26 * (1 - summer) * day.random(),
            "co": 0.4 + 1.1 * (1 - summer) * day.random(),
        }
        if what == "dust":
            means["pm25"] = min(means["pm10"] * 0.3, 70.0)
        for name, mean in means.items():
            own = mean * (1 + chance.uniform(-share["spread"], share["spread"]))
            for h in range(24):
                n = 24 * d + h
                if flags[n] == _ABSENT:
                    continue
                form = _SUN[h] / _SUN_EIGHT if name == "o3" else _TRAFFIC[h]
                yield hours[n], CODES[name], round(own * form, 2 if name == "co" else 1), None, flags[n]


def until_now(year: int, now: datetime) -> datetime:
    """The end of what may be simulated of the year: nothing of the future."""
    return min(end_of_day(date(year, 12, 31)), now.astimezone(UTC))
