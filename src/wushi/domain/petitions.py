"""The petition's own course (信访程序): sorting, sending, acceptance, opinion, review and second review (信访工作条例 art. 20-36)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from wushi.domain import accusing, clocks, hub, lifecycle
from wushi.domain import events as e
from wushi.domain.actor import Actor
from wushi.domain.errors import BadInput, RuleBroken
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.domain.time_limits import last_day
from wushi.domain.tracks.petition import Petition

UNIT_NOTICE, OBJECTION, HANDLE, PROLONG = (
    "petition.unit_notice", "petition.objection", "petition.handle", "petition.prolong",
)  # fmt: skip
REVIEW_ASK, REVIEW, RECHECK_ASK, RECHECK = (
    "petition.review_ask", "petition.review", "petition.recheck_ask", "petition.recheck",
)  # fmt: skip
OUTCOMES = ("supported", "partly", "explained", "not_supported")
REVIEWS = ("upheld", "changed")
GROUNDS = ("not_asked", "content", "withdrawn")
# What an opinion states (第32条), in the order of the letter.
HEADS = {
    "request": "信访请求",
    "facts": "查明的事实",
    "reasons": "理由",
    "opinion": "处理意见",
    "basis": "依据",
    "remedy": "救济途径",
}
PARTS = tuple(HEADS)
_LAW = "xinfang-2022#"


def facts(matter: Matter) -> Petition:
    return matter.petition or Petition()


def _one(given: str, known: Sequence[str], name: str) -> str:
    if given not in known:
        raise BadInput(field=name, why=f"one of {', '.join(known)}")
    return given


def _reason(said: str) -> str:
    if not said.strip():
        raise BadInput(field="reason", why="is empty; say why")
    return said.strip()


def _in_time(matter: Matter, clock: str, at: datetime) -> bool:
    """Is it done within the days of that clock? Without the clock nothing was promised."""
    running = matter.clock(clock)
    return running is None or at <= running.due


def _notice(matter: Matter) -> str:
    """The clock by which the petitioner is to be told: of the office, then of the unit to which it was sent."""
    return "unit_notice" if matter.state == "petition_sent" else "notice"


def sort(matter: Matter, way: str, commitment: str, policy: Policy, at: datetime) -> e.PetitionSorted:
    """It belongs to another lawful way, which is named (第31条). Raises BadInput for a way that the pack does not know."""
    lifecycle.check(matter.track, matter.state, e.PetitionSorted)
    found = policy.petitions.ways.get(way)
    if found is None:
        raise BadInput(field="way", why=f"one of {', '.join(policy.petitions.ways)}")
    return e.PetitionSorted(way, found.channel, commitment, _in_time(matter, _notice(matter), at))


def send(matter: Matter, unit: str, reason: str, policy: Policy, at: datetime) -> e.PetitionSent:
    """To the unit whose matter it is, which answers for its own notice (第22条). A unit that objected gets it again only as
    designated, and then cannot object."""
    lifecycle.check(matter.track, matter.state, e.PetitionSent)
    if unit not in policy.tree:
        raise BadInput(field="unit", why=f"{unit} is no unit of the tree")
    if unit == matter.unit:
        raise BadInput(field="unit", why="has it already; accept it, or name another unit")
    accusing.refuse(matter, (unit,), policy)
    designated = unit in facts(matter).objectors
    if designated:
        _reason(reason)
    started = [clocks.start(policy, UNIT_NOTICE, at)]
    if not designated:
        started.append(clocks.start(policy, OBJECTION, at))
    return e.PetitionSent(
        unit, policy.tree.line(unit), reason.strip(), _in_time(matter, "notice", at), designated, tuple(started)
    )


def object_to(matter: Matter, reason: str, policy: Policy, at: datetime) -> e.PetitionObjected:
    """Not its matter: within the working days of the pack, with detailed reasons, once (第23条)."""
    lifecycle.check(matter.track, matter.state, e.PetitionObjected)
    if facts(matter).designated:
        why = "the unit was designated after an objection; accept it"
        raise RuleBroken(rule="petition_designated", reference=f"{_LAW}24", why=why)
    if not _in_time(matter, "petition_objection", at):
        clock = matter.clock("petition_objection")
        assert clock is not None
        why = f"the days for an objection ended on {last_day(clock.due).isoformat()}; accept it"
        raise RuleBroken(rule="petition_objection_late", reference=f"{_LAW}23", why=why)
    desk = policy.desk_of("petition")
    return e.PetitionObjected(matter.unit, _reason(reason), desk, policy.tree.line(desk))


def accept(matter: Matter, commitment: str, policy: Policy, at: datetime) -> e.PetitionAccepted:
    """The petitioner is told in writing that the unit handles it; sixty days run (第23条、第34条)."""
    lifecycle.check(matter.track, matter.state, e.PetitionAccepted)
    unit = matter.unit or policy.desk_of("petition")
    return e.PetitionAccepted(
        unit,
        policy.tree.line(unit),
        commitment,
        _in_time(matter, _notice(matter), at),
        (clocks.start(policy, HANDLE, at),),
    )


def prolong(matter: Matter, reason: str, actor: Actor, policy: Policy, at: datetime) -> e.PetitionProlonged:
    """Once, by whoever answers for the unit, with the reasons told (第34条). Raises RuleBroken after the days are over."""
    lifecycle.check(matter.track, matter.state, e.PetitionProlonged)
    if facts(matter).prolonged:
        raise RuleBroken(rule="petition_prolonged", reference=f"{_LAW}34", why="it was prolonged once already")
    running = matter.clock("petition_handle")
    if running is None or not running.running or at > running.due:
        why = "the days of handling are over or stand still; an extension is granted before they end"
        raise RuleBroken(rule="petition_prolong_late", reference=f"{_LAW}34", why=why)
    return e.PetitionProlonged(actor.post, _reason(reason), (clocks.extended(policy, running, PROLONG, at),))


def settle(matter: Matter, signed: bool, commitment: str) -> e.PetitionSettled:
    """An agreement in writing ends it (第33条)."""
    lifecycle.check(matter.track, matter.state, e.PetitionSettled)
    if not signed:
        why = "an agreement ends a petition only when it is in writing and signed by all"
        raise RuleBroken(rule="petition_unsigned", reference=f"{_LAW}33", why=why)
    return e.PetitionSettled(commitment)


def opinion(matter: Matter, outcome: str, commitment: str, policy: Policy, at: datetime) -> e.OpinionGiven:
    """The opinion letter (处理意见书, 第32条); the days within which a review may be asked for run from it."""
    lifecycle.check(matter.track, matter.state, e.OpinionGiven)
    return e.OpinionGiven(
        _one(outcome, OUTCOMES, "outcome"), matter.unit, commitment, _in_time(matter, "petition_handle", at),
        (clocks.start(policy, REVIEW_ASK, at),),
    )  # fmt: skip


def _asked_in_time(matter: Matter, clock: str, article: str, at: datetime) -> None:
    found = matter.clock(clock)
    if found is not None and at > found.due:
        why = f"the days for it ended on {last_day(found.due).isoformat()}"
        raise RuleBroken(rule="review_late", reference=f"{_LAW}{article}", why=why)


def ask_review(matter: Matter, organ: str, commitment: str, policy: Policy, at: datetime) -> e.ReviewAsked:
    """The petitioner does not agree: the organ above reviews it (第35条). A unit of the town's is reviewed by the town; of
    others the register keeps the review. `organ`: what that organ is called; blank: the unit's own name."""
    lifecycle.check(matter.track, matter.state, e.ReviewAsked)
    _asked_in_time(matter, "review_ask", "35", at)
    unit = hub.above(matter.unit, policy, "petition") or policy.desk_of("petition")
    accusing.refuse(matter, (unit,), policy)
    named = organ.strip() or policy.tree.unit(unit).name
    if unit == facts(matter).opinion_by and not organ.strip():
        raise BadInput(field="organ", why="is empty; name the organ above the unit that gave the opinion")
    return e.ReviewAsked(unit, policy.tree.line(unit), named, commitment, (clocks.start(policy, REVIEW, at),))


