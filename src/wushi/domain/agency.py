"""The petition agency (信访代办): an agent acts for a resident within a mandate, reports each step, and is visited after the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from wushi.domain import clocks, hub, lifecycle
from wushi.domain import events as e
from wushi.domain.actor import Actor
from wushi.domain.calendar import local
from wushi.domain.errors import BadInput, RuleBroken
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.domain.time_limits import last_day
from wushi.domain.tracks.agency import Agency

MANDATE, REPORT, VISIT = "petition.agency_mandate", "petition.agency_report", "petition.agency_visit"
MEANS = ("written", "fingerprint", "recorded")  # of consent
TOLD_BY = ("present", "phone", "message")
PATHS = ("on_the_spot", "sent_up", "department", "legal_channel")
OUTCOMES = ("resolved", "legal_channel", "not_supported")
GROUNDS = ("revoked", "lapsed")
LEVELS = {"room": "community", "town": "town", "centre": "district"}
_SOURCE = "common-practice"


def facts(matter: Matter) -> Agency:
    """Raises RuleBroken for a matter in which nobody acts for the resident."""
    found = matter.petition.agency if matter.petition else None
    if found is None:
        raise RuleBroken(rule="no_agency", reference=_SOURCE, why="nobody has a mandate in this matter")
    return found


def level(unit: str, policy: Policy) -> str:
    """At which of the three levels (三级代办) the unit stands."""
    return LEVELS[hub.level(unit, policy)]


def _some(given: Sequence[str], known: Mapping[str, object], name: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(given))
    if not found:
        raise BadInput(field=name, why="is empty; choose at least one")
    for one in found:
        if one not in known:
            raise BadInput(field=name, why=f"{one!r} is not one of {', '.join(known)}")
    return found


def _one(given: str, known: Sequence[str] | Mapping[str, object], name: str) -> str:
    if given not in known:
        raise BadInput(field=name, why=f"one of {', '.join(known)}")
    return given


def _end(until: date, policy: Policy, at: datetime) -> e.ClockStart:
    """A mandate ends on a day, not before today and not after the longest that the pack allows."""
    today = local(at).date()
    longest = last_day(clocks.start(policy, MANDATE, at).due)
    if until < today:
        raise BadInput(field="until", why=f"{until.isoformat()} is over; a mandate ends today or later")
    if until > longest:
        why = f"{until.isoformat()} is too far; a mandate lasts until {longest.isoformat()} at most"
        raise RuleBroken(rule="mandate_long", reference="wushi-proposal", why=why)
    return clocks.until_day(policy, MANDATE, at, until)


def _consented(signed: bool) -> None:
    if not signed:
        raise RuleBroken(
            rule="no_consent", reference="civil-code", why="the resident has not signed; nobody acts without consent"
        )


def give(
    matter: Matter,
    services: Sequence[str],
    scope: Sequence[str],
    until: date,
    means: str,
    signed: bool,
    commitment: str,
    actor: Actor,
    policy: Policy,
    at: datetime,
) -> e.MandateGiven:
    """The resident gives the agent a mandate (委托书): which services, which powers, until when (民法典 165)."""
    lifecycle.check(matter.track, matter.state, e.MandateGiven)
    if matter.accused:
        why = "an accusation goes to the discipline inspection; nobody in a community acts in it"
        raise RuleBroken(rule="agency_accusation", reference="xinfang-2022#30", why=why)
    _consented(signed)
    rules = policy.agency
    return e.MandateGiven(
        agent=actor.post,
        unit=actor.unit,
        level=level(actor.unit, policy),
        services=_some(services, rules.services, "services"),
        scope=_some(scope, rules.powers, "scope"),
        until=until,
        means=_one(means, MEANS, "means"),
        commitment=commitment,
        clocks=(_end(until, policy, at),),
    )


def change(
    matter: Matter,
    scope: Sequence[str],
    until: date,
    means: str,
    signed: bool,
    commitment: str,
    policy: Policy,
    at: datetime,
) -> e.MandateChanged:
    """Other powers or a later end: never without the resident's new consent."""
    lifecycle.check(matter.track, matter.state, e.MandateChanged)
    facts(matter)
    _consented(signed)
    return e.MandateChanged(
        scope=_some(scope, policy.agency.powers, "scope"),
        until=until,
        means=_one(means, MEANS, "means"),
        commitment=commitment,
        clocks=(_end(until, policy, at),),
    )


def end(matter: Matter, ground: str, at: datetime) -> e.MandateEnded:
    """Revoked by the resident at any time; lapsed only when its last day is over (民法典 173)."""
    lifecycle.check(matter.track, matter.state, e.MandateEnded)
    a = facts(matter)
    _one(ground, GROUNDS, "ground")
    if ground == "lapsed" and a.until is not None and local(at).date() <= a.until:
        why = f"it lasts until {a.until.isoformat()}; only the resident may end it before"
        raise RuleBroken(rule="mandate_lasts", reference="civil-code", why=why)
    return e.MandateEnded(ground=ground)


