"""Rebuild: make every matter again from its events and compare or replace the projection; history is the only truth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from wushi.domain.alarms import Alarm, next_alarm
from wushi.domain.events import Entry
from wushi.domain.matter import Matter, after
from wushi.domain.policy import Policy
from wushi.steps.drafting import FOLLOW_UP
from wushi.steps.loop import has_follow_up
from wushi.store.ledger import ledger
from wushi.store.ledger.encoding import decode_event, decode_matter, encode
from wushi.store.moments import from_micros


@dataclass(slots=True)
class Rebuilt:
    """Matters made again, and the numbers of those whose projection differed."""

    matters: int
    differing: list[str]


def histories(first: int = 0) -> Iterator[tuple[int, str, str, list[Entry]]]:
    """(id, number, snapshot, entries) of every matter with id above `first`, in order of id, in bounded memory."""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, number, snapshot FROM ledger_matter WHERE id > %s ORDER BY id LIMIT 1000", [first]
            )
            matters = cursor.fetchall()
            if not matters:
                return
            last = matters[-1][0]
            cursor.execute(
                "SELECT matter_id, seq, at, post, unit, rule, reference, kind, payload FROM ledger_event"
                " WHERE matter_id > %s AND matter_id <= %s ORDER BY matter_id, seq",
                [first, last],
            )
            entries: dict[int, list[Entry]] = {}
            for id, seq, at, post, unit, rule, reference, kind, payload in cursor.fetchall():
                entry = Entry(seq, from_micros(at), post, unit, rule, reference, decode_event(kind, payload))
                entries.setdefault(id, []).append(entry)
        for id, number, snapshot in matters:
            yield id, number, snapshot, entries.get(id, [])
        first = last


def made_again(number: str, entries: list[Entry], policy: Policy) -> Matter:
    matter = Matter(number, unit=policy.main_desk, path=policy.tree.line(policy.main_desk))
    for entry in entries:
        matter = after(matter, entry.event, entry.at)
    return matter


def _alarm(matter: Matter, policy: Policy) -> Alarm | None:
    if has_follow_up(matter):
        return Alarm(matter.last_at or from_micros(0), "", FOLLOW_UP)
    return next_alarm(matter, policy)


def rebuild(policy: Policy, *, replace: bool = True) -> Rebuilt:
    """Make all matters again. `replace`: write those that differ; otherwise only tell."""
    result = Rebuilt(0, [])
    for id, number, snapshot, entries in histories():
        matter = made_again(number, entries, policy)
        result.matters += 1
        if encode(matter) == snapshot and decode_matter(snapshot) == matter:
            continue
        result.differing.append(number)
        if replace:
            with transaction.atomic():
                ledger.rewrite(id, matter, _alarm(matter, policy))
    return result
