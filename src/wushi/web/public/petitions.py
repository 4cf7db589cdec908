"""Tells a petition to whoever holds the receipt: who has it and until when, what was answered, how and until when to ask for a review."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from wushi.domain import events as e
from wushi.domain.calendar import local
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.web import words
from wushi.web.agencies import named
from wushi.web.petition_words import grounds, outcomes, reviews
from wushi.web.templatetags.wushi import name_in


def headline(matter: Matter, policy: Policy, now: datetime) -> str:
    """One sentence; blank for a state that is not the course's own."""
    p = matter.petition
    said = {
        "petition_sent": gettext("已经转给%(unit)s，最迟 %(due)s 书面告诉您受不受理。"),
        "petition_objection": gettext("收到的单位认为不归它办，信访局正在重新确定由谁办。"),
        "petition_handling": gettext("%(unit)s正在办，最迟 %(due)s 给您书面意见。"),
        "petition_opinion": gettext("%(unit)s已经出具处理意见：%(outcome)s。不服的，%(due)s 以前可以请求复查。"),
        "petition_review": gettext("%(organ)s正在复查，最迟 %(due)s 给您意见。"),
        "petition_reviewed": gettext("%(organ)s已经复查：%(review)s原意见。不服的，%(due)s 以前可以请求复核。"),
        "petition_recheck": gettext("%(organ)s正在复核，最迟 %(due)s 给您意见。"),
        "petition_final": gettext("%(organ)s已经复核：%(recheck)s。信访程序到此结束。"),
        "lawful_way": gettext("您说的事应当走法定途径：%(way)s。怎么走，写在下面。"),
    }.get(matter.state, "")
    if p is None or not said:
        return ""
    clock = next((c for c in reversed(matter.clocks) if c.stopped is None), None)
    facts = {
        "unit": name_in(policy, "unit", p.opinion_by or matter.unit),
        "due": words.deadline(clock.due, local(now).date()) if clock else "–",
        "outcome": outcomes().get(p.outcome, ""),
        "organ": p.organ,
        "review": reviews().get(p.review, ""),
        "recheck": reviews().get(p.recheck, ""),
        "way": dict(named(policy.petitions.ways.values())).get(p.way, p.way),
    }
    return said % facts


def review_until(matter: Matter, now: datetime) -> str:
    """Until when the petitioner may ask for a review here; blank when not."""
    clock = matter.clock("review_ask") if matter.state == "petition_opinion" else None
    if clock is None or clock.stopped is not None or now > clock.due:
        return ""
    return words.deadline(clock.due, local(now).date())


def tell(event: e.Event, own: str, policy: Policy) -> tuple[str, str]:
    """(title, unit to name) of an event of the course in plain words; a blank title leaves it out."""
    match event:
        case e.PetitionSorted():
            return gettext("请走法定途径：%(channel)s") % {"channel": event.channel}, own
        case e.PetitionSent():
            return gettext("转给负责的单位"), name_in(policy, "unit", event.unit)
        case e.PetitionObjected():
            return gettext("收到的单位认为不归它办"), name_in(policy, "unit", event.unit)
        case e.PetitionAccepted():
            return gettext("受理了，开始办理"), name_in(policy, "unit", event.unit)
        case e.PetitionProlonged():
            return gettext("情况复杂，延长一次：%(why)s") % {"why": event.reason}, own
        case e.PetitionSettled():
            return gettext("双方达成协议，办结"), own
        case e.OpinionGiven():
            return gettext("处理意见：%(outcome)s") % {"outcome": outcomes()[event.outcome]}, own
        case e.ReviewAsked():
            return gettext("您请求复查"), ""
        case e.ReviewGiven():
            return gettext("复查意见：%(outcome)s") % {"outcome": reviews()[event.outcome]}, own
        case e.RecheckAsked():
            return gettext("您请求复核"), ""
        case e.RecheckGiven():
            return gettext("复核意见：%(outcome)s") % {"outcome": reviews()[event.outcome]}, own
        case e.PetitionEnded():
            return gettext("信访办结：%(why)s") % {"why": grounds()[event.ground]}, own
        case e.RepresentativesNamed():
            return gettext("登记了代表"), own
    return "", ""


def clock_names() -> dict[str, str]:
    """What each clock of the course is called for a resident."""
    return {
        "unit_notice": gettext("告诉您受不受理"),
        "petition_handle": gettext("给您书面处理意见"),
        "review_ask": gettext("您可以请求复查"),
        "petition_review": gettext("给您复查意见"),
        "recheck_ask": gettext("您可以请求复核"),
        "petition_recheck": gettext("给您复核意见"),
    }
