"""The queue of the 12345 desk, sorted by what burns."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wushi.domain import permissions
from wushi.web import context
from wushi.web.context import Here, for_post
from wushi.web.intake.views import may_register
from wushi.web.matters import lists
from wushi.web.matters.lists import Named


def _lists() -> tuple[Named, ...]:
    return (
        Named(
            "to_dispatch",
            gettext("待派单"),
            gettext("现在没有等着派的。新登记的、单位有异议的、退回重办的，马上会出现在这里。"),
        ),
        Named("objection", gettext("有异议"), gettext("没有单位提异议。")),
        Named("to_call_back", gettext("待回访"), gettext("没有等着回访的。单位答复以后，会出现在这里。")),
        Named("with_units", gettext("单位在办"), gettext("单位手里现在没有事项。")),
        Named("open", gettext("全部未结"), gettext("没有未结的事项。")),
        Named("ended", gettext("已结"), gettext("还没有结束的事项。")),
    )


def _first(here: Here) -> str:
    """The list from which this post works."""
    for event, name in (("Designated", "objection"), ("Dispatched", "to_dispatch"), ("CalledBack", "to_call_back")):
        if permissions.granted(here.actor, event, here.policy):
            return name
    return "open"


@never_cache
@require_safe
@for_post("see.desk")
def queue(request: HttpRequest) -> HttpResponse:
    """诉求台."""
    here = context.of(request)
    listed = lists.page(
        here,
        request.GET.dict(),
        lists=_lists(),
        first=_first(here),
        address=request.path,
        heads=gettext("在哪里|谁在办|最近一步"),
    )
    return render(request, "desk/queue.html", {"listed": listed, "may_register": may_register(here)})
