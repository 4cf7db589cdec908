"""Pointing (坐标定位): the unit of a point on a day, weighed against the place that the text names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from wushi.domain import coordinates
from wushi.domain.areas import metres_between
from wushi.domain.location import Place
from wushi.domain.policy import Policy

_INSIDE, _AT_THE_EDGE, _OUTSIDE = 0.98, 0.8, 0.3
# GCJ-02 is off by this many metres in China, BD-09 by more; who sends one as WGS-84 misses by as much.
_SHIFT = (250.0, 1_500.0)
_NEAR = 120.0  # metres: a point so near to what the text names is that place
_NAMES = {"gcj02": "GCJ-02（高德、腾讯）", "bd09": "BD-09（百度）"}


def by_point(lat: float, lon: float, policy: Policy, day: date | None = None) -> Place | None:
    """The unit in whose area the point (WGS-84) lies on that day; None where the pack has no area near it."""
    rules = policy.places.rules_on(day)
    spot = policy.areas.at(lat, lon, day, rules.edge_metres)
    if not spot.unit or spot.unit not in policy.tree:
        return None
    name = policy.tree.unit(spot.unit).short
    drawn = "，边界是示意的" if spot.illustrative else ""
    if not spot.inside:
        if spot.metres > rules.outside_metres:
            return None
        why = f"坐标在各辖区之外，离{name}最近，{spot.metres:.0f}米"
        return Place(spot.unit, _OUTSIDE, (why,), options=(spot.unit,))
    if spot.neighbour:
        other = policy.tree.unit(spot.neighbour).short
        why = f"坐标在{name}，离{other}的边界只有{spot.metres:.0f}米{drawn}"
        return Place(spot.unit, _AT_THE_EDGE, (why,), options=(spot.unit, spot.neighbour))
    return Place(spot.unit, _INSIDE, (f"坐标落在{name}的范围内{drawn}",))


def agreed(lat: float, lon: float, text: Place, policy: Policy, day: date | None = None, crs: str = "wgs84") -> Place:
    """The point decides over the text; where they disagree both are told. A point outside of all areas gives way to a text
    that names a place."""
    point = by_point(lat, lon, policy, day)
    if point is None:
        return replace(text, reasons=("坐标不在任何辖区内", *text.reasons))
    if not text.unit:
        return point
    if policy.tree.is_within(text.unit, point.unit) or policy.tree.is_within(point.unit, text.unit):
        return replace(point, reasons=(*point.reasons, *text.reasons), code=text.code)
    hint = _other_system(lat, lon, text.code, policy) if crs in ("wgs84", "cgcs2000") else ""
    named = policy.tree.unit(text.unit).short
    against = f"文字说的是{named}，与坐标不一致{hint}"
    if point.confidence == _OUTSIDE and text.confidence > _OUTSIDE:
        return replace(text, reasons=(*text.reasons, *point.reasons))
    both = (point.unit, text.unit)
    reasons = (*point.reasons, against, *text.reasons)
    question = f"坐标在{policy.tree.unit(point.unit).short}，文字说的是{named}，以哪个为准？"
    return Place(point.unit, min(point.confidence, 0.7), reasons, "", "which", "", question, both)


def _other_system(lat: float, lon: float, code: str, policy: Policy) -> str:
    """A hint where the point falls on the place that the text names once it is read in another system."""
    entry = policy.places.entries.get(code)
    if entry is None or entry.lat is None or entry.lon is None:
        return ""
    off = metres_between(lat, lon, entry.lat, entry.lon)
    if not _SHIFT[0] <= off <= _SHIFT[1]:
        return ""
    for system, name in _NAMES.items():
        there = coordinates.to_wgs84(lat, lon, system)
        if metres_between(*there, entry.lat, entry.lon) <= _NEAR:
            return f"；差{off:.0f}米，这个坐标像是{name}的"
    return ""
