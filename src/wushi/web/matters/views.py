"""The page of one matter for staff: what was said, what happened, what next; every move is one POST to here."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from wushi.domain import points, visibility
from wushi.domain.errors import BadInput, NotFound, Refusal, RuleBroken, StaleMatter, WrongState
from wushi.domain.matter import Matter
from wushi.domain.reply_check import Warned
from wushi.steps import moves, reading
from wushi.steps.evaluate import release
from wushi.steps.handle import work
from wushi.steps.handle.reply import preview
from wushi.steps.moves_joint import ON_GROUP_PAGE
from wushi.web import context, words
from wushi.web.context import STAFF, Here, for_post
from wushi.web.matters import facts, lists, offers, picking, replying, same, story, telling, warning
from wushi.web.matters.fields import Asked, MoveForm, seen_of
from wushi.web.matters.numbers import number_for
from wushi.web.public import why

# Refusals that are answered on the matter's own page, with the form still filled in.
_SHOWN_HERE = (StaleMatter, WrongState, RuleBroken, BadInput)


def _together(here: Here, m: Matter) -> bool:
    """May the post call others to this matter?"""
    return any(move.name in ON_GROUP_PAGE for move in moves.open_to(here.actor, m, here.policy))


def _show(
    request: HttpRequest,
    number: str,
    *,
    form: MoveForm | None = None,
    refused: telling.Refused | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    here = context.of(request)
    whole = reading.matter(number, here.actor, here.policy)
    m = whole.matter
    proposed = () if whole.points else points.propose(whole.text, here.policy.replies)
    first, rest = offers.offers(
        here.actor, m, here.policy, here.now, listed=whole.points, proposed=_worth(proposed), bound=form
    )
    decides = any(o.move.name in ("dispatch", "designate", "classify") for o in (first, *rest) if o)
    may_merge = any(o.move.name == "merge" for o in (first, *rest) if o)
    found_same = same.of(here, m) if may_merge or decides else same.Found(())
    told = {row.number for row in found_same.rows}
    listed = sorted({name for offer in (first, *rest) if offer for name in offer.form.lists})
    shown = {
        "matter": m,
        "title": whole.title or m.number,
        "text": whole.text,
        "points": _points(whole),
        "warned": warning.names(m.warnings, here.policy) if m.state in ("handled", "callback") else [],
        "badge": facts.main_badge(m, here.policy, here.now),
        "lines": story.timeline(m, whole.history, whole.words, here.policy, here.now),
        "proposals": facts.proposals(m, whole.history, here.policy) if decides else [],
        "clocks": why.explain(m, whole.history, here.policy, here.now, story.clock_names()),
        "same": found_same,
        "may_merge": may_merge,
        "alike": [row for row in lists.alike(here, m, m.proposed_unit) if row.number not in told]
        if decides and m.state == "registered"
        else [],
        "first": first,
        "rest": rest,
        "waiting": offers.waiting(m, here.policy, here.now),
        "lists": [(name, picking.listed(name, here.policy, here.today).labels) for name in listed],
        "sees": facts.who_sees(m, here.policy),
        "readings": work.readings(number, actor=here.actor, policy=here.policy),
        "purposes": _purposes(),
        "may_read": work.may_read_requester(here.actor, here.policy),
        "refused": refused,
        "back": home(here),
        "releasable": release.offered(m, actor=here.actor, policy=here.policy),
        "grouped": m.track != "task" and (m.joint is not None or _together(here, m)),
        **more,
    }
    return render(request, "matters/matter.html", shown, status=status)


def _points(whole: reading.Whole) -> list[tuple[str, str]]:
    """Each listed point with what the reply says of it, in words; blank while it is not answered."""
    said, named = [*whole.matter.answered_points, *[""] * len(whole.points)], words.point_statuses()
    return [(point, named.get(status, status)) for point, status in zip(whole.points, said, strict=False)]


def _worth(proposed: tuple[str, ...]) -> tuple[str, ...]:
    """One thing asked is the whole demand: a list of it would only say it twice."""
    return proposed if len(proposed) > 1 else ()


def _purposes() -> tuple[str, ...]:
    return (gettext("联系诉求人，核实情况"), gettext("约时间上门办理"), gettext("告知办理结果"), gettext("回访"))


def home(here: Here) -> str:
    """The list from which this post comes."""
    for page, name in (
        ("see.desk", "desk:queue"),
        ("see.unit", "unit:list"),
        ("see.window", "counter:list"),
        ("see.mediation", "cases:list"),
        ("see.week", "lead:cockpit"),
    ):
        if here.may_open(page):
            return reverse(name)
    return reverse("account:work")


@never_cache
@require_safe
@for_post(*STAFF)
def matter(request: HttpRequest, number: str) -> HttpResponse:
    """One matter, as far as the post sees it."""
    return _show(request, number)


@require_safe
@for_post(*STAFF)
def find(request: HttpRequest) -> HttpResponse:
    """To a matter by its number, or by the last digits of it."""
    here, said = context.of(request), request.GET.get("number", "")
    number = number_for(said, here)
    if number is None:
        messages.error(
            request, gettext("没有编号是“%(said)s”的事项，或者它不在您能看到的范围里。") % {"said": said[:40]}
        )
        return redirect(home(here))
    return redirect("matters:matter", number=number)


def _form(
    request: HttpRequest, name: str, number: str, before: reading.Whole, data: Any, check: bool = True
) -> MoveForm:
    here = context.of(request)
    proposed = () if before.points else _worth(points.propose(before.text, here.policy.replies))
    asked = Asked(moves.MOVES[name], before.matter, here.policy, here.now, before.points, proposed)
    # who looks at an old state is told what happened meanwhile, and nothing else
    current = data is not None and seen_of(data) in (None, before.matter.version)

    def checked(given: dict[str, Any]) -> tuple[Warned, ...]:
        return preview(number, **given, actor=here.actor, policy=here.policy)

    return replying.form_for(asked, data, checked if check and current else None)


@require_POST
@for_post(*STAFF)
def check_reply(request: HttpRequest, number: str) -> HttpResponse:
    """What the check says of the reply as far as it is written, as a fragment."""
    here = context.of(request)
    before = reading.matter(number, here.actor, here.policy)
    form = _form(request, "reply", number, before, request.POST, check=False)
    assert isinstance(form, replying.ReplyForm)
    form.is_valid()  # half a reply is no mistake here: what can be read is looked at
    form.found = preview(number, **form.given(), actor=here.actor, policy=here.policy)
    form.errors.pop("anyway", None)
    return render(request, "matters/_reply_check.html", {"form": form})


@require_POST
@for_post(*STAFF)
def move(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Take one move. What is refused comes back on the matter's page with what was written still in the form."""
    here = context.of(request)
    if name not in moves.MOVES:
        raise NotFound(what="move", name=name)
    before = reading.matter(number, here.actor, here.policy)
    quick = "quick" in request.POST
    form = _form(request, name, number, before, None if quick else request.POST)
    if not quick and not form.is_valid():
        return _show(request, number, form=form, status=422)
    try:
        after = moves.take(
            name,
            number,
            {} if quick else form.given(),
            actor=here.actor,
            policy=here.policy,
            now=here.now,
            seen=seen_of(request.POST),
        )
    except _SHOWN_HERE as refusal:
        return _refuse(request, number, form, refusal)
    messages.success(request, telling.done(name, after, here.policy, here.now))
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if wanted and ours else _next(here, after))


