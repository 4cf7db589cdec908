"""What a track (办理轨道) is: its states and its transition table, and the moves that every track has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wushi.domain import events as e
from wushi.domain.errors import WrongState

SAME = ""  # the event leaves the state as it is
BEFORE = "before"  # no state: back to the one from which the matter was merged

# State -> its words in Chinese and English.
States = Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table: `event` is possible in `sources` and leads to `to`; it stops the clocks named."""

    event: type[e.Event]
    sources: frozenset[str]
    to: str
    stops: tuple[str, ...] = ()
    reference: str = ""  # article, or practice where domain.md knows no article


def move(event: type[e.Event], sources: str | Iterable[str], to: str, stops: str = "", reference: str = "") -> Move:
    """`sources` and `stops` as words with blanks between them, or sources as a set of states."""
    named = frozenset(sources.split()) if isinstance(sources, str) else frozenset(sources)
    return Move(event, named, to, tuple(stops.split()), reference)


@dataclass(frozen=True)
class Track:
    """One kind of matter: its states in the order of life, those in which it has ended, and its table."""

    name: str
    zh: str
    en: str
    states: States
    ended: frozenset[str]
    table: tuple[Move, ...]
    moves: Mapping[str, Move] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "moves", {one.event.__name__: one for one in self.table})

    @property
    def open(self) -> frozenset[str]:
        return frozenset(self.states) - self.ended

    def check(self, state: str, event: type[e.Event]) -> Move:
        """The move that the event makes from this state. Raises WrongState with the states from which it is possible."""
        found = self.moves.get(event.__name__)
        if found is None or (state not in found.sources and not (state == "" and not found.sources)):
            possible = sorted(found.sources) if found else []
            raise WrongState(event=event.__name__, state=state or "nothing yet", possible=possible)
        return found

    def possible(self, state: str) -> tuple[str, ...]:
        """The words of the events possible in that state, in the order of the table."""
        return tuple(name for name, one in self.moves.items() if state in one.sources)


def common(states: States, ended: frozenset[str]) -> tuple[Move, ...]:
    """The moves that every track has: it is registered, read, watched, warned about and put to the archive."""
    every = frozenset(states)
    open_ = every - ended
    return (
        move(e.Registered, frozenset(), "registered", "", "xinfang-2022#22"),
        move(e.Classified, open_, SAME),
        move(e.Located, open_, SAME),
        move(e.SimilarFound, open_, SAME),
        move(e.Informed, open_, SAME),
        move(e.Noted, every, SAME),
        move(e.ClocksPaused, open_, SAME),
        move(e.ClocksResumed, open_, SAME),
        move(e.DangerRaised, open_, SAME, "danger", "guoban-2022-12"),
        move(e.DangerTaken, open_, SAME, "danger"),
        move(e.DangerJudged, every - {"archived"}, SAME, "danger"),
        move(e.Warned, open_, SAME),
        move(e.FellOverdue, open_, SAME),
        move(e.Urged, open_, SAME, "", "weifang-hotline#26"),
        move(e.PlacedUnderSupervision, open_, SAME, "", "weifang-hotline#26"),
        move(e.SupervisionLifted, open_, SAME, "", "weifang-hotline#26"),
        move(e.Archived, ended - {"archived"}, "archived"),
        *joint(states, open_),
    )


def joint(states: States, open_: frozenset[str]) -> tuple[Move, ...]:
    """What belongs to working together (联动); it leaves the state as it is, so that it is possible on every track."""
    every = frozenset(states) - {"archived"}
    refused = (
        (move(e.HandOverRefused, "registered", "transferred_out", "dispatch notice acceptance feedback danger"),)
        if "transferred_out" in states
        else ()
    )
    return (
        move(e.HandedOver, "registered", SAME),
        *refused,
        move(e.HandOverAnswered, every, SAME, "feedback"),
        move(e.Risen, open_, SAME, "", "beijing-2021#16"),
        move(e.Whistled, open_, SAME, "", "beijing-2021#16"),
        move(e.GroupConvened, open_, SAME, "", "beijing-2021#14"),
        move(e.MeetingHeld, open_, SAME, "", "beijing-2021#16"),
        move(e.TasksSet, open_, SAME, "", "beijing-2021#14"),
        move(e.TaskEnded, every, SAME),
        move(e.PartsOverridden, open_, SAME),
    )
