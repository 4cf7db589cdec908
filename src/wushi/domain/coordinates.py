"""Coordinates (坐标): WGS-84 inside; GCJ-02 and BD-09 are converted at the door, and a wrong point is refused by name."""

from __future__ import annotations

import math

from wushi.domain.errors import BadInput

SYSTEMS = ("wgs84", "gcj02", "bd09", "cgcs2000")
_A = 6378245.0  # Krasovsky ellipsoid, as the published conversion uses it
_EE = 0.00669342162296594323


def _shift(lat: float, lon: float) -> tuple[float, float]:
    x, y = lon - 105.0, lat - 35.0
    dlat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    dlon = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    wave = (20 * math.sin(6 * x * math.pi) + 20 * math.sin(2 * x * math.pi)) * 2 / 3
    dlat += wave + (20 * math.sin(y * math.pi) + 40 * math.sin(y / 3 * math.pi)) * 2 / 3
    dlat += (160 * math.sin(y / 12 * math.pi) + 320 * math.sin(y * math.pi / 30)) * 2 / 3
    dlon += wave + (20 * math.sin(x * math.pi) + 40 * math.sin(x / 3 * math.pi)) * 2 / 3
    dlon += (150 * math.sin(x / 12 * math.pi) + 300 * math.sin(x / 30 * math.pi)) * 2 / 3
    rad = lat / 180 * math.pi
    magic = 1 - _EE * math.sin(rad) ** 2
    root = math.sqrt(magic)
    dlat = dlat * 180 / ((_A * (1 - _EE)) / (magic * root) * math.pi)
    dlon = dlon * 180 / (_A / root * math.cos(rad) * math.pi)
    return dlat, dlon


def wgs84_to_gcj02(lat: float, lon: float) -> tuple[float, float]:
    dlat, dlon = _shift(lat, lon)
    return lat + dlat, lon + dlon


def gcj02_to_wgs84(lat: float, lon: float) -> tuple[float, float]:
    """By iteration, to less than a millimetre."""
    wlat, wlon = lat, lon
    for _ in range(6):
        glat, glon = wgs84_to_gcj02(wlat, wlon)
        wlat, wlon = wlat + lat - glat, wlon + lon - glon
    return wlat, wlon


def bd09_to_gcj02(lat: float, lon: float) -> tuple[float, float]:
    x, y, z = lon - 0.0065, lat - 0.006, 3000 * math.pi / 180
    r = math.sqrt(x * x + y * y) - 0.00002 * math.sin(y * z)
    angle = math.atan2(y, x) - 0.000003 * math.cos(x * z)
    return r * math.sin(angle), r * math.cos(angle)


def to_wgs84(lat: float, lon: float, system: str) -> tuple[float, float]:
    """The point in WGS-84 (CGCS2000 equals it within decimetres). Raises BadInput for NaN, impossible or unknown input."""
    if system not in SYSTEMS:
        raise BadInput(field="crs", why=f"{system!r} is not one of {', '.join(SYSTEMS)}")
    if not (math.isfinite(lat) and math.isfinite(lon)):
        raise BadInput(field="lat", why="the point is not a number; leave it out or send degrees")
    if not -90 <= lat <= 90:
        swapped = "; latitude and longitude look swapped" if -90 <= lon <= 90 else ""
        raise BadInput(field="lat", why=f"{lat} is no latitude{swapped}")
    if not -180 <= lon <= 180:
        raise BadInput(field="lon", why=f"{lon} is no longitude")
    if system == "bd09":
        lat, lon = bd09_to_gcj02(lat, lon)
    if system in ("bd09", "gcj02"):
        lat, lon = gcj02_to_wgs84(lat, lon)
    return lat, lon


def check_within(lat: float, lon: float, bounds: tuple[float, float, float, float]) -> None:
    """Refuse a point outside the district; `bounds` are west, south, east, north in WGS-84."""
    west, south, east, north = bounds
    if west <= lon <= east and south <= lat <= north:
        return
    if west <= lat <= east and south <= lon <= north:
        raise BadInput(field="lat", why=f"({lat}, {lon}): latitude and longitude are swapped")
    raise BadInput(
        field="lat", why=f"({lat:.5f}, {lon:.5f}) lies outside the district; name the place in words instead"
    )
