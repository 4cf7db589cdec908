"""The answer sheet in public: a period's figures, and each figure down to the matters that make it."""

from __future__ import annotations

import csv
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from wushi.domain import periods, telling
from wushi.domain.indicators import Figure, Indicator
from wushi.domain.periods import Period
from wushi.steps.evaluate import figures, naming, reports
from wushi.web import context, words
from wushi.web.parts import Pager, Tab
from wushi.web.sheet import reading
from wushi.web.written import label, shown

PAGE = 50


def _period(request: HttpRequest, ask: figures.Asking) -> Period:
    """The period of the address; else the year of the last records."""
    given = request.GET.get("period", "")
    return periods.parse(given) if given else periods.around(ask.last_month().first, "year")


def _months(over: Period, ask: figures.Asking, slug: str) -> list[Tab]:
    """The months of the year in which the period lies, as far as there are records."""
    base = reverse("sheet:figure", args=[slug])
    found = [periods.of_month(over.first.year, n) for n in range(1, 13)]
    whole = periods.around(over.first, "year")
    tabs = [Tab(gettext("全年"), f"{base}?period={whole.text}", over == whole)]
    return tabs + [Tab(label(m), f"{base}?period={m.text}", m == over) for m in found if not ask.covers(m)]


def _years(ask: figures.Asking, over: str) -> list[Tab]:
    return [Tab(y.text, f"?period={y.text}", y.text == over) for y in reading.years(ask)]


def sheet(request: HttpRequest) -> HttpResponse:
    """答卷: the pack's report of a year, every number of it open."""
    here = context.of(request)
    language = words.pack_language()
    with reading.asking(here.policy, here.now) as ask:
        given = request.GET.get("period", "")
        if given and ask.covers(periods.parse(given)):
            when = telling.period(periods.parse(given), language)
            return render(request, "sheet/none.html", {"when": when, "years": _years(ask, "")})
        report = reports.write("answer-sheet", given, policy=here.policy, now=here.now, language=language, asking=ask)
        facts: dict[str, Any] = {
            "report": report,
            "none": ask.covers(report.period),
            "chapters": shown(report, reading.opens(here.policy)),
            "years": _years(ask, report.period.text),
            "all": reading.others(here.policy, report),
        }
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
            "value": telling.value(found, language),
            "sentence": telling.sentence(one, found, language, over),
            "none": telling.why(found, language),
            "excluded": [
                (naming.reason_name(one, code, here.policy, language), telling.amount(n))
                for code, n in found.excluded.items()
            ],
            "numerator": telling.amount(found.numerator),
            "denominator": telling.amount(found.denominator),
            "over": over,
            "when": telling.period(over, language),
            "months": _months(over, ask, slug),
            "trend": reading.trend(ask, one, over),
            "finding": _finding(one, found, ask, over),
            "parts": reading.parts(here.policy, ask, one, over, group) if group else None,
            "groups": [
                Tab(naming.group_name(g, language), reading.address(slug, over, group=g), g == group)
                for g in one.groups
            ],
            "rows": [_row(row) for row in rows[:PAGE]],
            "pager": _pager(slug, over, after, only, rows),
            "kinds": _kinds(slug, over, only),
            "position": ask.position,
        }
    return render(request, "sheet/figure.html", facts)


def _finding(one: Indicator, found: Figure, ask: figures.Asking, over: Period) -> str:
    """The title of the trend says what it finds."""
    language = words.pack_language()
    [earlier] = reading.before(ask, over, [one])
    name = one.word("name", language)
    changed = telling.change(found, earlier, language) if earlier else ""
    if not changed:
        return name
    facts = {"name": name, "change": telling.compared(changed, over.before(), language)}
    return gettext("%(name)s：%(change)s") % facts


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
        "weight": telling.amount(weight) if weight not in (0.0, 1.0) else "",
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
