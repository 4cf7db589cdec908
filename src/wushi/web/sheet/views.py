"""The answer sheet in public: a period's figures, and each figure down to the matters that make it."""

from __future__ import annotations

import csv
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from wushi.domain import periods
from wushi.domain.indicators import Figure, Indicator
from wushi.domain.periods import Period
from wushi.steps.evaluate import figures
from wushi.web import context, words
from wushi.web.parts import Pager, Tab
from wushi.web.sheet import reading, telling

PAGE = 50


def _period(request: HttpRequest, ask: figures.Asking) -> Period:
    """The period of the address; else the year of the last records."""
    return telling.parse(request.GET.get("period", ""), periods.around(ask.last_month().first, "year"))


def _months(over: Period, ask: figures.Asking, slug: str = "") -> list[Tab]:
    """The months of the year in which the period lies, as far as there are records."""
    base = reverse("sheet:figure", args=[slug]) if slug else reverse("sheet:sheet")
    found = [periods.of_month(over.first.year, n) for n in range(1, 13)]
    whole = periods.around(over.first, "year")
    tabs = [Tab(gettext("全年"), f"{base}?period={whole.text}", over == whole)]
    return tabs + [Tab(telling.short(m), f"{base}?period={m.text}", m == over) for m in found if not ask.covers(m)]


def sheet(request: HttpRequest) -> HttpResponse:
    """答卷: every public figure of the period as a sentence."""
    here = context.of(request)
    with reading.asking(here.policy, here.now) as ask:
        over = _period(request, ask)
        facts: dict[str, Any] = {
            "when": telling.period(over),
            "told": reading.sheet(here.policy, ask, over),
            "none": ask.covers(over),
            "years": [Tab(telling.period(y), f"?period={y.text}", y.first.year == over.first.year) for y in reading.years(ask, here.now)],
            "months": _months(over, ask),
            "position": ask.position,
            "exported_at": ask.exported_at,
        }  # fmt: skip
    return render(request, "sheet/sheet.html", facts)


def figure(request: HttpRequest, slug: str) -> HttpResponse:
    """One figure: its value, how it is counted, its trend, its parts, and the matters behind it."""
    here = context.of(request)
    one = reading.public(slug, here.policy)
    language = words.pack_language()
    after, only = request.GET.get("after", "")[:40], request.GET.get("only", "")
    only = only if only in ("numerator", "excluded") else ""
    with reading.asking(here.policy, here.now) as ask:
        over = _period(request, ask)
        [found] = ask.figures(over, [one])
        group = figures.check_group(one, request.GET.get("group", "") or (one.groups[0] if one.groups else ""))
        rows = ask.rows(over, one, after=after, limit=PAGE + 1, only=only)
        facts = {
            "one": one,
            "name": one.word("name", language),
            "texts": {key: one.word(key, language) for key in ("why", "how", "base", "exclusions")},
            "figure": found,
            "value": telling.value(found),
            "sentence": telling.sentence(one, found),
            "none": telling.why_none(found),
            "excluded": telling.excluded(one, found),
            "numerator": telling.number(found.numerator),
            "denominator": telling.number(found.denominator),
            "over": over,
            "when": telling.period(over),
            "months": _months(over, ask, slug),
            "trend": reading.trend(ask, one, over),
            "finding": _finding(one, found, ask, over),
            "parts": reading.parts(here.policy, ask, one, over, group) if group else None,
            "groups": [Tab(group_name(g), reading.address(slug, over, group=g), g == group) for g in one.groups],
            "rows": [_row(row) for row in rows[:PAGE]],
            "pager": _pager(slug, over, after, only, rows),
            "kinds": _kinds(slug, over, only),
            "position": ask.position,
        }
    return render(request, "sheet/figure.html", facts)


def _finding(one: Indicator, found: Figure, ask: figures.Asking, over: Period) -> str:
    """The title of the trend says what it finds."""
    [earlier] = reading.before(ask, over, [one])
    name = one.word("name", words.pack_language())
    change = telling.change(found, earlier, over.before()) if earlier else ""
    return gettext("%(name)s：%(change)s") % {"name": name, "change": change} if change else name


def group_name(group: str) -> str:
    return {
        "unit": gettext("按单位"),
        "subject": gettext("按大类"),
        "subject_2": gettext("按小类"),
        "type": gettext("按类型"),
        "channel": gettext("按渠道"),
        "place": gettext("按镇街"),
        "community": gettext("按社区"),
        "tier": gettext("按缓急"),
    }.get(group, group)


def _kinds(slug: str, over: Period, only: str) -> list[Tab]:
    names = (("", gettext("全部")), ("numerator", gettext("计入分子的")), ("excluded", gettext("不参与计算的")))
    return [Tab(n, reading.address(slug, over, **({"only": k} if k else {})) + "#rows", k == only) for k, n in names]


def _pager(slug: str, over: Period, after: str, only: str, rows: list[dict[str, Any]]) -> Pager:
    more = {"only": only} if only else {}
    following = ""
    if len(rows) > PAGE:
        following = reading.address(slug, over, after=rows[PAGE - 1]["number"], **more) + "#rows"
    return Pager(reading.address(slug, over, **more) + "#rows" if after else "", following)


def _row(row: dict[str, Any]) -> dict[str, str]:
    """A matter in public: number, days, in or out. No unit, place or subject: cells too small to be shown as a table must
    not be found again by counting rows."""
    weight = float(row["in_numerator"] or 0)
    return {
        "number": row["number"],
        "registered": row["registered_on"].isoformat() if row["registered_on"] else "",
        "ended": row["ended_at"].isoformat()[:10] if row["ended_at"] else "",
        "counted": "excluded" if row["excluded"] else "yes" if weight else "no",
        "weight": telling.number(weight) if weight not in (0.0, 1.0) else "",
        "simulated": "yes" if row["simulated"] else "",
    }


def rows(request: HttpRequest, slug: str) -> HttpResponse:
    """All matters behind the figure as CSV, so that anybody can add them up."""
    here = context.of(request)
    one = reading.public(slug, here.policy)
    with reading.asking(here.policy, here.now) as ask:
        over = _period(request, ask)
        found = [_row(row) for row in ask.rows(over, one)]
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}-{over.text}.csv"'
    response.write("\ufeff")  # spreadsheets take it for UTF-8 only with this
    names = ("number", "registered", "ended", "counted", "weight", "simulated")
    out = csv.DictWriter(response, names)
    out.writeheader()
    out.writerows(found)
    return response
