"""热点与突增: alarms of bursts to be judged, hot issues with the parts of their heat, repeated places, what next month brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from wushi.domain.errors import BadInput
from wushi.domain.heat import Heat
from wushi.steps.learn import ahead, bursts
from wushi.store.ledger.worklist import Row
from wushi.store.moments import from_micros
from wushi.store.watched.rows import Alarm
from wushi.web import context
from wushi.web.context import Here, for_post
from wushi.web.figures.ahead import places, shown_ahead, where

BACK = timedelta(days=30)  # alarms on the page
_ALARMS, _ISSUES = 20, 10
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
        "ahead": shown_ahead(here),
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
