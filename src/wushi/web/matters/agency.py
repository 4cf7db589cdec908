"""The agency (信访代办) among staff: fields and names of its moves, what comes first, its lines in the history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Protocol

from django import forms
from django.utils.translation import gettext

from wushi.domain import events as e
from wushi.domain.agency import MEANS, TOLD_BY
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.domain.text import MAX_TEXT
from wushi.web import words
from wushi.web.agencies import named, of, outcomes
from wushi.web.matters.controls import choice, line
from wushi.web.templatetags.wushi import name_in

_USUAL = timedelta(days=90)  # what the form proposes; the pack says how long at most


class Asked(Protocol):
    """What a form is made for, as far as these fields need to know."""

    @property
    def matter(self) -> Matter: ...
    @property
    def policy(self) -> Policy: ...
    @property
    def today(self) -> date: ...


class SeveralField(forms.MultipleChoiceField):
    """Several of a list, ticked."""

    widget = forms.CheckboxSelectMultiple


class OneUnitField(forms.ChoiceField):
    """One unit, handed on as a list."""

    def clean(self, value: Any) -> Any:
        said = super().clean(value)
        return [said] if said else []


def paths() -> dict[str, str]:
    return {
        "on_the_spot": gettext("当场能办"),
        "sent_up": gettext("请上一级代办"),
        "department": gettext("送主管部门"),
        "legal_channel": gettext("应当走法定途径"),
    }


def consents() -> dict[str, str]:
    told = (gettext("书面签名"), gettext("按指印"), gettext("口头，已录音"))
    return dict(zip(MEANS, told, strict=True))


def told_by() -> dict[str, str]:
    return dict(zip(TOLD_BY, (gettext("当面"), gettext("电话"), gettext("短信或微信")), strict=True))


def clock_names() -> dict[str, str]:
    return {
        "notice": gettext("告知群众由谁办"),
        "mandate": gettext("代办委托到期"),
        "agency_report": gettext("告诉群众办了什么"),
        "agency_visit": gettext("代办回访"),
    }


def names() -> dict[str, tuple[str, str]]:
    """move -> (what it is called, the button)."""
    return {
        "give_mandate": (gettext("签代办委托书"), gettext("委托成立，开始代办")),
        "change_mandate": (gettext("变更委托"), gettext("群众同意，变更")),
        "end_mandate": (gettext("终止委托"), gettext("终止委托")),
        "judge_agency": (gettext("研判怎么办"), gettext("就这样办")),
        "do_errand": (gettext("登记代办事项"), gettext("记下这一步")),
        "report_agency": (gettext("告诉群众"), gettext("已经告诉群众")),
        "conclude_agency": (gettext("代办结束"), gettext("结束，等回访")),
        "visit_agency": (gettext("代办回访"), gettext("记下这次回访")),
    }


def first(matter: Matter) -> tuple[str, ...]:
    """What is due first: nobody waits for a report while the next errand is run."""
    a = of(matter)
    if matter.state == "registered":
        return ("give_mandate",)
    if matter.state == "agency_visit":
        return ("visit_agency",)
    if a.unreported:
        return ("report_agency",)
    return ("do_errand",) if a.path else ("judge_agency",)


def tell(event: e.Event, policy: Policy) -> tuple[str, str]:
    """(title, what stands beside it) of an event of the agency for staff; a blank title: none of its events."""
    name = words.event(event.kind)
    told = policy.agency
    match event:
        case e.MandateGiven():
            scope = words.listed(n for code, n in named(told.powers.values()) if code in event.scope)
            return f"{name} · {name_in(policy, 'posts', event.agent)}", scope
        case e.MandateChanged():
            scope = words.listed(n for code, n in named(told.powers.values()) if code in event.scope)
            return f"{name} · {words.day(event.until)}", scope
        case e.AgencyJudged():
            units = words.listed(name_in(policy, "unit", code) for code in event.units)
            return f"{name} · {paths().get(event.path, event.path)}", units
        case e.ErrandDone():
            sort = dict(named(told.errands.values())).get(event.sort, event.sort)
            unit = name_in(policy, "unit", event.unit) if event.unit else ""
            return f"{event.n} {sort}", " · ".join(filter(None, (words.day(event.on), unit)))
        case e.AgencyReported():
            return f"{name} · {told_by().get(event.means, event.means)}", ""
        case e.AgencyConcluded() | e.MandateEnded():
            code = event.outcome if isinstance(event, e.AgencyConcluded) else event.ground
            return f"{name} · {outcomes().get(code, code)}", ""
        case e.AgencyVisited():
            solved = gettext("解决了") if event.solved else gettext("没有解决")
            return f"{name} · {solved}", ""
    return "", ""


def _units(asked: Asked) -> list[tuple[str, str]]:
    tree = asked.policy.tree
    found = [u.code for u in tree.units.values() if u.level in ("department", "enterprise")]
    return [(code, name_in(asked.policy, "unit", code)) for code in found]


def _day(label: str, initial: date, help: str = "") -> forms.Field:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help, initial=initial, widget=widget)


def _signed() -> forms.Field:
    return forms.BooleanField(
        label=gettext("群众已经看过委托书，表示同意"), help_text=gettext("没有同意，不能代办。"), required=False
    )


def _scope(asked: Asked) -> forms.Field:
    found = named(asked.policy.agency.powers.values())
    initial = list(of(asked.matter).scope) or [code for code, _ in found]
    return SeveralField(
        label=gettext("委托代办员做什么"),
        help_text=gettext("和解、放弃请求不在其中，由群众自己决定。"),
        choices=found,
        initial=initial,
    )


def _words(label: str, help: str = "", *, required: bool = True) -> forms.Field:
    return line(label, help, required=required, limit=MAX_TEXT, rows=3)


def _errands(asked: Asked) -> list[tuple[str, str]]:
    """Only what the mandate allows."""
    scope = of(asked.matter).scope
    return named(one for one in asked.policy.agency.errands.values() if one.power in scope)


Builder = Callable[[Any], forms.Field]
BUILDERS: dict[str, Builder] = {
    "give_mandate.name": lambda a: line(gettext("委托人姓名"), gettext("只存在加密库里。"), limit=100, rows=0),
    "give_mandate.phone": lambda a: line(gettext("电话"), required=False, limit=40, rows=0),
    "give_mandate.address": lambda a: line(gettext("住址"), required=False, limit=200, rows=0),
    "give_mandate.services": lambda a: SeveralField(
        label=gettext("需要哪些服务"), choices=named(a.policy.agency.services.values()), initial=["agency"]
    ),
    "give_mandate.scope": _scope,
    "change_mandate.scope": _scope,
    "give_mandate.until": lambda a: _day(gettext("委托到哪一天"), a.today + _USUAL),
    "change_mandate.until": lambda a: _day(gettext("委托到哪一天"), of(a.matter).until or a.today + _USUAL),
    "give_mandate.means": lambda a: choice(gettext("怎么表示同意的"), consents().items()),
    "change_mandate.means": lambda a: choice(gettext("怎么表示同意的"), consents().items()),
    "give_mandate.signed": lambda a: _signed(),
    "change_mandate.signed": lambda a: _signed(),
    "end_mandate.ground": lambda a: choice(
        gettext("为什么终止"), [("revoked", gettext("群众撤回委托")), ("lapsed", gettext("委托到期，没有续签"))]
    ),
    "judge_agency.path": lambda a: choice(gettext("怎么办"), paths().items()),
    "judge_agency.units": lambda a: OneUnitField(
        label=gettext("哪个部门"),
        help_text=gettext("送主管部门的才选。"),
        choices=[("", gettext("不送部门")), *_units(a)],
        required=False,
    ),
    "judge_agency.reason": lambda a: line(
        gettext("为什么请上一级"), gettext("请上一级代办的才写。"), required=False, limit=500
    ),
    "do_errand.sort": lambda a: choice(gettext("办了什么"), _errands(a), help=gettext("这里只有委托范围里的事。")),
    "do_errand.on": lambda a: _day(gettext("哪一天"), a.today),
    "do_errand.unit": lambda a: choice(gettext("去了哪个单位"), _units(a), blank=gettext("没有去单位"), required=False),
    "do_errand.words": lambda a: _words(gettext("经过和结果"), gettext("群众凭回执看得到。不要写别人的姓名和号码。")),
    "report_agency.means": lambda a: choice(gettext("怎么告诉的"), told_by().items()),
    "report_agency.words": lambda a: _words(gettext("告诉了什么"), gettext("办了什么、下一步怎样。群众凭回执看得到。")),
    "conclude_agency.outcome": lambda a: choice(
        gettext("结果"), [(code, name) for code, name in outcomes().items() if code not in ("revoked", "lapsed")]
    ),
    "conclude_agency.channel": lambda a: choice(
        gettext("走哪条法定途径"),
        named(a.policy.disputes.remedies.values()),
        blank=gettext("不走法定途径"),
        required=False,
    ),
    "conclude_agency.words": lambda a: _words(gettext("怎样办结的，告诉群众")),
    "visit_agency.solved": lambda a: forms.BooleanField(label=gettext("群众说解决了"), required=False),
    "visit_agency.content": lambda a: forms.BooleanField(label=gettext("群众满意"), required=False),
    "visit_agency.words": lambda a: _words(gettext("群众怎么说"), required=False),
}