def give_review(matter: Matter, outcome: str, commitment: str, policy: Policy, at: datetime) -> e.ReviewGiven:
    lifecycle.check(matter.track, matter.state, e.ReviewGiven)
    return e.ReviewGiven(
        _one(outcome, REVIEWS, "outcome"), commitment, _in_time(matter, "petition_review", at),
        (clocks.start(policy, RECHECK_ASK, at),),
    )  # fmt: skip


def ask_recheck(matter: Matter, organ: str, commitment: str, policy: Policy, at: datetime) -> e.RecheckAsked:
    """Once more, by the organ above the one that reviewed it (第36条)."""
    lifecycle.check(matter.track, matter.state, e.RecheckAsked)
    _asked_in_time(matter, "recheck_ask", "36", at)
    if not organ.strip():
        raise BadInput(field="organ", why="is empty; name the organ above the one that reviewed it")
    return e.RecheckAsked(organ.strip(), commitment, (clocks.start(policy, RECHECK, at),))


def give_recheck(matter: Matter, outcome: str, commitment: str, at: datetime) -> e.RecheckGiven:
    lifecycle.check(matter.track, matter.state, e.RecheckGiven)
    return e.RecheckGiven(_one(outcome, REVIEWS, "outcome"), commitment, _in_time(matter, "petition_recheck", at))