def judge(matter: Matter, path: str, units: Sequence[str], reason: str, policy: Policy) -> list[e.Event]:
    """Solved on the spot, sent up one level, to departments, or to a legal channel (研判)."""
    lifecycle.check(matter.track, matter.state, e.AgencyJudged)
    facts(matter)
    _one(path, PATHS, "path")
    for unit in units:
        if unit not in policy.tree:
            raise BadInput(field="units", why=f"{unit} is no unit of the tree")
    if path == "department" and not units:
        raise BadInput(field="units", why="is empty; name the department")
    judged = e.AgencyJudged(path=path, units=tuple(units) if path == "department" else ())
    return [judged, hub.rise(matter, reason, policy)] if path == "sent_up" else [judged]


def errand(
    matter: Matter, sort: str, on: date, unit: str, commitment: str, actor: Actor, policy: Policy, at: datetime
) -> e.ErrandDone:
    """One errand within the mandate. Raises RuleBroken for a power that was not given and a mandate that is over."""
    lifecycle.check(matter.track, matter.state, e.ErrandDone)
    a = facts(matter)
    _one(sort, policy.agency.errands, "sort")
    known = policy.agency.errands[sort]
    if known.power not in a.scope:
        why = f"the mandate does not allow {known.power}; ask the resident to change it first"
        raise RuleBroken(rule="outside_mandate", reference="civil-code", why=why)
    if a.until is not None and on > a.until:
        why = f"the mandate ended on {a.until.isoformat()}; ask the resident to prolong it first"
        raise RuleBroken(rule="mandate_over", reference="civil-code", why=why)
    if a.given_at is not None and not local(a.given_at).date() <= on <= local(at).date():
        raise BadInput(field="on", why="lies before the mandate or in the future")
    if unit and unit not in policy.tree:
        raise BadInput(field="unit", why=f"{unit} is no unit of the tree")
    running = matter.clock("agency_report")
    # a second errand before the report does not give the agent more time
    started = () if running is not None and running.running else (clocks.start(policy, REPORT, at),)
    return e.ErrandDone(
        n=len(a.errands) + 1,
        sort=sort,
        service=known.service,
        on=on,
        by=actor.unit,
        unit=unit,
        commitment=commitment,
        clocks=started,
    )


def report(matter: Matter, means: str, commitment: str) -> e.AgencyReported:
    """Tell the resident what was done and what comes next."""
    lifecycle.check(matter.track, matter.state, e.AgencyReported)
    a = facts(matter)
    return e.AgencyReported(errands=len(a.errands), means=_one(means, TOLD_BY, "means"), commitment=commitment)


def conclude(
    matter: Matter, outcome: str, channel: str, commitment: str, policy: Policy, at: datetime
) -> e.AgencyConcluded:
    """The end as the agent sees it. Raises RuleBroken while an errand has not been told to the resident."""
    lifecycle.check(matter.track, matter.state, e.AgencyConcluded)
    a = facts(matter)
    _one(outcome, OUTCOMES, "outcome")
    if not a.path:
        raise RuleBroken(rule="agency_not_judged", reference=_SOURCE, why="judge first which way the matter goes")
    if a.unreported:
        told = ", ".join(str(one.n) for one in a.unreported)
        raise RuleBroken(rule="errand_unreported", reference=_SOURCE, why=f"the resident has not been told of {told}")
    if outcome == "legal_channel":
        _one(channel, policy.disputes.remedies, "channel")
    return e.AgencyConcluded(
        outcome=outcome,
        commitment=commitment,
        channel=channel if outcome == "legal_channel" else "",
        clocks=(clocks.start(policy, VISIT, at),),
    )


def visit(
    matter: Matter, solved: bool, content: bool, commitment: str, actor: Actor, policy: Policy, at: datetime
) -> list[e.Event]:
    """After the end, by a unit that did not act. What was called resolved and is not goes back to the agent."""
    lifecycle.check(matter.track, matter.state, e.AgencyVisited)
    a = facts(matter)
    if actor.unit in a.acted:
        why = f"{actor.unit} acted in this matter; another unit visits"
        raise RuleBroken(rule="own_visit", reference="beijing-2021#23", why=why)
    seen = e.AgencyVisited(solved=solved, content=content, commitment=commitment)
    if solved or a.outcome != "resolved":
        return [seen, e.AgencyClosed()]
    again = clocks.until_day(policy, MANDATE, at, max(a.until or local(at).date(), local(at).date()))
    return [seen, e.AgencyResumed(clocks=(again,))]
