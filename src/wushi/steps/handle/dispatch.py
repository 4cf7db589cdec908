"""Dispatch (派单): send a matter to the unit responsible for it and start its clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from wushi.domain import dispatch as rules
from wushi.domain import events as e
from wushi.domain import routing
from wushi.domain.actor import Actor
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.domain.routing import Proposal
from wushi.steps.moving import move


def dispatch(
    number: str, unit: str = "", *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """To the proposed unit, or to the one a person names: then the table's limit still holds, and the person is the reason."""

    def decide(matter: Matter) -> e.Event:
        proposal = routing.route(matter.subject, matter.type, matter.place, policy)
        if unit and unit != proposal.unit:
            named = policy.tree.unit(unit)
            duty = routing.duty_of(matter.subject, policy) if named.level in routing.COMMUNITY_LEVELS else None
            # chosen against the table: no entry stands behind it, so it shows among the gaps of the duty list
            reference = duty.reference if duty else ""
            reasons = (f"派单员选定：{named.name}",)
            proposal = replace(proposal, unit=unit, confidence=1.0, reasons=reasons, reference=reference)
        return rules.dispatch(matter, _certain(proposal), policy, now)

    return move(number, decide, actor=actor, policy=policy, now=now, seen=seen)


def _certain(proposal: Proposal) -> Proposal:
    """A person has decided: no confidence of a machine stands in the event."""
    return replace(proposal, confidence=1.0)
