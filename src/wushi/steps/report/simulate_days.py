"""Days of a simulated track (模拟): written together in one go, days of the same seed that are there already left as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from wushi.domain.actor import Actor
from wushi.domain.policy import Policy
from wushi.steps.report.simulate import Run, check
from wushi.store.ledger import ledger
from wushi.store.ledger.rows import Change

_TOGETHER = 400
_DAY = timedelta(days=1)


def actor_of(policy: Policy, role: str) -> Actor:
    """The first post of that role."""
    post = next(p for p in policy.posts.values() if p.role == role)
    return Actor(post.code, post.unit, post.role)


def write_days(
    run: Run, prefix: str, channels: Sequence[str], make: Callable[[date], Iterable[Change]]
) -> tuple[int, int]:
    """(matters, events) that were written. `prefix`: how the client keys of this track and seed begin, before the day."""
    check(run)
    matters = events = 0
    day, waiting = run.since, list[Change]()
    there = {key.rsplit(":", 2)[1] for channel in channels for key in ledger.keys_under(channel, prefix)}
    while day <= run.until:
        if day.isoformat() not in there:
            waiting += make(day)
        day += _DAY
        if waiting and (len(waiting) >= _TOGETHER or day > run.until):
            matters, events = matters + len(waiting), events + sum(len(change.entries) for change in waiting)
            ledger.append(waiting, run.now)
            waiting = []
    return matters, events
