"""Simulation (模拟): the parameters by which a pack tells how demands arrive and how units work, and how many come on a day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate
from math import exp, sqrt
from random import Random
from typing import Generic, TypeVar

from wushi.domain.calendar import Calendar

T = TypeVar("T")
_DAY = timedelta(days=1)


class Weights(Generic[T]):
    """Things to draw from, each as often as its weight says."""

    __slots__ = ("_sums", "things")

    def __init__(self, weights: Mapping[T, float]) -> None:
        self.things = tuple(thing for thing, weight in weights.items() if weight > 0)
        self._sums = tuple(accumulate(weight for weight in weights.values() if weight > 0))

    def __bool__(self) -> bool:
        return bool(self.things)

    def draw(self, dice: Random) -> T:
        return self.things[min(bisect_right(self._sums, dice.random() * self._sums[-1]), len(self.things) - 1)]


@dataclass(frozen=True, slots=True)
class Delay:
    """A lognormal time in hours: half of all are shorter than `median`; `sigma` is the spread of its logarithm."""

    median: float
    sigma: float

    def hours(self, dice: Random) -> float:
        return self.median * exp(self.sigma * dice.gauss(0.0, 1.0))


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How many demands a year brings and how they lie over months, weekdays, days off and hours."""

    per_year: float
    spread: float  # sigma of the logarithm by which one day differs from its expectation
    months: tuple[float, ...]
    weekdays: tuple[float, ...]
    day_off: float  # factor of a weekday on which nobody works
    hours: Weights[int]
    hours_day_off: Weights[int]


@dataclass(frozen=True, slots=True)
class Season:
    """A part of the year, from one month and day to another; it may go over New Year."""

    id: str
    begin: tuple[int, int]
    end: tuple[int, int]

    def holds(self, day: date) -> bool:
        here = (day.month, day.day)
        if self.begin <= self.end:
            return self.begin <= here <= self.end
        return here >= self.begin or here <= self.end


@dataclass(frozen=True, slots=True)
class Burst:
    """One cause that makes many people call within hours: a burst pipe, a power cut, a storm."""

    subject: str
    season: str  # blank: at any time
    per_year: float
    size: Delay  # number of demands
    hours: float  # within which they come
    level: str  # community | town | district: how far it reaches
    merged: float  # share that the desk recognises as the same matter


@dataclass(frozen=True, slots=True, eq=False)
class SubjectRate:
    """How often a subject comes, and how much more often in which season; `types` blank: the general ones."""

    subject: str
    weight: float
    seasons: Mapping[str, float]
    types: Weights[str] | None


@dataclass(frozen=True, slots=True)
class UnitPace:
    """How fast a kind of unit signs, gets in touch and answers, in working hours (`always`: round the clock)."""

    sign: Delay
    contact: Delay
    reply: Delay
    sign_late: float
    contact_late: float
    late: float  # share answered after the due moment
    urgent_late: float  # the same where the limit is counted in hours
    always: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """What the desk does with what comes in; shares of all unless a comment says otherwise."""

    propose_seconds: float
    dispatch: Delay
    answered: Mapping[str, float]  # by demand type: settled at once
    not_accepted: float
    grounds: Weights[str]
    transferred: float  # of those whose words name a danger
    corrected: float  # the machine's subject is put right by a person
    unlocated: float  # the words name no place
    anonymous: float
    secret: float
    no_reply: float
    confidence: tuple[float, float]
    confidence_corrected: tuple[float, float]
    asked_where: float  # of those without a place: a person finds it out


@dataclass(frozen=True, slots=True)
class Course:
    """What happens to a matter in the hands of a unit; shares of the dispatched ones."""

    objection: float
    objection_delay: Delay
    adjudication: Delay
    same_unit: float  # of the rulings: the objecting unit is designated
    dispatched_again: float  # of the rulings: another unit agrees and gets it by a plain dispatch
    started: float
    noted: float
    informed: float  # where several wait for one answer: an interim word to all of them
    co_handling: float
    more_helpers: float
    discussion: float
    discussion_levels: tuple[str, ...]
    extension: float
    extension_granted: float
    approval: Delay
    deferral: float
    deferral_granted: float
    deferral_days: tuple[int, int]
    deferred_again: float
    deferral_overrun: float  # of the deferred: taken up again only after the review day
    termination: float
    termination_granted: float
    termination_grounds: Weights[str]
    overrun: Delay  # hours beyond the due moment of what is late
    urgent: Delay  # share of an hourly limit that the answer takes
    outcomes: Weights[str]
    pressed: float  # of the overdue: a person presses for it, beside the ladder
    lifted: float  # of those under supervision: lifted once answered


@dataclass(frozen=True, slots=True)
class Asking:
    """How residents answer the callback, and what follows."""

    delay: Delay
    by_resident: float
    resident_delay: Delay
    unreached: float  # of the attempts
    attempts: int
    solved: Mapping[str, float]  # by outcome of the reply
    solved_late: float  # factor where the answer came late
    satisfied: Weights[str]  # where it is solved
    satisfied_unsolved: Weights[str]
    excluded: Mapping[str, tuple[str, float]]  # outcome of the reply -> ground of exclusion, share
    contacted: float  # say that the unit got in touch, of those whom it says it reached
    reopened: float  # of those not solved or not content
    reopened_most: int
    reopen_delay: Delay
    reopen_grounds: Weights[str]
    recurred: float  # of the closed: opened again later
    recurred_days: tuple[int, int]
    recurred_grounds: Weights[str]
    remark: float


