"""Handling (办理): sign for, contact, work together, extend once, defer with plan and date, end with reason, reply."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from wushi.domain import clocks, lifecycle
from wushi.domain import events as e
from wushi.domain.calendar import local
from wushi.domain.errors import BadInput, RuleBroken
from wushi.domain.matter import Matter
from wushi.domain.points import check_answers
from wushi.domain.policy import Policy
from wushi.domain.time_limits import last_day

EXTENSION, REVIEW, CALLBACK = "hotline.extension", "hotline.deferral_review", "hotline.callback"
OUTCOMES = ("solved", "partly", "explained", "lawful_refusal", "cannot_now", "withdrawn")


def _needs(field: str, value: str, why: str) -> str:
    if not value.strip():
        raise BadInput(field=field, why=why)
    return value.strip()


def invite(matter: Matter, units: tuple[str, ...], policy: Policy, at: datetime) -> e.CoHandlersInvited:
    """The lead asks others to help; the lead stays answerable (首接负责, 北京条例 art.14)."""
    lifecycle.check(matter.track, matter.state, e.CoHandlersInvited)
    if not units:
        raise BadInput(field="units", why="name at least one unit that is to help")
    for unit in units:
        if not policy.tree.unit(unit).exists_on(local(at).date()):
            raise BadInput(field="units", why=f"{unit} did not exist on {local(at).date()}")
        if unit == matter.lead:
            raise BadInput(field="units", why="the lead cannot be its own helper")
    return e.CoHandlersInvited(units=tuple(dict.fromkeys(units)))


def ask_extension(matter: Matter, reason: str, policy: Policy, at: datetime) -> e.ExtensionRequested:
    """Ask once, before the limit ends, with reasons (安阳条例 art.50)."""
    lifecycle.check(matter.track, matter.state, e.ExtensionRequested)
    reason = _needs("reason", reason, "an extension needs reasons")
    reply, reference = matter.clock("reply"), policy.limit(EXTENSION).at(local(at).date()).reference
    if matter.extended:
        raise RuleBroken(
            rule="extension_once", reference=reference, why="the limit was extended already; once is the rule"
        )
    if reply is None or reply.stopped is not None:
        raise RuleBroken(rule="extension_clock", reference=reference, why="no limit is running that could be extended")
    if at > reply.due:
        raise RuleBroken(
            rule="extension_in_time",
            reference=reference,
            why=f"an extension had to be asked for by {local(reply.due):%Y-%m-%d %H:%M}",
        )
    if reply.unit in ("hours", "working_hours"):
        raise RuleBroken(
            rule="extension_urgent",
            reference=reference,
            why="a limit counted in hours (danger, water, power, gas, heat) has none",
        )
    return e.ExtensionRequested(reason=reason)


def grant_extension(matter: Matter, approver: str, told: bool, policy: Policy, at: datetime) -> e.ExtensionGranted:
    """The head approves; the resident has been told why. The same clock goes on to its new due moment."""
    lifecycle.check(matter.track, matter.state, e.ExtensionGranted)
    if not told:
        raise RuleBroken(
            rule="extension_told",
            reference=policy.limit(EXTENSION).at(local(at).date()).reference,
            why="the resident must be told why it takes longer",
        )
    reply = matter.clock("reply")
    if matter.extended or reply is None:
        raise RuleBroken(rule="extension_once", reference="anyang-service#50", why="the limit was extended already")
    return e.ExtensionGranted(approver=approver, told=told, clocks=(clocks.extended(policy, reply, EXTENSION, at),))


def propose_deferral(
    matter: Matter, reason: str, plan: str, day: date, policy: Policy, at: datetime
) -> e.DeferralProposed:
    lifecycle.check(matter.track, matter.state, e.DeferralProposed)
    _check_review_day(day, policy, at)
    return e.DeferralProposed(
        reason=_needs("reason", reason, "say why it cannot be solved now"),
        plan=_needs("plan", plan, "a deferral needs a plan"),
        next_date=day.isoformat(),
    )


def _check_review_day(day: date, policy: Policy, at: datetime) -> None:
    latest = last_day(policy.limit(REVIEW).at(local(at).date()).due(at, policy.calendar))
    if not local(at).date() < day <= latest:
        raise BadInput(field="next_date", why=f"the next look must be after today and by {latest.isoformat()}")


def defer(matter: Matter, approver: str, policy: Policy, at: datetime) -> e.Deferred:
    """The supervisor agrees (挂账): the answer's clock stands still, a review date takes its place."""
    lifecycle.check(matter.track, matter.state, e.Deferred)
    if not matter.deferral_date:
        raise RuleBroken(rule="deferral_asked", reference="", why="no deferral was proposed for this matter")
    day = date.fromisoformat(matter.deferral_date)
    _check_review_day(day, policy, at)
    return e.Deferred(
        approver=approver, next_date=matter.deferral_date, clocks=(clocks.until_day(policy, REVIEW, at, day),)
    )


def propose_termination(matter: Matter, ground: str, reason: str, policy: Policy) -> e.TerminationProposed:
    lifecycle.check(matter.track, matter.state, e.TerminationProposed)
    if ground not in policy.not_accepted:
        raise BadInput(field="ground", why=f"one of {', '.join(policy.not_accepted)}")
    return e.TerminationProposed(ground=ground, reason=_needs("reason", reason, "say in writing why it is ended"))


def terminate(matter: Matter, approver: str) -> e.Terminated:
    """The desk approves what the unit proposed in writing (潍坊条例 art.21)."""
    lifecycle.check(matter.track, matter.state, e.Terminated)
    if not matter.termination_ground:
        raise RuleBroken(
            rule="termination_asked", reference="weifang-hotline#21", why="the unit has not proposed it in writing"
        )
    return e.Terminated(ground=matter.termination_ground, approver=approver)


def reply(
    matter: Matter,
    outcome: str,
    commitment: str,
    policy: Policy,
    at: datetime,
    *,
    asked: Sequence[str] = (),
    points: tuple[str, ...] = (),
    warnings: tuple[str, ...] = (),
) -> e.Replied:
    """Answer the resident and the desk; the callback's clock starts (北京条例 arts 15, 23). `points`: what became of each of
    the points that were `asked`; `warnings`: what the check told before it was sent."""
    lifecycle.check(matter.track, matter.state, e.Replied)
    if outcome not in OUTCOMES:
        raise BadInput(field="outcome", why=f"one of {', '.join(OUTCOMES)}")
    check_answers(asked or ("",) * matter.points, points)
    started = (clocks.start(policy, CALLBACK, at),)
    return e.Replied(outcome=outcome, commitment=commitment, clocks=started, points=points, warnings=warnings)


def reply_through_lead(
    matter: Matter, lead: Matter, policy: Policy, at: datetime, commitment: str = ""
) -> e.RepliedThroughLead:
    """A follower hears the answer to the matter it was merged into, and gets its own callback."""
    lifecycle.check(matter.track, matter.state, e.RepliedThroughLead)
    return e.RepliedThroughLead(
        lead=lead.number,
        clocks=(clocks.start(policy, CALLBACK, at),),
        unit=lead.lead or lead.unit,
        path=lead.path,
        commitment=commitment,
    )
