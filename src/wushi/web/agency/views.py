"""The agent's pages: matters by what they wait for, one matter with its mandate and errands, its consent form to be signed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wushi.domain import permissions
from wushi.domain.errors import BadInput
from wushi.steps import reading
from wushi.steps.handle.agency import file
from wushi.steps.report.register import register
from wushi.web import agencies, context, words
from wushi.web.agency.forms import NewMatter
from wushi.web.context import Here, for_post
from wushi.web.matters import agency, facts, lists, offers, story
from wushi.web.matters.lists import Named
from wushi.web.papers import printing, word
from wushi.web.public import why
from wushi.web.templatetags.wushi import name_in

PAGE = "see.agency"
_FORMS = {
    "pdf": (printing.pdf, "application/pdf"),
    "docx": (word.word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


def _lists(acts: bool) -> tuple[Named, ...]:
    """Who only visits has one list."""
    visit = Named("agency_visit", gettext("等回访"), gettext("没有等回访的。"))
    if not acts:
        return (visit,)
    return (
        Named("agency", gettext("在代办"), gettext("现在没有在代办的事。")),
        Named("registered", gettext("等签委托"), gettext("没有等签委托书的。")),
        visit,
    )


@never_cache
@require_safe
@for_post(PAGE)
def list_(request: HttpRequest) -> HttpResponse:
    """信访代办."""
    here = context.of(request)
    acts = permissions.granted(here.actor, "ErrandDone", here.policy)
    listed = lists.page(
        here,
        request.GET.dict(),
        lists=_lists(acts),
        first="agency" if acts else "agency_visit",
        address=request.path,
        heads=gettext("下一步|在哪里|最近一步"),
        next_step=True,
        page="agency:one",
    )
    return render(request, "agency/list.html", {"listed": listed, "may_register": acts})


def _errands(here: Here, whole: reading.Whole) -> list[dict[str, Any]]:
    """The log: each errand with its words and whether the resident has been told."""
    sorts = dict(agencies.named(here.policy.agency.errands.values()))
    services = dict(agencies.named(here.policy.agency.services.values()))
    said = {n.event.n: whole.words.get(n.seq, ("", ""))[1] for n in whole.history if n.event.kind == "ErrandDone"}  # type: ignore[attr-defined]
    return [
        {
            "n": one.n,
            "name": sorts.get(one.sort, one.sort),
            "service": services.get(one.service, one.service),
            "day": words.day(one.on, here.today),
            "unit": name_in(here.policy, "unit", one.unit) if one.unit else "",
            "text": said.get(one.n, ""),
            "told": words.moment(one.reported, here.today) if one.reported else "",
        }
        for one in agencies.of(whole.matter).errands
    ]


def _mandate(here: Here, whole: reading.Whole) -> list[tuple[str, str]]:
    a, told, policy = agencies.of(whole.matter), here.policy.agency, here.policy
    if a.until is None:
        return []
    return [
        (gettext("代办员"), f"{name_in(policy, 'unit', a.unit)} {name_in(policy, 'posts', a.agent)}"),
        (gettext("哪一级"), agencies.levels()[a.level]),
        (gettext("服务"), words.listed(n for c, n in agencies.named(told.services.values()) if c in a.services)),
        (gettext("委托范围"), words.listed(n for c, n in agencies.named(told.powers.values()) if c in a.scope)),
        (gettext("到哪一天"), words.day(a.until, here.today)),
        (gettext("怎么同意的"), agency.consents()[a.means]),
    ]


@never_cache
@require_safe
@for_post(PAGE)
def one(request: HttpRequest, number: str) -> HttpResponse:
    """One matter with its mandate, its errands and the next step."""
    here = context.of(request)
    whole = reading.matter(number, here.actor, here.policy)
    m = whole.matter
    if m.track != "petition":
        return redirect("matters:matter", number=number)
    first, rest = offers.offers(here.actor, m, here.policy, here.now)
    shown = {
        "matter": m,
        "title": whole.title or m.number,
        "text": whole.text,
        "badge": facts.main_badge(m, here.policy, here.now),
        "clocks": why.explain(m, whole.history, here.policy, here.now, story.clock_names()),
        "lines": story.timeline(m, whole.history, whole.words, here.policy, here.now),
        "first": first,
        "rest": rest,
        "mandate": _mandate(here, whole),
        "errands": _errands(here, whole),
        "may_print": bool(agencies.of(m).agent) and file.may_open(here.actor, m, here.policy),
    }
    return render(request, "agency/one.html", shown)


@never_cache
@require_POST
@for_post(PAGE)
def consent(request: HttpRequest, number: str, form: str) -> HttpResponse:
    """The consent form, made now and kept nowhere; the look is on record."""
    here = context.of(request)
    if form not in _FORMS:
        raise BadInput(field="form", why=f"one of {', '.join(_FORMS)}")
    written = file.consent_form(
        number, actor=here.actor, account=request.user.get_username(), policy=here.policy, now=here.now
    )
    make, content = _FORMS[form]
    answer = HttpResponse(make(written, here.now), content_type=content)
    answer["Content-Disposition"] = f'attachment; filename="{number}-consent.{form}"'
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_post(PAGE)
def new(request: HttpRequest) -> HttpResponse:
    """登记一件代办."""
    here = context.of(request)
    form = NewMatter(here, request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return render(request, "agency/new.html", {"form": form}, status=422 if form.is_bound else 200)
    receipt = register(form.incoming(), actor=here.actor, policy=here.policy, now=here.now)
    code = f"{receipt.code[:4]}-{receipt.code[4:]}"
    messages.success(
        request,
        gettext("已登记，编号 %(number)s，回执码 %(code)s，请写给群众。接着签委托书。")
        % {"number": receipt.number, "code": code},
    )
    return redirect(reverse("agency:one", args=[receipt.number]))
