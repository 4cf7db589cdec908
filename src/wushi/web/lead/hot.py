"""热点与突增: alarms of bursts to be judged, hot issues with the parts of their heat, repeated places, what next month brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from wushi.domain import forecast
from wushi.domain.errors import BadInput
from wushi.domain.forecast import Month
from wushi.domain.heat import Heat
from wushi.steps.learn import ahead, bursts
from wushi.steps.learn.ahead import Ahead, Repeated
from wushi.store.ledger.worklist import Row
from wushi.store.moments import from_micros
from wushi.store.watched.rows import Alarm
from wushi.web import context, words
from wushi.web.context import Here, for_post
from wushi.web.templatetags.wushi import name_in, subject_in

BACK = timedelta(days=30)  # alarms on the page
_ALARMS, _ISSUES, _PLACES = 20, 10, 10
_MATTERS = 5  # of each, by number; the newest


@dataclass(frozen=True, slots=True)
class ShownAlarm:
    """One alarm with its evidence, and what a person said of it."""

    id: int
    title: str
    sentence: str
    found: datetime
    matters: Sequence[Row]
    more: int
    real: bool | None
    reason: str


@dataclass(frozen=True, slots=True)
class ShownIssue:
    title: str
    heat: Heat
    value: str
    parts: tuple[str, str, str]
    last: datetime
    matters: Sequence[Row]


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
    named = name_in(here.policy, "unit", place or here.policy.district)
    return f"{subject_in(here.policy, subject)} · {named if place else gettext('全区') + ' ' + named}"


def _alarm(alarm: Alarm, here: Here) -> ShownAlarm:
    hours = here.policy.bursts_on(here.today).window_hours
    facts = {"hours": f"{hours:g}", "n": alarm.count, "usual": f"{alarm.usual:.1f}"}
    found = ahead.matters(alarm.matters, here.actor, here.policy, most=_MATTERS)
    return ShownAlarm(
        alarm.id,
        where(alarm.subject, alarm.place, here),
        gettext("%(hours)s 小时里来了 %(n)d 件，这个季节、星期和钟点平常是 %(usual)s 件。") % facts,
        from_micros(alarm.found),
        found,
        max(0, len(alarm.matters) - len(found)),
        alarm.real,
        alarm.reason,
    )


def _issues(here: Here) -> list[ShownIssue]:
    return [
        ShownIssue(
            where(i.subject, i.place, here),
            i.heat,
            f"{i.heat.value:.1f}",
            (f"{i.heat.by_people * i.heat.recency:.1f}", f"{i.heat.by_spread:.1f}", f"{i.heat.by_support:.1f}"),
            i.last,
            ahead.matters(i.matters[:_MATTERS], here.actor, here.policy, most=_MATTERS),
        )
        for i in ahead.hot(here.actor, here.policy, here.now, top=_ISSUES)
    ]


def month_name(month: Month) -> str:
    return gettext("%(month)d月") % {"month": forecast.first_of(month).month}


def places(here: Here) -> list[ShownPlace]:
    last = forecast.month_of(here.today)
    return [_place(r, last, here) for r in ahead.repeated(here.actor, here.policy, here.now, top=_PLACES)]


def _place(found: Repeated, last: Month, here: Here) -> ShownPlace:
    first = last - len(found.by_month) + 1
    by_month = tuple((month_name(first + n), count) for n, count in enumerate(found.by_month))
    return ShownPlace(where(found.subject, found.place, here), found.total, found.months, by_month)


@dataclass(frozen=True, slots=True)
class ShownAhead:
    """Next month in words, with how wrong such forecasts were."""

    month: str
    rising: tuple[ShownRising, ...]
    error: str
    none: str


def shown_ahead(found: Ahead, here: Here) -> ShownAhead:
    month = month_name(found.month)
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
    better = found.error.forecast < found.error.naive
    return said % facts + ("" if better else gettext("照搬去年更准，请以去年为准。"))


def _finding(found: Sequence[Alarm]) -> str:
    open_ = sum(a.real is None for a in found)
    if not found:
        return gettext("三十天里没有突增。")
    facts = {"n": len(found), "open": open_, "false": sum(a.real is False for a in found)}
    return gettext("三十天里有 %(n)d 次突增，%(open)d 次还没判定，%(false)d 次判为误报。") % facts


@never_cache
@require_safe
@for_post("see.week")
def page(request: HttpRequest) -> HttpResponse:
    """热点与突增."""
    return _render(request)


def _render(request: HttpRequest, *, bad: int = 0, why: str = "") -> HttpResponse:
    here = context.of(request)
    found = bursts.alarms(here.actor, here.policy, here.now, back=BACK)
    first = sorted(found, key=lambda a: a.real is not None)[:_ALARMS]  # those not judged come first
    values = here.policy.proactive_on(here.today)
    facts = {
        "finding": _finding(found),
        "alarms": [_alarm(a, here) for a in first],
        "issues": _issues(here),
        "places": places(here),
        "ahead": shown_ahead(ahead.ahead(here.actor, here.policy, here.now), here),
        "values": values,
        "weights": here.policy.heat_on(here.today),
        "bad": bad,
        "why": why,
    }
    return render(request, "lead/hot.html", facts, status=422 if bad else 200)


@require_POST
@for_post("see.week")
def judge(request: HttpRequest, id: int) -> HttpResponse:
    """A person says whether it was a burst."""
    here, real = context.of(request), request.POST.get("real") == "yes"
    try:
        bursts.judge(
            id, real=real, reason=request.POST.get("reason", ""), actor=here.actor, policy=here.policy, now=here.now
        )
    except BadInput:
        return _render(request, bad=id, why=gettext("判为误报要写一句原因。"))
    messages.success(request, gettext("记下了：是突增。") if real else gettext("记下了：是误报，计入误报次数。"))
    return redirect("lead:hot")
