"""The resident's pages: say it, keep the receipt, follow it, see why this day, rate it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods

from wushi.domain.actor import RESIDENT
from wushi.domain.danger import Danger
from wushi.domain.errors import BadInput, KeyReused, NotFound
from wushi.domain.incoming import Incoming
from wushi.domain.matter import Matter
from wushi.steps.evaluate import follow as following
from wushi.steps.evaluate.call_back import rate as rate_matter
from wushi.steps.evaluate.follow import follow as follow_matter
from wushi.steps.handle.agency.course import end_mandate
from wushi.steps.handle.petition.course import ask_review
from wushi.steps.report.register import register
from wushi.steps.report.settle import note
from wushi.web import applications, context
from wushi.web.parts import badge
from wushi.web.public import agency, danger, petitions, story, why
from wushi.web.public.forms import Add, Find, Rate, Say, new_key
from wushi.web.public.stepped import turn
from wushi.web.sheet.reading import brief

RECEIPTS = "receipts"  # of the session: number -> code of what this browser has said or opened
_KEPT = 20


def _large(request: HttpRequest) -> bool:
    return request.COOKIES.get("large") == "1"


def _keep(request: HttpRequest, number: str, code: str) -> None:
    kept = dict(request.session.get(RECEIPTS, {}))
    kept.pop(number, None)
    kept[number] = code
    request.session[RECEIPTS] = dict(list(kept.items())[-_KEPT:])


def _code(request: HttpRequest, number: str) -> str:
    """The receipt code with which this browser may open the matter; blank: it has to be typed."""
    return str(request.session.get(RECEIPTS, {}).get(number, ""))


def _say_page(request: HttpRequest, form: Say, **more: Any) -> HttpResponse:
    wrong = bool(form.errors) or bool(more)
    here = context.of(request)
    facts = {"form": form, "brief": None if form.one_by_one else brief(here.policy, here.now), **more}
    return render(request, "public/say.html", facts, status=422 if wrong else 200)


@cache_control(private=True, max_age=0)  # not no-store: who goes back finds the words still there
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest) -> HttpResponse:
    """有事，说一声: the front page. A POST registers once per key, however often it comes."""
    large = _large(request)
    if request.method != "POST":
        return _say_page(request, Say(initial={"key": new_key()}, one_by_one=large))
    form, take = turn(Say, request.POST, large)
    assert isinstance(form, Say)
    if not take:
        return _say_page(request, form)
    here, given = context.of(request), form.cleaned_data
    where = given["where"].strip()
    # the place belongs to what the unit must know; the desk's list shows it masked like the rest
    said = gettext("%(what)s\n\n地点：%(where)s") % {"what": given["what"], "where": where} if where else given["what"]
    incoming = Incoming(
        channel="web",
        text=said,
        client_key=given["key"] or new_key(),
        name=given["name"],
        phone=given["phone"],
        address=where,
        anonymous=not (given["name"] or given["phone"]),
        secret=given["secret"],
        language=here.language,
    )
    try:
        receipt = register(incoming, actor=RESIDENT, policy=here.policy, now=here.now)
    except BadInput as refusal:
        at = {"text": "what", "address": "where"}.get(refusal.facts.get("field", ""), refusal.facts.get("field", ""))
        form.add_error(at if at in form.fields else None, gettext("里面有电脑认不出的字符，请删去后再交。"))
        return _say_page(request, form)
    except KeyReused as refusal:
        again = Say(initial={**request.POST.dict(), "key": new_key()}, one_by_one=large, screen=len(Say.screens) - 1)
        return _say_page(request, again, already=refusal.facts["number"])
    _keep(request, receipt.number, receipt.code)
    return redirect("public:receipt", number=receipt.number)


def _together(request: HttpRequest, matter: Matter) -> dict[str, Any]:
    """Of the same event: how many others reported it; and the parts of a call that was split, which its receipt opens."""
    parts = following.parts(matter)
    for part, _, code in parts:
        _keep(request, part.number, code)
    return {
        "others": following.others(matter),
        "parts": [(part, title or part.number, f"{code[:4]}-{code[4:]}") for part, title, code in parts],
    }


def _danger_of(matter: Matter) -> Danger | None:
    raised = matter.danger
    return Danger(raised.line, raised.sort, raised.words) if raised and raised.real is not False else None


@never_cache
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """回执: number, receipt code, and what happens next by when. Only the browser that said it sees the code."""
    code = _code(request, number)
    if not code:
        return redirect("public:follow")
    here = context.of(request)
    matter, _, said = follow_matter(number, code)
    facts = {
        "matter": matter,
        "code": f"{code[:4]}-{code[4:]}",
        "title": said.get(1, ("", ""))[0],
        "steps": story.what_next(matter, here.policy, here.now),
        "mandate": agency.mandate(matter, here.policy, here.now),
        "danger": danger.told(_danger_of(matter), here.policy),
        **_together(request, matter),
    }
    return render(request, "public/receipt.html", facts)


@never_cache
def follow(request: HttpRequest) -> HttpResponse:
    """查进度: number and receipt code open the matter for this browser."""
    if request.method != "POST":
        form = Find(initial={"number": request.GET.get("number", "")[:40]})
        return render(request, "public/follow.html", {"form": form, "mine": list(request.session.get(RECEIPTS, {}))})
    form = Find(request.POST)
    if form.is_valid():
        number, code = form.cleaned_data["number"], form.cleaned_data["code"]
        try:
            follow_matter(number, code)
        except NotFound:
            # one sentence for both: nobody can try out which numbers exist
            form.add_error(None, gettext("编号和回执码对不上。请照着回执再看一遍；丢了回执可以拨打 12345。"))
        else:
            _keep(request, number, code.strip().upper().replace("-", "").replace(" ", ""))
            return redirect("public:matter", number=number)
    return render(request, "public/follow.html", {"form": form}, status=422)


def _matter_page(
    request: HttpRequest, number: str, code: str, form: Rate | None = None, more: Add | None = None
) -> HttpResponse:
    here = context.of(request)
    matter, history, said = follow_matter(number, code)
    reply = matter.clock("reply") or matter.clock("dispatch") or matter.clock("decide") or matter.clock("check")
    explained = why.explain(matter, history, here.policy, here.now)
    if form is None and matter.state == "handled":
        form = Rate(one_by_one=_large(request))
    shown, answered_by, answer = story.reply_of(history, said, here.policy)
    points, answer = story.points_of(matter, history, said, answer)
    facts = {
        "matter": matter,
        "title": said.get(1, ("", ""))[0] or number,
        "answered_by": answered_by,
        "answer": answer,
        "points": points,
        "spoken": story.language_of(history),
        "headline": story.headline(matter, history, here.policy, here.now),
        "badge": badge(reply, here.policy, here.now) if matter.open else None,
        "explained": explained[0] if explained else None,
        "mandate": agency.mandate(matter, here.policy, here.now),
        "review_until": petitions.review_until(matter, here.now),
        "lines": story.timeline(matter, history, said, here.policy, here.now, shown),
        "form": form if matter.state == "handled" else None,
        "more": (more or Add()) if matter.open else None,
        "mine": applications.mine(matter, here.policy, here.now) if matter.track == "application" else None,
        **_together(request, matter),
    }
    wrong = any(f is not None and f.errors for f in (form, more))
    return render(request, "public/matter.html", facts, status=422 if wrong else 200)


@never_cache
def matter(request: HttpRequest, number: str) -> HttpResponse:
    """One matter as its resident sees it."""
    code = _code(request, number)
    return _matter_page(request, number, code) if code else redirect(f"/follow/?number={number}")


@never_cache
def explain(request: HttpRequest, number: str) -> HttpResponse:
    """为什么是这一天: every clock with its days and its article."""
    code = _code(request, number)
    if not code:
        return redirect(f"/follow/?number={number}")
    here = context.of(request)
    matter, history, said = follow_matter(number, code)
    facts = {
        "matter": matter,
        "title": said.get(1, ("", ""))[0],
        "clocks": why.explain(matter, history, here.policy, here.now),
    }
    return render(request, "public/explain.html", facts)


@never_cache
@require_http_methods(["POST"])
def rate(request: HttpRequest, number: str) -> HttpResponse:
    """评价: three answers; sent once, because the matter then moves on."""
    code = _code(request, number)
    if not code:
        return redirect(f"/follow/?number={number}")
    form, take = turn(Rate, request.POST, _large(request))
    assert isinstance(form, Rate)
    if not take:
        return _matter_page(request, number, code, form)
    here, given = context.of(request), form.cleaned_data
    rate_matter(
        number,
        code,
        contacted=given["contacted"] == "yes",
        solved=given["solved"] == "yes",
        satisfaction=given["content"],
        words=given["why"],
        policy=here.policy,
        now=here.now,
    )
    return redirect("public:matter", number=number)


@never_cache
@require_http_methods(["POST"])
def add(request: HttpRequest, number: str) -> HttpResponse:
    """补充: one more thing, said with the receipt; the same words twice in a row are kept once."""
    code = _code(request, number)
    if not code:
        return redirect(f"/follow/?number={number}")
    form = Add(request.POST)
    if not form.is_valid():
        return _matter_page(request, number, code, more=form)
    here = context.of(request)
    _, history, said = follow_matter(number, code)
    if story.latest_words(history, said) != story.masked(form.cleaned_data["words"], here.policy, here.now):
        note(number, form.cleaned_data["words"], actor=RESIDENT, policy=here.policy, now=here.now)
    return redirect("public:matter", number=number)


@never_cache
@require_http_methods(["POST"])
def revoke(request: HttpRequest, number: str) -> HttpResponse:
    """撤回委托: at any time, without a reason; nobody acts any more."""
    code = _code(request, number)
    if not code:
        return redirect(f"/follow/?number={number}")
    here = context.of(request)
    follow_matter(number, code)
    end_mandate(number, "revoked", actor=RESIDENT, policy=here.policy, now=here.now)
    return redirect("public:matter", number=number)


@never_cache
@require_http_methods(["POST"])
def review(request: HttpRequest, number: str) -> HttpResponse:
    """请求复查: within the days after the opinion letter, in the petitioner's own words."""
    code = _code(request, number)
    if not code:
        return redirect(f"/follow/?number={number}")
    here = context.of(request)
    follow_matter(number, code)
    ask_review(number, request.POST.get("words", ""), actor=RESIDENT, policy=here.policy, now=here.now)
    return redirect("public:matter", number=number)
