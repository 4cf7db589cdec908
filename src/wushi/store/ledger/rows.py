"""Rows: what changes write into each table, made ready before the pen is taken; plain values, so that another process can.

Only the position is missing, which nobody knows before the pen is in hand: a row holds the place of its event among those
of the batch, counted from 1, and the writer adds the last position before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wushi.domain.alarms import Alarm
from wushi.domain.events import Entry
from wushi.domain.matter import Matter
from wushi.store.ledger.encoding import encode
from wushi.store.moments import FAR, to_micros
from wushi.store.registers import units

_LEVELS = 8  # columns l1..l8
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Intake:
    """What a new matter brings beside its events: idempotency key, digest of the content, the sealed record, masked words."""

    channel: str
    client_key: str | None
    digest: str
    sealed: bytes
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words that belong to an event: sealed for the vault, masked for staff."""

    seq: int
    sealed: bytes
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A matter's new entries and what it has become; `seen` is the version that was read (0: it is new)."""

    id: int
    seen: int
    entries: tuple[Entry, ...]
    matter: Matter
    alarm: Alarm | None
    intake: Intake | None = None
    words: tuple[Words, ...] = ()


@dataclass(slots=True)
class Rows:
    """Rows by table, in the order of the columns that the ledger's statements name."""

    matters: list[Row] = field(default_factory=list)
    updates: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    sealed: list[Row] = field(default_factory=list)
    said: list[Row] = field(default_factory=list)
    alarms: list[Row] = field(default_factory=list)


def rows_of(changes: Sequence[Change], recorded_at: datetime) -> Rows:
    """`recorded_at` (UTC) is the moment of writing, whatever moment the events name."""
    rows, recorded, place = Rows(), to_micros(recorded_at), 0
    add_event, add_sealed, add_said = rows.events.append, rows.sealed.append, rows.said.append
    for change in changes:
        id = change.id
        for n in change.entries:
            place += 1
            event = n.event
            add_event(
                (id, n.seq, event.kind, to_micros(n.at), recorded, n.post, n.unit, n.rule, n.reference, encode(event))
            )
        if change.seen:
            rows.updates.append(_update_row(change, place))
        else:
            rows.matters.append(_matter_row(change, place))
            intake = change.intake
            if intake is not None:
                add_sealed((id, 1, intake.sealed))
                add_said((id, 1, intake.title, intake.text))
        for words in change.words:
            add_sealed((id, words.seq, words.sealed))
            add_said((id, words.seq, words.title, words.text))
        rows.alarms.append(alarm_row(id, change.alarm))
    return rows


def joined(parts: Sequence[Rows]) -> Rows:
    """Rows that were made ready apart, for one transaction; the places are counted on."""
    if len(parts) == 1:
        return parts[0]
    whole = Rows()
    for part in parts:
        before = len(whole.events)
        whole.matters += [(*row[:-1], row[-1] + before) for row in part.matters]
        whole.updates += [(*row[:-3], row[-3] + before, *row[-2:]) for row in part.updates]
        whole.events += part.events
        whole.sealed += part.sealed
        whole.said += part.said
        whole.alarms += part.alarms
    return whole


def alarm_row(id: int, alarm: Alarm | None) -> Row:
    if alarm is None:
        return (id, None, "", "", 0, "")
    return (id, to_micros(alarm.at), alarm.clock, alarm.rung, 0, "")


def _sort_key(matter: Matter) -> int:
    """By what a list is ordered: the due moment that matters now; for one at rest the last that did."""
    due = matter.due
    if due is None and matter.clocks:
        due = matter.clocks[-1].due
    return to_micros(due) if due else FAR


def _line(matter: Matter) -> tuple[int | None, ...]:
    # an accusation stands in no branch of the tree: lists, counts and loads that go by branch cannot forget to leave it out
    return (None,) * _LEVELS if matter.accused else units.columns(matter.unit)


def _matter_row(change: Change, place: int) -> Row:
    m, intake = change.matter, change.intake
    return (
        change.id, m.number, m.channel, intake.client_key if intake else None, intake.digest if intake else "",
        m.track, m.state, m.version, m.subject, m.place, m.unit, *_line(m),
        to_micros(m.registered_at) if m.registered_at else 0, _sort_key(m), m.simulated, encode(m), place,
    )  # fmt: skip


def projection(matter: Matter) -> Row:
    """What changes in a matter's row, in the order of the ledger's update."""
    m = matter
    return (m.state, m.version, m.subject, m.place, m.unit, *_line(m), _sort_key(m), encode(m))


def _update_row(change: Change, place: int) -> Row:
    return (*projection(change.matter), place, change.id, change.seen)
