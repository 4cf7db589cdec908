"""Says figures and periods in the words of the page: 96.20 %, 1,204 件, 2022年8月, 比上月高 1.4 个百分点."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext, ngettext

from wushi.domain import indicators as rules
from wushi.domain import periods
from wushi.domain.calendar import local
from wushi.domain.indicators import Figure, Indicator
from wushi.domain.periods import Period
from wushi.web import words

_SAME = 1e-9


def number(value: float) -> str:
    """1,204; weights such as 0.9 keep their digits."""
    return f"{value:,.10g}" if value != int(value) else f"{int(value):,}"


def with_unit(value: float, unit: str, decimals: int) -> str:
    shown = f"{value:,.{decimals}f}"
    n = 1 if value == 1 else 2
    facts = {"n": shown}
    said = {
        "percent": f"{shown} %",
        "items": ngettext("%(n)s 件", "%(n)s 件", n) % facts,
        "days": ngettext("%(n)s 天", "%(n)s 天", n) % facts,
        "hours": ngettext("%(n)s 小时", "%(n)s 小时", n) % facts,
        "minutes": ngettext("%(n)s 分钟", "%(n)s 分钟", n) % facts,
    }
    return said.get(unit, f"{shown} {unit}")


def value(figure: Figure) -> str:
    return "–" if figure.value is None else with_unit(figure.value, figure.unit, figure.decimals)


def why_none(figure: Figure) -> str:
    """Why there is no figure; blank when there is one."""
    return {
        "": "",
        rules.NOT_BEGUN: gettext("这段时间还没有开始。"),
        rules.NO_RECORDS: gettext("这段时间没有记录。"),
        rules.NOTHING: gettext("这段时间没有可以算的事项。"),
        rules.OPEN_ENDED: gettext("还有一半以上没有办结，算不出中间值。"),
    }.get(figure.why, figure.why)


def period(over: Period) -> str:
    """2022年, 2022年8月, 2022年第15周, 8月3日到8月9日."""
    facts = {"year": over.first.year, "month": over.first.month, "name": words.month(over.first)}
    if over.kind == "year":
        return gettext("%(year)d年") % facts
    if over.kind == "month":
        return gettext("%(year)d年%(month)d月") % facts
    if over.kind == "week":
        year, week, _ = over.first.isocalendar()
        return gettext("%(year)d年第%(week)d周") % {"year": year, "week": week}
    return gettext("%(first)s到%(last)s") % {"first": words.day(over.first), "last": words.day(over.last)}


def short(over: Period) -> str:
    """The label of a bar: 8月, 2022."""
    if over.kind == "month":
        return gettext("%(month)d月") % {"month": over.first.month, "name": words.month(over.first)}
    return str(over.first.year) if over.kind == "year" else over.text


def moment_of(over: Period, now: datetime) -> str:
    """When a figure of that period was taken: 现在, or its last day."""
    return (
        gettext("现在") if over.until > now else gettext("到%(day)s") % {"day": words.day(over.last, local(now).date())}
    )


def sentence(one: Indicator, figure: Figure) -> str:
    """The figure's own sentence from the pack."""
    facts = {
        "value": value(figure),
        "numerator": number(figure.numerator),
        "denominator": number(figure.denominator),
        "excluded": number(sum(figure.excluded.values())),
    }
    return words.fill(one.word("sentence", words.pack_language()), facts)


def change(figure: Figure, before: Figure, over: Period) -> str:
    """比2021年高 1.40 个百分点; blank where one of the two does not exist."""
    if figure.value is None or before.value is None:
        return ""
    than, difference = period(over), figure.value - before.value
    if abs(difference) < _SAME:
        return gettext("和%(than)s一样") % {"than": than}
    if figure.unit == "percent":
        by = gettext("%(n)s 个百分点") % {"n": f"{abs(difference):.{figure.decimals}f}"}
    else:
        by = with_unit(abs(difference), figure.unit, figure.decimals)
    facts = {"than": than, "by": by}
    return gettext("比%(than)s多 %(by)s") % facts if difference > 0 else gettext("比%(than)s少 %(by)s") % facts


def excluded(one: Indicator, figure: Figure) -> list[tuple[str, str]]:
    """(ground in words, how many) of what was left out."""
    english = words.english()
    return [
        (one.reasons[code][1 if english else 0] if code in one.reasons else code, number(n))
        for code, n in figure.excluded.items()
    ]


def parse(text: str, otherwise: Period) -> Period:
    """A period from an address; what is left blank is the other one. Raises BadInput."""
    return periods.parse(text) if text else otherwise
