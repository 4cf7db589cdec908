"""The supervisor's page of sentences and small charts, the lists behind it, and the auditor's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wushi.steps import auditing, overseeing
from wushi.steps.handle import work
from wushi.web import context, navigation
from wushi.web.context import for_post
from wushi.web.lead import cockpit as page
from wushi.web.matters import lists
from wushi.web.matters.lists import Named
from wushi.web.matters.numbers import number_for


def _lists() -> tuple[Named, ...]:
    return (
        Named("with_units", gettext("单位在办"), gettext("单位手里现在没有事项。")),
        Named("objection", gettext("有异议"), gettext("没有悬着的异议。")),
        Named("to_dispatch", gettext("待派单"), gettext("没有等着派的。")),
        Named("to_call_back", gettext("待回访"), gettext("没有等着回访的。")),
        Named("open", gettext("全部未结"), gettext("没有未结的事项。")),
        Named("ended", gettext("已结"), gettext("还没有结束的事项。")),
    )


@never_cache
@require_safe
@for_post("see.week")
def cockpit(request: HttpRequest) -> HttpResponse:
    """今天: the three things first, then who carries how much."""
    here = context.of(request)
    found = overseeing.burning(here.actor, here.policy, here.now, unit=request.GET.get("unit", ""))
    bars = page.bars(found.units, here)
    facts = {
        "top": found.unit,
        "narrowed": bool(request.GET.get("unit")),
        "sentence": page.sentence(found),
        "needs": page.needs(found, here),
        "finding": page.finding(found.units, here),
        "bars": bars[: page.BARS],
        "more_bars": bars[page.BARS :],
        "week": navigation.reverse_or_blank("lead:week"),
    }
    return render(request, "lead/cockpit.html", facts)


@never_cache
@require_safe
@for_post("see.week")
def matters(request: HttpRequest) -> HttpResponse:
    """The matters behind a figure of the page."""
    here = context.of(request)
    listed = lists.page(
        here,
        request.GET.dict(),
        lists=_lists(),
        first="with_units",
        address=request.path,
        heads=gettext("在哪里|谁在办|最近一步"),
    )
    return render(request, "lead/matters.html", {"listed": listed})


@never_cache
@require_safe
@for_post("see.audit")
def audit(request: HttpRequest) -> HttpResponse:
    """审计: alarms that failed, packs in force, who read whose contact."""
    here, said = context.of(request), request.GET.get("number", "")
    number = number_for(said, here) if said else None
    facts = {
        "failing": auditing.failing(here.actor, here.policy),
        "loads": auditing.pack_loads(here.actor, here.policy),
        "said": said,
        "number": number,
        "readings": work.readings(number, actor=here.actor, policy=here.policy) if number else [],
    }
    return render(request, "lead/audit.html", facts)
