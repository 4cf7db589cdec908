"""Shows what can be applied for: the catalogue as one types, one item to read and to print, and what the promises save."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from wushi.domain import catalogue as rules
from wushi.domain.catalogue import Item, Material, Time
from wushi.domain.errors import BadInput
from wushi.steps import catalogue as steps
from wushi.web import context, parts
from wushi.web.context import Here
from wushi.web.services.forms import Find, named
from wushi.web.templatetags.wushi import name_in

_MOST_SKIPPED = 10_000


def time_in_words(time: Time | None) -> str:
    """20 个工作日."""
    if time is None:
        return ""
    return f"{time.amount:g} {named(rules.UNITS, time.unit)}" if time.amount else gettext("当场办结")


def promise_in_words(item: Item) -> str:
    return gettext("当场办结") if item.instant else time_in_words(item.promised)


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list."""

    item: Item
    unit: str
    promise: str
    legal: str


def _listed(item: Item, here: Here) -> Listed:
    return Listed(item, name_in(here.policy, "unit", item.unit), promise_in_words(item), time_in_words(item.legal))


@require_safe
@vary_on_headers("HX-Request")
@cache_control(max_age=60)
def catalogue(request: HttpRequest) -> HttpResponse:
    """办事：要办什么事？"""
    here = context.of(request)
    form = Find(here, request.GET)
    form.is_valid()
    said = request.GET.get("after", "")
    skip = min(int(said), _MOST_SKIPPED) if said.isdecimal() and len(said) < 8 else 0
    refused = ""
    items: list[Item] = []
    total = 0
    try:
        items, total = steps.search(form.cleaned_data.get("q", ""), here.policy, here.today, form.filters, skip=skip)
    except BadInput:
        refused = gettext("写得太长了，请少写几个字再找。")
    kept = {k: v for k, v in request.GET.items() if k != "after" and v}
    following = (
        f"{request.path}?{urlencode(kept | {'after': str(skip + len(items))})}" if skip + len(items) < total else ""
    )
    shown = {
        "form": form,
        "refused": refused,
        "total": total,
        "lines": [_listed(item, here) for item in items],
        "pager": parts.Pager(f"{request.path}?{urlencode(kept)}" if skip else "", following),
        "illustrative": any(item.illustrative for item in items),
    }
    inner = request.htmx  # type: ignore[attr-defined]
    return render(request, "services/_found.html" if inner else "services/catalogue.html", shown)


@dataclass(frozen=True, slots=True)
class Paper:
    """A material as the page tells it."""

    material: Material
    must: bool
    tolerable: bool


def papers_of(item: Item, materials: dict[str, Material] | None, here: Here) -> list[Paper]:
    known = steps.current(here.policy).materials if materials is None else materials
    return [Paper(known.get(n.material, Material(n.material, n.material)), n.must, n.tolerable) for n in item.materials]


@require_safe
@cache_control(max_age=60)
def item(request: HttpRequest, code: str) -> HttpResponse:
    """One item as it is in force today: what to bring, how long, how often to come; it prints on one sheet."""
    here = context.of(request)
    book = steps.current(here.policy)
    found = book.item(code, here.today)
    saved = None
    if found.legal is not None:
        rule = book.conversion(here.today)
        saved = rule.working_days(found.legal) - rule.working_days(found.promised)
    return render(
        request,
        "services/item.html",
        {
            "item": found,
            "kind": named(rules.KINDS, found.kind),
            "audience": named(rules.AUDIENCES, found.audience),
            "type": named(rules.TYPES, found.type),
            "area": named(rules.AREAS, found.area),
            "depth": named(rules.DEPTHS, found.depth),
            "legal": time_in_words(found.legal),
            "promised": promise_in_words(found),
            "saved": None if saved is None else float(saved),
            "papers": papers_of(found, None, here),
            "versions": [v for v in reversed(book.versions[code]) if v is not found],
        },
    )


def percent(share: Fraction | float | None) -> str:
    return "–" if share is None else f"{float(share):.2%}".replace("%", " %")


@require_safe
@cache_control(max_age=60)
def promises(request: HttpRequest) -> HttpResponse:
    """What the promises save: both ways to count, with every number of the formula."""
    here = context.of(request)
    said = request.GET.get("on", "")
    try:
        day = date.fromisoformat(said) if said else here.today
    except ValueError:
        day = here.today
    found = steps.figures(here.policy, day)
    c = found.compression
    rule = steps.current(here.policy).conversion(day)
    return render(
        request,
        "services/promises.html",
        {
            "found": found,
            "rule": rule,
            "whole": percent(c.whole),
            "mean": percent(c.mean),
            "legal": f"{float(c.legal):,g}",
            "promised": f"{float(c.promised):,g}",
            "saved": f"{float(c.legal - c.promised):,g}",
            "shares": f"{float(c.shares):,.2f}",
            "items": f"{c.items:,}",
            "instant": percent(found.instant.share),
            "once": percent(found.once.share),
            "changes": steps.current(here.policy).changes[:20],
        },
    )
