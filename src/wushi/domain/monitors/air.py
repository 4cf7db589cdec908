"""Air of a day (日评价): the hours of stations become the concentrations of a day, and those of a city are the means of its stations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from wushi.domain.monitors.aqi import Standard

# pollutant of the standard -> its code in HJ 212; µg/m³, of CO mg/m³
CODES = {"so2": "a21026", "no2": "a21004", "pm10": "a34002", "co": "a21005", "o3": "a05024", "pm25": "a34004"}
_EIGHT, _DAY = 8, 24
Hours = Sequence[Decimal | None]  # 24 of a local day, None where an hour is not valid


def of_station(hours: Mapping[str, Hours], standard: Standard) -> dict[str, Decimal | None]:
    """Column -> concentration of the day, from the hours of each pollutant; None where too few hours are valid."""
    found: dict[str, Decimal | None] = {}
    for column in standard.daily:
        pollutant, _, span = column.rpartition("_")
        given = hours.get(pollutant, ())
        if span == "24":
            found[column] = _mean(given, standard.hours)
        elif span == "1":
            valid = [v for v in given if v is not None]
            found[column] = max(valid) if len(valid) >= standard.hours else None
        else:
            found[column] = _highest_eight(given, standard)
    return found


def _mean(given: Hours, needed: int) -> Decimal | None:
    valid = [v for v in given if v is not None]
    return sum(valid, Decimal(0)) / len(valid) if valid and len(valid) >= needed else None


def _highest_eight(given: Hours, standard: Standard) -> Decimal | None:
    """The highest mean over eight hours of those that end between 8:00 and 24:00 of the day."""
    if len(given) < _DAY:
        return None
    means = [_mean(given[end - _EIGHT : end], standard.hours_of_eight) for end in range(_EIGHT, _DAY + 1)]
    valid = [m for m in means if m is not None]
    return max(valid) if len(valid) >= standard.eights else None


def of_city(stations: Iterable[Mapping[str, Decimal | None]], standard: Standard) -> dict[str, Decimal | None]:
    """The mean over the stations that have a value, for each column."""
    listed = list(stations)
    return {column: _mean([s.get(column) for s in listed], 1) for column in standard.daily}
