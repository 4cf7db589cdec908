"""Outlets (排口、站点): what a monitor stands at, the limits that hold there on a day, conversion to the reference oxygen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

GAS, WATER, AIR = "gas", "water", "air"
HOUR, DAY = "hour", "day"
AIR_OXYGEN = Decimal(21)  # per cent of oxygen in air, as the standards' formula has it


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of one factor at one kind of outlet: a mean over an hour or a day, in the unit named. `cold`: the value that
    holds at or below `cold_at` °C of water (GB 18918-2002: ammonia)."""

    process: str
    factor: str
    basis: str
    upper: Decimal
    lower: Decimal | None
    unit: str
    since: date
    reference: str
    status: str
    cold: Decimal | None = None
    cold_at: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Outlet:
    """A stack, a drain or an air station with its device (MN). `process` names the limits; `oxygen` is the reference oxygen to which
    gas is converted, None where it is not; `factors` maps the device's unit of each factor where it is not the table's."""

    code: str
    mn: str
    name: str
    name_en: str
    kind: str
    process: str
    unit: str  # code of the unit that answers for it
    place: str
    oxygen: Decimal | None = None
    lat: float | None = None
    lon: float | None = None
    units: tuple[tuple[str, str], ...] = ()
    since: date = date(2000, 1, 1)
    until: date | None = None
    illustrative: bool = True

    def stands(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


# How many of the first unit make one of the second; concentrations only.
_SCALE = {
    ("mg/m3", "ug/m3"): Fraction(1000),
    ("ug/m3", "mg/m3"): Fraction(1, 1000),
    ("ng/m3", "ug/m3"): Fraction(1, 1000),
    ("ng/m3", "mg/m3"): Fraction(1, 1_000_000),
    ("ug/L", "mg/L"): Fraction(1, 1000),
    ("mg/L", "ug/L"): Fraction(1000),
}


def in_unit(value: Decimal, unit: str, wanted: str) -> Decimal:
    """The value in another unit. Raises ValueError where there is no way from the one to the other."""
    if unit == wanted:
        return value
    scale = _SCALE.get((unit, wanted))
    if scale is None:
        raise ValueError(f"{unit} does not become {wanted}")
    return value * scale.numerator / scale.denominator


def converted(value: Decimal, measured_oxygen: Decimal, reference_oxygen: Decimal) -> Decimal | None:
    """The concentration at the reference oxygen (折算): C' = C (21 - O2 of reference) / (21 - O2 measured); None where the flue holds as
    much oxygen as air, for then nothing burns and the formula says nothing."""
    if measured_oxygen >= AIR_OXYGEN:
        return None
    return value * (AIR_OXYGEN - reference_oxygen) / (AIR_OXYGEN - measured_oxygen)


def limit_on(limits: Iterable[Limit], process: str, factor: str, basis: str, day: date) -> Limit | None:
    """The limit in force on that day; None where the pack has none."""
    fitting = [x for x in limits if (x.process, x.factor, x.basis) == (process, factor, basis) and x.since <= day]
    return max(fitting, key=lambda x: x.since, default=None)


def keeps(value: Decimal, limit: Limit, water_temperature: Decimal | None = None) -> bool:
    """Is the mean within the limit? The limit itself is kept."""
    upper = limit.upper
    if (
        limit.cold is not None
        and limit.cold_at is not None
        and water_temperature is not None
        and water_temperature <= limit.cold_at
    ):
        upper = limit.cold
    return value <= upper and (limit.lower is None or value >= limit.lower)
