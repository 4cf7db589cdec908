"""Tells the agency to whoever holds the receipt: who acts, within which mandate, each errand, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from wushi.domain import events as e
from wushi.domain.calendar import local
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.web import words
from wushi.web.agencies import levels, named, of, outcomes
from wushi.web.templatetags.wushi import name_in


@dataclass(frozen=True, slots=True)
class Mandate:
    """The mandate as its resident sees it."""

    agent: str
    level: str
    until: str
    services: str
    scope: str
    errands: int
    words: tuple[str, ...]
    outcome: str
    open: bool


def mandate(matter: Matter, policy: Policy, now: datetime) -> Mandate | None:
    a = of(matter)
    if not a.agent or a.until is None:
        return None
    told = policy.agency
    return Mandate(
        f"{name_in(policy, 'unit', a.unit)} {name_in(policy, 'posts', a.agent)}",
        levels()[a.level],
        words.day(a.until, local(now).date()),
        words.listed(name for code, name in named(told.services.values()) if code in a.services),
        words.listed(name for code, name in named(told.powers.values()) if code in a.scope),
        len(a.errands),
        told.consent_en if words.english() else told.consent,
        outcomes().get(a.outcome, ""),
        matter.state == "agency",
    )


def headline(matter: Matter, policy: Policy, now: datetime) -> str:
    """One sentence: how the agency stands; blank where nobody acts."""
    a = of(matter)
    if not a.agent:
        return ""
    said = {
        "agency": gettext("%(unit)s的代办员正在替您办。每办一步，都会告诉您。"),
        "agency_visit": gettext("代办结束：%(outcome)s。没有经办的单位最迟 %(due)s 回访您，没有解决可以接着办。"),
        "closed": gettext("代办已经办结：%(outcome)s。"),
        "archived": gettext("代办已经办结：%(outcome)s。"),
    }.get(matter.state, "")
    clock = matter.clock("agency_visit")
    facts = {
        "unit": name_in(policy, "unit", matter.unit),
        "outcome": outcomes().get(a.outcome, ""),
        "due": words.deadline(clock.due, local(now).date()) if clock else "",
    }
    return said % facts if said else ""


def tell(event: e.Event, own: str, policy: Policy) -> tuple[str, str]:
    """(title, unit to name) of an event of the agency in plain words; a blank title leaves it out."""
    match event:
        case e.MandateGiven():
            return gettext("您签了代办委托书"), own
        case e.MandateChanged():
            return gettext("您同意变更委托"), own
        case e.MandateEnded():
            return (gettext("您撤回了委托") if event.ground == "revoked" else gettext("委托到期，不再代办")), ""
        case e.AgencyJudged():
            return {
                "on_the_spot": gettext("代办员看过，当场能办"),
                "sent_up": gettext("请上一级代办"),
                "department": gettext("送主管部门"),
                "legal_channel": gettext("应当走法定途径"),
            }[event.path], own
        case e.ErrandDone():
            sort = dict(named(policy.agency.errands.values())).get(event.sort, event.sort)
            return gettext("替您办了：%(what)s") % {"what": sort}, own
        case e.AgencyReported():
            return gettext("告诉您办到哪一步"), own
        case e.AgencyConcluded():
            return gettext("代办结束：%(outcome)s") % {"outcome": outcomes()[event.outcome]}, own
        case e.AgencyVisited():
            return gettext("回访了您"), own
        case e.AgencyResumed():
            return gettext("您说没有解决，接着代办"), ""
        case e.AgencyClosed():
            return gettext("代办办结"), ""
    return "", ""


def clock_names() -> dict[str, str]:
    """What each clock of the agency is called for a resident."""
    return {
        "mandate": gettext("您的委托到期"),
        "agency_report": gettext("告诉您办了什么"),
        "agency_visit": gettext("问您办得怎么样"),
        "notice": gettext("告诉您由谁办"),
    }
