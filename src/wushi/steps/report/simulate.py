"""Simulate (模拟): write the made-up demands of a stretch of days and their lives into the ledger, marked as simulated.

A day is the unit of work: it has its own stream of chance, is made ready by any process, and is written in one transaction
or not at all. What a day brings does not depend on the order in which days are made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from wushi.domain import incoming as door
from wushi.domain import permissions
from wushi.domain.calendar import end_of_day, local
from wushi.domain.errors import BadInput
from wushi.domain.incoming import Incoming
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.domain.simulation.demands import Demand, Speaker, demands_of
from wushi.domain.simulation.lives import live
from wushi.domain.simulation.parameters import Day, days, plan
from wushi.domain.simulation.posts import Posts
from wushi.domain.simulation.story import Take, World
from wushi.packs.simulation import simulation_of
from wushi.steps.drafting import Draft
from wushi.steps.loop import has_follow_up
from wushi.steps.report.register import draft as registration
from wushi.store.ledger import ledger, numbers
from wushi.store.ledger.rows import Change, Intake, Rows, joined, rows_of
from wushi.store.vault import vault

_TOGETHER = 500  # matters in a transaction: a flush to disk costs as much as writing hundreds


@dataclass(frozen=True, slots=True)
class Run:
    """What a simulation is asked for. `now` is the moment of writing; nothing is simulated beyond it."""

    since: date
    until: date
    scale: float
    seed: int
    now: datetime

    @property
    def end(self) -> datetime:
        return min(end_of_day(self.until), self.now)


@dataclass(frozen=True, slots=True)
class Task:
    """A day to be made, and the first of the ids that were set aside for it."""

    day: date
    first: int


def check(run: Run) -> None:
    if run.since > run.until:
        raise BadInput(field="from", why=f"{run.since} lies after {run.until}")
    if run.since > local(run.now).date():
        raise BadInput(field="from", why=f"{run.since} lies in the future")
    if run.scale <= 0:
        raise BadInput(field="scale", why="has to be above 0; 1 is a whole district")


def _key(seed: int) -> str:
    return f"simulated:{seed}:"


def present(run: Run, policy: Policy) -> set[date]:
    """The days that an earlier run with this seed has written: they are left as they are."""
    prefix = _key(run.seed)
    keys = (key for channel in policy.channels for key in ledger.keys_under(channel, prefix))
    return {date.fromisoformat(key[len(prefix) : len(prefix) + 10]) for key in keys}


def tasks(run: Run, policy: Policy) -> list[Task]:
    """The days that are still to be made, with ids set aside in the order of the days. Raises BadInput."""
    check(run)
    simulation, done = simulation_of(policy), present(run, policy)
    planned = [plan(day, run.seed, run.scale, simulation, policy.calendar) for day in days(run.since, run.until)]
    open_days = [day for day in planned if day.day not in done and day.demands]
    ids = numbers.take(sum(day.demands for day in open_days)) if open_days else []
    found, first = [], 0
    for day in open_days:
        found.append(Task(day.day, ids[first]))
        first += day.demands
    return found


class Maker:
    """Makes the rows of one day after another; one per process."""

    def __init__(self, run: Run, policy: Policy) -> None:
        simulation = simulation_of(policy)
        self._run, self._policy = run, policy
        posts = Posts(policy, simulation.shifts)
        self._world = World(policy, simulation, Speaker(policy, simulation), posts, vault.seal, run.end)
        self._drafts: list[tuple[Draft, Intake]] = []
        self._first = 0

    def make(self, task: Task) -> Rows:
        self._drafts, self._first = [], task.first
        day = self._plan(task.day)
        live(demands_of(day, self._run.seed, self._world.speaker), self._run.seed, self._register, self._world)
        return rows_of([self._change(made, intake) for made, intake in self._drafts], self._run.now)

    def _plan(self, day: date) -> Day:
        run = self._run
        return plan(day, run.seed, run.scale, self._world.simulation, self._policy.calendar)

    def _register(self, demand: Demand) -> tuple[Matter, Take]:
        """The registration of every demand, simulated or not: the door's checks, the vault, the draft."""
        posts, policy = self._world.posts, self._policy
        role = self._world.simulation.doors.get(demand.channel, "operator")
        number = int(demand.key.rpartition(":")[2])
        among = posts.on_duty(posts.of_role(role, demand.place), local(demand.at).hour)
        actor = among[number % len(among)]
        permissions.check(actor, "Registered", None, policy)
        given = Incoming(
            channel=demand.channel,
            text=demand.text,
            title=demand.title,
            client_key=demand.key,
            type=demand.type,
            name=demand.name,
            phone=demand.phone,
            address=demand.address,
            received_at=demand.at,
            anonymous=demand.anonymous,
            secret=demand.secret,
            simulated=True,
        )
        checked = door.check(given, policy, self._run.now)
        made, intake = registration(checked, self._first + number, actor=actor, policy=policy, now=self._run.now)
        self._drafts.append((made, intake))
        return made.matter, made.add

    def _change(self, made: Draft, intake: Intake) -> Change:
        return made.change(follow_up=self._run.now if has_follow_up(made.matter) else None, intake=intake)


def make_all(run: Run, policy: Policy) -> Iterator[Rows]:
    """The days one after another in this process."""
    maker = Maker(run, policy)
    return (maker.make(task) for task in tasks(run, policy))


def write_all(made: Iterable[Rows]) -> Iterator[tuple[int, int, int]]:
    """Write the days in their turn, small ones together; gives how many days, matters and events each time."""
    waiting: list[Rows] = []
    for rows in made:
        waiting.append(rows)
        if sum(len(r.matters) for r in waiting) >= _TOGETHER:
            yield _write(waiting)
    if waiting:
        yield _write(waiting)


def _write(waiting: list[Rows]) -> tuple[int, int, int]:
    rows, days_of = joined(waiting), len(waiting)
    waiting.clear()
    ledger.write(rows)
    return days_of, len(rows.matters), len(rows.events)
