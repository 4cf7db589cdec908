"""Asking the resident (模拟回访): attempts, three answers, opening again, closing, and what comes back later."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from wushi.domain import callback
from wushi.domain import events as e
from wushi.domain.actor import MACHINE, RESIDENT, Actor
from wushi.domain.simulation.story import Story


def ask(story: Story) -> bool:
    """From the answer of the unit to the close. True: it was opened again and the unit has to act once more."""
    _lift(story)
    world, demand, answered = story.world, story.demand, story.matter.last_at
    assert answered is not None
    asking = world.simulation.asking
    basis = "asked-no-reply" if demand.no_reply else "anonymous" if demand.anonymous else ""
    at = story.work(answered, asking.delay)
    agent = _agent(story, at)
    if basis:
        story.do(callback.close(story.matter, basis, world.policy), agent, at)
        return False
    online = answered + timedelta(seconds=int(asking.resident_delay.hours(story.dice) * 3600))
    if story.chance(asking.by_resident) and online < at:
        return _answer(story, RESIDENT, online)
    attempts = 0
    while attempts < asking.attempts and story.chance(asking.unreached):
        story.do(e.CallbackAttempted(), agent, at)
        attempts, at = attempts + 1, story.work(at, asking.delay)
    if attempts == asking.attempts:
        story.do(callback.close(story.matter, "unreachable", world.policy), agent, at)
        return False
    return _answer(story, agent, at)


def _agent(story: Story, at: datetime) -> Actor:
    """A callback agent of the desk or a centre, never of a unit that had the matter in hand or answered for it."""
    tree, matter = story.world.policy.tree, story.matter
    handlers = (*matter.handlers, *filter(None, (matter.answered_by,)))
    agents = story.world.posts.everywhere("CalledBack")
    if any(tree.is_within(a.unit, h) for a in agents for h in handlers):
        agents = tuple(a for a in agents if not any(tree.is_within(a.unit, h) for h in handlers))
    return story.one(agents, at)


def _lift(story: Story) -> None:
    """Supervision ends when the matter has been answered."""
    world, at = story.world, story.matter.last_at
    if story.matter.supervision and at is not None and story.chance(world.simulation.course.lifted):
        at = story.work(at, world.simulation.course.approval)
        supervisor = story.one(world.posts.everywhere("SupervisionLifted"), at)
        story.do(e.SupervisionLifted(story.say("lifted")), supervisor, at)


def _answer(story: Story, who: Actor, at: datetime) -> bool:
    """The three answers, and what the desk makes of them."""
    world, matter = story.world, story.matter
    asking = world.simulation.asking
    reply = matter.clock("reply")
    share = asking.solved.get(matter.outcome, 1.0)
    if reply is not None and reply.met is False:
        share *= asking.solved_late
    solved = not story.chance(story.more(1.0 - share, at))
    satisfaction = (asking.satisfied if solved else asking.satisfied_unsolved).draw(story.dice)
    exclusion = ""
    if not solved and matter.outcome in asking.excluded:
        ground, excluded = asking.excluded[matter.outcome]
        exclusion = ground if story.chance(excluded) else ""
    said = story.say("remark", satisfaction) if story.chance(asking.remark) else ""
    commitment, words = story.spoken(said) if said else ("", None)
    event = callback.call_back(
        matter,
        contacted=matter.contacted_at is not None and story.chance(asking.contacted),
        solved=solved,
        satisfaction=satisfaction,
        means="receipt" if who is RESIDENT else "phone",
        policy=world.policy,
        at=at,
        by_resident=who is RESIDENT,
        exclusion=exclusion,
        commitment=commitment,
    )
    story.do(event, who, at, words)
    if solved and satisfaction in callback.CONTENT:
        if who is RESIDENT:
            story.do(callback.close(story.matter, "callback", world.policy), MACHINE, at + timedelta(seconds=2))
        else:
            soon = at + timedelta(seconds=story.dice.randrange(20, 300))
            story.do(callback.close(story.matter, "callback", world.policy), who, soon)
        return False
    at = story.work(at, asking.reopen_delay)
    agent = _agent(story, at)
    if not exclusion and len(matter.reopenings) < asking.reopened_most and story.chance(asking.reopened):
        _reopen(story, asking.reopen_grounds.draw(story.dice), agent, at)
        return True
    story.do(callback.close(story.matter, "callback", world.policy), agent, at)
    return False


def _reopen(story: Story, ground: str, agent: Actor, at: datetime) -> None:
    said = story.say("reopen", ground)
    facts = hashlib.sha256(f"{len(story.matter.reopenings)}:{said}".encode()).hexdigest()[:32]
    _, words = story.spoken(said)
    story.do(callback.reopen(story.matter, ground, facts, story.world.policy, at), agent, at, words)
    if story.lead is not None:
        story.go_alone()


def recur(story: Story) -> bool:
    """What was closed comes back days later, with new facts. True: the unit has to act once more."""
    asking, closed = story.world.simulation.asking, story.matter.closed_at
    if closed is None or story.matter.reopenings or not story.chance(asking.recurred):
        return False
    at = story.work(closed + timedelta(days=story.dice.randint(*asking.recurred_days)), asking.delay)
    if story.rings_before(at):
        return False  # it lies in the archive by then
    _reopen(story, asking.recurred_grounds.draw(story.dice), _agent(story, at), at)
    return True
