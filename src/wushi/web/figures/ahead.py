"""Shows 反复发生的地方 and 未诉先办: places that repeat, what is expected to rise, and how wrong such forecasts were."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from wushi.domain import forecast
from wushi.domain.forecast import Month
from wushi.steps.learn import ahead
from wushi.steps.learn.ahead import Ahead, Repeated
from wushi.web import words
from wushi.web.context import Here
from wushi.web.templatetags.wushi import name_in, subject_in

_PLACES = 10


@dataclass(frozen=True, slots=True)
class ShownPlace:
    title: str
    total: int
    months: int
    by_month: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class ShownRising:
    subject: str
    expected: int
    naive: int
    before: int
    places: str


def where(subject: str, place: str, here: Here) -> str:
    """暖气不热 · 凤凰岭社区; the whole district where no place is named."""
    named = name_in(here.policy, "unit", place) if place else gettext("全区")
    return f"{subject_in(here.policy, subject)} · {named}"


def places(here: Here) -> list[ShownPlace]:
    last = forecast.month_of(here.today)
    return [_place(r, last, here) for r in ahead.repeated(here.actor, here.policy, here.now, top=_PLACES)]


def _place(found: Repeated, last: Month, here: Here) -> ShownPlace:
    first = last - len(found.by_month) + 1
    by_month = tuple((words.month_of(forecast.first_of(first + n)), count) for n, count in enumerate(found.by_month))
    return ShownPlace(where(found.subject, found.place, here), found.total, found.months, by_month)


@dataclass(frozen=True, slots=True)
class ShownAhead:
    """Next month in words, with how wrong such forecasts were."""

    month: str
    rising: tuple[ShownRising, ...]
    error: str
    none: str


def shown_ahead(here: Here) -> ShownAhead:
    """The month after this one, as of today."""
    found = ahead.ahead(here.actor, here.policy, here.now)
    month = words.month_of(forecast.first_of(found.month))
    rising = tuple(
        ShownRising(
            subject_in(here.policy, r.subject),
            round(r.outlook.expected),
            r.outlook.naive,
            r.outlook.before,
            words.listed(f"{name_in(here.policy, 'unit', p)} {n}" for p, n in r.places),
        )
        for r in found.rising
    )
    none = ""
    if not found.enough:
        none = gettext("记录还不到一年，没有去年同月可以比，所以不预测。")
    elif not rising:
        none = gettext("%(month)s没有预计明显上升的类别。") % {"month": month}
    return ShownAhead(month, rising, _error(found), none)


def _error(found: Ahead) -> str:
    """How wrong it was, beside what taking last year's figure as it was would have given."""
    if found.error is None:
        return gettext("记录还不够长，没有办法用过去检验这个预测；请当作参考。") if found.enough else ""
    facts = {"n": found.error.months, "ours": f"{found.error.forecast:.0%}", "naive": f"{found.error.naive:.0%}"}
    said = ngettext(
        "用过去 %(n)d 个月检验：这样预测差 %(ours)s，照搬去年同月差 %(naive)s。",
        "用过去 %(n)d 个月检验：这样预测差 %(ours)s，照搬去年同月差 %(naive)s。",
        found.error.months,
    )
    better = found.error.forecast <= found.error.naive
    return said % facts + ("" if better else gettext("照搬去年更准，请以去年为准。"))