def end(matter: Matter, ground: str, at: datetime) -> e.PetitionEnded:
    """Nobody asked for a review within the days, or the petitioner is content or withdraws."""
    lifecycle.check(matter.track, matter.state, e.PetitionEnded)
    _one(ground, GROUNDS, "ground")
    open_until = next((c for c in matter.running if c.name in ("review_ask", "recheck_ask")), None)
    if ground == "not_asked" and open_until is not None and at <= open_until.due:
        why = f"a review may be asked for until {last_day(open_until.due).isoformat()}"
        raise RuleBroken(rule="review_open", reference=f"{_LAW}35", why=why)
    return e.PetitionEnded(ground)


def represent(
    matter: Matter, persons: int, names: Sequence[str], commitment: str, policy: Policy
) -> e.RepresentativesNamed:
    """Several persons with one request (第20条)."""
    lifecycle.check(matter.track, matter.state, e.RepresentativesNamed)
    if persons < 2:
        raise BadInput(field="persons", why="representatives stand for two persons or more")
    most, found = policy.petitions.representatives, len(names)
    if not found:
        raise BadInput(field="names", why="is empty; one name a line")
    if found > most:
        why = f"{found} were named; at most {most} represent the others"
        raise RuleBroken(rule="representatives_most", reference=f"{_LAW}20", why=why)
    if found > persons:
        raise BadInput(field="names", why=f"names {found} for {persons} persons")
    return e.RepresentativesNamed(persons, found, commitment)


def link(matter: Matter, earlier: Matter) -> e.RepeatLinked:
    """The same person's same matter came before. The persons are never rated; the matters are told apart."""
    lifecycle.check(matter.track, matter.state, e.RepeatLinked)
    if earlier.track != "petition":
        raise BadInput(field="to", why=f"{earlier.number} is no petition")
    if earlier.number == matter.number:
        raise BadInput(field="to", why="is this matter itself; name the earlier one")
    begun, before = matter.registered_at, earlier.registered_at
    if begun is not None and before is not None and before > begun:
        raise BadInput(field="to", why=f"{earlier.number} came later; link the later one to the earlier")
    return e.RepeatLinked(earlier.number)
