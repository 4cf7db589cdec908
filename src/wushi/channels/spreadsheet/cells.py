"""Cells: what a value of a file means as text, code, number, yes or no, or moment; what means nothing is refused by name."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from wushi.channels.spreadsheet.source import Bad


class Unreadable(ValueError):
    """A cell that cannot be taken for what its column is; the words say why and what to do."""


_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
_MOMENT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[ T\u3000]*(\d{1,2})[::时](\d{1,2})(?:[::分](\d{1,2})(?:\.\d+)?秒?|分)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?: ?(\d{2}):?(\d{2})(?::?(\d{2}))?)?")
_YES = frozenset({"1", "yes", "true", "y", "是", "匿名", "保密"})
_NO = frozenset({"", "0", "no", "false", "n", "否", "不", "公开", "实名"})


def text(value: Any) -> str:
    """The cell as a person reads it; blank for nothing. A whole number has no decimal point: spreadsheets add one."""
    if type(value) is str:
        return value
    if value is None:
        return ""
    if isinstance(value, Bad):
        raise Unreadable(value.why)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return _digits(value)
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return _digits(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Unreadable(f"byte {error.start} of the cell (0x{value[error.start]:02x}) is not UTF-8") from None
    raise Unreadable(f"holds a {type(value).__name__}, not a text")


def _digits(value: int) -> str:
    try:
        return str(value)
    except ValueError:
        raise Unreadable("holds a number of more digits than any that is meant") from None


def code(value: Any) -> str:
    """A code: like a text, but one that a spreadsheet has turned into 1.5E+11 is lost and said to be."""
    found = text(value).strip()
    if _SCIENTIFIC.fullmatch(found):
        raise Unreadable(
            f"holds {found}: the spreadsheet has turned a code into a number; format the column as text, type it again"
        )
    return found


def number(value: Any) -> float | None:
    """A number; None for a blank cell. Not-a-number stays what it is, so that whoever uses it can refuse it."""
    if isinstance(value, bool):
        raise Unreadable("holds yes or no, not a number")
    if isinstance(value, int | float | Decimal):
        try:
            return float(value)
        except OverflowError:
            raise Unreadable("holds a number that is too great") from None
    found = text(value).strip()
    if not found:
        return None
    try:
        return float(found)
    except ValueError:
        raise Unreadable(f"{found[:40]!r} is not a number") from None


def flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    found = text(value).strip().lower()
    if found in _YES:
        return True
    if found in _NO:
        return False
    raise Unreadable(f"{found[:40]!r} is neither yes nor no; write 是 or 否")


def moment(value: Any, zone: tzinfo) -> datetime | None:
    """The moment in UTC; None for a blank cell. A time without zone is one of the map's zone."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return _utc(value, zone)
    if isinstance(value, date):
        return _utc(datetime(value.year, value.month, value.day), zone)  # noqa: DTZ001
    if isinstance(value, int | float) and not isinstance(value, bool):
        if isinstance(value, float) and math.isnan(value):
            return None
        raise Unreadable(f"holds the number {value}; format the column as a date, or write 2026-08-03 17:14")
    found = text(value).strip()
    if not found:
        return None
    try:
        return _utc(datetime.fromisoformat(found), zone)
    except Unreadable:
        raise
    except ValueError:
        pass
    parts = _MOMENT.fullmatch(found) or _COMPACT.fullmatch(found)
    if parts is None:
        raise Unreadable(f"{found[:40]!r} is no time; write it like 2026-08-03 17:14")
    try:
        year, month, day, hour, minute, second = (int(p or 0) for p in parts.groups())
        return _utc(datetime(year, month, day, hour, minute, second), zone)  # noqa: DTZ001
    except Unreadable:
        raise
    except ValueError:
        raise Unreadable(f"there is no time {found[:40]}; correct it") from None


def _utc(moment: datetime, zone: tzinfo) -> datetime:
    if not 1900 <= moment.year <= 2199:
        # no demand is that old or that late; near the ends of the calendar even the change of zone would fail
        raise Unreadable(f"the year {moment.year} cannot be meant; correct the date")
    return (moment.replace(tzinfo=zone) if moment.tzinfo is None else moment).astimezone(UTC)
