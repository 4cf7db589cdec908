"""What likeness is made from: registrations with their masked words, in the order in which the ledger took them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from wushi.store.moments import from_micros

_SELECT = (
    "SELECT e.position, e.matter_id, e.at, s.title, s.text, m.number FROM ledger_event AS e"
    " JOIN ledger_said AS s ON s.matter_id = e.matter_id AND s.seq = 1 JOIN ledger_matter AS m ON m.id = e.matter_id"
    " WHERE e.seq = 1"
)


@dataclass(frozen=True, slots=True)
class Told:
    """One registration: its event's position, the matter, when, the masked words, and its number."""

    position: int
    id: int
    at: datetime
    title: str
    text: str
    number: str


def _rows(where: str, values: list[int]) -> list[Told]:
    with connection.cursor() as cursor:
        cursor.execute(f"{_SELECT} {where}", values)
        return [Told(p, id, from_micros(at), *rest) for p, id, at, *rest in cursor.fetchall()]


def after(position: int, most: int) -> list[Told]:
    """The next registrations."""
    return _rows("AND e.position > %s ORDER BY e.position LIMIT %s", [position, most])


def newest(most: int) -> list[Told]:
    """The newest registrations, oldest of them first."""
    return _rows("ORDER BY e.position DESC LIMIT %s", [most])[::-1]


def identity(position: int) -> str:
    """What the event at that position binds: two ledgers never have the same there. Blank: there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM ledger_event WHERE position = %s", [position])
        row = cursor.fetchone()
    return row[0] if row else ""
