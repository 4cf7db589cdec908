"""The moves of the track application (办件): what may be asked of such a matter beside what every track has."""

from __future__ import annotations

from wushi.domain.actor import Actor
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.movable import Move

TABLE: tuple[Move, ...] = ()


def sensible(name: str, actor: Actor, matter: Matter, policy: Policy) -> bool:
    """False hides a move that the rules would refuse anyway."""
    return True
