"""Simulated lives without a database: the same rules, a list instead of the ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from wushi.domain import events as e
from wushi.domain import permissions, registration
from wushi.domain.actor import Actor
from wushi.domain.calendar import end_of_day
from wushi.domain.matter import Matter, after
from wushi.domain.policy import Policy
from wushi.domain.simulation.demands import Demand, Speaker, demands_of
from wushi.domain.simulation.lives import live
from wushi.domain.simulation.parameters import days, plan
from wushi.domain.simulation.posts import Posts
from wushi.domain.simulation.story import Spoken, World
from wushi.packs.simulation import simulation_of


@dataclass
class Lived:
    """One simulated matter with everything that happened to it, in order, each step checked for permission."""

    demand: Demand
    policy: Policy
    first: Matter
    entries: list[tuple[datetime, Actor, e.Event]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def matter(self) -> Matter:
        return self._matter

    def __post_init__(self) -> None:
        self._matter = self.first

    def take(
        self,
        event: e.Event,
        actor: Actor,
        at: datetime,
        *,
        permitted: bool = False,
        reference: str = "",
        words: Spoken | None = None,
    ) -> Matter:
        if not permitted:
            permissions.check(actor, event.kind, self._matter, self.policy)
        assert self._matter.last_at is None or at >= self._matter.last_at, "history runs backwards"
        self._matter = after(self._matter, event, at)
        self.entries.append((at, actor, event))
        if words:
            self.texts.append(words[2])
        return self._matter

    @property
    def states(self) -> list[str]:
        """Every state that the matter went through."""
        matter, found = self.first, []
        for at, _, event in self.entries:
            matter = after(matter, event, at)
            found.append(matter.state)
        return found


def _seal(record: dict[str, str]) -> tuple[bytes, str]:
    return b"", "c" * 64


@lru_cache(maxsize=8)
def lives(policy: Policy, since: date, until: date, scale: float, seed: int = 7) -> tuple[Lived, ...]:
    """All matters of those days, up to the end of the last one."""
    simulation = simulation_of(policy)
    speaker = Speaker(policy, simulation)
    world = World(policy, simulation, speaker, Posts(policy, simulation.shifts), _seal, end_of_day(until))
    found: list[Lived] = []

    def register(demand: Demand) -> tuple[Matter, object]:
        desk = policy.main_desk
        lived = Lived(demand, policy, Matter(demand.key, unit=desk, path=policy.tree.line(desk)))
        event = registration.register(
            channel=demand.channel, type=demand.type, commitment="c" * 64, policy=policy, at=demand.at,
            simulated=True, secret=demand.secret, anonymous=demand.anonymous,
        )  # fmt: skip
        lived.take(event, Actor("desk.operator", desk, "operator"), demand.at, permitted=True)
        found.append(lived)
        return lived.matter, lived.take

    for day in days(since, until):
        demands = demands_of(plan(day, seed, scale, simulation, policy.calendar), seed, speaker)
        live(demands, seed, register, world)  # type: ignore[arg-type]
    return tuple(found)
