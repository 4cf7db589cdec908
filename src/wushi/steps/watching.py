"""Watching (值守): what danger nobody has taken yet, what waits to be judged; within what the post may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from wushi.domain import duty, visibility
from wushi.domain.actor import Actor
from wushi.domain.policy import Policy
from wushi.store.ledger import dangers
from wushi.store.ledger.worklist import Row
from wushi.store.moments import to_micros

_LOOKED_AT = 300  # matters raised in the span below: more than a district has in a month
_SPAN = timedelta(days=31)  # what is older stands in the weekly report


@dataclass(frozen=True, slots=True)
class Watch:
    """Danger in the branch: waiting (the longest first), taken and not judged yet, judged lately."""

    waiting: list[Row]
    taken: list[Row]
    judged: list[Row]


def watch(actor: Actor, policy: Policy, now: datetime) -> Watch:
    rows = dangers.raised(to_micros(now - _SPAN), _LOOKED_AT)
    seen = [row for row in rows if visibility.sees(actor, row.matter, policy) and row.matter.danger is not None]
    waiting = [row for row in seen if duty.waiting(row.matter) is not None]
    rest = [row for row in seen if duty.waiting(row.matter) is None]
    return Watch(
        sorted(waiting, key=lambda row: duty.waiting(row.matter) or now),
        [row for row in rest if row.matter.danger is not None and row.matter.danger.real is None],
        [row for row in rest if row.matter.danger is not None and row.matter.danger.real is not None],
    )
