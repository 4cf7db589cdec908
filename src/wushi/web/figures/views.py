"""The supervisor's week, the month's analysis, all figures of a branch and each with its matters, reports as files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wushi.domain import periods, telling, visibility
from wushi.domain.errors import NotFound
from wushi.domain.indicators import Figure, Indicator
from wushi.domain.periods import Period
from wushi.steps.evaluate import figures, naming, reports, restating
from wushi.steps.evaluate.figures import Asking
from wushi.web import context, words
from wushi.web.context import Here, for_post
from wushi.web.figures import ahead, files
from wushi.web.parts import Bar, Pager, Tab
from wushi.web.written import label, largest, share, shown

PAGE = 50
_SHOWN = 12  # parts of a figure on the page
# report -> the permission that opens its page
_PERMISSIONS = {"weekly": "see.week", "monthly": "see.figures"}


def _unit(request: HttpRequest, here: Here) -> str:
    """The branch asked for, within the one that the post sees. Raises NotFound for any other."""
    top = visibility.branch(here.actor, here.policy) or here.actor.unit
    asked = request.GET.get("unit", "")
    if not asked:
        return top
    if asked not in here.policy.tree or not here.policy.tree.is_within(asked, top):
        raise NotFound(what="unit", name=asked)
    return asked


def _asking(here: Here) -> Asking:
    figures.refresh(here.policy, here.now, most=figures.PAGE_WAITS_FOR)
    return Asking(here.policy, here.now)


def _query(period: Period, unit: str, here: Here, **more: str) -> str:
    asked = {"period": period.text, **{k: v for k, v in more.items() if v}}
    if unit != (visibility.branch(here.actor, here.policy) or here.actor.unit):
        asked["unit"] = unit
    return urlencode(asked)


def _where(here: Here, figure: Figure, **more: str) -> str:
    unit = figure.branch or here.policy.district
    over = periods.parse(figure.period)
    keyed = {"group": figure.group, "key": figure.key} if figure.group else {}
    return f"{reverse('lead:figure', args=[figure.indicator])}?{_query(over, unit, here, **keyed, **more)}"


def _report(request: HttpRequest, name: str, view: str) -> HttpResponse:
    here = context.of(request)
    unit, language = _unit(request, here), words.pack_language()
    with _asking(here) as ask:
        report = reports.write(
            name, request.GET.get("period", ""), policy=here.policy, now=here.now, language=language,
            unit="" if unit == here.policy.district else unit, asking=ask,
        )  # fmt: skip
        why = ask.covers(report.period)
    over = report.period

    def step(to: Period) -> dict[str, str]:
        return {"url": f"{reverse(view)}?{_query(to, unit, here)}", "name": telling.period(to, language)}

    after = periods.around(over.last.fromordinal(over.last.toordinal() + 1), over.kind)
    facts = {
        "report": report,
        "none": telling.reason(why, language) if why else "",
        "chapters": shown(report, lambda figure: _where(here, figure)),
        "before": step(over.before()),
        "after": step(after) if after.since < here.now and over.kind != "days" else None,
        "files": [
            (form.upper(), f"{reverse('lead:file', args=[name, form])}?{_query(over, unit, here)}")
            for form in ("docx", "xlsx", "html", "json")
        ],
    }
    return render(request, "reports/report.html", facts | (_ahead(here) if name == "monthly" else {}))


def _ahead(here: Here) -> dict[str, Any]:
    """反复发生的地方 and 未诉先办, as of today whatever month is read: what can still be done."""
    return {"places": ahead.places(here), "ahead": ahead.shown_ahead(here)}


@never_cache
@require_safe
@for_post("see.week")
def week(request: HttpRequest) -> HttpResponse:
    """周报督办."""
    return _report(request, "weekly", "lead:week")


@never_cache
@require_safe
@for_post("see.figures")
def month(request: HttpRequest) -> HttpResponse:
    """月报分析."""
    return _report(request, "monthly", "lead:month")


@never_cache
@require_safe
def file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """A report as a file, of the period and branch of the page; for whoever may open the page."""
    return for_post(_PERMISSIONS.get(name, "see.figures"))(_file)(request, name, form)


def _file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    here = context.of(request)
    if form not in files.TYPES:
        raise NotFound(what="report", name=f"{name}.{form}")
    unit = _unit(request, here)
    with _asking(here) as ask:
        report = reports.write(
            name,
            request.GET.get("period", ""),
            policy=here.policy,
            now=here.now,
            language=words.pack_language(),
            unit="" if unit == here.policy.district else unit,
            asking=ask,
        )
    restating.keep_report(report, here.policy)
    response = HttpResponse(files.render(report, form, here.policy), content_type=files.TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{name}-{report.period.text}.{form}"'
    # the file stands alone: its style is in it, and it asks for nothing else
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response


def _period(request: HttpRequest, ask: Asking) -> Period:
    given = request.GET.get("period", "")
    return periods.parse(given) if given else ask.last_month()


def _periods(over: Period, view: str, args: list[str], unit: str, here: Here, **more: str) -> list[Tab]:
    """The year of the period, and its months up to now."""
    year = periods.around(over.first, "year")
    months = [periods.of_month(year.first.year, n) for n in range(1, 13)]
    base = reverse(view, args=args)
    found = [year.before(), year, *(m for m in months if m.since < here.now)]
    if over not in found:
        found.append(over)
    language = words.pack_language()
    return [
        Tab(
            telling.period(p, language) if p.kind not in ("month", "year") else label(p),
            f"{base}?{_query(p, unit, here, **more)}",
            p == over,
        )
        for p in found
    ]


def _parts(figure: Figure) -> str:
    above, below = telling.amount(figure.numerator), telling.amount(figure.denominator)
    return "–" if figure.value is None and not figure.rows else f"{above} / {below}"


@never_cache
@require_safe
@for_post("see.figures")
def all_of_them(request: HttpRequest) -> HttpResponse:
    """数字: every indicator of the branch for a period, compared with the one before."""
    here = context.of(request)
    unit, language = _unit(request, here), words.pack_language()
    wanted = list(figures.book(here.policy).indicators.values())
    with _asking(here) as ask:
        over = _period(request, ask)
        why = ask.covers(over)
        now = ask.figures(over, wanted, unit=unit)
        before = ask.figures(over.before(), wanted, unit=unit)
        position = ask.position
    facts = {
        "branch": naming.unit_name(unit, here.policy, language),
        "when": telling.period(over, language),
        "none": telling.reason(why, language) if why else "",
        "periods": _periods(over, "lead:figures", [], unit, here),
        "lines": [_line(one, a, b, over, here, language) for one, a, b in zip(wanted, now, before, strict=True)],
        "simulated": any(f.simulated for f in now),
        "position": position,
    }
    return render(request, "reports/figures.html", facts)


def _line(one: Indicator, now: Figure, before: Figure, over: Period, here: Here, language: str) -> dict[str, str]:
    changed = telling.change(now, before, language)
    return {
        "name": one.word("name", language),
        "url": _where(here, now),
        "value": telling.value(now, language),
        "parts": _parts(now),
        "excluded": telling.amount(sum(now.excluded.values())) if now.excluded else "",
        "change": telling.compared(changed, over.before(), language) if changed else "–",
    }


@never_cache
@require_safe
@for_post("see.figures")
def figure(request: HttpRequest, slug: str) -> HttpResponse:
    """One figure of the branch: definition, parts, and its matters by number."""
    here = context.of(request)
    one = figures.indicator(slug, here.policy)
    unit, language = _unit(request, here), words.pack_language()
    after = request.GET.get("after", "")[:40]
    group = figures.check_group(one, request.GET.get("group", ""))
    key = request.GET.get("key") if group else None
    by = group or (one.groups[0] if one.groups else "")
    with _asking(here) as ask:
        over = _period(request, ask)
        [whole] = ask.figures(over, [one], unit=unit)
        keyed = ask.figures(over, [one], by, unit) if by else []
        chosen = next((f for f in keyed if f.key == key), None) if key is not None else None
        rows = ask.rows(
            over, one, unit=unit, after=after, limit=PAGE + 1, group=by if key is not None else "", key=key or ""
        )
        rank_from = figures.publication(here.policy, over).rank_from
    found = chosen or whole
    more = {"group": group, "key": key or ""}
    base = reverse("lead:figure", args=[one.slug])
    following = _query(over, unit, here, **more, after=rows[PAGE - 1]["number"]) if len(rows) > PAGE else ""
    facts: dict[str, Any] = {
        "one": one,
        "name": one.word("name", language),
        "branch": naming.unit_name(unit, here.policy, language),
        "when": telling.period(over, language),
        "back": f"{reverse('lead:figures')}?{_query(over, unit, here)}",
        "periods": _periods(over, "lead:figure", [one.slug], unit, here, **more),
        "figure": found,
        "value": telling.value(found, language),
        "parts": _parts(found),
        "none": telling.why(found, language),
        "sentence": telling.sentence(one, found, language, over),
        "excluded": [
            (naming.reason_name(one, code, here.policy, language), telling.amount(n))
            for code, n in found.excluded.items()
        ],
        "texts": {name: one.word(name, language) for name in ("why", "how", "base", "exclusions")},
        "bars": _bars(keyed, by, here, language),
        "few": any(f.few for f in keyed[:_SHOWN]),
        "rank_from": rank_from,
        "groups": [
            Tab(naming.group_name(g, language), f"{base}?{_query(over, unit, here, group=g)}", g == by)
            for g in one.groups
        ],
        "key_name": naming.key_name(by, key, here.policy, language) if key is not None else "",
        "rows": [_row(row, _url_of(one, row), here, language) for row in rows[:PAGE]],
        "pager": Pager(
            f"{base}?{_query(over, unit, here, **more)}#rows" if after else "",
            f"{base}?{following}#rows" if following else "",
        ),
    }
    return render(request, "reports/figure.html", facts)


def _bars(keyed: Iterable[Figure], by: str, here: Here, language: str) -> list[Bar]:
    found = [f for f in keyed if f.value is not None][:_SHOWN]
    top = largest(found)
    return [
        Bar(
            naming.key_name(by, f.key, here.policy, language) + (" *" if f.few else ""),
            telling.value(f, language),
            share(f, top),
            url=_where(here, f) + "#rows",
        )
        for f in found
    ]


def _url_of(one: Indicator, row: dict[str, Any]) -> str:
    """Where a row opens: an item of the catalogue, the device of a monitor's day, a matter; blank: nowhere."""
    number = str(row["number"])
    if one.of_items:
        return reverse("services:item", args=[number])
    if one.of_readings:
        outlet, _, rest = number.partition(" ")
        if not rest:  # a day of the district's air
            return f"{reverse('monitors:air')}?year={number[:4]}"
        return f"{reverse('monitors:outlet', args=[outlet])}?day={row['registered_on']}"
    return reverse("matters:matter", args=[number])


def _row(row: dict[str, Any], url: str, here: Here, language: str) -> dict[str, Any]:
    weight = float(row["in_numerator"] or 0)
    counted = gettext("计入") if weight else gettext("没有计入")
    if weight not in (0.0, 1.0):
        counted = f"{counted} {telling.amount(weight)}"
    return {
        "number": row["number"],
        "url": url,
        "counted": gettext("不参与计算") if row["excluded"] else counted,
        "subject": naming.subject_name(row["subject"], here.policy, language) or "–",
        "unit": naming.unit_name(row["unit"], here.policy, language),
        "registered": row["registered_on"],
        "simulated": row["simulated"],
    }
