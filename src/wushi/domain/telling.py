"""Says periods, figures and their changes in words, in Chinese or English: 2022年第15周, 97.2 %, 比上周增加 12.3 %."""

from __future__ import annotations

from wushi.domain import indicators as rules
from wushi.domain.indicators import Figure, Indicator
from wushi.domain.periods import Period

_UNITS = {
    "items": (" 件", ""),
    "percent": (" %", " %"),
    "minutes": (" 分钟", " minutes"),
    "hours": (" 小时", " hours"),
    "days": (" 天", " days"),
}
_WHY = {
    rules.NOT_BEGUN: ("这一期还没有开始", "the period has not begun"),
    rules.NO_RECORDS: ("这一期没有记录", "there are no records of this period"),
    rules.QUERY_FAILED: ("这个指标的算式运行不了，其余的照常", "the query of this figure cannot run; the others stand"),
    rules.NOTHING: ("这一期没有可计算的事项", "there is nothing to count in this period"),
    rules.OPEN_ENDED: (
        "一半以上还没有办结，中位数还没有到",
        "more than half are still open: the median is not reached",
    ),
}
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_BEFORE = {
    "year": ("上年", "the year before"),
    "month": ("上月", "the month before"),
    "week": ("上周", "the week before"),
    "days": ("前一期", "the days before"),
}
_YEAR_BEFORE = ("上年同期", "a year before")


def _english(language: str) -> bool:
    return language == "en"


def period(of: Period, language: str) -> str:
    """2022年, 2022年3月, 2022年第15周（4月11日至17日）."""
    a, b = of.first, of.last
    if _english(language):
        if of.kind == "year":
            return of.text
        if of.kind == "month":
            return f"{_MONTHS[a.month - 1]} {a.year}"
        days = f"{a.day} {_MONTHS[a.month - 1]} {a.year} to {b.day} {_MONTHS[b.month - 1]} {b.year}"
        if of.kind == "week":
            year, week, _ = a.isocalendar()
            return f"week {week} of {year} ({days})"
        return f"{a.day} {_MONTHS[a.month - 1]} {a.year}" if a == b else days
    if of.kind == "year":
        return f"{a.year}年"
    if of.kind == "month":
        return f"{a.year}年{a.month}月"
    end = f"{b.day}日" if (a.year, a.month) == (b.year, b.month) else f"{b.month}月{b.day}日"
    if of.kind == "week":
        year, week, _ = a.isocalendar()
        return f"{year}年第{week}周（{a.month}月{a.day}日至{end}）"
    whole = f"{a.year}年{a.month}月{a.day}日"
    if a.year != b.year:
        end = f"{b.year}年{b.month}月{b.day}日"
    return whole if a == b else f"{whole}至{end}"


def unit(name: str, language: str) -> str:
    return _UNITS[name][_english(language)]


def number(value: float | None, name: str, decimals: int, language: str) -> str:
    return "–" if value is None else f"{value:,.{decimals}f}{unit(name, language)}"


def value(figure: Figure, language: str) -> str:
    """97.20 %; 1,204 件; a dash where there is none."""
    return number(figure.value, figure.unit, figure.decimals, language)


def amount(number_: float) -> str:
    """A sum as it is printed: whole where it is whole, with at most two places where weights were added."""
    return f"{number_:,.0f}" if number_ == int(number_) else f"{number_:,.2f}".rstrip("0").rstrip(".")


def reason(why_: str, language: str) -> str:
    """Why there are no figures at all, in words."""
    return _WHY[why_][_english(language)]


def why(figure: Figure, language: str) -> str:
    """Why there is no value; blank when there is one."""
    return _WHY[figure.why][_english(language)] if figure.why else ""


def change(now: Figure, before: Figure, language: str) -> str:
    """上升 1.2 个百分点, 增加 12.3 %, 减少 0.4 天, 持平; blank when one of the two has no value."""
    if now.value is None or before.value is None:
        return ""
    difference = round(now.value - before.value, now.decimals)
    english = _english(language)
    if not difference:
        return "unchanged" if english else "持平"
    more = difference > 0
    if now.unit == "percent":
        points = f"{abs(difference):,.{now.decimals}f}"
        if english:
            return f"{'up' if more else 'down'} {points} points"
        return f"{'上升' if more else '下降'} {points} 个百分点"
    if now.unit == "items":
        if not before.value:
            return f"up by {amount(difference)}" if english else f"增加 {amount(difference)} 件"
        share = f"{100 * abs(difference) / before.value:,.1f} %"
        return f"{'up' if more else 'down'} {share}" if english else f"{'增加' if more else '减少'} {share}"
    length = number(abs(difference), now.unit, now.decimals, language)
    return f"{'up' if more else 'down'} {length}" if english else f"{'增加' if more else '减少'} {length}"


def compared(words: str, with_: Period, language: str, a_year: bool = False) -> str:
    """比上周增加 12.3 %; what nothing can be compared with says so."""
    english = _english(language)
    name = (_YEAR_BEFORE if a_year else _BEFORE[with_.kind])[english]
    if not words:
        return f"no comparison with {name}" if english else f"{name}没有可比的数"
    if english:
        return f"{words} on {name}"
    return f"与{name}持平" if words == "持平" else f"比{name}{words}"


def sentence(indicator: Indicator, figure: Figure, language: str, over: Period) -> str:
    """The indicator's own sentence with its numbers put in; why there are none when there are none."""
    if figure.value is None:
        said, reason = indicator.word("name", language), why(figure, language)
        return f"{said}: {reason}." if _english(language) else f"{said}：{reason}。"
    return indicator.word("sentence", language).format(
        value=value(figure, language),
        numerator=amount(figure.numerator),
        denominator=amount(figure.denominator),
        excluded=amount(sum(figure.excluded.values())),
        period=period(over, language),
    )