def _refuse(request: HttpRequest, number: str, form: MoveForm, refusal: Refusal) -> HttpResponse:
    here = context.of(request)
    given = request.POST.dict().items()
    written = tuple(str(v) for k, v in given if k.startswith(f"{form.prefix}-") and len(v) > 20)
    told = telling.refused(refusal, here.policy, written)
    return _show(request, number, form=form if form.is_bound else None, refused=told, status=refusal.status)


def _next(here: Here, after: Matter) -> str:
    """On with this matter while the post has its next step; else back to the list, where the next one waits."""
    if visibility.sees(here.actor, after, here.policy):
        if after.track == "dispute" and here.may_open("see.mediation"):
            return reverse("cases:case", args=[after.number])
        if after.petition and after.petition.agency and here.may_open("see.agency"):
            return reverse("agency:one", args=[after.number])
        if after.track == "petition" and here.may_open("see.petitions"):
            return reverse("petitions:one", args=[after.number])
        first, _ = offers.offers(here.actor, after, here.policy, here.now)
        if first is not None or not here.may_open("see.desk"):
            return reverse("matters:matter", args=[after.number])
    return home(here)


@never_cache
@require_POST
@for_post(*STAFF)
def requester(request: HttpRequest, number: str) -> HttpResponse:
    """Who asked and how to reach them, for a stated purpose; the look itself is on record before anything is shown."""
    here, said = context.of(request), request.POST.get("other", "") or request.POST.get("purpose", "")
    if not said.strip():
        return _show(request, number, purpose_missing=True, status=422)
    found = work.requester(
        number,
        actor=here.actor,
        account=request.user.get_username(),
        purpose=said,
        policy=here.policy,
        now=here.now,
    )
    return _show(
        request,
        number,
        requester={k: found[k] for k in ("name", "phone", "contact", "address") if k in found},
        looked=True,
    )
