"""The story (模拟历程) of one demand as it grows: each step goes through the rules, the clocks ring in between at their moments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Protocol

from wushi.domain import alarms, registration
from wushi.domain import events as e
from wushi.domain.actor import CLOCK, MACHINE, Actor
from wushi.domain.alarms import Alarm
from wushi.domain.calendar import local
from wushi.domain.errors import Refusal
from wushi.domain.matter import Clock, Matter
from wushi.domain.policy import Policy
from wushi.domain.simulation.demands import Demand, Speaker
from wushi.domain.simulation.parameters import Delay, Simulation
from wushi.domain.simulation.posts import Posts
from wushi.domain.time_limits import last_day

Spoken = tuple[bytes, str, str]
HOURLY = ("hours", "working_hours")


class Over(Exception):
    """The simulated time ends here; what would follow has not happened yet."""


class Take(Protocol):
    """Appends one event to the matter, checked for permission and by the transition table; gives the matter after it."""

    def __call__(
        self,
        event: e.Event,
        actor: Actor,
        at: datetime,
        *,
        permitted: bool = False,
        reference: str = "",
        words: Spoken | None = None,
    ) -> Matter: ...


@dataclass(frozen=True)
class World:
    """What all stories of a run share. `seal` gives the sealed record and the commitment to it."""

    policy: Policy
    simulation: Simulation
    speaker: Speaker
    posts: Posts
    seal: Callable[[dict[str, str]], tuple[bytes, str]]
    until: datetime


@dataclass
class Story:
    """One matter on its way. Steps are taken in the order of time; `do` raises Over at the end of the simulated time."""

    demand: Demand
    matter: Matter
    take: Take
    dice: Random
    world: World
    joining: list[tuple[datetime, Story]] = field(default_factory=list)  # who will be merged into this one, by time
    lead: Story | None = None  # whom it follows
    followers: list[Story] = field(default_factory=list)
    answered_at: datetime | None = None
    answer: Spoken | None = None
    _seen: tuple[Clock, ...] | None = None
    _state: str = ""
    _next: Alarm | None = None

    def do(self, event: e.Event, actor: Actor, at: datetime, words: Spoken | None = None) -> None:
        at = self._ring_until(at)
        self.matter = self.take(event, actor, at, words=words)
        if isinstance(event, e.Replied | e.Answered):
            self.answered_at, self.answer = self.answered_at or self.matter.last_at, words

    @property
    def alone(self) -> bool:
        return self.lead is None

    def go_alone(self) -> None:
        """It follows no other any more: the one it followed is told, after all that has happened to that one."""
        lead, at = self.lead, self.matter.last_at
        assert lead is not None and at is not None
        if lead.matter.last_at is not None and lead.matter.last_at > at:
            at = lead.matter.last_at
        lead.matter = lead.take(e.FollowerLeft(self.matter.number), MACHINE, at)
        lead.followers.remove(self)
        self.lead = None

    def tell_all(self, said: str, actor: Actor, at: datetime) -> None:
        """An interim word to the resident and to all who follow."""
        commitment, words = self.spoken(said)
        self.do(e.Informed(commitment, actor.unit), actor, at, words)
        for one in self.followers:
            commitment, words = self.spoken(said)
            one.do(e.Informed(commitment, actor.unit, self.matter.number), MACHINE, at, words)

    def let_ring(self) -> None:
        """Nothing more happens but what the clocks bring until the end of the simulated time."""
        try:
            self._ring_until(self.world.until + timedelta(days=1))
        except Over:
            return

    def _ring_until(self, at: datetime) -> datetime:
        """Lay in what falls due before `at`: the rungs of the ladder, and those who join. Gives the moment of the step."""
        matter, until = self.matter, self.world.until
        if matter.last_at is not None and at < matter.last_at:
            at = matter.last_at
        limit = at if at < until else until
        while True:
            alarm = self._alarm()
            if self.joining and self.joining[0][0] <= limit and (alarm is None or self.joining[0][0] <= alarm.at):
                self._let_join(*self.joining.pop(0))
                continue
            if alarm is None or alarm.at > limit:
                break
            policy, last = self.world.policy, self.matter.last_at
            self.matter = self.take(
                alarms.ring(self.matter, alarm, policy),
                CLOCK,
                alarm.at if last is None or alarm.at > last else last,  # a clock that goes on may have little left
                permitted=True,
                reference=alarms.reference(alarm, policy),
            )
        if at > until:
            raise Over
        return at

    def _alarm(self) -> Alarm | None:
        """The next alarm; worked out again only when a clock or the state has changed."""
        if self.matter.clocks is not self._seen or self.matter.state != self._state:
            self._seen, self._state = self.matter.clocks, self.matter.state
            self._next = alarms.next_alarm(self.matter, self.world.policy)
        return self._next

    def rings_before(self, at: datetime) -> bool:
        alarm = self._alarm()
        return alarm is not None and alarm.at <= at

    def _let_join(self, at: datetime, follower: Story) -> None:
        """Another matter of the same cause is merged into this one, where the rules still allow it."""
        try:
            merged, joined = registration.merge(follower.matter, self.matter, (f"同一原因:{self.demand.title}",))
            operator = self.one(self.world.posts.everywhere("Merged", without="Designated"), at)
            follower.do(merged, operator, at)
        except (Refusal, Over):
            return
        follower.lead = self
        self.followers.append(follower)
        self.matter = self.take(joined, MACHINE, at)

    # --- time ---------------------------------------------------------------------------------------------------------

    def work(self, at: datetime, delay: Delay | float) -> datetime:
        """The moment after so many working hours."""
        hours = delay if isinstance(delay, float) else delay.hours(self.dice)
        return self.world.policy.calendar.add_working_hours(at, hours).replace(microsecond=0)

    def later(self, at: datetime, delay: Delay, *, always: bool = False) -> datetime:
        """The moment after the delay: by working hours, or round the clock."""
        if not always:
            return self.work(at, delay)
        return at + timedelta(seconds=int(delay.hours(self.dice) * 3600))

    def between(self, start: datetime, end: datetime, low: float = 0.2, high: float = 0.95) -> datetime:
        return start + timedelta(seconds=int((end - start).total_seconds() * self.dice.uniform(low, high)))

    def before(self, due: datetime, start: datetime) -> datetime:
        """A moment shortly before the due one, in working hours where that is possible."""
        calendar, day = self.world.policy.calendar, last_day(due)
        if calendar.is_working_day(day):
            begin, end = self.dice.choice(calendar.hours_on(day).periods)
            here = local(due - timedelta(microseconds=1))
            low = here.replace(hour=begin.hour, minute=begin.minute, second=0, microsecond=0)
            high = here.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
            at = self.between(low, high, 0.0, 1.0).astimezone(due.tzinfo)
            if start < at < due:
                return at
        return self.between(start, due) if start < due else start

    # --- who and what -------------------------------------------------------------------------------------------------

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def more(self, share: float, at: datetime) -> float:
        """The share, raised in the last days of the simulated time."""
        ending = self.world.simulation.ending
        return share * ending.more if at > self.world.until - timedelta(days=ending.days) else share

    def one(self, among: tuple[Actor, ...], at: datetime) -> Actor:
        found = self.world.posts.on_duty(among, local(at).hour)
        return found[0] if len(found) == 1 else self.dice.choice(found)

    def spoken(self, text: str) -> tuple[str, Spoken]:
        """The commitment to the words, and the words as the ledger and the vault keep them."""
        sealed, commitment = self.world.seal({"text": text})
        return commitment, (sealed, "", text)

    def say(self, part: str, key: str = "") -> str:
        return self.world.speaker.phrase(part, key, self.dice, self.demand.words)
