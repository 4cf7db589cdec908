"""Readings (监测数据): what a monitor says of a factor at a moment; values as they were sent, in the units of the device."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Reading:
    """What one message says of one factor: field (Avg, Rtd …) -> value, and the flag of the data (N normal, D fault …)."""

    factor: str
    values: tuple[tuple[str, Decimal], ...]
    flag: str
    equipment: str = ""
    sampled: str = ""

    def value(self, field: str) -> Decimal | None:
        return next((v for name, v in self.values if name == field), None)


@dataclass(frozen=True, slots=True)
class Message:
    """One whole message of a device. `at` (UTC): the beginning of the period, or the instant for what is real-time. `text`: the
    data part, kept where it holds no readings, such as the moment at which a device was switched on."""

    mn: str
    cn: str
    at: datetime
    readings: tuple[Reading, ...]
    resent: bool = False
    text: str = ""
