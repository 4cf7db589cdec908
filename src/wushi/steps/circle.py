"""The life circle (生活圈) of the district: measured once over all kinds, with the best next place of each, and kept for the pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np

from wushi.domain import life_circle
from wushi.domain.calendar import local
from wushi.domain.life_circle import Facility, Home
from wushi.domain.policy import Policy
from wushi.steps import walking
from wushi.steps.walking import Streets
from wushi.store import kept_circle
from wushi.store.kept_circle import Best, Community, Measured

__all__ = ["Best", "Community", "Measured", "last", "measure"]


def last() -> Measured | None:
    return kept_circle.last()


def measure(
    streets: Streets, homes: Sequence[Home], facilities: Sequence[Facility], policy: Policy, now: datetime
) -> Measured:
    """Measure and keep it. `now` (UTC) tells which distance is in force. Raises NoLimitInForce."""
    today = local(now).date()
    circle = life_circle.circle_on(policy.circles, today)
    kinds = list(policy.basic_kinds)
    metres = walking.metres_to_nearest(streets, homes, facilities, kinds, circle.metres)
    best = {kind: walking.where_next(streets, homes, metres[kind], circle.metres) for kind in kinds}
    found = Measured(
        today, circle.minutes, circle.metres, streets.illustrative,
        {kind: sum(f.kind == kind for f in facilities) for kind in kinds},
        tuple(_community(code, homes, metres) for code in sorted({h.community for h in homes})),
        {kind: Best(one.lat, one.lon, one.households) if one else None for kind, one in best.items()},
    )  # fmt: skip
    kept_circle.keep(found)
    return found


def _community(code: str, homes: Sequence[Home], metres: Mapping[str, np.ndarray]) -> Community:
    own = [(n, h) for n, h in enumerate(homes) if h.community == code]
    covered = {kind: int(sum(h.households for n, h in own if np.isfinite(far[n]))) for kind, far in metres.items()}
    weight = sum(h.households for _, h in own) or 1
    lat = sum(h.lat * h.households for _, h in own) / weight or own[0][1].lat
    lon = sum(h.lon * h.households for _, h in own) / weight or own[0][1].lon
    return Community(code, sum(h.households for _, h in own), lat, lon, covered)
