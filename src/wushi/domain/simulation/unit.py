"""In the hands of a unit (模拟办理): object, sign for, get in touch, ask others, extend, defer, end, and answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from wushi.domain import dispatch, handling
from wushi.domain import events as e
from wushi.domain.actor import Actor
from wushi.domain.calendar import local
from wushi.domain.errors import RuleBroken
from wushi.domain.matter import Clock
from wushi.domain.policy import Policy, Route
from wushi.domain.routing import Proposal
from wushi.domain.simulation.parameters import Delay, UnitPace
from wushi.domain.simulation.posts import Posts
from wushi.domain.simulation.story import HOURLY, Story
from wushi.domain.time_limits import last_day

_COMMUNITY = ("community", "village", "grid")
_MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class Turn:
    """One course through a unit: who works there and how fast, and when the answer is planned."""

    unit: str
    level: str
    pace: UnitPace
    handler: Actor
    hourly: bool  # the limit is counted in hours: they work round the clock
    reply_at: datetime

    @property
    def always(self) -> bool:
        return self.hourly or self.pace.always


def _turn(story: Story, at: datetime) -> Turn:
    matter, world = story.matter, story.world
    level = world.policy.tree.unit(matter.lead).level
    paces = world.simulation.paces
    handler = story.one(world.posts.in_unit(matter.lead, "SignedFor"), at)
    reply = matter.clock("reply")
    return Turn(
        matter.lead, level, paces.get(level) or paces["other"], handler, reply is None or reply.unit in HOURLY, at
    )


def handle(story: Story, *, again: bool = False) -> bool:
    """From receipt to the answer. `again`: reopened, so that nobody objects or defers any more. True: it was answered."""
    course = story.world.simulation.course
    at = story.matter.last_at
    assert at is not None
    turn = _turn(story, at)
    if not again and not turn.hourly and story.chance(story.more(course.objection, at)):
        at = _object(story, turn, at)
        turn = _turn(story, at)
    at = _take_up(story, turn, at)
    turn.reply_at = _plan(story, turn, at)
    if story.followers and story.chance(course.informed):
        story.tell_all(story.say("interim"), turn.handler, story.between(at, turn.reply_at, 0.1, 0.5))
    if not again:
        if story.chance(course.noted):
            _note(story, turn, at)
        if not _detour(story, turn, at):
            return False
    _press(story, turn)
    _reply(story, turn)
    return True


# --- receive ----------------------------------------------------------------------------------------------------------


def _object(story: Story, turn: Turn, received: datetime) -> datetime:
    """The unit says that it is not its own; the dispatcher rules. Gives the moment from which the unit has it again."""
    course, policy, posts = story.world.simulation.course, story.world.policy, story.world.posts
    at = story.work(received, course.objection_delay)
    try:
        story.do(dispatch.object_to(story.matter, story.say("objection"), policy, at), turn.handler, at)
    except RuleBroken:
        return received  # too late to object
    at = story.work(at, course.adjudication)
    other = _other_route(story, turn)
    if other and story.chance(course.dispatched_again):
        proposal = Proposal(other.unit, other.limit, 1.0, ("有异议,改派",), other.reference)
        dispatcher = story.one(posts.everywhere("Answered", without="Designated"), at)
        story.do(dispatch.dispatch(story.matter, proposal, policy, at), dispatcher, at)
        return at
    unit = turn.unit if other is None or story.chance(course.same_unit) else other.unit
    judge = story.one(posts.everywhere("Designated"), at)
    story.do(dispatch.designate(story.matter, unit, story.say("ruling"), policy, at), judge, at)
    return at


def _other_route(story: Story, turn: Turn) -> Route | None:
    """Another line of the routing table in the same branch of subjects: whom the dispatcher could have meant."""
    top = story.matter.subject.partition("/")[0]
    found = _by_branch(story.world.policy, story.world.posts).get(top, ())
    others = [r for r in found if r.unit != turn.unit and r.unit not in story.matter.objectors]
    return story.dice.choice(others) if others else None


@lru_cache(maxsize=4)
def _by_branch(policy: Policy, posts: Posts) -> dict[str, tuple[Route, ...]]:
    found: dict[str, dict[str, Route]] = {}
    for route in policy.routes:
        if route.unit not in policy.tree or policy.tree.unit(route.unit).level in _COMMUNITY:
            continue
        if route.area == "*" and posts.in_unit(route.unit, "SignedFor"):
            found.setdefault(route.subject.partition("/")[0], {}).setdefault(route.unit, route)
    return {top: tuple(routes.values()) for top, routes in found.items()}


def _take_up(story: Story, turn: Turn, received: datetime) -> datetime:
    """Sign for it and get in touch, late now and then. Gives the moment of the contact."""
    pace, dice = turn.pace, story.dice
    overrun = story.world.simulation.course.overrun
    sign, contact = story.matter.clock("sign"), story.matter.clock("contact")
    at = _within(story, turn, received, pace.sign, sign, late=story.chance(pace.sign_late))
    story.do(e.SignedFor(), turn.handler, at)
    if story.chance(story.world.simulation.course.started):
        at += timedelta(seconds=dice.randrange(30, 1200))
        story.do(e.HandlingStarted(), turn.handler, at)
    late = story.chance(pace.contact_late) and not turn.hourly
    if late and contact is not None and contact.due > at:
        at = story.later(contact.due, overrun, always=turn.always)
    else:
        at = _within(story, turn, at, pace.contact, contact)
    story.do(e.Contacted(), turn.handler, at)
    return at


def _within(
    story: Story, turn: Turn, at: datetime, delay: Delay, clock: Clock | None, *, late: bool = False
) -> datetime:
    """The moment after the delay, but before the clock is due unless it is to be late."""
    if clock is not None and clock.stopped is None and late:
        return story.later(max(clock.due, at), delay, always=turn.always)
    done = story.later(at, delay, always=turn.always)
    if clock is None or clock.stopped is not None or clock.due <= at:
        return done
    if done > clock.due or turn.hourly:
        # where hours count, everything goes in the same proportion
        done = story.between(at, clock.due, 0.05, 0.5)
    return done


# --- plan and detours -------------------------------------------------------------------------------------------------


def _plan(story: Story, turn: Turn, at: datetime) -> datetime:
    """When the answer will be given: mostly in time, sometimes late."""
    course, reply = story.world.simulation.course, story.matter.clock("reply")
    if reply is None or reply.stopped is not None:
        return story.later(at, turn.pace.reply, always=turn.always)
    due = reply.due
    late = story.chance(turn.pace.urgent_late if turn.hourly else turn.pace.late)
    if late or due <= at:
        return story.later(max(due, at), course.overrun, always=turn.always)
    if turn.hourly:
        share = min(0.97, course.urgent.hours(story.dice))
        return at + timedelta(seconds=int((due - at).total_seconds() * share))
    planned = story.later(at, turn.pace.reply, always=turn.pace.always)
    return planned if planned < due else story.before(due, at)


def _detour(story: Story, turn: Turn, at: datetime) -> bool:
    """What lies between the contact and the answer, at most one thing. False: the matter has ended otherwise."""
    course = story.world.simulation.course
    roll = story.dice.random()
    for share, detour in (
        (course.co_handling, _co_handle),
        (course.discussion if turn.level in course.discussion_levels else 0.0, _discuss),
        (0.0 if turn.hourly else course.extension, _extend),
        (0.0 if turn.hourly else course.deferral, _defer),
        (course.termination, _end),
    ):
        share = story.more(share, at)
        if roll < share:
            return detour(story, turn, at)
        roll -= share
    return True


def _co_handle(story: Story, turn: Turn, at: datetime) -> bool:
    policy = story.world.policy
    other = _other_route(story, turn)
    town = policy.tree.of_level(story.demand.place, ("town", "street"))
    helpers = tuple(u for u in (other.unit if other else None, town) if u and u != turn.unit)
    if helpers:
        begin = story.between(at, turn.reply_at, 0.05, 0.3)
        helpers = helpers if story.chance(story.world.simulation.course.more_helpers) else helpers[:1]
        story.do(handling.invite(story.matter, helpers, policy, begin), turn.handler, begin)
        story.do(e.CoHandlingEnded(), turn.handler, story.between(begin, turn.reply_at, 0.5, 0.95))
    return True


def _discuss(story: Story, turn: Turn, at: datetime) -> bool:
    begin = story.between(at, turn.reply_at, 0.05, 0.3)
    story.do(e.DiscussionOpened(story.say("discussion")), turn.handler, begin)
    end = story.between(begin, turn.reply_at, 0.5, 0.95)
    story.do(e.DiscussionConcluded(story.say("conclusion")), turn.handler, end)
    return True


def _extend(story: Story, turn: Turn, at: datetime) -> bool:
    """Ask the head for more time, once and before the limit ends."""
    world, course = story.world, story.world.simulation.course
    reply, heads = story.matter.clock("reply"), world.posts.over(turn.unit, "ExtensionGranted")
    if reply is None or not heads or reply.due <= at + 5 * _MINUTE:
        return True
    asked = story.before(reply.due, at)
    story.do(handling.ask_extension(story.matter, story.say("extension"), world.policy, asked), turn.handler, asked)
    decided = story.work(asked, course.approval)
    head = story.one(heads, decided)
    if story.chance(course.extension_granted):
        granted = handling.grant_extension(story.matter, head.post, True, world.policy, decided)
        story.do(granted, head, decided)
        turn.reply_at = _plan(story, turn, max(decided, reply.due))
    else:
        story.do(e.ExtensionRefused(story.say("refused")), head, decided)
        turn.reply_at = max(_plan(story, turn, decided), decided)
    return True


def _defer(story: Story, turn: Turn, at: datetime) -> bool:
    """It cannot be solved now: with plan and date, agreed to by the supervisor, looked at again on that date."""
    world, course, dice = story.world, story.world.simulation.course, story.dice
    calendar, supervisors = world.policy.calendar, world.posts.everywhere("Deferred")
    asked = story.between(at, turn.reply_at, 0.1, 0.5)
    while True:
        decided = story.work(asked, course.approval)
        latest = last_day(world.policy.limit(handling.REVIEW).at(local(asked).date()).due(asked, calendar))
        day = calendar.roll(local(decided).date() + timedelta(days=dice.randint(*course.deferral_days)))
        day = min(day, latest)
        proposed = handling.propose_deferral(
            story.matter, story.say("deferral"), story.say("plan"), day, world.policy, asked
        )
        story.do(proposed, turn.handler, asked)
        supervisor = story.one(supervisors, decided)
        if not story.chance(course.deferral_granted):
            story.do(e.DeferralRefused(story.say("refused")), supervisor, decided)
            break
        story.do(handling.defer(story.matter, supervisor.post, world.policy, decided), supervisor, decided)
        review = story.matter.clock("review")
        assert review is not None
        late = story.chance(course.deferral_overrun)
        resumed = story.work(review.due, course.overrun) if late else story.before(review.due, decided)
        story.do(e.Resumed(story.say("resumed")), turn.handler, resumed)
        if not story.chance(course.deferred_again):
            decided = resumed
            break
        asked = story.work(resumed, course.approval)
    turn.reply_at = _plan(story, turn, decided)
    return True


def _end(story: Story, turn: Turn, at: datetime) -> bool:
    """The unit proposes in writing to end it; the desk agrees or not."""
    world, course = story.world, story.world.simulation.course
    asked = story.between(at, turn.reply_at, 0.1, 0.6)
    ground = course.termination_grounds.draw(story.dice)
    proposed = handling.propose_termination(story.matter, ground, story.say("termination"), world.policy)
    story.do(proposed, turn.handler, asked)
    decided = story.work(asked, course.approval)
    dispatcher = story.one(world.posts.everywhere("Terminated", without="Designated"), decided)
    if story.chance(course.termination_granted):
        story.do(handling.terminate(story.matter, dispatcher.post), dispatcher, decided)
        return False
    story.do(e.TerminationRefused(story.say("refused")), dispatcher, decided)
    turn.reply_at = max(turn.reply_at, decided + 30 * _MINUTE)
    return True


# --- answer -----------------------------------------------------------------------------------------------------------


def _note(story: Story, turn: Turn, at: datetime) -> None:
    commitment, words = story.spoken(story.say("note"))
    story.do(e.Noted(commitment), turn.handler, at + 20 * _MINUTE, words)


def _press(story: Story, turn: Turn) -> None:
    """The supervisor presses for what is overdue, beside the ladder."""
    reply, world = story.matter.clock("reply"), story.world
    if reply is None or reply.stopped is not None or reply.due >= turn.reply_at:
        return
    at = story.work(reply.due, world.simulation.course.approval)
    if at < turn.reply_at and story.chance(world.simulation.course.pressed):
        supervisor = story.one(world.posts.everywhere("SupervisionLifted"), at)
        story.do(e.Urged("reply", "", None, turn.unit), supervisor, at)


def _reply(story: Story, turn: Turn) -> None:
    policy, at = story.world.policy, turn.reply_at
    outcome = story.world.simulation.course.outcomes.draw(story.dice)
    commitment, words = story.spoken(f"{policy.tree.unit(turn.unit).short}:{story.say('reply', outcome)}")
    story.do(handling.reply(story.matter, outcome, commitment, policy, at), turn.handler, at, words)