@dataclass(frozen=True, slots=True)
class Ending:
    """The last days of the simulated time, in which more is under way, so that every queue has work to show."""

    days: float
    more: float  # factor of the shares of detours and of what is not solved


@dataclass(frozen=True, slots=True)
class Names:
    """Made-up names of people and compounds, and the only block of telephone numbers that is used."""

    surnames: tuple[str, ...]
    given: tuple[str, ...]
    compounds: tuple[str, ...]
    compound_ends: tuple[str, ...]
    roads: tuple[str, ...]
    phone_block: str  # the first seven digits; four drawn ones follow


@dataclass(frozen=True, eq=False)
class Simulation:
    """All of it; `issues` by subject, `phrases` by part and key (blank key: fits all)."""

    arrivals: Arrivals
    seasons: Mapping[str, Season]
    bursts: tuple[Burst, ...]
    subjects: tuple[SubjectRate, ...]
    types: Weights[str]
    channels: Weights[str]
    doors: Mapping[str, str]  # channel -> role whose posts register what comes in there
    desk: Desk
    paces: Mapping[str, UnitPace]  # by level of the unit; "other" for the rest
    course: Course
    asking: Asking
    ending: Ending
    names: Names
    shifts: Mapping[str, tuple[int, int]]  # post -> hours from, to; other posts of its role do the rest of the day
    issues: Mapping[str, tuple[tuple[str, str], ...]]  # subject -> (title, text)
    phrases: Mapping[tuple[str, str], tuple[str, ...]]


def days(since: date, until: date) -> list[date]:
    return [since + _DAY * n for n in range((until - since).days + 1)]


def factor(day: date, arrivals: Arrivals, calendar: Calendar) -> float:
    """How much more or less than on another day, apart from chance."""
    found = arrivals.months[day.month - 1] * arrivals.weekdays[day.weekday()]
    return found * arrivals.day_off if day.weekday() < 5 and not calendar.is_working_day(day) else found


@lru_cache(maxsize=64)
def _year(year: int, simulation: Simulation, calendar: Calendar) -> float:
    """The sum of the factors of a year: what one of its days is measured by."""
    return sum(factor(day, simulation.arrivals, calendar) for day in days(date(year, 1, 1), date(year, 12, 31)))


def dice_of(seed: int, *names: object) -> Random:
    """A stream of chance of its own for each name, so that nothing depends on what was drawn elsewhere."""
    return Random(":".join(str(n) for n in (seed, *names)))


def poisson(dice: Random, mean: float) -> int:
    """Exact where it is small; by the normal curve where nobody could tell."""
    if mean > 60:
        return max(0, round(dice.gauss(mean, sqrt(mean))))
    limit, product, count = exp(-mean), dice.random(), 0
    while product > limit:
        product, count = product * dice.random(), count + 1
    return count


@dataclass(frozen=True, slots=True)
class Day:
    """What comes on a day: single demands, and causes that bring many at once."""

    day: date
    single: int
    bursts: tuple[tuple[Burst, int], ...]

    @property
    def demands(self) -> int:
        return self.single + sum(size for _, size in self.bursts)


def plan(day: date, seed: int, scale: float, simulation: Simulation, calendar: Calendar) -> Day:
    """How many demands that day brings; the same day, seed and scale always bring the same."""
    dice = dice_of(seed, day.isoformat(), "plan")
    arrivals = simulation.arrivals
    in_bursts, bursts = 0.0, []
    for burst in simulation.bursts:
        season = simulation.seasons.get(burst.season)
        open_days = _open_days(season, day.year) if season else 365
        mean_size = burst.size.median * exp(burst.size.sigma**2 / 2)
        in_bursts += burst.per_year * mean_size
        chance = burst.per_year * scale / open_days if season is None or season.holds(day) else 0.0
        for _ in range(poisson(dice, chance)):
            bursts.append((burst, max(2, round(burst.size.hours(dice)))))
    share = factor(day, arrivals, calendar) / _year(day.year, simulation, calendar)
    mean = max(0.0, arrivals.per_year - in_bursts) * scale * share
    single = poisson(dice, mean * exp(arrivals.spread * dice.gauss(0.0, 1.0) - arrivals.spread**2 / 2))
    return Day(day, single, tuple(bursts))


@lru_cache(maxsize=512)
def _open_days(season: Season, year: int) -> int:
    return sum(season.holds(day) for day in days(date(year, 1, 1), date(year, 12, 31)))


@lru_cache(maxsize=512)
def _rates_on(simulation: Simulation, open_seasons: tuple[str, ...]) -> Weights[SubjectRate]:
    weights: dict[SubjectRate, float] = {}
    for rate in simulation.subjects:
        weight = rate.weight
        for season in open_seasons:
            weight *= rate.seasons.get(season, 1.0)
        weights[rate] = weight
    return Weights(weights)


def rates_on(day: date, simulation: Simulation) -> Weights[SubjectRate]:
    """The subjects of that day: what is rare in one season is common in another."""
    return _rates_on(simulation, tuple(s.id for s in simulation.seasons.values() if s.holds(day)))
