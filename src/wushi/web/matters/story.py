"""Tells a matter's history to staff: what happened, by which post, when, by which article, and what must come next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext

from wushi.domain import events as e
from wushi.domain.calendar import local
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.web import applications, words
from wushi.web.context import in_full
from wushi.web.matters import agency, joint, petitions
from wushi.web.matters.fields import outcomes, satisfaction
from wushi.web.matters.warning import warning_name
from wushi.web.parts import Line
from wushi.web.templatetags.wushi import name_in, subject_in

Said = dict[int, tuple[str, str]]
_PROPOSALS = (e.Classified, e.Located, e.RouteProposed)


def clock_names() -> dict[str, str]:
    """What each clock is called among staff."""
    return {
        "dispatch": gettext("派单"),
        "sign": gettext("签收"),
        "contact": gettext("联系诉求人"),
        "reply": gettext("答复诉求人"),
        "adjudicate": gettext("裁定异议"),
        "callback": gettext("回访"),
        "review": gettext("挂账复核"),
        "danger": gettext("接手险情"),
        "acceptance": gettext("受理纠纷"),
        "choose": gettext("各方选定调解员"),
        "mediator": gettext("确定调解员"),
        "mediation": gettext("调解"),
        "performance": gettext("履行协议"),
        "confirmation": gettext("申请司法确认"),
        "court_acceptance": gettext("法院决定是否受理"),
        "court_ruling": gettext("法院决定是否确认"),
        "task": gettext("联动任务"),
        "accept": gettext("验收任务"),
        "feedback": gettext("反馈来源"),
        **applications.clock_names(),
        **agency.clock_names(),
        **petitions.clock_names(),
    }


def who(entry: e.Entry, policy: Policy) -> str:
    """The post, with its unit where the post's name does not say it."""
    named = {"resident": gettext("诉求人"), "clock": gettext("时钟"), "machine": gettext("系统")}
    if entry.post in named:
        return named[entry.post]
    post = policy.posts.get(entry.post)
    if post is None:
        return entry.post
    return in_full(policy, post)


def sure(confidence: float) -> str:
    return gettext("把握 %(n)s") % {"n": words.percent(confidence, 1.0, 0)}


_PATTERN = re.compile(r"(?P<code>[a-z][a-z0-9_]*(?:/[a-z0-9_]+)*)(?:/\*)?|\*")


def reasons(found: Sequence[str], policy: Policy) -> str:
    """The reasons of a proposal with the codes of subjects in words: 派单目录第 4 行：供暖 → 热力公司."""

    def named(match: re.Match[str]) -> str:
        code = match["code"]
        if code is None:
            return gettext("其他")
        return name_in(policy, "subjects", code) if code in policy.subjects else match[0]

    return words.listed(_PATTERN.sub(named, reason) for reason in found)


def _proposal(event: e.Event, policy: Policy) -> str:
    """A proposal of the machine in one line: what, how sure, why."""
    match event:
        case e.Classified():
            value = subject_in(policy, event.subject) if event.subject else gettext("分类没有认出")
        case e.Located():
            value = name_in(policy, "unit", event.place) if event.place else gettext("地点没有认出")
        case e.RouteProposed():
            value = gettext("派给%(unit)s") % {"unit": name_in(policy, "unit", event.unit)}
        case _:
            return ""
    why = reasons(event.reasons, policy)
    if not event.confidence:
        return value
    return (
        f"{value} ({sure(event.confidence)}) {why}" if words.english() else f"{value}（{sure(event.confidence)}）{why}"
    )


def _ground(table: str, code: str, policy: Policy) -> str:
    return name_in(policy, table, code) if code else ""


