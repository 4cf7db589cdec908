"""Lives (模拟一生): the story of each demand from the desk to the archive, and of those that one cause brought together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from wushi.domain import events as e
from wushi.domain import handling, lifecycle
from wushi.domain.actor import MACHINE
from wushi.domain.matter import Matter
from wushi.domain.simulation import asking, desk, unit
from wushi.domain.simulation.demands import Demand
from wushi.domain.simulation.parameters import dice_of
from wushi.domain.simulation.story import Over, Story, Take, World

# Registers a demand through the step of that name: the matter it makes, and what appends to it.
Register = Callable[[Demand], tuple[Matter, Take]]


def live(demands: Sequence[Demand], seed: int, register: Register, world: World) -> None:
    """Let all demands of a day live up to the end of the simulated time."""
    causes: dict[str, list[Story]] = {}
    for demand in demands:
        if demand.at > world.until:
            continue
        matter, take = register(demand)
        story = Story(demand, matter, take, dice_of(seed, demand.key), world)
        if demand.cause:
            causes.setdefault(demand.cause, []).append(story)
        else:
            _live(story)
    for stories in causes.values():
        _live_together(stories)


def _live(story: Story) -> None:
    try:
        desk.propose(story)
        _go_on(story)
    except Over:
        return


def _go_on(story: Story) -> None:
    """From the desk's decision on."""
    if desk.decide(story, desk.decided_at(story)):
        while True:
            if not unit.handle(story, again=bool(story.matter.reopenings)):
                break
            if not asking.ask(story) and not asking.recur(story):
                break
    story.let_ring()


def _live_together(stories: list[Story]) -> None:
    """One cause: the first goes its way, those that the desk recognises follow it and hear its answer."""
    first, *others = stories
    followers = []
    for story in others:
        try:
            desk.propose(story)
        except Over:
            continue
        if story.chance(story.demand.merged):
            first.joining.append((desk.decided_at(story), story))
        followers.append(story)
    first.joining.sort(key=lambda j: j[0])
    _live(first)
    for story in followers:
        try:
            if not story.alone and first.answered_at is not None:
                _hear(story, first)
            elif not story.alone and first.matter.closed_at is not None:
                _stand_alone(story, first)
            elif story.alone:
                _go_on(story)
            else:
                story.let_ring()
        except Over:
            continue


def _stand_alone(story: Story, first: Story) -> None:
    """The first ended without an answer: this one stands where it stood, and the desk takes it up again."""
    at = first.matter.closed_at
    assert at is not None
    why = f"主单 {first.matter.number} {lifecycle.STATES[first.matter.state][0]}"
    story.do(e.Unmerged(why), MACHINE, at + timedelta(seconds=5))
    story.go_alone()
    _go_on(story)


def _hear(story: Story, first: Story) -> None:
    """The answer to the first is the answer to this one; then its own callback, and its own way if it is not solved."""
    assert first.answered_at is not None
    at = first.answered_at + timedelta(seconds=5)
    commitment, words = story.spoken(first.answer[2]) if first.answer else ("", None)
    event = handling.reply_through_lead(story.matter, first.matter, story.world.policy, at, commitment)
    story.do(event, MACHINE, at, words)
    again = asking.ask(story) or asking.recur(story)
    while again:
        if not story.matter.lead:
            desk.send_on(story)
        if not unit.handle(story, again=True):
            return
        again = asking.ask(story) or asking.recur(story)
    story.let_ring()
