"""公开办理情况: what people asked and what they were answered, released one by one; nobody is named and nothing leads to anybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from wushi.domain.errors import NotFound
from wushi.steps.evaluate import release
from wushi.web.parts import Pager

PAGE = 20
_MOST_DIGITS = 18


@cache_control(max_age=60)
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The newest first; older ones a page further."""
    said = request.GET.get("before", "")
    before = int(said) if said.isdecimal() and len(said) <= _MOST_DIGITS else None
    found = release.released(PAGE + 1, before)
    shown = found[:PAGE]
    following = f"{request.path}?before={shown[-1].id}" if len(found) > PAGE else ""
    return render(
        request, "public/cases.html", {"cases": shown, "pager": Pager(request.path if before else "", following)}
    )


@cache_control(max_age=60)
@require_safe
def case(request: HttpRequest, id: int) -> HttpResponse:
    """One released text."""
    if id >= 10**_MOST_DIGITS:
        raise NotFound(what="released text", name=str(id))
    return render(request, "public/case.html", {"case": release.released_text(id)})
