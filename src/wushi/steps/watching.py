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
_IN_A_WEEK = 5_000
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


@dataclass(frozen=True, slots=True)
class Week:
    """What danger taught in a stretch of time: all that was raised, what the rules heard where there was none, and what a person had
    to say because the rules had not heard it."""

    raised: int
    real: int
    unjudged: int
    false_alarms: list[Row]
    misses: list[Row]
    seconds: list[float]  # until somebody took it, sorted; those that nobody took are not in it


def week(actor: Actor, policy: Policy, since: datetime, until: datetime) -> Week:
    """Of [since, until), within the branch that the post sees. A matter counts when its last danger was raised then."""
    rows = dangers.raised(to_micros(since), _IN_A_WEEK, to_micros(until))
    seen = [
        (row, row.matter.danger)
        for row in rows
        if row.matter.danger is not None
        and since <= row.matter.danger.at < until
        and visibility.sees(actor, row.matter, policy)
    ]
    return Week(
        raised=len(seen),
        real=sum(danger.real is True for _, danger in seen),
        unjudged=sum(danger.real is None for _, danger in seen),
        false_alarms=[row for row, danger in seen if danger.by != "person" and danger.real is False],
        misses=[row for row, danger in seen if danger.by == "person" and danger.real is not False],
        seconds=sorted(spent for row, _ in seen if (spent := duty.seconds(row.matter)) is not None),
    )
