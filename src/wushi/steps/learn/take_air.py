"""Take air data (导入空气数据): what others have published becomes values of our stations, once; they may not send by that."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from wushi.domain.errors import NotFound
from wushi.domain.monitors.air import CODES
from wushi.domain.monitors.outlets import AIR
from wushi.domain.policy import Policy
from wushi.packs import monitors
from wushi.steps.judging import DAILY, HOURLY
from wushi.store.moments import to_micros
from wushi.store.monitors import values

Told = tuple[
    str, datetime, str, float
]  # station, beginning of the period, pollutant (of a day: column of the standard), value


def stations(policy: Policy) -> dict[str, str]:
    """Code and names of each station -> its code."""
    found = [o for o in monitors.of(policy).outlets if o.kind == AIR]
    return {name: o.code for o in found for name in (o.name, o.name_en, o.code)}


def take(told: Iterable[Told], policy: Policy, now: datetime) -> int:
    """How many values were new. Raises NotFound for a station that the pack does not have."""
    outlets, known, rows = {o.code: o for o in monitors.of(policy).outlets}, values.devices(), []
    for station, at, what, value in told:
        if station not in outlets:
            raise NotFound(what="station", name=station)
        mn = outlets[station].mn
        if mn not in known:
            values.put_device(mn, secrets.token_hex(3), b"", False)
            known = values.devices()
        cn, factor = (HOURLY, CODES[what]) if what in CODES else (DAILY, what)
        rows.append(
            (known[mn].id, cn, to_micros(at), factor, None, value, None, None, None, None, "N", to_micros(now), False)
        )
    return values.put(rows)
