"""Takes a demand in: the form, its proposals while it is typed, and the number to read out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from wushi.domain import permissions
from wushi.domain.errors import BadInput, KeyReused, NotPermitted, Refusal, RuleBroken
from wushi.steps import moves, reading
from wushi.steps.report.register import Receipt, register
from wushi.steps.report.take_in import take_in
from wushi.web import context, errors
from wushi.web.context import Here, for_post
from wushi.web.intake import proposing
from wushi.web.intake.forms import Intake, new_key
from wushi.web.matters.facts import main_clock
from wushi.web.matters.views import home

PAGES = ("see.desk", "see.unit")
TAKEN = "taken"  # of the session: [number, receipt code] of what this person took in last, newest first
_KEPT = 5
_INTO = "into-"  # of the button that registers and merges


def may_register(here: Here) -> bool:
    return permissions.granted(here.actor, "Registered", here.policy)


def _page(request: HttpRequest, form: Intake, status: int = 200, **more: object) -> HttpResponse:
    here = context.of(request)
    said = form.cleaned_data if form.is_bound else {}
    facts = {
        "form": form,
        "shown": proposing.shown(here, said) if form.at_desk else None,
        "lists": form.lists,
        "at_desk": form.at_desk,
        "address": reverse(f"{_door(here)}:new"),
        "back": home(here),
        **more,
    }
    return render(request, "intake/new.html", facts, status=status)


def _door(here: Here) -> str:
    return "desk" if here.may_open("see.desk") else "unit"


@never_cache
@for_post(*PAGES)
def new(request: HttpRequest) -> HttpResponse:
    """登记一件: one form, one key, one transaction."""
    here = context.of(request)
    if not may_register(here):
        raise NotPermitted(post=here.actor.post, event="Registered", why="the role does not grant it")
    if request.method != "POST":
        return _page(request, Intake(here, initial={"key": new_key(), "channel": "phone"}))
    form = Intake(here, request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    try:
        receipt = _take(form, here, request.POST)
        _join(receipt.number, request, here)
    except KeyReused as refusal:
        again = Intake(here, {**request.POST.dict(), "key": new_key()})
        again.is_valid()
        return _page(request, again, 409, already=refusal.facts["number"])
    except (BadInput, RuleBroken) as refusal:
        form.add_error(_field(refusal, form), errors.sentences(refusal, here.policy)[0])
        return _page(request, form, refusal.status)
    kept = [one for one in request.session.get(TAKEN, []) if one[0] != receipt.number]
    request.session[TAKEN] = [[receipt.number, receipt.code], *kept][:_KEPT]
    return redirect(f"{_door(here)}:taken", number=receipt.number)


def _field(refusal: Refusal, form: Intake) -> str | None:
    named = {"text": "what", "address": "where"}.get(refusal.facts.get("field", ""), refusal.facts.get("field", ""))
    return named if named in form.fields else None


def _take(form: Intake, here: Here, posted: QueryDict) -> Receipt:
    """`go`: send (to the unit on the button), keep (register only), into-NUMBER (merge after it is registered), or the emergency
    line to which the call is handed."""
    incoming, given, go = form.incoming(here), form.cleaned_data, posted.get("go", "")
    if not form.at_desk:
        return register(incoming, actor=here.actor, policy=here.policy, now=here.now)
    return take_in(
        incoming,
        subject=given["subject"],
        place=given["place"] or given["choice"],
        unit=given["unit"] or given["shown"],
        send=go == "send",
        line=go if go in here.policy.emergency else "",
        points=form.points(posted.get("proposed_points", "")),
        actor=here.actor,
        policy=here.policy,
        now=here.now,
    )


def _join(number: str, request: HttpRequest, here: Here) -> None:
    """Merge what was just registered into the matter on the button. Where that one moved on meanwhile, this one stays at the desk."""
    go = request.POST.get("go", "")
    into = go.removeprefix(_INTO)
    if into == go or not may_register(here):
        return
    try:
        if (
            reading.matter(number, here.actor, here.policy).matter.merged_into != into
        ):  # pressed twice: it follows already
            moves.take("merge", number, {"into": into}, actor=here.actor, policy=here.policy, now=here.now)
    except Refusal as refusal:
        said = gettext("已经登记，但没有并进去：%(why)s")
        messages.error(request, said % {"why": errors.sentences(refusal, here.policy)[0]})


@require_POST
@for_post("see.desk")
def proposals(request: HttpRequest) -> HttpResponse:
    """The proposals for what has been typed so far, as a fragment."""
    here = context.of(request)
    form = Intake(here, request.POST)
    form.is_valid()  # half a form is no mistake here: what can be read is read
    return render(request, "intake/_proposals.html", {"shown": proposing.shown(here, form.cleaned_data)})


@never_cache
@require_safe
@for_post(*PAGES)
def taken(request: HttpRequest, number: str) -> HttpResponse:
    """The number and the receipt code, big enough to read out, and what to tell the caller."""
    here = context.of(request)
    mine = {one[0]: one[1] for one in request.session.get(TAKEN, [])}
    if number not in mine:
        return redirect("matters:matter", number=number)
    facts = {
        "number": number,
        "code": f"{mine[number][:4]} {mine[number][4:]}",
        "earlier": [n for n in mine if n != number],
        "again": reverse(f"{_door(here)}:new"),
        "back": home(here),
        "sees": False,
    }
    try:
        whole = reading.matter(number, here.actor, here.policy)
    except Refusal:  # a community or grid worker hands it to the desk and sees it no longer
        return render(request, "intake/taken.html", facts)
    clock = main_clock(whole.matter)
    return render(
        request,
        "intake/taken.html",
        {**facts, "sees": True, "matter": whole.matter, "title": whole.title, "clock": clock},
    )
