"""Tells a resident's matter in plain words: the sentence on top, what happened, what comes next and by when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext

from wushi.domain import events as e
from wushi.domain import points, text
from wushi.domain.calendar import local
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps import covering
from wushi.web import applications, words
from wushi.web.parts import Line, Step
from wushi.web.public import agency, disputes, joint, petitions
from wushi.web.templatetags.wushi import name_in

Said = dict[int, tuple[str, str]]
# The sentence on top by state; `notice` texts of the pack.
_HEADLINE = {
    "registered": "registered", "objection": "registered", "dispatched": "dispatched", "signed": "dispatched",
    "in_progress": "dispatched", "co_handling": "dispatched", "discussing": "dispatched",
    "extension_requested": "dispatched", "deferred": "deferred", "handled": "replied", "callback": "callback_done",
    "reopened": "reopened", "merged": "merged", "split": "split", "answered": "answered", "not_accepted": "not_accepted",
    "transferred_out": "transferred_out", "terminated": "terminated", "closed": "closed", "archived": "closed",
}  # fmt: skip


# Where somebody decided about the resident's matter, the article stands one tap away.
_DECISIONS = (
    e.Dispatched, e.Designated, e.Objected, e.NotAccepted, e.TransferredOut, e.ExtensionGranted, e.Terminated, e.Reopened,
)  # fmt: skip


def _latest(history: Sequence[e.Entry], kind: type[e.Event]) -> e.Event | None:
    return next((n.event for n in reversed(history) if isinstance(n.event, kind)), None)


def _ground(policy: Policy, code: str) -> tuple[str, str]:
    """(reason, right channel) in the page's language."""
    ground = policy.not_accepted.get(code)
    if ground is None:
        return code, ""
    if words.english():
        return ground.name_en or ground.name, ground.channel_en or ground.channel
    return ground.name, ground.channel


def headline(matter: Matter, history: Sequence[e.Entry], policy: Policy, now: datetime) -> str:
    """One sentence: who has it and until when, or how it ended."""
    if matter.track == "dispute" and (told := disputes.headline(matter, policy, now)):
        return told
    if matter.track == "petition" and (
        told := petitions.headline(matter, policy, now) or agency.headline(matter, policy, now)
    ):
        return told
    if matter.track == "application":
        return applications.headline(matter, policy, now)
    reply = matter.clock("reply")
    key = _HEADLINE.get(matter.state, "registered")
    if key == "dispatched" and reply is not None and reply.running and now > reply.due:
        key = "overdue"
    elif key == "dispatched" and matter.extended:
        key = "extended"
    elif key == "dispatched" and matter.designated:
        key = "designated"
    if key == "callback_done":
        return gettext("谢谢您的评价，我们已经记下。不解决的，由没有经办的人员决定怎么重办。")
    due = matter.clock("review") if matter.state == "deferred" else reply
    due = due or next(iter(matter.running), None)
    facts = {
        "number": matter.number,
        "unit": name_in(policy, "unit", matter.lead or matter.unit),
        "due": words.deadline(due.due, local(now).date()) if due else "–",
        "lead": matter.merged_into,
        "line": matter.transferred_to,
        "reason": "",
        "plan": "",
        "channel": "",
    }
    if key == "extended":
        asked = _latest(history, e.ExtensionRequested)
        facts["reason"] = asked.reason if isinstance(asked, e.ExtensionRequested) else ""
    elif key == "deferred":
        proposed = _latest(history, e.DeferralProposed)
        if isinstance(proposed, e.DeferralProposed):
            facts.update(reason=proposed.reason, plan=proposed.plan)
    elif key in ("not_accepted", "terminated"):
        facts["reason"], facts["channel"] = _ground(policy, matter.refusal_ground)
    said = policy.text(words.pack_language(), "notice", key)
    # the number stands above the sentence already; as an answer to "which?" it stays
    for spoken, short in (
        ("您的诉求 {number} ", "您的诉求"),
        (" your demand {number}", " your demand"),
        ("Your demand {number}", "Your demand"),
    ):
        said = said.replace(spoken, short)
    return words.fill(said.replace("您的诉求 {number}。", "您的诉求。"), facts)


