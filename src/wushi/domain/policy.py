"""The policy (pack 的内容): everything a pack says, as plain values that the rules take as an argument."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from wushi.domain.agency_rules import AgencyRules
from wushi.domain.areas import Areas
from wushi.domain.bursts import Watched
from wushi.domain.calendar import Calendar
from wushi.domain.catalogue import Catalogue
from wushi.domain.centre import Centre
from wushi.domain.danger import Rules as DangerRules
from wushi.domain.disputes import Disputes
from wushi.domain.errors import NotFound
from wushi.domain.forecast import Proactive
from wushi.domain.gazetteer import Gazetteer
from wushi.domain.heat import Weights as HeatWeights
from wushi.domain.learning import Learning
from wushi.domain.life_circle import Circle
from wushi.domain.likeness import Weights
from wushi.domain.masking import EVERYWHERE, Coverage
from wushi.domain.open_data import Rules as OpenRules
from wushi.domain.organisation import Organisation
from wushi.domain.petition_rules import PetitionRules
from wushi.domain.reply_rules import ReplyRules
from wushi.domain.service import ServiceRules
from wushi.domain.time_limits import TimeLimit


@dataclass(frozen=True, slots=True)
class Source:
    """A citable source: a law, a standard, a paper; `status` is sourced, knowledge or proposal."""

    id: str
    title: str
    issuer: str
    in_force_from: date
    in_force_until: date | None
    address: str
    status: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """A node of the subject tree; `tier` decides which reply limit applies, blank inherits."""

    code: str
    parent: str
    name: str
    name_hant: str = ""
    name_en: str = ""
    synonyms: tuple[str, ...] = ()
    definition: str = ""
    tier: str = ""
    status: str = "proposal"


@dataclass(frozen=True, slots=True)
class Route:
    """A line of the routing table; the first that fits decides (派单目录)."""

    subject: str
    type: str
    area: str
    unit: str
    limit: str
    reference: str
    line: int
    status: str = "proposal"


@dataclass(frozen=True, slots=True)
class Duty:
    """An entry of the communities' duty list: `relation` is main or assist (北京条例 art.17)."""

    subject: str
    relation: str
    reference: str


@dataclass(frozen=True, slots=True)
class Post:
    """A post in a unit with a role; who holds it is in the accounts, never in a pack."""

    code: str
    name: str
    name_en: str
    unit: str
    role: str
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    id: str
    name: str
    name_en: str
    may: frozenset[str]
    scope: str  # subtree | all | own


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung of the ladder: when it is reached (relative to the due time of a clock) and what then happens to whom."""

    id: str
    clock: str
    unit: str  # before_hours | after_hours | after_working_days
    amount: float
    act: str  # warn | overdue | urge | supervise
    level: int
    to: str  # unit | head | above | district
    reference: str
    status: str = "proposal"


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason with a code: not accepted, reopening, exclusion from the rates, closing without callback, emergency line, pause."""

    code: str
    name: str
    name_en: str
    reference: str = ""
    channel: str = ""
    channel_en: str = ""
    status: str = "sourced"
    track: str = ""  # of a pause: the track on which it may be
    clocks: tuple[str, ...] = ()  # of a pause: the clocks that stand still


@dataclass(frozen=True, slots=True)
class Rates:
    """Weights of the three rates (三率) in force since a day."""

    since: date
    satisfied: float
    basically_satisfied: float
    response: float
    resolution: float
    satisfaction: float
    reference: str
    status: str = "proposal"


@dataclass(frozen=True, slots=True)
class Automatic:
    """May the machine dispatch by itself, and above which confidence?"""

    since: date
    enabled: bool
    dispatch_confidence: float
    reference: str
    status: str = "proposal"