def _tell(entry: e.Entry, policy: Policy) -> tuple[str, str]:
    """(title, what was written beside it) of one event."""
    event, name = entry.event, words.event(entry.event.kind)
    unit_of = lambda code: name_in(policy, "unit", code)  # noqa: E731
    clock = clock_names().get(getattr(event, "clock", ""), "")
    match event:
        case e.Registered():
            parts = [name, name_in(policy, "channels", event.channel)]
            if event.split_from:
                parts.append(gettext("从 %(number)s 拆出") % {"number": event.split_from})
            return " · ".join(parts), ""
        case e.Classified():
            return gettext("分类改为 %(subject)s") % {"subject": subject_in(policy, event.subject)}, ""
        case e.Located():
            return gettext("地点定为 %(place)s") % {"place": unit_of(event.place)}, ""
        case e.Dispatched() | e.Designated():
            title = gettext("派给%(unit)s") if isinstance(event, e.Dispatched) else gettext("指定%(unit)s承办")
            text = gettext("系统自动派单") if getattr(event, "automatic", False) else getattr(event, "reason", "")
            return title % {"unit": unit_of(event.unit)}, text
        case e.NotAccepted() | e.TerminationProposed() | e.Terminated():
            reason = _ground("not_accepted", event.ground, policy)
            more = getattr(event, "channel", "") or getattr(event, "reason", "")
            return name, "\n".join(t for t in (reason, more) if t)
        case e.TransferredOut():
            return gettext("转给 %(line)s") % {"line": _ground("emergency", event.line, policy)}, event.call
        case e.Merged():
            return gettext("并到 %(into)s") % {"into": event.into}, words.listed(event.reasons)
        case e.FollowerJoined():
            return gettext("%(number)s 并进来") % {"number": event.follower}, ""
        case e.FollowerLeft():
            return gettext("%(number)s 单独办理") % {"number": event.follower}, ""
        case e.SplitInto():
            return gettext("拆成 %(numbers)s") % {"numbers": words.listed(event.parts)}, ""
        case e.Informed():
            return (f"{name} · {event.lead}" if event.lead else name), ""
        case e.DangerRaised():
            sort = policy.danger.sorts.get(event.sort)
            named = ((sort.name_en if words.english() else sort.name) if sort else "") or event.line
            title = gettext("险情：%(sort)s") if event.by == "machine" else gettext("人工标为险情：%(sort)s")
            return title % {"sort": named}, words.listed(f"“{word}”" for word in event.words)
        case e.DangerJudged():
            return (gettext("判定是险情") if event.real else gettext("判定不是险情")), event.reason
        case e.CoHandlersInvited():
            return gettext("请%(units)s会办") % {"units": words.listed(unit_of(u) for u in event.units)}, ""
        case e.DeferralProposed():
            more = gettext("打算：%(plan)s（%(day)s 再看）") % {"plan": event.plan, "day": event.next_date}
            return name, f"{event.reason}\n{more}"
        case e.ClocksPaused():
            return name, name_in(policy, "pauses", event.ground)
        case e.Deferred():
            return name, gettext("%(day)s 再看") % {"day": event.next_date}
        case e.Replied():
            said = [outcomes().get(event.outcome, event.outcome)]
            if event.warnings:
                told = words.listed(warning_name(code, policy) for code in event.warnings)
                said.append(gettext("交出前提醒过：%(what)s") % {"what": told})
            return name, "\n".join(said)
        case e.RepliedThroughLead():
            parts = [gettext("主单 %(lead)s") % {"lead": event.lead}, unit_of(event.unit) if event.unit else ""]
            return name, " · ".join(filter(None, parts))
        case e.CalledBack():
            said = [
                gettext("联系过") if event.contacted else gettext("没有联系过"),
                gettext("解决了") if event.solved else gettext("没有解决"),
                satisfaction().get(event.satisfaction, event.satisfaction),
            ]
            if event.exclusion:
                said.append(gettext("不计入三率：%(why)s") % {"why": _ground("exclusions", event.exclusion, policy)})
            return (gettext("诉求人自己评价") if event.by_resident else name), " · ".join(said)
        case e.Reopened():
            return name, _ground("reopen", event.ground, policy)
        case e.Closed():
            return name, gettext("已经回访") if event.basis == "callback" else _ground(
                "no_callback", event.basis, policy
            )
        case e.Warned():
            return gettext("预警：%(clock)s快到期") % {"clock": clock}, ""
        case e.FellOverdue():
            return gettext("%(clock)s超期") % {"clock": clock}, ""
        case e.Urged():
            return gettext("催办 %(unit)s") % {"unit": unit_of(event.to)}, ""
        case e.PlacedUnderSupervision():
            facts = {"level": event.level, "unit": unit_of(event.to)}
            return gettext("督办（第 %(level)s 级，报%(unit)s）") % facts, event.reason
        case e.PartyEntered() | e.PartyStruck() | e.ConsentGiven() | e.ConsentRefused() | e.PartyVisited():
            return f"{name} · {event.key}", getattr(event, "reason", "")
        case e.MediatorConfirmed() | e.MediatorRecused():
            return f"{name} · {name_in(policy, 'posts', event.mediator)}", ""
        case e.SessionHeld():
            # how often and when; what was said, and with whom a private talk was, is for the case file
            return name if event.sort == "joint" else gettext("单独谈话"), ""
        case e.InstalmentKept() | e.LatePerformanceAccepted() | e.InstalmentMissed() | e.PerformanceReminded():
            return f"{name} · {event.n}", getattr(event, "reason", "")
        case e.AgreementConfirmed():
            return name, event.ruling
        case _ if (together := joint.tell(event, policy))[0]:
            return together
        case _ if (acting := agency.tell(event, policy))[0]:
            return acting
        case _ if (course := petitions.tell(event, policy))[0]:
            return course
        case e.Contacted() | e.CallbackAttempted():
            return name, ""
    title = applications.tell(event, "", policy)[0]
    if title:
        return title, getattr(event, "reason", "")
    return name, getattr(event, "reason", "") or getattr(event, "outcome", "")


