"""Shows danger (险情) that nobody has taken: on a page of its own and as a banner that asks again every few seconds."""

from __future__ import annotations

import hashlib
import statistics
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wushi.domain import duty, periods
from wushi.domain.calendar import local
from wushi.domain.errors import BadInput
from wushi.domain.matter import Matter
from wushi.domain.periods import Period
from wushi.steps import moves, watching
from wushi.store.ledger.worklist import Row
from wushi.web import context, words
from wushi.web.context import Here, for_post
from wushi.web.matters.fields import Asked, MoveForm
from wushi.web.templatetags.wushi import name_in

_PAGES = ("see.duty",)
_JUDGED = 20  # of those judged lately
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Danger:
    """One matter in danger as the page shows it: what, where, since when, what to say, what the post may do."""

    number: str
    version: int
    title: str
    sort: str
    line: str
    line_name: str
    words: str
    place: str
    since: datetime
    epoch: int
    seconds: int | None
    say: str
    by_person: bool
    escalated: bool
    simulated: bool
    may: frozenset[str]
    real: bool | None = None
    reason: str = ""
    judge: MoveForm | None = None


def _shown(row: Row, here: Here, *, judging: bool = False) -> Danger:
    m, policy, english = row.matter, here.policy, words.english()
    raised, sort = m.danger, policy.danger.sorts.get(m.danger.sort if m.danger else "")
    assert raised is not None
    clock = m.clock(duty.CLOCK)
    since = clock.start if clock else raised.at
    spent = duty.seconds(m)
    may = frozenset(move.name for move in moves.open_to(here.actor, m, policy))
    return Danger(
        number=m.number,
        version=m.version,
        title=row.title,
        sort=((sort.name_en if english else "") or sort.name) if sort else "",
        line=raised.line,
        line_name=name_in(policy, "emergency", raised.line),
        words=words.listed(f"“{word}”" for word in raised.words),
        place=name_in(policy, "unit", m.place) if m.place else gettext("地点没写明"),
        since=since,
        epoch=int(since.timestamp()),
        seconds=None if spent is None else round(spent),
        say=((sort.say_en if english else "") or sort.say) if sort else "",
        by_person=raised.by == "person",
        escalated=duty.escalated(m),
        simulated=m.simulated,
        may=may,
        real=raised.real,
        reason=raised.reason,
        judge=_judge_form(m, here) if judging and "judge_danger" in may else None,
    )


def _judge_form(matter: Matter, here: Here) -> MoveForm:
    return MoveForm(Asked(moves.MOVES["judge_danger"], matter, here.policy, here.now))


def _mark(found: list[Danger]) -> str:
    """What tells one state of the list from another: an unchanged one is not sent, and so not read aloud again."""
    said = "|".join(f"{d.number}{d.escalated:d}" for d in found)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _waiting(here: Here) -> list[Danger]:
    found = [_shown(row, here) for row in watching.watch(here.actor, here.policy, here.now).waiting]
    if not here.may_open("see.desk"):
        found = [d for d in found if d.escalated]  # those above see what the duty has let pass
    return found


def _part(request: HttpRequest, template: str) -> HttpResponse:
    here = context.of(request)
    found = _waiting(here)
    mark = _mark(found)
    if request.GET.get("seen", "") == mark:
        return HttpResponse(status=204)
    return render(request, template, {"waiting": found, "mark": mark})


@never_cache
@require_safe
@for_post(*_PAGES)
def banner(request: HttpRequest) -> HttpResponse:
    """The banner on every page of staff on duty; 204 while nothing has changed."""
    return _part(request, "duty/_banner.html")


@never_cache
@require_safe
@for_post(*_PAGES)
def waiting(request: HttpRequest) -> HttpResponse:
    """The upper part of the page alone."""
    return _part(request, "duty/_waiting.html")


@never_cache
@require_safe
@for_post(*_PAGES)
def page(request: HttpRequest) -> HttpResponse:
    """险情: first what nobody has taken, then what waits to be judged, then what was judged lately."""
    here = context.of(request)
    watch = watching.watch(here.actor, here.policy, here.now)
    found = _waiting(here)
    facts = {
        "waiting": found,
        "mark": _mark(found),
        "taken": [_shown(row, here, judging=True) for row in watch.taken],
        "judged": [_shown(row, here) for row in watch.judged[:_JUDGED]],
        "limit": here.policy.limit(duty.TAKE).at(here.today),
    }
    return render(request, "duty/page.html", facts)


@never_cache
@require_safe
@for_post(*_PAGES)
def week(request: HttpRequest) -> HttpResponse:
    """What the rules got wrong in a week (ISO 8601): false alarms and misses, and how long it took until somebody had it."""
    here = context.of(request)
    period = _week(request.GET.get("week", ""), local(here.now).date())
    found = watching.week(here.actor, here.policy, period.since, period.until)
    after = periods.around(period.last + _DAY, "week")
    return render(
        request,
        "duty/week.html",
        {
            "period": period,
            "found": found,
            "median": round(statistics.median(found.seconds)) if found.seconds else None,
            "longest": round(found.seconds[-1]) if found.seconds else None,
            "false_alarms": [_shown(row, here) for row in found.false_alarms],
            "misses": [_shown(row, here) for row in found.misses],
            "before": period.before(),
            "after": after if after.first <= local(here.now).date() else None,
        },
    )


def _week(asked: str, today: date) -> Period:
    """The week that was asked for; this one where the name is none."""
    try:
        found = periods.parse(asked)
    except BadInput:
        found = periods.around(today, "week")
    return found if found.kind == "week" else periods.around(found.first, "week")
