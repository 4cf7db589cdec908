"""Accusation (检举控告): no unit that it is about, nor any below it, is ever given the matter (信访工作条例 art. 30)."""

from __future__ import annotations

from collections.abc import Iterable

from wushi.domain.errors import BadInput, RuleBroken
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy

LAW = "xinfang-2022#30"
TRACK = "petition"


def is_about(unit: str, accused: Iterable[str], policy: Policy) -> bool:
    """Is the unit one of the accused, or below one?"""
    return any(policy.tree.is_within(unit, one) for one in accused)


def refuse(matter: Matter, units: Iterable[str], policy: Policy) -> None:
    """Raises RuleBroken for the first of the units that the accusation is about."""
    for unit in units:
        if unit and is_about(unit, matter.accused, policy):
            why = (
                f"the matter is about {unit}; give it to a unit that is no part of it, or to the discipline inspection"
            )
            raise RuleBroken(rule="accused_unit", reference=LAW, why=why)


def _has(matter: Matter) -> set[str]:
    return {matter.unit, matter.lead, *matter.co_units}


def check(before: Matter, after: Matter, policy: Policy) -> None:
    """Whoever gets the matter by an event. `before` has version 0 when it is being registered: then by whom it was received."""
    refuse(after, sorted(_has(after) - (_has(before) if before.version else set())), policy)


def check_track(track: str, accused: Iterable[str]) -> None:
    """Raises BadInput for an accusation in a track that does not know its secrecy."""
    if any(accused) and track != TRACK:
        raise BadInput(field="accused", why=f"an accusation is a petition; register it with the track {TRACK}")


def check_public(matter: Matter) -> None:
    """Raises RuleBroken: no word of an accusation is made public."""
    if matter.accused:
        raise RuleBroken(rule="accusation_public", reference=LAW, why="no word of an accusation is made public")
