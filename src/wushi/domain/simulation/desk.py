"""At the desk (模拟受理): the machine proposes, a person corrects, settles at once, refuses, hands over, or dispatches."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from wushi.domain import danger, dispatch, registration, routing
from wushi.domain import events as e
from wushi.domain.actor import MACHINE, Actor
from wushi.domain.routing import Proposal
from wushi.domain.simulation.story import Story

_SETTLE = "Designated"  # who may rule on objections does not sit at the desk


def propose(story: Story) -> None:
    """Class, place and unit, seconds after the registration; now and then the class is a neighbouring one."""
    demand, dice, world = story.demand, story.dice, story.world
    desk, policy = world.simulation.desk, world.policy
    at = demand.at + timedelta(seconds=dice.randrange(1, 2 + int(desk.propose_seconds)))
    subject, confident = demand.subject, desk.confidence
    if story.chance(desk.corrected):
        subject, confident = _neighbour(story), desk.confidence_corrected
    confidence = round(dice.uniform(*confident), 4)
    text = demand.title + demand.text
    node = policy.subject(subject)
    reasons = tuple(f"“{w}”" for w in (node.name, *node.synonyms) if w in text)[:5] or (f"历史件 {confidence:.0%}",)
    story.do(e.Classified(subject, confidence, reasons), MACHINE, at)
    place = demand.place if demand.located else ""
    if place:
        story.do(e.Located(place, 0.95, (f"“{policy.tree.unit(place).short}”",)), MACHINE, at)
    else:
        story.do(e.Located("", 0.0, ("没有认出的地点",)), MACHINE, at)
    _route(story, MACHINE, at, confidence)


def _neighbour(story: Story) -> str:
    """Another subject of the same parent, else the parent: what a machine takes it for."""
    demand, subjects = story.demand, story.world.policy.subjects
    parent = demand.subject.rpartition("/")[0]
    others = [r.subject for r in story.world.simulation.subjects if r.subject.rpartition("/")[0] == parent]
    others = [s for s in others if s != demand.subject]
    return story.dice.choice(others) if others else parent if parent in subjects else demand.subject


def _route(story: Story, actor: Actor, at: datetime, confidence: float = 1.0) -> None:
    m, policy = story.matter, story.world.policy
    p = routing.route(m.subject, m.type, m.place, policy, confidence=confidence)
    story.do(e.RouteProposed(p.unit, p.limit, p.confidence, p.reasons, p.reference), actor, at)


def decided_at(story: Story) -> datetime:
    """When somebody at the desk takes the matter up; round the clock."""
    return story.later(story.demand.at, story.world.simulation.desk.dispatch, always=True)


def decide(story: Story, at: datetime) -> bool:
    """What the desk does. True: the matter has gone to a unit."""
    demand, world = story.demand, story.world
    desk, policy = world.simulation.desk, world.policy
    operator = story.one(world.posts.everywhere("Answered", without=_SETTLE), at)
    line = _danger(story)
    if line and story.chance(desk.transferred):
        soon = demand.at + timedelta(seconds=story.dice.randrange(40, 240))
        call = f"SIM-{demand.at:%m%d}-{story.dice.randrange(10000):04d}"
        story.do(registration.transfer_out(story.matter, line, call, policy), operator, soon)
        return False
    _put_right(story, operator, at)
    if story.chance(desk.not_accepted):
        story.do(registration.refuse(story.matter, desk.grounds.draw(story.dice), policy), operator, at)
        return False
    found = routing.route(story.matter.subject, story.matter.type, story.matter.place, policy)
    if story.chance(desk.answered.get(demand.type, 0.0)) or not world.posts.in_unit(found.unit, "SignedFor"):
        commitment, words = story.spoken(story.say("answer", demand.type))
        story.do(e.Answered(commitment), operator, at, words)
        return False
    _send(story, operator, at, found)
    return True


def _send(story: Story, operator: Actor, at: datetime, found: Proposal) -> None:
    certain = replace(found, confidence=1.0)
    story.do(dispatch.dispatch(story.matter, certain, story.world.policy, at), operator, at)


def send_on(story: Story) -> None:
    """A follower that was opened again has no unit of its own yet."""
    matter, policy, at = story.matter, story.world.policy, story.matter.last_at
    assert at is not None
    operator = story.one(story.world.posts.everywhere("Answered", without=_SETTLE), at)
    _send(story, operator, at, routing.route(matter.subject, matter.type, matter.place, policy))


def _danger(story: Story) -> str:
    """The emergency line that the words call for; looked up only where the subject is a danger."""
    demand, policy = story.demand, story.world.policy
    if policy.tier_of(demand.subject) != "danger":
        return ""
    found = danger.hear(f"{demand.title}\n{demand.text}", policy.danger).danger
    return found.line if found and found.line in policy.emergency else ""


def _put_right(story: Story, operator: Actor, at: datetime) -> None:
    """A person corrects the class and finds out the place, as far as it is needed."""
    demand, matter = story.demand, story.matter
    moved = False
    if matter.subject != demand.subject:
        story.do(e.Classified(demand.subject, 1.0, ("人工确认",), by="person"), operator, at)
        moved = True
    if not matter.place and story.chance(story.world.simulation.desk.asked_where):
        story.do(e.Located(demand.place, 1.0, ("人工确认",), by="person"), operator, at)
        moved = True
    if moved:
        _route(story, operator, at)
