"""The search of staff: words, initials or a number; the newest first, each with where the words stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from wushi.domain.calendar import local
from wushi.domain.errors import BadInput, NotFound
from wushi.steps import searching
from wushi.steps.searching import Found, Hit, Marked
from wushi.store.ledger.worklist import Row as Listed
from wushi.web import context, parts, words
from wushi.web.context import STAFF, Here, for_post
from wushi.web.matters import lists, picking
from wushi.web.search.forms import SearchForm


@dataclass(frozen=True, slots=True)
class Line:
    """One hit: the row of every list, with the marks in its title and the excerpt below."""

    row: parts.Row
    title: Marked
    excerpt: Marked


def _line(hit: Hit, here: Here) -> Line:
    title = "".join(part for part, _ in hit.title)
    row = lists.row_of(Listed(hit.id, 0, hit.matter, title), here)
    if hit.matter.registered_at:
        at = words.day(local(hit.matter.registered_at).date(), here.today)
        row = replace(row, note=f"{row.note} · {gettext('%(day)s 登记') % {'day': at}}")
    return Line(row, hit.title or ((hit.matter.number, False),), hit.excerpt)


@never_cache
@require_safe
@vary_on_headers("HX-Request")
@for_post(*STAFF)
def search(request: HttpRequest) -> HttpResponse:
    """找一件事. A whole number, or the end of one that only one matter has, leads to the matter itself."""
    here = context.of(request)
    form = SearchForm(here, request.GET)
    form.is_valid()
    found, refused = Found((), ()), ""
    try:
        found = searching.search(form.asked(request.GET.get("after", "")), actor=here.actor, policy=here.policy)
    except BadInput as refusal:
        refused = _why(refusal)
    except NotFound:
        form.add_error("unit", gettext("它不在您能看到的范围里。"))
    if len(found.numbers) == 1 and not found.hits and not found.behind and "after" not in request.GET:
        address = reverse("matters:matter", args=[found.numbers[0].matter.number])
        if not request.htmx:  # type: ignore[attr-defined]
            return redirect(address)
    shown = {
        "form": form,
        "words": found.words,
        "lines": [_line(hit, here) for hit in found.hits],
        "numbers": [_line(hit, here) for hit in found.numbers],
        "found": found,
        "refused": refused,
        "empty": _empty(form, found, here),
        "pager": _pager(request, found),
        "lists": [
            (name, picking.listed(name, here.policy, here.today).labels) for name in ("units", "subjects", "places")
        ],
    }
    if not request.htmx:  # type: ignore[attr-defined]
        return render(request, "search/search.html", shown)
    part = render(request, "search/_found.html", shown)
    part["HX-Replace-Url"] = _address(
        request
    )  # without the filters that are blank; a word typed is no step to go back to
    return part


def _why(refusal: BadInput) -> str:
    if refusal.facts.get("field") == "query":
        return gettext("一次最多找 %(words)s 个词、%(length)s 个字，也不能带看不见的控制字符。请少写几个词再找。") % {
            "words": searching.MOST_WORDS, "length": searching.LONGEST,
        }  # fmt: skip
    return gettext("这一页的网址不完整，请从第一页看起。")


def _empty(form: SearchForm, found: Found, here: Here) -> str:
    """Why there is nothing: the sentence names what would widen the search."""
    if not found.words:
        return gettext(
            "写一两个词：一个字也行，几个词之间空一格。也可以写拼音首字母（wyf 找“物业费”）或编号的最后几位。"
        )
    if found.until:
        return gettext("看过的这些里没有。更早的还没有看，可以接着往前找。")
    if form.narrowed:
        return gettext("在选定的条件里没有。放宽单位、分类、地点或日期再找。")
    return gettext("您能看到的事项里，没有一件写着这些字。换一个说法，或者少写一个词。")


def _address(request: HttpRequest, **more: str) -> str:
    """The address of what is asked for, from its first page on."""
    return f"{request.path}?{urlencode({k: v for k, v in request.GET.items() if k != 'after' and v} | more)}"


def _pager(request: HttpRequest, found: Found) -> parts.Pager:
    shown = gettext("这一页 %(n)s 件，最新登记的在前。") % {"n": len(found.hits)} if found.hits else ""
    if not (found.next or request.GET.get("after")):
        return parts.Pager()
    following = _address(request, after=found.next) if found.next else ""
    return parts.Pager(_address(request) if request.GET.get("after") else "", following, shown)
