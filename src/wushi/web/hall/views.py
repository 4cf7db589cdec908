"""The hall's pages: the board (叫号屏), a number at the door (取号), an appointment (预约)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from wushi.domain.calendar import local
from wushi.domain.catalogue import Item
from wushi.domain.errors import BadInput, NotFound, RuleBroken
from wushi.steps import catalogue
from wushi.steps.handle.service import hall
from wushi.store.hall import tickets
from wushi.web import context, words
from wushi.web.context import Here

_MINE = "tickets"  # of the session


def queues(here: Here) -> list[tuple[str, str]]:
    """Each queue once: its letter, and the names of its windows."""
    english = here.language == "en"
    found: dict[str, list[str]] = {}
    for window in here.policy.service.windows.values():
        found.setdefault(window.letter, []).append(window.name_en if english else window.name)
    return [(letter, words.listed(names)) for letter, names in found.items()]


@never_cache
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Who is called to which window, who comes next; it renews itself."""
    here = context.of(request)
    called, following, waiting = hall.display(here.policy, here.now)
    windows = here.policy.service.windows
    english = here.language == "en"
    named = [
        (
            t.shown,
            (windows[t.window].name_en if english else windows[t.window].name) if t.window in windows else t.window,
        )
        for t in called
    ]
    facts = {
        "called": named,
        "following": [t.shown for t in following],
        "waiting": sum(waiting.values()),
        "now": here.now,
    }
    page = "hall/_board.html" if request.htmx else "hall/board.html"  # type: ignore[attr-defined]
    return render(request, page, facts)


def _item(request: HttpRequest, here: Here) -> Item | None:
    code = request.POST.get("item") or request.GET.get("item", "")
    try:
        return catalogue.current(here.policy).item(code, here.today) if code else None
    except NotFound:
        return None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest) -> HttpResponse:
    """取号, or with the code of an appointment."""
    here, told = context.of(request), ""
    if request.method == "POST":
        try:
            if request.POST.get("code"):
                held = hall.arrive(request.POST["code"][:12], here.policy, here.now)
            else:
                held = hall.take_number(request.POST.get("letter", "")[:1], here.policy, here.now)
            request.session[_MINE] = held.id
            return redirect("hall:take")
        except NotFound:
            told = gettext("没有这个预约，或者不是今天的。")
    mine = tickets.one(request.session[_MINE]) if request.session.get(_MINE) else None
    if mine is not None and mine.day != here.today:
        mine = None
    before = sum(1 for t in tickets.next_up(here.today, 200) if mine and t.letter == mine.letter and t.id < mine.id)
    facts = {"queues": queues(here), "mine": mine, "before": before, "told": told}
    return render(request, "hall/take.html", facts, status=422 if told else 200)


def _slots(letter: str, here: Here) -> list[tuple[str, list[tuple[str, str]]]]:
    """(day in words, [(moment, 10:00, 3 seats)]) of the coming days with seats left."""
    found = []
    for n in range(hall.AHEAD):
        day = here.today + timedelta(days=n)
        free = [(at, left) for at, left in hall.slots_on(letter, day, here.policy, here.now) if left > 0]
        if free:
            label = [
                (at.isoformat(), gettext("%(time)s，还有 %(n)s 个") % {"time": f"{local(at):%H:%M}", "n": left})
                for at, left in free
            ]
            found.append((words.day(day, here.today), label))
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest) -> HttpResponse:
    """预约: a half hour at the windows that take the item; no name is asked, the code is the appointment."""
    here, told, held = context.of(request), "", None
    item = _item(request, here)
    letter = request.POST.get("letter") or request.GET.get("letter") or hall.letter_for(item, here.policy)
    if request.method == "POST" and request.POST.get("slot"):
        try:
            slot = datetime.fromisoformat(request.POST["slot"]).astimezone(UTC)
            held = hall.book(letter, slot, here.policy, here.now, item.code if item else "")
        except (ValueError, BadInput):
            told = gettext("请从列出的时间里选一个。")
        except RuleBroken:
            told = gettext("这半小时刚刚约满了，请另选一个。")
    if request.method == "POST" and request.POST.get("cancel"):
        tickets.cancel(request.POST["cancel"][:12])
        told = gettext("预约已取消。")
    facts = {
        "queues": queues(here), "letter": letter, "item": item, "days": _slots(letter, here) if held is None else [],
        "held": held, "told": told,
    }  # fmt: skip
    return render(request, "hall/book.html", facts)