def _tell(entry: e.Entry, policy: Policy) -> tuple[str, str]:
    """(title, unit to name) of an event in plain words; a blank title leaves it out."""
    event = entry.event
    own = name_in(policy, "unit", entry.unit) if entry.unit else ""
    match event:
        case e.Registered():
            return gettext("您的诉求已登记，是您说的几件事中的一件") if event.split_from else gettext(
                "您的诉求已登记"
            ), ""
        case e.Dispatched() | e.Designated():
            return gettext("派给%(unit)s办理") % {"unit": name_in(policy, "unit", event.unit)}, ""
        case e.Objected():
            return gettext("%(unit)s认为不归它办，正在裁定") % {"unit": own}, ""
        case e.SignedFor():
            return gettext("已收到"), own
        case e.HandlingStarted():
            return gettext("开始办理"), own
        case e.Contacted():
            return gettext("联系了您"), own
        case e.CoHandlersInvited():
            names = "、".join(name_in(policy, "unit", u) for u in event.units)
            return gettext("请%(units)s一起办") % {"units": names}, own
        case e.DiscussionOpened():
            return gettext("开会商量怎么办"), own
        case e.DiscussionConcluded():
            return gettext("商量有了结果"), own
        case e.ExtensionRequested():
            return gettext("申请延长时间：%(reason)s") % {"reason": event.reason}, own
        case e.ExtensionGranted():
            return gettext("同意延长时间"), own
        case e.ExtensionRefused():
            return gettext("没有同意延长，按原来的时间答复"), own
        case e.ClocksPaused():
            return gettext("按规定暂停计时"), own
        case e.ClocksResumed():
            return gettext("接着计时，剩下的时间一天不少"), own
        case e.Deferred():
            return gettext("现在还办不了，列入清单"), own
        case e.Resumed():
            return gettext("重新开始办理"), own
        case e.Replied():
            return gettext("给了您答复"), own
        case e.RepliedThroughLead():
            return gettext("同一件事已经答复"), ""
        case e.Answered():
            return gettext("当场答复了您"), own
        case e.NotAccepted():
            return gettext("热线不能办理"), own
        case e.TransferredOut():
            return gettext("转给 %(line)s") % {"line": event.line}, own
        case e.Merged():
            return gettext("和已经在办的同一件事一起办"), ""
        case e.Unmerged():
            return gettext("不是同一件事，单独办理，时限照原来的算"), own
        case e.SplitInto():
            return gettext("您说的几件事，分成 %(n)d 件办理") % {"n": len(event.parts)}, own
        case e.Informed():
            return gettext("告诉您进展"), name_in(policy, "unit", event.unit) if event.unit else own
        case e.Terminated():
            return gettext("不再继续办理"), own
        case e.CallbackAttempted():
            return gettext("给您打过回访电话，没有接通"), own
        case e.CalledBack():
            return (gettext("您作了评价") if event.by_resident else gettext("回访了您")), (
                "" if event.by_resident else own
            )
        case e.Reopened():
            return gettext("退回重办"), ""
        case e.FellOverdue():
            return (gettext("到期没有答复") if event.clock == "reply" else ""), ""
        case e.Urged():
            return gettext("已经催办"), ""
        case e.PlacedUnderSupervision():
            return gettext("已经列入督办"), ""
        case e.Closed():
            return gettext("办结"), ""
        case e.PointsListed():
            return gettext("您说的，要逐条答复"), ""
        case e.Noted():
            return gettext("您补充了情况"), ""
        case e.TextWithdrawn():
            return gettext("公开的文字已撤回"), own
        case e.DangerRaised():
            return gettext("您说的可能有危险，已经提醒值班人员"), ""
        case e.DangerTaken():
            return gettext("值班人员已经接手"), own
        case e.TextReleased():
            return gettext("隐去个人信息后，作为办理实例公开"), own
    if isinstance(event, joint.KINDS):
        return joint.tell(event, policy), own
    if (acting := agency.tell(event, own, policy))[0]:
        return acting
    if (course := petitions.tell(event, own, policy))[0]:
        return course
    told = disputes.tell(event, own)
    return told if told[0] else applications.tell(event, own, policy)


_ANSWERS = {"satisfied": "满意", "basically": "基本满意", "dissatisfied": "不满意"}


def _answers(event: e.CalledBack) -> str:
    said = [
        gettext("联系过") if event.contacted else gettext("没有联系过"),
        gettext("解决了") if event.solved else gettext("没有解决"),
    ]
    if event.satisfaction in _ANSWERS:
        said.append(gettext(_ANSWERS[event.satisfaction]))
    return " · ".join(said)


def latest_words(history: Sequence[e.Entry], said: Said) -> str:
    """What the resident added last, as it is shown; blank when something else happened since."""
    if not history or not isinstance(history[-1].event, e.Noted):
        return ""
    return said.get(history[-1].seq, ("", ""))[1]


def masked(words_said: str, policy: Policy, now: datetime) -> str:
    return covering.words(text.clean(words_said, "words"), e.Noted.__name__, policy, now)


def language_of(history: Sequence[e.Entry]) -> str:
    """The language in which the resident spoke, for the lang attribute."""
    first = history[0].event if history else None
    return (first.language if isinstance(first, e.Registered) else "") or "zh-Hans"


def reply_of(history: Sequence[e.Entry], said: Said, policy: Policy) -> tuple[int, str, str]:
    """(number of the event, who answered, the words) of the answer that stands now; 0 when there is none."""
    for entry in reversed(history):
        if isinstance(entry.event, e.Reopened | e.Unmerged):
            break
        if isinstance(entry.event, e.Replied | e.Answered | e.RepliedThroughLead) and said.get(entry.seq, ("", ""))[1]:
            unit = entry.event.unit if isinstance(entry.event, e.RepliedThroughLead) else entry.unit
            return entry.seq, name_in(policy, "unit", unit), said[entry.seq][1]
    return 0, "", ""


