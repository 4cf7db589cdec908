"""Draws on the server: the hours of a factor as bars against their limit, and a month of the air as a calendar."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext

from wushi.domain.calendar import local
from wushi.domain.monitors import aqi
from wushi.domain.monitors.aqi import Level
from wushi.steps.air import Day
from wushi.steps.outlets_seen import Line
from wushi.web import words

WIDTH, HEIGHT = 720, 120
CELL = 30
_ROOM = 1.15  # above the highest bar


@dataclass(frozen=True, slots=True)
class Bar:
    x: str
    y: str
    width: str
    height: str
    kind: str  # kept over out


@dataclass(frozen=True, slots=True)
class Chart:
    """A factor: its finding as title, bars, the height of the limit (blank: none), rows of its table (when, value, word)."""

    factor: str
    title: str
    bars: tuple[Bar, ...]
    limit: str
    limit_told: str
    rows: tuple[tuple[str, str, str], ...]
    ends: tuple[str, str]


def told(value: Decimal | None) -> str:
    return "–" if value is None else f"{value:,.2f}".rstrip("0").rstrip(".")


def chart(line: Line, name: str, flags: dict[str, str], unit: str, by_day: bool) -> Chart:
    highest = line.highest or Decimal(0)
    upper = line.limit.upper if line.limit else None
    top = float(max(highest, upper or Decimal(0))) * _ROOM or 1.0
    step = WIDTH / max(1, len(line.periods))
    bars, rows = [], []
    for n, p in enumerate(line.periods):
        at = local(p.at)
        when = f"{at:%m-%d}" if by_day else f"{at:%H:%M}"
        word = gettext("正常") if p.kept else gettext("超标")
        if p.kept is None:
            word = flags.get(p.flag, flags["-"])
        rows.append((when, told(p.value), word))
        if p.value is None:
            continue
        height = HEIGHT * float(p.value) / top
        kind = "out" if p.kept is None else "kept" if p.kept else "over"
        bars.append(
            Bar(f"{n * step + step * 0.12:.1f}", f"{HEIGHT - height:.1f}", f"{step * 0.76:.1f}", f"{height:.1f}", kind)
        )
    facts = {"name": name, "n": line.counted, "over": len(line.over), "top": told(line.highest), "unit": unit}
    if not line.counted:
        title = gettext("%(name)s：没有有效数据") % facts
    elif upper is None:
        title = gettext("%(name)s：最高 %(top)s %(unit)s") % facts
    elif by_day:
        title = gettext("%(name)s：%(n)s 个有效日里 %(over)s 天超标，最高 %(top)s %(unit)s") % facts
    else:
        title = gettext("%(name)s：%(n)s 个有效小时里 %(over)s 小时超标，最高 %(top)s %(unit)s") % facts
    return Chart(
        line.factor, title, tuple(bars), "" if upper is None else f"{HEIGHT - HEIGHT * float(upper) / top:.1f}",
        "" if upper is None else gettext("虚线是限值 %(limit)s %(unit)s") % {"limit": told(upper), "unit": unit},
        tuple(rows), (rows[0][0], rows[-1][0]) if rows else ("", ""),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    x: int
    y: int
    fill: str
    ink: str
    day: int
    value: str
    title: str


@dataclass(frozen=True, slots=True)
class Month:
    name: str
    summary: str
    cells: tuple[Cell, ...]
    height: int
    good: int
    valid: int
    highest: str


def _ink(colour: str) -> str:
    """Black or white, whichever is read better on the colour (WCAG relative luminance)."""
    parts = [int(x) / 255 for x in colour.split(",")]
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return "#000" if 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 else "#fff"


def weekdays() -> list[tuple[int, str]]:
    """The heads of a month's columns with where they stand, Monday first as in China."""
    return [(n * CELL + 14, name) for n, name in enumerate(gettext("一|二|三|四|五|六|日").split("|"))]


def level_name(level: Level) -> str:
    return level.name_en if words.english() else level.name


def month(first: date, days: Sequence[Day], levels: Sequence[Level]) -> Month:
    """`days`: those of the month that are over."""
    by_day, cells = {one.on.day: one for one in days}, []
    offset, count = calendar.monthrange(first.year, first.month)
    for n in range(count):
        row, column = divmod(n + offset, 7)
        one = by_day.get(n + 1)
        value = one.aqi.value if one else None
        if value is None:
            fill, ink, title = "none", "currentColor", gettext("%(day)s 日，没有指数") % {"day": n + 1}
        else:
            found = aqi.level(value, levels)
            fill, ink = f"rgb({found.colour})", _ink(found.colour)
            title = gettext("%(day)s 日，%(value)s，%(level)s") % {
                "day": n + 1,
                "value": value,
                "level": level_name(found),
            }
        cells.append(Cell(column * CELL, row * CELL, fill, ink, n + 1, "–" if value is None else str(value), title))
    known = [one.aqi.value for one in days if one.aqi.value is not None]
    good = sum(v <= 100 for v in known)
    name = words.month(first) if words.english() else f"{first.month}月"
    summary = gettext("%(name)s：有效 %(valid)s 天，优良 %(good)s 天") % {
        "name": name,
        "valid": len(known),
        "good": good,
    }
    rows = -(-(count + offset) // 7)
    return Month(name, summary, tuple(cells), rows * CELL, good, len(known), str(max(known)) if known else "–")
