"""The demonstration's streets, homes and shops: generated, the same for the same seed, and marked illustrative."""

from __future__ import annotations

import math
import random

import numpy as np

from wushi.domain.life_circle import Facility, Home
from wushi.domain.policy import Policy
from wushi.steps.walking import Streets

_METRES = 111_195.0


def grid(side: int, spacing: float, lat: float, lon: float, seed: int) -> Streets:
    """A net of side x side crossings with its middle at the point; every stretch up to a fifth longer than straight."""
    rng = np.random.default_rng(seed)
    row, column = (part.ravel() for part in np.mgrid[0:side, 0:side])
    middle = (side - 1) / 2
    lats = lat + (row - middle) * spacing / _METRES
    lons = lon + (column - middle) * spacing / (_METRES * math.cos(math.radians(lat)))
    at = np.arange(side * side).reshape(side, side)
    begin = np.concatenate([at[:, :-1].ravel(), at[:-1].ravel()])
    end = np.concatenate([at[:, 1:].ravel(), at[1:].ravel()])
    return Streets(lats, lons, begin, end, spacing * rng.uniform(1, 1.2, len(begin)), illustrative=True)


def homes(policy: Policy, seed: int) -> list[Home]:
    """The compounds of the pack that have a point, with an invented number of households each."""
    rng = random.Random(seed)
    entries = [e for e in policy.places.entries.values() if e.kind == "compound" and e.lat is not None and e.unit]
    return [
        Home(e.unit, e.lat, e.lon, rng.randint(80, 900)) for e in entries if e.lat is not None and e.lon is not None
    ]


def facilities(policy: Policy, near: list[Home], seed: int) -> list[Facility]:
    """Places of every basic kind, some near homes; the less common a kind, the fewer."""
    rng = random.Random(seed + 1)
    made = []
    for kind, name in policy.basic_kinds.items():
        for n in range(rng.randint(len(near) // 8, len(near) // 2)):
            home = rng.choice(near)
            lat, lon = home.lat + rng.gauss(0, 0.004), home.lon + rng.gauss(0, 0.005)
            made.append(Facility(kind, f"{name.name} {n + 1}", lat, lon, illustrative=True))
    return made


def streets(near: list[Home], seed: int) -> Streets:
    """A net that holds all the homes."""
    lats, lons = [h.lat for h in near], [h.lon for h in near]
    lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    wide = max((max(lats) - min(lats)), (max(lons) - min(lons)) * math.cos(math.radians(lat))) * _METRES
    spacing = 120.0
    return grid(int(wide / spacing) + 10, spacing, lat, lon, seed)
