"""Dispatch (派单): decide which unit gets a matter and until when; and what follows when a unit objects."""

from __future__ import annotations

from datetime import datetime

from wushi.domain import clocks, lifecycle
from wushi.domain import events as e
from wushi.domain.calendar import local
from wushi.domain.errors import BadInput, RuleBroken
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.domain.routing import COMMUNITY_LEVELS, Proposal, duty_of

SIGN, CONTACT, OBJECTION, ADJUDICATE = "hotline.sign", "hotline.contact", "hotline.objection", "hotline.adjudicate"


def _check_unit(unit: str, matter: Matter, policy: Policy, at: datetime) -> None:
    found = policy.tree.unit(unit)
    if not found.exists_on(local(at).date()):
        raise BadInput(field="unit", why=f"{unit} did not exist on {local(at).date()}")
    if found.level in COMMUNITY_LEVELS:
        duty = duty_of(matter.subject, policy)
        if duty is None or duty.relation != "main":
            reference = duty.reference if duty else "beijing-2021#17"
            raise RuleBroken(
                rule="duty_list",
                reference=reference,
                why=f"{matter.subject or 'a matter without subject'} is not on the communities' duty list",
            )


def _unit_clocks(matter: Matter, limit: str, policy: Policy, at: datetime) -> tuple[e.ClockStart, ...]:
    """The clocks of the unit that receives it. The answer to the resident keeps the clock it has: handing a matter on
    never restarts it."""
    running = matter.clock("reply")
    made: list[e.ClockStart] = []
    if running is not None and running.stopped is None:
        cap = running.due if running.due > at else None
    else:
        reply = clocks.start(policy, limit, at)
        made.append(reply)
        cap = reply.due
    return (
        clocks.start(policy, SIGN, at, cap=cap),
        clocks.start(policy, CONTACT, at, cap=cap),
        *made,
    )


def reply_limit(matter: Matter, limit: str, policy: Policy) -> str:
    """`@tier` is resolved by the subject's tier; a consultation has the limit of consultations."""
    if limit != "@tier":
        return limit
    tier = policy.tier_of(matter.subject)
    if tier == "general" and matter.type == "consult":
        tier = "consult"
    return f"hotline.reply_{tier}"


def dispatch(
    matter: Matter,
    proposal: Proposal,
    policy: Policy,
    at: datetime,
    *,
    automatic: bool = False,
    due: datetime | None = None,
    due_reference: str = "",
) -> e.Dispatched:
    """Send the matter to the proposed unit. `due`: a deadline that came with the matter and is inherited."""
    lifecycle.check(matter.track, matter.state, e.Dispatched)
    if matter.state in ("dispatched", "signed") and policy.tree.unit(matter.lead).level != "centre":
        raise RuleBroken(
            rule="with_unit",
            reference="beijing-2021#14",
            why=f"{matter.lead} has it and is answerable (first receiver); it must object before the matter goes elsewhere",
        )
    _check_unit(proposal.unit, matter, policy, at)
    if proposal.unit == matter.lead and matter.state in ("dispatched", "signed"):
        raise BadInput(field="unit", why=f"{proposal.unit} has the matter already; name the unit that is to have it")
    if proposal.unit in matter.objectors:
        raise RuleBroken(
            rule="objected_unit",
            reference="weifang-hotline#22",
            why=f"{proposal.unit} has objected; designate it with reasons if it is to have the matter",
        )
    limit = reply_limit(matter, proposal.limit, policy)
    if due is not None:
        started: tuple[e.ClockStart, ...] = (clocks.given("reply", at, due, due_reference),)
    else:
        started = _unit_clocks(matter, limit, policy, at)
    return e.Dispatched(
        unit=proposal.unit,
        path=policy.tree.line(proposal.unit),
        duty=proposal.reference,
        automatic=automatic,
        confidence=proposal.confidence,
        clocks=started,
    )


def object_to(matter: Matter, reason: str, policy: Policy, at: datetime) -> e.Objected:
    """A unit says once, within the limit and with reasons, that the matter is not its own (安阳条例 art.50)."""
    lifecycle.check(matter.track, matter.state, e.Objected)
    if not reason.strip():
        raise BadInput(field="reason", why="an objection needs reasons")
    if matter.designated:
        raise RuleBroken(
            rule="designated", reference="weifang-hotline#22", why="the unit was designated; no return any more"
        )
    if matter.lead in matter.objectors:
        raise RuleBroken(
            rule="objection_once", reference="anyang-service#50", why=f"{matter.lead} has objected already"
        )
    received = matter.received_at or at
    span = policy.limit(OBJECTION).at(local(received).date())
    until = span.due(received, policy.calendar)
    if at > until:
        raise RuleBroken(
            rule="objection_in_time",
            reference=span.reference,
            why=f"an objection was possible until {local(until):%Y-%m-%d %H:%M}",
        )
    return e.Objected(reason=reason.strip(), clocks=(clocks.start(policy, ADJUDICATE, at),))


def designate(matter: Matter, unit: str, reason: str, policy: Policy, at: datetime) -> e.Designated:
    """Rule whose it is; the ruling binds, also the unit that objected."""
    lifecycle.check(matter.track, matter.state, e.Designated)
    if not reason.strip():
        raise BadInput(field="reason", why="a designation needs reasons")
    _check_unit(unit, matter, policy, at)
    running = matter.clock("reply")
    cap = running.due if running and running.due > at else None
    return e.Designated(
        unit=unit,
        path=policy.tree.line(unit),
        reason=reason.strip(),
        clocks=(clocks.start(policy, SIGN, at, cap=cap), clocks.start(policy, CONTACT, at, cap=cap)),
    )
