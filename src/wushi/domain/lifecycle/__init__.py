"""The transition tables (状态流转), one a track: every track is a set of states and moves on the one engine; no track has its own.

A state's code means the same in every track that has it, so that lists, figures and pages speak one language.
"""

from __future__ import annotations

from wushi.domain import events as e
from wushi.domain.lifecycle import alarm, application, dispute, hotline, petition, task
from wushi.domain.lifecycle.base import BEFORE, SAME, Move, Track
from wushi.domain.lifecycle.hotline import MERGEABLE

TRACKS: dict[str, Track] = {
    track.name: track
    for track in (hotline.TRACK, petition.TRACK, dispute.TRACK, application.TRACK, alarm.TRACK, task.TRACK)
}
STATES: dict[str, tuple[str, str]] = {
    state: words for track in reversed(TRACKS.values()) for state, words in track.states.items()
}
STATES = {**hotline.STATES, **STATES}  # the hotline's order first: it has the most
ENDED: frozenset[str] = frozenset().union(*(track.ended for track in TRACKS.values()))
OPEN: frozenset[str] = frozenset(STATES) - ENDED
# The states in which a unit has the matter in hand, where the ladder of supervision can reach it.
WITH_UNIT: frozenset[str] = hotline.WITH_UNIT

__all__ = [
    "BEFORE",
    "ENDED",
    "MERGEABLE",
    "OPEN",
    "SAME",
    "STATES",
    "TRACKS",
    "WITH_UNIT",
    "Move",
    "Track",
    "check",
    "of",
    "possible",
]


def of(track: str) -> Track:
    """Raises KeyError for a track that this version does not know: the ledger is newer than the program."""
    return TRACKS[track]


def check(track: str, state: str, event: type[e.Event]) -> Move:
    """The move that the event makes from this state of that track. Raises WrongState with the states from which it is possible."""
    return TRACKS[track].check(state, event)


def possible(track: str, state: str) -> tuple[str, ...]:
    """The words of the events possible in that state of that track, in the order of its table."""
    return TRACKS[track].possible(state)