def _kind(event: e.Event) -> str:
    return "late" if isinstance(event, e.FellOverdue | e.PlacedUnderSupervision | e.DangerRaised) else "done"


def timeline(matter: Matter, history: Sequence[e.Entry], said: Said, policy: Policy, now: datetime) -> list[Line]:
    """Oldest first, and then what the running clocks wait for. Proposals made in one breath are one line."""
    today = local(now).date()
    lines: list[Line] = []
    proposed: list[str] = []
    for n, entry in enumerate(history):
        machine = isinstance(entry.event, _PROPOSALS) and entry.post == "machine"
        if machine:
            proposed.append(_proposal(entry.event, policy))
            following = history[n + 1] if n + 1 < len(history) else None
            if following is not None and following.post == "machine" and isinstance(following.event, _PROPOSALS):
                continue
            title, text = gettext("系统建议"), "\n".join(proposed)
            proposed = []
        else:
            title, beside = _tell(entry, policy)
            # the first words stand beside the timeline in full
            own = said.get(entry.seq, ("", ""))[1] if entry.seq > 1 else ""
            text = "\n".join(part for part in (beside, own) if part)
        lines.append(
            Line(
                title,
                words.moment(entry.at, today),
                local(entry.at).isoformat(timespec="minutes"),
                "" if machine else who(entry, policy),
                text,
                _kind(entry.event),
                policy.title_of(entry.reference) if entry.reference else "",
            )
        )
    names = clock_names()
    for clock in sorted(matter.running, key=lambda c: c.due):
        by = gettext("最迟 %(due)s") % {"due": words.deadline(clock.due, today)}
        lines.append(Line(names.get(clock.name, clock.name), by, kind="late" if now > clock.due else "next"))
    return lines


def since(entries: Sequence[dict[str, str]], policy: Policy) -> list[Line]:
    """What happened to a matter while somebody had an older state of it on the screen."""
    found = []
    for entry in entries:
        at = datetime.fromisoformat(entry["at"])
        post = entry["post"]
        unit = policy.posts[post].unit if post in policy.posts else ""
        found.append(
            Line(
                words.event(entry["what"]),
                words.moment(at),
                local(at).isoformat(timespec="minutes"),
                who(e.Entry(0, at, post, unit, "", "", e.Noted()), policy),
            )
        )
    return found
