"""Alarming (交办、整改、销号): the rules of an alarm on its way from the monitor to the sign-off."""

from __future__ import annotations

from datetime import datetime

from wushi.domain import clocks, lifecycle
from wushi.domain import events as e
from wushi.domain.errors import BadInput, NotPermitted, RuleBroken
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.domain.tracks.alarm import Alarm

SIGN, RECTIFY, CHECK = "alarm.sign", "alarm.rectify", "alarm.check"


def facts(matter: Matter) -> Alarm:
    return matter.alarm or Alarm()


def hand_over(matter: Matter, unit: str, duty: str, policy: Policy, at: datetime, *, automatic: bool) -> e.Dispatched:
    """To the unit of the warden who answers for it. Raises BadInput for a unit that is not, or has it already."""
    lifecycle.check(matter.track, matter.state, e.Dispatched)
    if unit not in policy.tree:
        raise BadInput(field="unit", why=f"{unit} is no unit of the tree")
    if unit == matter.lead and matter.state in ("dispatched", "signed"):
        raise BadInput(field="unit", why=f"{unit} has the matter already; name the unit that is to have it")
    kept = [c.name for c in matter.running]
    started = [clocks.start(policy, SIGN, at)]
    if "rectify" not in kept:
        started.append(clocks.start(policy, RECTIFY, at))
    return e.Dispatched(unit=unit, path=policy.tree.line(unit), duty=duty, automatic=automatic, clocks=tuple(started))


def rectify(matter: Matter, commitment: str, policy: Policy, at: datetime) -> e.Rectified:
    """The unit has put it right and says how; somebody else is to look."""
    lifecycle.check(matter.track, matter.state, e.Rectified)
    return e.Rectified(commitment=commitment, clocks=(clocks.start(policy, CHECK, at),))


def _by_another(matter: Matter, unit: str, what: str, policy: Policy) -> None:
    """Whoever put it right does not check it (as the unit that handled a demand never calls back)."""
    if policy.tree.is_within(unit, facts(matter).rectified_by):
        raise NotPermitted(post=unit, event=what, why=f"{facts(matter).rectified_by} put it right and may not check it")


def send_back(matter: Matter, reason: str, unit: str, policy: Policy, at: datetime) -> e.SentBack:
    lifecycle.check(matter.track, matter.state, e.SentBack)
    _by_another(matter, unit, "SentBack", policy)
    if not reason.strip():
        raise BadInput(field="reason", why="say what is not right yet")
    return e.SentBack(reason=reason.strip(), clocks=(clocks.start(policy, RECTIFY, at),))


def sign_off(matter: Matter, commitment: str, unit: str, policy: Policy) -> e.SignedOff:
    lifecycle.check(matter.track, matter.state, e.SignedOff)
    _by_another(matter, unit, "SignedOff", policy)
    known = facts(matter)
    if known.sort in ("exceeded", "gap", "fault") and known.normal_at is None:
        raise RuleBroken(
            rule="sign_off_normal", reference="", why="the monitor is not back to normal; it cannot be signed off yet"
        )
    return e.SignedOff(commitment=commitment)


def close(matter: Matter) -> e.Closed:
    """Close without rectification what is back to normal by itself, as the machine proposes."""
    lifecycle.check(matter.track, matter.state, e.Closed)
    if facts(matter).normal_at is None:
        raise RuleBroken(rule="close_normal", reference="", why="it is not back to normal; have it put right first")
    return e.Closed(basis="back_to_normal")
