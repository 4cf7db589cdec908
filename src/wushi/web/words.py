"""Says moments, days, spans and states in the words of the page's language: 8月3日 17:14, 还剩 2 个工作日."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from string import Formatter
from typing import Any

from django.utils.translation import get_language, gettext, ngettext

from wushi.domain.calendar import SHANGHAI, Calendar, local
from wushi.domain.events import KINDS
from wushi.domain.lifecycle import STATES
from wushi.domain.time_limits import last_day

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HOUR, _DAY = 3600, 86400


def english() -> bool:
    return (get_language() or "").startswith("en")


def pack_language() -> str:
    """The language as packs name it."""
    return "en" if english() else "zh-Hans"


def month(on: date) -> str:
    """Aug; for English, whose months have names."""
    return _MONTHS[on.month - 1]


def month_of(on: date) -> str:
    """8月; in English its name."""
    return gettext("%(month)d月") % {"month": on.month, "name": month(on)}


def day(on: date, today: date | None = None) -> str:
    """8月3日; with the year when it is not this year's."""
    today = today or datetime.now(SHANGHAI).date()
    facts = {"year": on.year, "month": on.month, "day": on.day, "name": month(on)}
    if on.year == today.year:
        return gettext("%(month)d月%(day)d日") % facts
    return gettext("%(year)d年%(month)d月%(day)d日") % facts


def moment(at: datetime, today: date | None = None) -> str:
    """8月3日 17:14, on the clock of the wall in China."""
    here = local(at)
    return f"{day(here.date(), today)} {here:%H:%M}"


def deadline(due: datetime, today: date | None = None) -> str:
    """The last day when the period ends at 24:00, else the moment: a resident thinks in days."""
    here = local(due)
    return day(last_day(due), today) if here.time() == time(0) else moment(due, today)


def span(seconds: float) -> str:
    """A length of time in the largest unit that says enough: 40 分钟, 3 小时, 2 天."""
    seconds = abs(seconds)
    if seconds < _HOUR:
        n = max(1, round(seconds / 60))
        return ngettext("%(n)d 分钟", "%(n)d 分钟", n) % {"n": n}
    if seconds < 2 * _DAY:
        n = int(seconds // _HOUR)
        return ngettext("%(n)d 小时", "%(n)d 小时", n) % {"n": n}
    n = int(seconds // _DAY)
    return ngettext("%(n)d 天", "%(n)d 天", n) % {"n": n}


def late_by(due: datetime, now: datetime, calendar: Calendar | None = None) -> str:
    """By how much it is late: working days where the period ended at 24:00 of a day; blank before the first of them."""
    if calendar is None or local(due).time() != time(0):
        return span((now - due).total_seconds())
    n = calendar.working_days_between(last_day(due), local(now).date())
    return ngettext("%(n)d 个工作日", "%(n)d 个工作日", n) % {"n": n} if n > 0 else ""


def left(due: datetime, now: datetime, calendar: Calendar | None = None) -> str:
    """What is left: 还剩 2 个工作日, 今天到期, 还剩 3 小时; or by how much it is late: 超期 1 个工作日."""
    if now > due:
        late = late_by(due, now, calendar)
        return gettext("超期 %(span)s") % {"span": late} if late else gettext("已经超期")
    if calendar is None or local(due).time() != time(0):
        return gettext("还剩 %(span)s") % {"span": span((due - now).total_seconds())}
    today, end = local(now).date(), last_day(due)
    n = calendar.working_days_between(today, end)
    if end == today:
        return gettext("今天到期")
    return ngettext("还剩 %(n)d 个工作日", "还剩 %(n)d 个工作日", n) % {"n": n}


def amount(value: float, unit: str) -> str:
    """A limit as a pack states it: 5 个工作日, 24 小时."""
    n = int(value) if value == int(value) else value
    facts = {"n": n}
    plural = 1 if value == 1 else 2
    said = {
        "working_days": ngettext("%(n)s 个工作日", "%(n)s 个工作日", plural),
        "days": ngettext("%(n)s 天", "%(n)s 天", plural),
        "hours": ngettext("%(n)s 小时", "%(n)s 小时", plural),
        "minutes": ngettext("%(n)s 分钟", "%(n)s 分钟", plural),
        "working_hours": ngettext("%(n)s 个工作小时", "%(n)s 个工作小时", plural),
        "months": ngettext("%(n)s 个月", "%(n)s 个月", plural),
    }
    return said[unit] % facts if unit in said else f"{n} {unit}"


class _Places(Formatter):
    def get_value(self, key: int | str, args: Any, kwargs: Any) -> Any:
        return kwargs.get(str(key), "–")


def fill(text: str, facts: Mapping[str, Any]) -> str:
    """A text of the pack with its {places} filled in; a fact that is not there leaves a dash, never an error on a page."""
    return _Places().vformat(text, (), dict(facts))


def state(code: str) -> str:
    names = STATES.get(code)
    return code if names is None else names[1 if english() else 0]


def event(kind: str) -> str:
    """The name of an event; in English its class name, spaced."""
    if kind not in KINDS:
        return kind
    if not english():
        return KINDS[kind].zh
    return "".join(f" {c.lower()}" if c.isupper() else c for c in kind).strip().capitalize()


def point_statuses() -> dict[str, str]:
    """What a reply says became of a point."""
    return {
        "solved": gettext("解决了"),
        "partly": gettext("解决了一部分"),
        "promised": gettext("定了日期去办"),
        "lawful_refusal": gettext("按规定不能办"),
        "explained": gettext("作了说明"),
        "not_ours": gettext("归别的单位管"),
    }


def listed(parts: Iterable[str]) -> str:
    """住建局、城管局; Housing, Urban Management."""
    return (", " if english() else "、").join(parts)


def count(n: int) -> str:
    return f"{n:,}"


def percent(part: float, whole: float, decimals: int = 1) -> str:
    """83.6 %; a dash when there is nothing to divide by."""
    return f"{100 * part / whole:.{decimals}f} %" if whole else "–"
