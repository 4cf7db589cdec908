"""Demands (模拟诉求): what made-up residents say on a day, where and when; only templates of the pack, no real words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from random import Random

from wushi.domain.calendar import SHANGHAI
from wushi.domain.policy import Policy
from wushi.domain.simulation.parameters import Burst, Day, Simulation, SubjectRate, dice_of, rates_on

_COMMUNITIES = ("community", "village")
_TOWNS = ("town", "street")


@dataclass(frozen=True, slots=True)
class Demand:
    """One demand as a resident brings it; `cause` joins those of one burst, `place` is where it truly is."""

    key: str
    at: datetime
    channel: str
    type: str
    subject: str
    place: str
    located: bool  # do the words name the place?
    title: str
    text: str
    name: str
    phone: str
    address: str
    anonymous: bool
    secret: bool
    no_reply: bool
    words: Mapping[str, str]  # what the later texts of the same matter are filled with
    cause: str = ""
    merged: float = 0.0


class Speaker:
    """Puts words together from the pack's templates; one per process."""

    def __init__(self, policy: Policy, simulation: Simulation) -> None:
        self.policy, self.simulation = policy, simulation
        self._cache: dict[tuple[str, str], tuple[str, ...]] = {}

    @cached_property
    def communities(self) -> tuple[str, ...]:
        return tuple(u.code for u in self.policy.tree if u.level in _COMMUNITIES)

    @cached_property
    def compounds(self) -> Mapping[str, tuple[str, ...]]:
        """A few made-up compounds for each community, always the same ones."""
        names = self.simulation.names
        made = {}
        for code in self.communities:
            dice = Random(f"compounds:{code}")
            made[code] = tuple(
                dict.fromkeys(dice.choice(names.compounds) + dice.choice(names.compound_ends) for _ in range(6))
            )
        return made

    def phrase(self, part: str, key: str, dice: Random, words: Mapping[str, str]) -> str:
        """A sentence of that part: one that fits the key, or one that fits all; blank when the pack has none."""
        found = self._cache.get((part, key))
        if found is None:
            phrases = self.simulation.phrases
            found = phrases.get((part, key), ()) + (phrases.get((part, ""), ()) if key else ())
            self._cache[part, key] = found
        return dice.choice(found).format_map(words) if found else ""

    def issue(self, subject: str, dice: Random, words: Mapping[str, str]) -> tuple[str, str]:
        """Title and sentence about the subject; a subject without sentences of its own is told by its words."""
        own = self.simulation.issues.get(subject)
        if own:
            title, text = dice.choice(own)
            return title.format_map(words), text.format_map(words)
        node = self.policy.subject(subject)
        term = dice.choice(node.synonyms or (node.name,))
        words = {**words, "term": term}
        return self.phrase("title", "", dice, words), self.phrase("issue", "", dice, words)


def _moment(day: date, dice: Random, simulation: Simulation, worked: bool) -> datetime:
    hours = simulation.arrivals.hours if worked else simulation.arrivals.hours_day_off
    begin = datetime.combine(day, time(hours.draw(dice)), SHANGHAI).astimezone(UTC)
    return begin + timedelta(seconds=dice.randrange(3600))


def _place(dice: Random, speaker: Speaker, town: str = "") -> str:
    if town:
        below = [c for c in speaker.policy.tree.children(town) if c in speaker.compounds]
        if below:
            return dice.choice(below)
    return dice.choice(speaker.communities)


def _demand(
    at: datetime, rate: SubjectRate, place: str, dice: Random, speaker: Speaker, compound: str = "", road: str = ""
) -> Demand:
    """One demand about that subject at that place; everything else is drawn."""
    simulation, policy = speaker.simulation, speaker.policy
    desk, names = simulation.desk, simulation.names
    type = (rate.types or simulation.types).draw(dice)
    channel = simulation.channels.draw(dice)
    unit = policy.tree.unit(place)
    compound = compound or dice.choice(speaker.compounds[place])
    located = dice.random() >= desk.unlocated
    building = f"{dice.randrange(1, 29)}号楼"
    where = f"{unit.short}{compound}" if located else compound
    words = {
        "place": where, "building": building, "compound": compound, "community": unit.short if located else "我们社区",
        "road": road or dice.choice(names.roads), "n": str(dice.randrange(2, 9)), "many": str(dice.randrange(10, 60)),
        "since": speaker.phrase("since", "", dice, {}), "floor": str(dice.randrange(1, 7)),
    }  # fmt: skip
    title, issue = speaker.issue(rate.subject, dice, words)
    words["title"] = title
    parts = [speaker.phrase("opening", type, dice, words), issue]
    if dice.random() < 0.5:
        parts.append(speaker.phrase("effect", type, dice, words))
    parts.append(speaker.phrase("wish", type, dice, words))
    anonymous = dice.random() < desk.anonymous
    sex = dice.random() < 0.5
    name = "" if anonymous else dice.choice(names.surnames) + (dice.choice(names.given) if sex else "")
    if name and not sex:
        name += dice.choice(("先生", "女士"))
    phone = "" if anonymous else f"{names.phone_block}{dice.randrange(10000):04d}"
    address = f"{unit.short}{compound}{building}" if not anonymous and dice.random() < 0.7 else ""
    return Demand(
        "", at, channel, type, rate.subject, place, located, title, "".join(parts), name, phone, address,
        anonymous, dice.random() < desk.secret, dice.random() < desk.no_reply, words,
    )  # fmt: skip


def _burst(burst: Burst, size: int, day: Day, number: int, dice: Random, speaker: Speaker) -> list[Demand]:
    """What many say of one cause: one community, town or the whole district, within hours of each other."""
    simulation = speaker.simulation
    rate = next(r for r in simulation.subjects if r.subject == burst.subject)
    place = _place(dice, speaker)
    town = speaker.policy.tree.of_level(place, _TOWNS) or ""
    compound, road = dice.choice(speaker.compounds[place]), dice.choice(simulation.names.roads)
    begin = _moment(day.day, dice, simulation, True)
    found = []
    for _ in range(size):
        at = begin + timedelta(hours=min(dice.expovariate(3 / burst.hours), burst.hours))
        here = place if burst.level == "community" else _place(dice, speaker, town if burst.level == "town" else "")
        one = _demand(at, rate, here, dice, speaker, compound if here == place else "", road)
        found.append(replace(one, cause=f"{day.day}:{number}:{here}", merged=burst.merged))
    return found


def demands_of(day: Day, seed: int, speaker: Speaker) -> list[Demand]:
    """The demands of a day in the order in which they come; a burst late at night may reach into the next day."""
    simulation = speaker.simulation
    dice = dice_of(seed, day.day.isoformat(), "demands")
    worked = speaker.policy.calendar.is_working_day(day.day)
    rates = rates_on(day.day, simulation)
    found = [
        _demand(_moment(day.day, dice, simulation, worked), rates.draw(dice), _place(dice, speaker), dice, speaker)
        for _ in range(day.single)
    ]
    for number, (burst, size) in enumerate(day.bursts):
        found += _burst(burst, size, day, number, dice, speaker)
    found.sort(key=lambda d: d.at)
    return [replace(d, key=f"simulated:{seed}:{day.day}:{n}") for n, d in enumerate(found)]