@dataclass(frozen=True, slots=True)
class Name:
    """A code with its names: channels, demand types."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True, eq=False)
class Policy:
    """One district's pack with the national one below it; compared and hashed by identity, so that what is derived from it
    can be kept beside it."""

    code: str
    name: str
    name_en: str
    number_prefix: str
    district: str
    main_desk: str
    notice: str
    bounds: tuple[float, float, float, float]
    digest: str
    calendar: Calendar
    sources: Mapping[str, Source]
    limits: Mapping[str, TimeLimit]
    rungs: tuple[Rung, ...]
    subjects: Mapping[str, Subject]
    labels: Mapping[str, str]
    danger: DangerRules
    routes: tuple[Route, ...]
    duties: Mapping[str, Duty]
    tree: Organisation
    posts: Mapping[str, Post]
    roles: Mapping[str, Role]
    not_accepted: Mapping[str, Ground]
    reopen: Mapping[str, Ground]
    exclusions: Mapping[str, Ground]
    no_callback: Mapping[str, Ground]
    emergency: Mapping[str, Ground]
    pauses: Mapping[str, Ground]
    rates: tuple[Rates, ...]
    automatic: tuple[Automatic, ...]
    channels: Mapping[str, Name]
    demand_types: Mapping[str, Name]
    texts: Mapping[str, Mapping[str, Mapping[str, str]]]  # language -> table -> key -> text
    places: Gazetteer = field(default_factory=Gazetteer)
    areas: Areas = field(default_factory=Areas)
    catalogue: Catalogue = field(default_factory=Catalogue)
    service: ServiceRules = field(default_factory=ServiceRules)
    disputes: Disputes = field(default_factory=Disputes)
    centre: Centre = field(default_factory=Centre)
    agency: AgencyRules = field(default_factory=AgencyRules)
    petitions: PetitionRules = field(default_factory=PetitionRules)
    likeness: tuple[Weights, ...] = ()
    masking: tuple[Coverage, ...] = ()
    learning: tuple[Learning, ...] = ()
    heat: tuple[HeatWeights, ...] = ()
    circles: tuple[Circle, ...] = ()
    basic_kinds: Mapping[str, Name] = field(default_factory=dict)
    bursts: tuple[Watched, ...] = ()
    proactive: tuple[Proactive, ...] = ()
    open_data: tuple[OpenRules, ...] = ()
    replies: ReplyRules = field(default_factory=ReplyRules)
    desks: Mapping[str, str] = field(default_factory=dict)  # track -> the unit that receives it
    extra: Mapping[str, object] = field(default_factory=dict)  # what doors read: column maps, simulation, reports

    def desk_of(self, track: str) -> str:
        """The unit that receives what comes in on that track."""
        return self.desks.get(track, self.main_desk)

    def follows(self, unit: str, track: str, accused: tuple[str, ...]) -> bool:
        """Does the unit see a matter to its end wherever it lies, because it took it in (综合窗口)? None that it is about."""
        return track == "application" and unit == self.desks.get(track, "") and unit not in accused

    def oversees(self, unit: str, track: str) -> bool:
        """Does the unit see every matter of the track, because it keeps its register (信访工作条例 art.21)? It acts only where
        a matter is its own."""
        return track == "petition" and unit == self.desks.get(track, "")

    def limit(self, id: str) -> TimeLimit:
        try:
            return self.limits[id]
        except KeyError:
            raise NotFound(what="time limit", name=id) from None

    def subject(self, code: str) -> Subject:
        try:
            return self.subjects[code]
        except KeyError:
            raise NotFound(what="subject", name=code) from None

    def post(self, code: str) -> Post:
        try:
            return self.posts[code]
        except KeyError:
            raise NotFound(what="post", name=code) from None

    def tier_of(self, subject: str) -> str:
        """The tier of the nearest subject on the way up that names one; general when none does."""
        code = subject
        while code and code in self.subjects:
            node = self.subjects[code]
            if node.tier:
                return node.tier
            code = node.parent
        return "general"

    def rates_on(self, day: date) -> Rates:
        return max((r for r in self.rates if r.since <= day), key=lambda r: r.since, default=self.rates[0])

    def automatic_on(self, day: date) -> Automatic | None:
        return max((a for a in self.automatic if a.since <= day), key=lambda a: a.since, default=None)

    def learning_on(self, day: date) -> Learning | None:
        """The rule for trained models in force."""
        return max((x for x in self.learning if x.since <= day), key=lambda x: x.since, default=None)

    def likeness_on(self, day: date) -> Weights:
        """The weights in force; the earliest known ones for the days before. Raises NotFound where the pack has none."""
        if not self.likeness:
            raise NotFound(what="pack file", name="likeness.toml")
        return max((w for w in self.likeness if w.since <= day), key=lambda w: w.since, default=self.likeness[0])

    def heat_on(self, day: date) -> HeatWeights:
        """What the parts of heat count; the earliest known values for the days before. Raises NotFound."""
        if not self.heat:
            raise NotFound(what="pack file", name="heat.toml")
        return max((w for w in self.heat if w.since <= day), key=lambda w: w.since, default=self.heat[0])

    def bursts_on(self, day: date) -> Watched:
        """When it is a burst; the earliest known values for the days before. Raises NotFound."""
        if not self.bursts:
            raise NotFound(what="pack file", name="bursts.toml")
        return max((w for w in self.bursts if w.since <= day), key=lambda w: w.since, default=self.bursts[0])

    def proactive_on(self, day: date) -> Proactive:
        """The values for hot issues, repeated places and forecasts; the earliest for the days before. Raises NotFound."""
        if not self.proactive:
            raise NotFound(what="pack file", name="proactive.toml")
        return max((p for p in self.proactive if p.since <= day), key=lambda p: p.since, default=self.proactive[0])

    def open_data_on(self, day: date) -> OpenRules:
        """Under what matters are made public; the earliest known rule for the days before. Raises NotFound."""
        if not self.open_data:
            raise NotFound(what="pack file", name="open_data.toml")
        return max((r for r in self.open_data if r.since <= day), key=lambda r: r.since, default=self.open_data[0])

    def masking_on(self, day: date) -> Coverage:
        """What is covered for whom; the earliest known rule for the days before, everything where the pack has none."""
        if not self.masking:
            return EVERYWHERE
        return max((c for c in self.masking if c.since <= day), key=lambda c: c.since, default=self.masking[0])

    def title_of(self, reference: str) -> str:
        """The article in words: 《潍坊市…条例》第20条 for weifang-2021#20; the reference itself when it is unknown."""
        id, _, article = reference.partition("#")
        source = self.sources.get(id)
        if source is None:
            return reference
        return f"《{source.title}》第{article}条" if article.isdigit() else f"《{source.title}》{article}"

    def text(self, language: str, table: str, key: str) -> str:
        """The text in that language, else in Simplified Chinese, else the key itself (a test finds what is missing)."""
        for candidate in (language, "zh-Hans"):
            found = self.texts.get(candidate, {}).get(table, {}).get(key)
            if found:
                return found
        return key

    @cached_property
    def rungs_of(self) -> Mapping[str, tuple[Rung, ...]]:
        clocks: dict[str, list[Rung]] = {}
        for rung in self.rungs:
            clocks.setdefault(rung.clock, []).append(rung)
        return {clock: tuple(found) for clock, found in clocks.items()}
