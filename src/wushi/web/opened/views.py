"""Shows what is open to everybody and what is held back by which ground, and the published figures that came out otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from wushi.domain import periods, telling
from wushi.domain.errors import NotFound
from wushi.domain.indicators import Indicator
from wushi.domain.policy import Policy
from wushi.steps.evaluate import figures, naming, opening, restating
from wushi.store.told.figures import Restatement
from wushi.web import context, words
from wushi.web.sheet import reading

_SHOWN = 200


def _tables(counts: dict[str, int], matters: int) -> list[tuple[str, str, int]]:
    """(file, what is in it, how many rows)."""
    return [
        ("matters", gettext("诉求，一件一行"), matters),
        ("figures", gettext("指标的数字"), counts.get("figure", 0)),
        ("indicators", gettext("指标的定义"), counts.get("indicator", 0)),
        ("cases", gettext("由人看过、放出来的文字"), counts.get("case", 0)),
        ("refused", gettext("没有公布的，按原因计数"), counts.get("refused", 0)),
        ("codes", gettext("代码的名称"), counts.get("code", 0)),
    ]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """开放数据: what there is, how it is kept from leading to anybody, how to take it along."""
    here = context.of(request)
    english = words.pack_language() == "en"
    facts: dict[str, Any] = {"about": None}
    try:
        about = opening.about()
    except NotFound:
        return render(request, "opened/page.html", facts)
    facts |= {
        "about": about,
        "as_of": datetime.fromisoformat(about["as_of"]),
        "tables": _tables(opening.counts(), about["matters"]),
        "refused": [
            (_of(one["of"]), one["name_en" if english else "name"], one["count"], one["few"])
            for one in opening.refused()
        ],
        "per_minute": opening.rule_on(here.policy, here.now).per_minute,
        "host": f"{request.scheme}://{request.get_host()}",
    }
    return render(request, "opened/page.html", facts)


def _of(table: str) -> str:
    return {"matters": gettext("诉求"), "figures": gettext("指标的数字"), "cases": gettext("文字")}.get(table, table)


@dataclass(frozen=True, slots=True)
class Shown:
    """One restatement in words."""

    name: str
    url: str
    when: str
    part: str
    before: str
    after: str
    parts: str
    causes: list[str]
    told_at: datetime
    noticed_at: datetime


@require_safe
def restatements(request: HttpRequest) -> HttpResponse:
    """更正: period, indicator, before, after, why and when; the newest first."""
    policy = context.of(request).policy
    found = restating.in_public(policy, _SHOWN)
    return render(
        request, "opened/restatements.html", {"found": [_shown(one, policy) for one in found], "kept": restating.kept()}
    )


def _shown(one: Restatement, policy: Policy) -> Shown:
    language = words.pack_language()
    definition, over = figures.indicator(one.indicator, policy), periods.parse(one.period)

    def value(given: float | None) -> str:
        return "–" if given is None else telling.number(given, definition.unit, definition.decimals, language)

    return Shown(
        name=definition.word("name", language),
        url=reading.address(one.indicator, over),
        when=telling.period(over, language),
        part=naming.key_name(one.group, one.key, policy, language) if one.group else "",
        before=value(one.value_before),
        after=value(one.value_after),
        parts=f"{_parts(one.parts_before)} → {_parts(one.parts_after)}",
        causes=[_cause(cause, definition) for cause in one.causes],
        told_at=one.told_at,
        noticed_at=one.noticed_at,
    )


def _parts(given: tuple[float, float, int]) -> str:
    return f"{telling.amount(given[0])}/{telling.amount(given[1])}"


def _cause(cause: dict[str, Any], one: Indicator) -> str:
    """Why, without a number of a matter: the ledger's word for what happened, how often, since which position."""
    if cause["cause"] == restating.EVENT:
        happened = words.event(cause["kind"])
        at = words.moment(datetime.fromisoformat(cause["recorded_at"]))
        facts = {"what": happened, "n": cause["matters"], "position": cause["position"], "at": at}
        return gettext("%(what)s：%(n)s 件，从账本第 %(position)s 条起，%(at)s 记入") % facts
    return {
        restating.DEFINITION: gettext("算法改了，现在是第 %(version)s 版") % {"version": one.version},
        restating.CATALOGUE: gettext("事项目录改了"),
        restating.READINGS: gettext("监测数据后来又到了"),
        restating.PACK: gettext("辖区的规则改了"),
    }.get(cause["cause"], gettext("几件事互相牵连，说不出是哪一件"))
