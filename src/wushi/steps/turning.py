"""Turning the clocks: take due alarms and follow-ups one by one, each by its own decision, written in groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from wushi.domain import alarms as rules
from wushi.domain import applying, callback
from wushi.domain.actor import CLOCK, MACHINE
from wushi.domain.alarms import Alarm
from wushi.domain.errors import StaleMatter
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.drafting import FOLLOW_UP, Draft
from wushi.steps.following import change
from wushi.steps.handle import followers
from wushi.steps.loop import FOLLOW_UPS
from wushi.steps.report import propose
from wushi.store.ledger import alarms, ledger

GROUP = 200
_LATER = timedelta(hours=1)


@dataclass(slots=True)
class Turned:
    """What one turn did: alarms taken, and those that raised."""

    taken: int = 0
    failed: int = 0


def _propose(draft: Draft, policy: Policy, now: datetime) -> list[Draft]:
    title, text = ledger.words(draft.id).get(1, ("", ""))
    propose.follow_up(draft, title, text, policy, now)
    return []


def _close_solved(draft: Draft, policy: Policy, now: datetime) -> list[Draft]:
    draft.add(callback.close(draft.matter, "callback", policy), MACHINE, now)
    return []


_DO: dict[str, Callable[[Draft, Policy, datetime], list[Draft]]] = {
    "propose": _propose,
    "answer_followers": followers.answer,
    "release_followers": followers.release,
    "close_solved": _close_solved,
}


def _decide(id: int, matter: Matter, alarm: Alarm, policy: Policy, now: datetime) -> list[Draft]:
    draft = Draft(id, matter, policy)
    if alarm.rung == FOLLOW_UP:
        others: list[Draft] = []
        for name, still_open in FOLLOW_UPS.items():
            if still_open(draft.matter):
                others += _DO[name](draft, policy, now)
        return [draft, *others]
    expected = rules.next_alarm(matter, policy)
    if expected is None or expected.at > now:
        return [draft]  # the matter or the ladder has moved since; only the next alarm is set anew
    draft.add(
        rules.ring(matter, expected, policy), CLOCK, now, permitted=True, reference=rules.reference(expected, policy)
    )
    if applying.lapsed(draft.matter):  # promised papers did not come in time: it counts as withdrawn
        draft.add(applying.withdraw(draft.matter, "", by="tolerance"), CLOCK, now)
    return [draft]


def turn(policy: Policy, now: datetime, *, limit: int = GROUP) -> Turned:
    """Take up to `limit` alarms that are due at `now` (UTC), oldest first. One that raises is put off by an hour and logged;
    the others go on. A matter that somebody moves at the same moment is taken at the next turn."""
    result = Turned()
    due = alarms.due(now, limit)
    matters = ledger.load_many(d.matter_id for d in due)
    ready: list[list[Draft]] = []
    for one in due:
        try:
            ready.append(_decide(one.matter_id, matters[one.matter_id], one.alarm, policy, now))
        except Exception as error:  # whatever it is, it must not stop the clocks of the others
            alarms.put_off(one.matter_id, now + _LATER, f"{type(error).__name__}: {error}")
            result.failed += 1
    try:
        _write(ready, policy, now)
        result.taken += len(ready)
    except Exception:
        for drafts in ready:
            try:
                _write([drafts], policy, now)
                result.taken += 1
            except StaleMatter:
                continue
            except Exception as error:
                alarms.put_off(drafts[0].id, now + _LATER, f"{type(error).__name__}: {error}")
                result.failed += 1
    return result


def _write(ready: list[list[Draft]], policy: Policy, now: datetime) -> None:
    """Write groups of drafts: first of each the matter whose turn it was, then those that it moved along, which may have work of
    their own left for the worker."""
    found = []
    for first, *others in ready:
        if first.empty:
            alarms.set_next(first.id, rules.next_alarm(first.matter, policy))
        else:
            found.append(first.change())
        found += [change(one, now) for one in others]
    ledger.append(found, now)


def turn_all(policy: Policy, now: datetime) -> Turned:
    """Everything that is due, in groups: how the worker catches up after it was stopped."""
    total = Turned()
    while True:
        one = turn(policy, now)
        total.taken += one.taken
        total.failed += one.failed
        if not one.taken and not one.failed:
            return total
