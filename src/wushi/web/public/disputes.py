"""Tells a mediation to whoever registered it: who has it, which step was taken, by when the next; nothing of what was said or agreed."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from wushi.domain import events as e
from wushi.domain.calendar import local
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.web import words
from wushi.web.templatetags.wushi import name_in

# Whoever holds the receipt may be one of the parties or neither: private talks, sums and names never stand here.


def headline(matter: Matter, policy: Policy, now: datetime) -> str:
    """One sentence: how the dispute stands."""
    clock = matter.clock({"registered": "acceptance", "accepted": "mediator"}.get(matter.state, "mediation"))
    facts = {
        "unit": name_in(policy, "unit", matter.unit),
        "due": words.deadline(clock.due, local(now).date()) if clock else "",
    }
    said = {
        "registered": gettext("您说的纠纷已登记，%(unit)s最迟 %(due)s 告诉您受不受理。调解要各方都愿意，不收费。"),
        "accepted": gettext("%(unit)s已经受理，最迟 %(due)s 确定调解员。"),
        "mediator_confirmed": gettext("调解员已经确定，会联系各方。一般最迟 %(due)s 调解完。"),
        "in_mediation": gettext("正在调解，一般最迟 %(due)s 调解完。各方同意可以延长。"),
        "agreed_written": gettext("各方达成了书面协议。三十日内可以一起向法院申请司法确认。"),
        "agreed_oral": gettext("各方达成了口头协议。"),
        "performing": gettext("协议正在履行。"),
        "performed": gettext("协议已经全部履行。"),
        "not_performed": gettext(
            "有到期没有履行的。可以申请督促履行，也可以向法院起诉；确认过的协议可以申请强制执行。"
        ),
        "refused_by_party": gettext("有一方不同意调解，调解不能进行。您可以走下面的途径。"),
        "failed": gettext("调解没有成功。您可以走下面的途径。"),
        "withdrawn": gettext("调解申请已经撤回。以后可以再提。"),
        "expired": gettext("调解的时间到了，没有达成协议。您可以走下面的途径。"),
    }.get(matter.state)
    told = said % facts if said else ""
    open_ = "".join(gettext("%(name)s：%(channel)s。") % {"name": n, "channel": c} for n, c in ways(matter, policy))
    return f"{told} {open_}".strip() if words.english() else told + open_


def ways(matter: Matter, policy: Policy) -> list[tuple[str, str]]:
    """(name, where to go) of the ways that stay open when mediation has ended without an agreement or is not kept."""
    codes = matter.dispute.remedies if matter.dispute else ()
    found = [policy.disputes.remedies[code] for code in codes if code in policy.disputes.remedies]
    if words.english():
        return [(one.name_en, one.channel_en) for one in found]
    return [(one.name, one.channel) for one in found]


def tell(event: e.Event, own: str) -> tuple[str, str]:
    """(title, unit to name) of an event of a dispute in plain words; a blank title leaves it out."""
    match event:
        case e.DisputeAccepted():
            return gettext("各方同意调解，已经受理"), own
        case e.MediatorConfirmed():
            return gettext("确定了调解员"), own
        case e.MediatorRecused():
            return gettext("调解员回避，另外确定一位"), own
        case e.RightsTold():
            return gettext("告知了权利和义务"), own
        case e.SessionHeld():
            return (gettext("开了一次调解会"), own) if event.sort == "joint" else ("", "")
        case e.MediationExtended():
            return gettext("各方同意延长调解的时间"), own
        case e.AgreementSigned() | e.OralAgreementNoted():
            return gettext("达成协议，协议生效"), own
        case e.InstalmentKept() | e.LatePerformanceAccepted():
            return gettext("第 %(n)d 期已经履行") % {"n": event.n}, ""
        case e.InstalmentMissed():
            return gettext("第 %(n)d 期到期没有履行") % {"n": event.n}, ""
        case e.PerformanceReminded():
            return gettext("督促了履行"), own
        case e.PerformanceCompleted():
            return gettext("协议履行完毕"), ""
        case e.ConfirmationApplied():
            return gettext("各方一起向法院申请了司法确认"), ""
        case e.AgreementConfirmed():
            return gettext("法院确认协议有效"), ""
        case e.ConfirmationRejected() | e.ConfirmationDismissed():
            return gettext("法院没有确认协议"), ""
        case e.ConsentRefused():
            return gettext("有一方不同意调解"), own
        case e.MediationFailed() | e.MediationExpired():
            return gettext("调解没有成功，告知了其他途径"), own
        case e.MediationWithdrawn():
            return gettext("撤回了调解申请"), own
    return "", ""


def clock_names() -> dict[str, str]:
    """What each clock of a dispute is called for a resident."""
    return {
        "acceptance": gettext("告诉您受不受理"),
        "mediator": gettext("确定调解员"),
        "contact": gettext("调解员联系各方"),
        "mediation": gettext("调解完"),
        "performance": gettext("履行下一期"),
        "confirmation": gettext("可以一起申请司法确认"),
    }
