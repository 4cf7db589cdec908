"""Moments as the tables keep them: whole microseconds since 1970 UTC, in an integer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)
FAR = 253402300799_000000  # the end of year 9999: sorts last where nothing is due


def to_micros(moment: datetime) -> int:
    """Raises ValueError for a moment without zone: nobody may guess it."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return (moment - _EPOCH) // _MICRO


def from_micros(micros: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micros)