def points_of(
    matter: Matter, history: Sequence[e.Entry], said: Said, answer: str
) -> tuple[list[tuple[str, str, str]], str]:
    """(the points with what became of each and the answer to it, the rest of the answer); while nothing is answered the points
    alone."""
    answered, rest = points.apart(answer, matter.answered_points)
    if answered:
        return [(a.point, words.point_statuses().get(a.status, a.label), a.answer) for a in answered], rest
    return [(point, "", "") for point in points.listed(history, said)], answer


def timeline(
    matter: Matter, history: Sequence[e.Entry], said: Said, policy: Policy, now: datetime, shown: int = 0
) -> list[Line]:
    """What happened, oldest first, and the next thing that must happen, with its day. `shown`: words told elsewhere."""
    today = local(now).date()
    lines: list[Line] = []
    for entry in history:
        title, who = _tell(entry, policy)
        if not title:
            continue
        text = said.get(entry.seq, ("", ""))[1] if entry.seq != shown else ""
        if isinstance(entry.event, e.CalledBack):
            text = "\n".join(part for part in (_answers(entry.event), text) if part)
        kind = "late" if isinstance(entry.event, e.FellOverdue) else "done"
        rule = policy.title_of(entry.reference) if entry.reference and isinstance(entry.event, _DECISIONS) else ""
        if lines and lines[-1].title == title and not text and not lines[-1].text:
            continue  # the ladder may urge several times; once is enough to read
        lines.append(
            Line(
                title,
                words.moment(entry.at, today),
                local(entry.at).isoformat(timespec="minutes"),
                who,
                text,
                kind,
                rule,
            )
        )
    awaited = {
        "dispatch": gettext("派给负责的单位"),
        "reply": gettext("答复您"),
        "adjudicate": gettext("裁定由谁办理"),
        "callback": gettext("问您办得怎么样"),
        "review": gettext("再看一次能不能办"),
        **(disputes.clock_names() if matter.track == "dispute" else {}),
        **(agency.clock_names() | petitions.clock_names() if matter.track == "petition" else {}),
        **(applications.clock_names() if matter.track == "application" else {}),
    }
    for clock in sorted(matter.running, key=lambda c: c.due):
        if clock.name in awaited:
            by = gettext("最迟 %(due)s") % {"due": words.deadline(clock.due, today)}
            lines.append(Line(awaited[clock.name], by, kind="late" if now > clock.due else "next"))
    return lines


def _limit(policy: Policy, id: str, now: datetime) -> tuple[str, str]:
    """(the limit in words, the rule behind it in a sentence); blank when the pack has none in force today."""
    limit = policy.limits.get(id)
    if limit is None:
        return "", ""
    value = limit.at(local(now).date())
    name = (limit.description_en if words.english() else "") or limit.description
    said = words.amount(value.amount, value.unit)
    facts = {"name": name, "span": said, "article": policy.title_of(value.reference)}
    if value.status == "sourced":
        return said, gettext("%(name)s：%(span)s。依据%(article)s。") % facts
    return said, gettext("%(name)s：%(span)s（这是拟定的时限）。依据%(article)s。") % facts


def what_next(matter: Matter, policy: Policy, now: datetime) -> list[Step]:
    """What will happen after the registration, by when, by which rule."""
    if matter.track == "application":
        return applications.what_next(matter, policy, now)
    today = local(now).date()
    dispatch = matter.clock("dispatch")
    steps = [
        Step(
            gettext("我们派给负责的单位"),
            gettext("派出以后，凭编号就能看到是哪个单位。"),
            gettext("最迟 %(due)s") % {"due": words.deadline(dispatch.due, today)} if dispatch else "",
            _limit(policy, "hotline.dispatch", now)[1],
        )
    ]
    said, rule = _limit(policy, "hotline.reply_general", now)
    utility, utility_rule = _limit(policy, "hotline.reply_utility", now)
    steps.append(
        Step(
            gettext("单位联系您，办理并答复"),
            gettext("停水、停电、停气、停暖：%(span)s。") % {"span": utility} if utility else "",
            gettext("一般在派单后 %(span)s内") % {"span": said} if said else "",
            "\n".join(part for part in (rule, utility_rule) if part),
        )
    )
    said, rule = _limit(policy, "hotline.callback", now)
    steps.append(
        Step(
            gettext("我们问您：联系了吗？解决了吗？满意吗？"),
            gettext("不是办理的单位来问。没有解决，可以要求重办。"),
            gettext("答复后 %(span)s内") % {"span": said} if said else "",
            rule,
        )
    )
    return steps
