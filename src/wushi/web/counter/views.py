"""The counter (综合窗口): what waits for this window, a new application with its papers ticked, the next number, a new catalogue."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from wushi.channels.spreadsheet import service_items
from wushi.domain.errors import BadInput
from wushi.steps import applications
from wushi.steps import catalogue as steps
from wushi.steps.handle.service import hall
from wushi.store.hall import tickets
from wushi.web import context, parts
from wushi.web.context import Here, for_post
from wushi.web.matters import lists
from wushi.web.services.applying import handed_in
from wushi.web.services.views import promise_in_words
from wushi.web.templatetags.wushi import name_in

_LISTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("check", ("registered", "checking")),
    ("supplement", ("supplement",)),
    ("examining", ("examining", "bundled")),
    ("decided", ("decided",)),
    ("reviews", ("bad_review", "exclusion_asked", "exclusion_appealed")),
)
WINDOW = "window"  # of the session: at which window the clerk sits


def _names() -> dict[str, str]:
    return {
        "check": gettext("待核对"),
        "supplement": gettext("待补正"),
        "examining": gettext("部门审查"),
        "decided": gettext("待送达"),
        "reviews": gettext("差评"),
    }


def _rows(here: Here, states: tuple[str, ...]) -> list[parts.Row]:
    """The applications in these states that the post follows, the soonest due first."""
    found = [row for state in states for row in applications.in_state(state, here.actor, here.policy)]
    return [lists.row_of(row, here) for row in sorted(found, key=lambda row: (row.due, row.id))]


@never_cache
@require_safe
@for_post("see.window")
def listed(request: HttpRequest) -> HttpResponse:
    """What waits for the window, and what the window waits for."""
    here, names = context.of(request), _names()
    chosen = request.GET.get("list", "check")
    states = dict(_LISTS).get(chosen, dict(_LISTS)["check"])
    tabs = [parts.Tab(names[name], f"{request.path}?list={name}", name == chosen) for name, _ in _LISTS]
    return render(request, "counter/list.html", {"tabs": tabs, "rows": _rows(here, states)})


@never_cache
@require_safe
@for_post("see.window")
def choose(request: HttpRequest) -> HttpResponse:
    """A new application begins with its item: typed, found, ticked."""
    here = context.of(request)
    said = request.GET.get("q", "")[:60]
    items, total = steps.search(said, here.policy, here.today, size=12) if said else ([], 0)
    shown = [(i, name_in(here.policy, "unit", i.unit), promise_in_words(i)) for i in items]
    page = "counter/_items.html" if request.htmx else "counter/new.html"  # type: ignore[attr-defined]
    return render(request, page, {"items": shown, "said": said, "total": total})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_post("see.window")
def take_in(request: HttpRequest, code: str) -> HttpResponse:
    """The papers on the counter are ticked off against the item's list."""
    here = context.of(request)
    form, item, receipt = handed_in(request, code, way="window", actor=here.actor)
    if receipt is not None:
        messages.success(
            request, gettext("已登记 %(number)s，回执码 %(code)s。") % {"number": receipt.number, "code": receipt.code}
        )
        return redirect("matters:matter", number=receipt.number)
    facts = {"form": form, "item": item, "promise": promise_in_words(item)}
    return render(request, "counter/take_in.html", facts, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_post("see.window")
def calling(request: HttpRequest) -> HttpResponse:
    """叫号: who is at my window, the next one, who did not come."""
    here = context.of(request)
    windows = here.policy.service.windows
    mine = request.POST.get("window") or request.session.get(WINDOW, "")
    mine = mine if mine in windows else next(iter(windows), "")
    if request.method == "POST":
        request.session[WINDOW] = mine
        match request.POST.get("go"):
            case "next":
                if hall.call(mine, actor=here.actor, policy=here.policy, now=here.now) is None:
                    messages.info(request, gettext("现在没有人在等。"))
            case "missed":
                hall.finish(mine, actor=here.actor, policy=here.policy, now=here.now, missed=True)
            case "done":
                hall.finish(mine, actor=here.actor, policy=here.policy, now=here.now)
        return redirect("counter:calling")
    there = tickets.at_window(here.today, mine)
    versions = steps.current(here.policy).versions
    waiting = tickets.waiting(here.today)
    facts = {
        "windows": [(w.code, name_in_window(w, here)) for w in windows.values()],
        "mine": mine,
        "there": there,
        "item": versions[there.item][-1] if there and there.item in versions else None,
        "waiting": waiting.get(windows[mine].letter, 0) if mine else 0,
    }  # fmt: skip
    return render(request, "counter/calling.html", facts)


def name_in_window(window: object, here: Here) -> str:
    english = here.language == "en"
    return str(getattr(window, "name_en" if english else "name"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_post("import")
def bring_in(request: HttpRequest) -> HttpResponse:
    """The district's own catalogue from Excel: first what it would change, then yes."""
    here = context.of(request)
    facts: dict[str, object] = {"files": steps.versions.files(), "today": here.today.isoformat()}
    if request.method != "POST":
        return render(request, "counter/catalogue.html", facts)
    given = request.FILES.get("file")
    try:
        since = date.fromisoformat(request.POST.get("since", ""))
    except ValueError:
        since = here.today
    if given is None:
        return render(request, "counter/catalogue.html", {**facts, "refused": gettext("请选一个文件。")}, status=422)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalogue.xlsx"
        with path.open("wb") as file:
            for chunk in given.chunks():
                file.write(chunk)
        if path.read_bytes()[:2] != b"PK":
            path = path.rename(path.with_suffix(".csv"))
        try:
            found = service_items.read(path, here.policy, since, name=str(given.name))
            if found.mistakes:
                facts |= {"mistakes": found.mistakes[:100], "more": max(0, len(found.mistakes) - 100)}
                return render(request, "counter/catalogue.html", facts, status=422)
            if request.POST.get("go") == "yes":
                brought = steps.take_in(
                    found.items, found.materials, actor=here.actor, policy=here.policy, now=here.now, file=found.file,
                    digest=found.digest, since=since,
                )  # fmt: skip
                n = {"new": len(brought.new), "changed": len(brought.changed)}
                messages.success(request, gettext("已采用：新增 %(new)s 项，改动 %(changed)s 项。") % n)
                return redirect("counter:catalogue")
            brought = steps.compare(found.items, here.policy)
        except BadInput as refusal:
            return render(request, "counter/catalogue.html", {**facts, "refused": str(refusal)}, status=422)
    return render(request, "counter/catalogue.html", {**facts, "brought": brought, "since": since.isoformat()})
