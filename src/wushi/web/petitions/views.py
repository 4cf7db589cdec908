"""Pages of petitions (信访): by what they wait for, one with its course and clocks, its papers to be signed and handed over."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wushi.domain import lifecycle, permissions, petition_papers
from wushi.domain.errors import BadInput
from wushi.steps import reading, tracked
from wushi.steps.handle.petition import file
from wushi.steps.report.register import register
from wushi.web import context, parts, petition_words, words
from wushi.web.agencies import named
from wushi.web.agency.forms import NewMatter
from wushi.web.context import Here, for_post
from wushi.web.matters import facts, lists, offers, story
from wushi.web.papers import printing, word
from wushi.web.public import why
from wushi.web.templatetags.wushi import name_in

PAGE, TRACK = "see.petitions", "petition"
_FORMS = {
    "pdf": (printing.pdf, "application/pdf"),
    "docx": (word.word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


def _office(here: Here) -> bool:
    """Whoever sends petitions on sees all of them; a unit sees its own."""
    return permissions.granted(here.actor, "PetitionSent", here.policy)


def _lists(here: Here) -> dict[str, tuple[str, tuple[str, ...], str]]:
    """Name of the list -> (its word, its states, why it is empty)."""
    ended = tuple(s for s in lifecycle.of(TRACK).ended if s != "archived")
    found = {
        "sent": (gettext("等受理"), ("petition_sent",), gettext("没有等受理的。")),
        "handling": (gettext("在办"), ("petition_handling",), gettext("没有在办的信访事项。")),
        "answered": (gettext("已出意见"), ("petition_opinion", "petition_reviewed"), gettext("没有等群众表态的。")),
        "review": (gettext("复查、复核"), ("petition_review", "petition_recheck"), gettext("没有在复查、复核的。")),
        "ended": (gettext("已办结"), ended, gettext("还没有办结的。")),
    }
    if not _office(here):
        return found
    first = {
        "registered": (gettext("新来的"), ("registered",), gettext("没有新来的信访事项。")),
        "objection": (gettext("有异议"), ("petition_objection",), gettext("没有提出异议的。")),
    }
    return first | found


@never_cache
@require_safe
@for_post(PAGE)
def list_(request: HttpRequest) -> HttpResponse:
    """信访事项."""
    here = context.of(request)
    known = _lists(here)
    chosen = request.GET.get("list", "")
    chosen = chosen if chosen in known else next(iter(known))
    top = here.policy.district if here.policy.oversees(here.actor.unit, TRACK) else here.actor.unit
    found = {
        name: tracked.in_states(TRACK, states, top, here.actor, here.policy) for name, (_, states, _) in known.items()
    }
    listed = lists.Listed(
        rows=tuple(
            lists.row_of(row, here, offers.next_words(here.actor, row.matter, here.policy), "petitions:one")
            for row in found[chosen]
        ),
        tabs=tuple(
            parts.Tab(word, f"{request.path}?{urlencode({'list': name})}", name == chosen, len(found[name]), False)
            for name, (word, _, _) in known.items()
        ),
        pager=parts.Pager("", "", ""),
        empty=known[chosen][2],
        heads=gettext("下一步|在哪里|最近一步"),
        unit="",
    )
    return render(request, "petitions/list.html", {"listed": listed, "may_register": _office(here)})


def _facts(here: Here, whole: reading.Whole) -> list[tuple[str, str]]:
    m, p = whole.matter, whole.matter.petition
    if p is None:
        return []
    ways = dict(named(here.policy.petitions.ways.values()))
    told = [
        (gettext("在哪个单位"), name_in(here.policy, "unit", m.unit)),
        (gettext("法定途径"), ways.get(p.way, p.way)),
        (gettext("提过异议的单位"), words.listed(name_in(here.policy, "unit", u) for u in p.objectors)),
        (gettext("受理"), words.moment(p.accepted_at, here.today) if p.accepted_at else ""),
        (gettext("处理结果"), petition_words.outcomes().get(p.outcome, "")),
        (gettext("复查、复核机关"), p.organ),
        (gettext("代表"), f"{p.representatives} / {p.persons}" if p.representatives else ""),
        (gettext("以前的一件"), p.repeat_of),
    ]
    return [(name, value) for name, value in told if value]


@never_cache
@require_safe
@for_post(PAGE)
def one(request: HttpRequest, number: str) -> HttpResponse:
    """One petition: what was asked, where it stands, its clocks and papers, the next step."""
    here = context.of(request)
    whole = reading.matter(number, here.actor, here.policy)
    m = whole.matter
    if m.track != TRACK:
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
        "facts": _facts(here, whole),
        "papers": petition_papers.offered(whole.history),
    }
    return render(request, "petitions/one.html", shown)


@never_cache
@require_POST
@for_post(PAGE)
def paper(request: HttpRequest, number: str, seq: int, form: str) -> HttpResponse:
    """One paper, made now and kept nowhere; the look is on record."""
    here = context.of(request)
    if form not in _FORMS:
        raise BadInput(field="form", why=f"one of {', '.join(_FORMS)}")
    written = file.paper(
        number, seq, actor=here.actor, account=request.user.get_username(), policy=here.policy, now=here.now
    )
    make, content = _FORMS[form]
    answer = HttpResponse(make(written, here.now), content_type=content)
    answer["Content-Disposition"] = f'attachment; filename="{number}-{seq}.{form}"'
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_post(PAGE)
def new(request: HttpRequest) -> HttpResponse:
    """登记一件信访."""
    here = context.of(request)
    if not _office(here):
        return redirect("petitions:list")
    form = NewMatter(here, request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return render(request, "petitions/new.html", {"form": form}, status=422 if form.is_bound else 200)
    receipt = register(form.incoming(), actor=here.actor, policy=here.policy, now=here.now)
    code = f"{receipt.code[:4]}-{receipt.code[4:]}"
    messages.success(
        request,
        gettext("已登记，编号 %(number)s，回执码 %(code)s，请写给群众。") % {"number": receipt.number, "code": code},
    )
    return redirect(reverse("petitions:one", args=[receipt.number]))
