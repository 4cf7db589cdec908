"""List points (列要点): write down what of a demand has to be answered, one line a point."""

from __future__ import annotations

from datetime import datetime

from wushi.domain import points as rules
from wushi.domain import text
from wushi.domain.actor import Actor
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.moving import move
from wushi.store.vault import vault


def list_points(
    number: str, points: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """One line a point. Only the desk changes points that are listed. Raises BadInput, RuleBroken."""
    found = rules.clean(text.clean(points, "points").split("\n"), policy.replies)
    lines = "\n".join(found)
    sealed, commitment = vault.seal({"text": lines})
    at_desk = actor.unit == policy.main_desk
    return move(
        number,
        lambda m: rules.list_points(m, found, commitment, at_desk=at_desk),
        actor=actor,
        policy=policy,
        now=now,
        seen=seen,
        words=(sealed, "", lines),
    )
