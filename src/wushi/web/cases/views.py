"""The mediator's pages: cases by what they wait for, one case with what comes next, its file opened for a look, its papers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wushi.domain import mediation_papers, permissions
from wushi.domain.casefile import CaseFile
from wushi.domain.errors import BadInput, NotFound
from wushi.steps import reading
from wushi.steps.discuss.mediation import file
from wushi.steps.report.register import register
from wushi.web import context
from wushi.web.cases import showing
from wushi.web.cases.forms import NewCase
from wushi.web.context import for_post
from wushi.web.matters import facts, lists, offers, picking, story
from wushi.web.matters.lists import Named
from wushi.web.papers import printing, word
from wushi.web.public import why

PAGE = "see.mediation"
_FORMS = {
    "pdf": (printing.pdf, "application/pdf"),
    "docx": (word.word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


def _lists() -> tuple[Named, ...]:
    return (
        Named("mediating", gettext("在调解"), gettext("现在没有在调解的案件。")),
        Named("registered", gettext("等受理"), gettext("没有等受理的。新登记的和别处移来的会出现在这里。")),
        Named("agreed", gettext("履行中"), gettext("没有正在履行的协议。")),
        Named("not_performed", gettext("没有履行"), gettext("没有不按期履行的协议。")),
        Named("ended", gettext("已结"), gettext("还没有结束的案件。")),
    )


@never_cache
@require_safe
@for_post(PAGE)
def list_(request: HttpRequest) -> HttpResponse:
    """调解案件."""
    here = context.of(request)
    listed = lists.page(
        here,
        request.GET.dict(),
        lists=_lists(),
        first="mediating",
        address=request.path,
        heads=gettext("下一步|在哪里|最近一步"),
        next_step=True,
        page="cases:case",
    )
    may = permissions.may(here.actor, "Registered", None, here.policy)
    return render(request, "cases/list.html", {"listed": listed, "may_register": may})


def _show(request: HttpRequest, number: str, opened: CaseFile | None = None) -> HttpResponse:
    here = context.of(request)
    whole = reading.matter(number, here.actor, here.policy)
    m = whole.matter
    if m.track != "dispute":
        raise NotFound(what="dispute", name=number)
    first, rest = offers.offers(here.actor, m, here.policy, here.now)
    listed = sorted({name for offer in (first, *rest) if offer for name in offer.form.lists})
    may_open = file.may_open(here.actor, m, here.policy)
    shown: dict[str, Any] = {
        "matter": m,
        "title": whole.title or m.number,
        "text": whole.text,
        "badge": facts.main_badge(m, here.policy, here.now),
        "clocks": why.explain(m, whole.history, here.policy, here.now, story.clock_names()),
        "lines": story.timeline(m, whole.history, whole.words, here.policy, here.now),
        "first": first,
        "rest": rest,
        "lists": [(name, picking.listed(name, here.policy, here.today).labels) for name in listed],
        "facts": showing.facts(m, here),
        "parties": showing.parties(m, opened),
        "sessions": showing.sessions(m, opened, here),
        "promises": showing.promises(m, opened, here),
        "remedies": showing.remedies(m, here),
        "opened": opened,
        "may_open": may_open,
        "papers": showing.papers(m, here) if may_open else [],
        "number_of": mediation_papers.case_number,
    }
    return render(request, "cases/case.html", shown)


@never_cache
@require_safe
@for_post(PAGE)
def case(request: HttpRequest, number: str) -> HttpResponse:
    """One case as letters and days: what lies in the file stays closed."""
    return _show(request, number)


@never_cache
@require_POST
@for_post(PAGE)
def opened(request: HttpRequest, number: str) -> HttpResponse:
    """The case with its file open: names, records, agreement. The look is on record."""
    here = context.of(request)
    found = file.open_file(
        number,
        actor=here.actor,
        account=request.user.get_username(),
        purpose=gettext("办理案件"),
        policy=here.policy,
        now=here.now,
    )
    return _show(request, number, found)


@never_cache
@require_POST
@for_post(PAGE)
def paper(request: HttpRequest, number: str, kind: str, form: str) -> HttpResponse:
    """One paper, made now from the file and kept nowhere."""
    here = context.of(request)
    if form not in _FORMS:
        raise BadInput(field="form", why=f"one of {', '.join(_FORMS)}")
    written = file.paper(
        number, kind, actor=here.actor, account=request.user.get_username(), policy=here.policy, now=here.now
    )
    make, content = _FORMS[form]
    answer = HttpResponse(make(written, here.now), content_type=content)
    answer["Content-Disposition"] = f'attachment; filename="{number}-{kind}.{form}"'
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_post(PAGE)
def new(request: HttpRequest) -> HttpResponse:
    """登记一件纠纷."""
    here = context.of(request)
    form = NewCase(here, request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return render(request, "cases/new.html", {"form": form}, status=422 if form.is_bound else 200)
    receipt = register(form.incoming(), actor=here.actor, policy=here.policy, now=here.now)
    messages.success(request, gettext("已登记，编号 %(number)s。接着登记当事人。") % {"number": receipt.number})
    return redirect(reverse("cases:case", args=[receipt.number]))
