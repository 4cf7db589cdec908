"""Reads closed matters with their masked words for learning; memory stays bounded whatever the ledger holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import connection

from wushi.domain.matter import Matter
from wushi.store.ledger.encoding import decode_matter

_PAGE = 500


def closed(track: str, states: Sequence[str], newest: int) -> Iterator[tuple[Matter, str, str, bool]]:
    """(matter, masked title, masked text, was its subject set by a person) of the newest that are in these states, newest first."""
    marks = ", ".join(["%s"] * len(states))
    before, left = 2**62, newest
    while left > 0:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT m.id, m.snapshot, s.title, s.text, EXISTS (SELECT 1 FROM ledger_event e WHERE e.matter_id = m.id"
                " AND e.kind = 'Classified' AND e.payload LIKE %s)"
                " FROM ledger_matter m JOIN ledger_said s ON s.matter_id = m.id AND s.seq = 1"
                f" WHERE m.id < %s AND m.track = %s AND m.subject <> '' AND m.state IN ({marks})"
                " ORDER BY m.id DESC LIMIT %s",
                ['%"by":"person"%', before, track, *states, min(_PAGE, left)],
            )
            rows = cursor.fetchall()
        if not rows:
            return
        for _, snapshot, title, text, by_person in rows:
            yield decode_matter(snapshot), title, text, bool(by_person)
        before, left = rows[-1][0], left - len(rows)
