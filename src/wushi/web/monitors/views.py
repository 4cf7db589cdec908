"""Shows monitors (在线监测): the board, a device with its hours, the year of the air, alarms, what a warden answers for."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wushi.domain import periods
from wushi.domain.calendar import SHANGHAI, local
from wushi.domain.monitors import aqi
from wushi.domain.monitors.air import CODES
from wushi.domain.monitors.outlets import AIR, GAS, WATER, Outlet
from wushi.packs import monitor_names, monitors
from wushi.steps import air as of_air
from wushi.steps import outlets_seen
from wushi.steps.judging import HOURLY
from wushi.steps.outlets_seen import Seen
from wushi.store.monitors import values, watched
from wushi.web import context, parts, words
from wushi.web.context import Here, for_post
from wushi.web.matters import lists
from wushi.web.monitors import charts
from wushi.web.templatetags.wushi import name_in

_PAGES = ("see.unit", "see.week", "see.figures")


def _flags() -> dict[str, str]:
    return {
        "F": gettext("停运"), "M": gettext("维护"), "S": gettext("人工设定"), "D": gettext("故障"), "C": gettext("校准"),
        "T": gettext("超量程"), "B": gettext("通讯异常"), "-": gettext("没有数据"), "N": gettext("不能折算"),
    }  # fmt: skip


def _name(outlet: Outlet) -> str:
    return outlet.name_en if words.english() else outlet.name


def _factor(code: str, here: Here) -> str:
    found = monitor_names.of(here.policy).get(code, (code, code))
    return found[1] if words.english() else found[0]


def _warden(seen: Seen, here: Here) -> str:
    if seen.warden is None:
        return gettext("没有责任人")
    return context.in_full(here.policy, here.policy.post(seen.warden.post))


def _state(seen: Seen, here: Here) -> str:
    """One word, with a shape for those who see no colour."""
    if seen.at is None:
        return gettext("还没有数据")
    if here.now - seen.at > outlets_seen.SILENT_AFTER:
        return gettext("❚❚ 已经不传")
    if seen.flag:
        return f"◐ {_flags().get(seen.flag, seen.flag)}"
    if seen.worst is not None and seen.worst.periods[-1].kept is False:
        return gettext("▲ 超标")
    return gettext("● 正常")


def _row(seen: Seen, here: Here) -> parts.Row:
    value = ""
    if seen.worst is not None:
        last, unit = seen.worst.periods[-1], seen.worst.limit.unit if seen.worst.limit else ""
        value = f"{_factor(seen.worst.factor, here)} {charts.told(last.value)} {unit}".strip()
        if seen.worst.limit:
            value += gettext("，限值 %(limit)s") % {"limit": charts.told(seen.worst.limit.upper)}
    at = words.moment(seen.at, here.today) if seen.at else "–"
    note = gettext("模拟") if seen.outlet.illustrative else ""
    return parts.Row(
        reverse("monitors:outlet", args=[seen.outlet.code]), _name(seen.outlet),
        cells=(_state(seen, here), value or "–", at, _warden(seen, here)), note=note,
    )  # fmt: skip


def _tabs(here: Here, page: str) -> list[parts.Tab]:
    named = (
        ("board", gettext("全部排口和站点")), ("alarms", gettext("告警")), ("mine", gettext("我包联的")), ("air", gettext("空气质量")),
    )  # fmt: skip
    return [parts.Tab(name, reverse(f"monitors:{code}"), code == page) for code, name in named]


@never_cache
@require_safe
@for_post(*_PAGES)
def board(request: HttpRequest) -> HttpResponse:
    """Every outlet and station with the last it told, by kind."""
    here = context.of(request)
    seen = outlets_seen.board(here.policy, here.now)
    kinds = ((GAS, gettext("废气排口")), (WATER, gettext("废水排口和污水处理站")), (AIR, gettext("空气站")))
    groups = [(name, [_row(s, here) for s in seen if s.outlet.kind == kind]) for kind, name in kinds]
    told = [s for s in seen if s.at is not None and here.now - s.at <= outlets_seen.SILENT_AFTER]
    over = sum(s.worst is not None and s.worst.periods[-1].kept is False for s in told)
    facts = {
        "tabs": _tabs(here, "board"),
        "groups": [g for g in groups if g[1]],
        "count": len(seen),
        "over": over,
        "silent": len(seen) - len(told),
        "open": len(outlets_seen.alarms(here.actor, here.policy)),
    }
    return render(request, "monitors/board.html", facts)


def _day(asked: str) -> date | None:
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return None


@never_cache
@require_safe
@for_post(*_PAGES)
def outlet(request: HttpRequest, code: str) -> HttpResponse:
    """One device: its hours of a day, or of water its days of a month, against the limit; its alarms."""
    here = context.of(request)
    one = outlets_seen.outlet(code, here.policy)
    device = values.devices().get(one.mn)
    last = watched.last_hour(device.id, HOURLY) if device else None
    day = _day(request.GET.get("day", "")) or (local(last).date() if last else here.today)
    if not date(2000, 1, 1) <= day <= here.today:
        day = here.today
    since, until = outlets_seen.span(one, datetime.combine(day, time(12), SHANGHAI))
    found = outlets_seen.lines(one, since, until, here.policy)
    rows = [
        row for ended in (False, True) for row in outlets_seen.alarms(here.actor, here.policy, ended=ended, source=code)
    ]
    by_day = one.kind == WATER and any(line.limit for line in found)
    step = timedelta(days=30 if one.kind == WATER else 1)
    facts = {
        "outlet": one,
        "name": _name(one),
        "unit": name_in(here.policy, "unit", one.unit),
        "place": name_in(here.policy, "unit", one.place),
        "warden": _warden(Seen(one, outlets_seen.warden(one, here.policy, here.now)), here),
        "day": day,
        "last": last,
        "charts": [
            charts.chart(line, _factor(line.factor, here), _flags(), line.limit.unit if line.limit else "", by_day)
            for line in found
        ],
        "before": day - step,
        "after": day + step if day + step <= here.today else None,
        "by_day": by_day,
        "water": one.kind == WATER,
        "rows": [lists.row_of(row, here) for row in rows],
        "heads": gettext("在哪里|谁在办|最近一步"),
    }
    return render(request, "monitors/outlet.html", facts)


@never_cache
@require_safe
@for_post(*_PAGES)
def alarms(request: HttpRequest) -> HttpResponse:
    """Alarms of the branch: those that are open, or those signed off and closed."""
    here = context.of(request)
    ended = request.GET.get("list", "") == "ended"
    found = outlets_seen.alarms(here.actor, here.policy, ended=ended)
    facts = {
        "tabs": _tabs(here, "alarms"),
        "ended": ended,
        "rows": [lists.row_of(row, here) for row in found],
        "heads": gettext("在哪里|谁在办|最近一步"),
        "normal": sum(bool(row.matter.alarm and row.matter.alarm.normal_at) for row in found),
        "count": len(found),
    }
    return render(request, "monitors/alarms.html", facts)


@never_cache
@require_safe
@for_post(*_PAGES)
def mine(request: HttpRequest) -> HttpResponse:
    """What the post answers for today, with the alarms that wait for it: made for a phone."""
    here = context.of(request)
    seen = {s.outlet.code: s for s in outlets_seen.board(here.policy, here.now)}
    waiting = outlets_seen.alarms(here.actor, here.policy)
    held = outlets_seen.in_charge(here.actor, here.policy, here.now)
    sources = {o.code for o, _ in held}
    facts = {
        "tabs": _tabs(here, "mine"),
        "alarms": [
            lists.row_of(row, here)
            for row in waiting
            if row.matter.alarm is not None and row.matter.alarm.source in sources
        ],
        "heads": gettext("在哪里|谁在办|最近一步"),
        "held": [
            {
                "name": _name(o),
                "url": reverse("monitors:outlet", args=[o.code]),
                "state": _state(seen[o.code], here),
                "at": seen[o.code].at,
                "every": w.every,
            }
            for o, w in held
        ],
    }
    return render(request, "monitors/mine.html", facts)


@never_cache
@require_safe
@for_post(*_PAGES)
def air(request: HttpRequest) -> HttpResponse:
    """The year of the air as twelve calendars: the index in each day, its colour never without the number."""
    here = context.of(request)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and 2000 <= int(asked) <= here.today.year else _last_year(here)
    period, pack = periods.parse(str(year)), monitors.of(here.policy)
    days = of_air.days(of_air.stations(here.policy), period.since, min(period.until, here.now), here.policy)
    months = [
        charts.month(date(year, m, 1), [d for d in days if d.on.month == m], pack.levels)
        for m in range(1, 13)
        if date(year, m, 1) <= here.today
    ]
    good = aqi.good_days((d.aqi.value for d in days), len(days))
    bad = [d for d in days if d.aqi.value is not None and not d.good]
    facts = {
        "tabs": _tabs(here, "air"),
        "year": year,
        "before": year - 1,
        "after": year + 1 if year < here.today.year else None,
        "months": months,
        "weekdays": charts.weekdays(),
        "good": good,
        "of_valid": words.percent(good.good, good.valid) if good.valid else "–",
        "of_days": words.percent(good.good, good.days) if good.valid else "–",
        "standards": words.listed(dict.fromkeys(d.aqi.standard for d in days)),
        "levels": [
            (charts.level_name(level), f"rgb({level.colour})", below + 1, level.upto)
            for below, level in zip([0, *(x.upto for x in pack.levels)], pack.levels, strict=False)
        ],
        "bad": [
            (d.on, d.aqi.value, charts.level_name(aqi.level(d.aqi.value or 0, pack.levels)), _primary(d, here)) for d in bad
        ],
    }  # fmt: skip
    return render(request, "monitors/air.html", facts)


def _primary(day: of_air.Day, here: Here) -> str:
    return words.listed(_factor(CODES.get(p, p), here) for p in day.aqi.primary)


def _last_year(here: Here) -> int:
    """The last year of which the stations told anything; this one where they told nothing."""
    known = values.devices()
    told = [watched.last_hour(known[o.mn].id, HOURLY) for o in of_air.stations(here.policy) if o.mn in known]
    return max((local(at).year for at in told if at is not None), default=here.today.year)
