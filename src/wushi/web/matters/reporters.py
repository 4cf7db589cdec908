"""Shows one event with many reporters (多人反映): how the reports came in, how each stands, and that one answer reaches all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wushi.domain.calendar import local
from wushi.steps import gathering, moves
from wushi.steps.gathering import Report
from wushi.web import context, words
from wushi.web.context import STAFF, for_post

WIDE, HIGH = 600, 160  # of the drawing; the page stretches it
_HOURLY = timedelta(hours=48)  # a longer span is told by days
_SHOWN = 200  # reports listed one by one; the curve and the sums know all


@dataclass(frozen=True, slots=True)
class Curve:
    """The number of reports over time as a line of steps; its table stands behind it."""

    title: str
    points: str
    start: str
    end: str
    most: int
    rows: tuple[tuple[str, int, int], ...]  # (hour or day, new, together)


@dataclass(frozen=True, slots=True)
class Shown:
    """A report as the page lists it."""

    report: Report
    standing: str


def standings() -> dict[str, str]:
    return {
        gathering.WAITING: gettext("等着答复"),
        gathering.ANSWERED: gettext("答复了，还没问到"),
        gathering.CONTENT: gettext("认可"),
        gathering.OBJECTS: gettext("不认可"),
        gathering.APART: gettext("另有结果"),
    }


def _steps(at: Sequence[datetime]) -> str:
    """Level until the next report comes, then one step up."""
    first, span = at[0], (at[-1] - at[0]).total_seconds() or 1.0
    n, made = len(at), [f"0,{HIGH}"]
    for count, moment in enumerate(at, 1):
        x = WIDE * (moment - first).total_seconds() / span
        made += [f"{x:.1f},{HIGH - HIGH * (count - 1) / n:.1f}", f"{x:.1f},{HIGH - HIGH * count / n:.1f}"]
    return " ".join([*made, f"{WIDE},0"])


def curve(at: Sequence[datetime], now: datetime) -> Curve:
    """`at`: when the reports came, in order; there are two or more."""
    today, span = local(now).date(), at[-1] - at[0]
    hourly = span <= _HOURLY
    named = [
        words.moment(local(t).replace(minute=0, second=0, microsecond=0), today)
        if hourly
        else words.day(local(t).date(), today)
        for t in at
    ]
    rows, total = [], 0
    for name, new in Counter(named).items():
        total += new
        rows.append((name, new, total))
    title = ngettext("%(n)d 人次反映，前后相隔%(span)s", "%(n)d 人次反映，前后相隔%(span)s", len(at)) % {
        "n": len(at),
        "span": words.span(span.total_seconds()),
    }
    start, end = words.moment(at[0], today), words.moment(at[-1], today)
    return Curve(title, _steps(at), start, end, len(at), tuple(rows))


@never_cache
@require_safe
@for_post(*STAFF)
def reporters(request: HttpRequest, number: str) -> HttpResponse:
    """All who reported this one event."""
    here = context.of(request)
    found = gathering.gathered(number, here.actor, here.policy)
    named = standings()
    may = {move.name for move in moves.open_to(here.actor, found.lead, here.policy)}
    facts = {
        "lead": found.lead,
        "curve": curve([r.at for r in found.reports], here.now) if len(found.reports) > 1 else None,
        "standing": [(named[status], found.of(status)) for status in named if found.of(status)],
        "objecting": [Shown(r, named[r.status]) for r in found.reports if r.status == gathering.OBJECTS],
        "shown": [Shown(r, named[r.status]) for r in found.reports[:_SHOWN]],
        "more": max(0, len(found.reports) - _SHOWN),
        "left": found.left,
        "answers": "reply" in may,
        "informs": "inform" in may,
    }
    return render(request, "matters/reporters.html", facts)
