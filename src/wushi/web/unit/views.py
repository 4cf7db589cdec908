"""The list of a handling unit: what it has, what to do next, how long there is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wushi.web import context
from wushi.web.context import for_post
from wushi.web.intake.views import may_register
from wushi.web.matters import lists
from wushi.web.matters.lists import Named


def _lists() -> tuple[Named, ...]:
    return (
        Named("with_units", gettext("要办的"), gettext("现在没有要办的。派来以后会出现在这里，先到期的在前。")),
        Named("objection", gettext("等裁定"), gettext("没有提出异议还没裁定的。")),
        Named("to_call_back", gettext("等回访"), gettext("没有答复以后等回访的。")),
        Named("ended", gettext("已结"), gettext("还没有结束的事项。")),
    )


@never_cache
@require_safe
@for_post("see.unit")
def list_(request: HttpRequest) -> HttpResponse:
    """本单位."""
    here = context.of(request)
    listed = lists.page(
        here,
        request.GET.dict(),
        lists=_lists(),
        first="with_units",
        address=request.path,
        heads=gettext("下一步|在哪里|最近一步"),
        next_step=True,
    )
    return render(request, "unit/list.html", {"listed": listed, "may_register": may_register(here)})
