"""What the index is made from: matters, their masked words and their events, read in order of ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import connection

from wushi.store.search.blocks import BITS
from wushi.store.search.writing import Standing

_AT_ONCE = 2_000
_STANDING = "SELECT id, registered_at, unit, place, subject, state FROM ledger_matter"


def head() -> int:
    """The position of the last event."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(position), 0) FROM ledger_event")
        return int(cursor.fetchone()[0])


def newest_moved(after: int, most: int) -> tuple[list[int], int]:
    """Ids of matters with one of the newest `most` events after that position; the position before which nothing was read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT matter_id, position FROM ledger_event WHERE position > %s ORDER BY position DESC LIMIT %s",
            [after, most],
        )
        rows = cursor.fetchall()
    return list(dict.fromkeys(row[0] for row in rows)), (rows[-1][1] - 1 if rows else after)


def moved(after: int, until: int) -> tuple[list[int], list[int]]:
    """(ids of matters with an event in after < position <= until, those of them that got words with it)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT e.matter_id, s.matter_id FROM ledger_event AS e LEFT JOIN ledger_said AS s"
            " ON s.matter_id = e.matter_id AND s.seq = e.seq WHERE e.position > %s AND e.position <= %s",
            [after, until],
        )
        rows = cursor.fetchall()
    return sorted({row[0] for row in rows}), sorted({row[1] for row in rows if row[1] is not None})


def standings(ids: Sequence[int]) -> list[Standing]:
    found = []
    for n in range(0, len(ids), 500):
        some = ids[n : n + 500]
        with connection.cursor() as cursor:
            cursor.execute(f"{_STANDING} WHERE id IN ({', '.join(['%s'] * len(some))})", list(some))
            found += [Standing(*row) for row in cursor.fetchall()]
    return found


def said(ids: Sequence[int]) -> list[tuple[int, int, str, str]]:
    """(matter, number of the event, title, text) of these matters."""
    found: list[tuple[int, int, str, str]] = []
    for n in range(0, len(ids), 500):
        some = ids[n : n + 500]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT matter_id, seq, title, text FROM ledger_said"
                f" WHERE matter_id IN ({', '.join(['%s'] * len(some))}) ORDER BY matter_id, seq",
                list(some),
            )
            found += cursor.fetchall()
    return found


def segments() -> list[int]:
    """Every segment in which a matter lies or of which something is kept."""
    found: set[int] = set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT segment FROM search_segment")
        found.update(row[0] for row in cursor.fetchall())
        first = 0
        while True:
            cursor.execute("SELECT min(id) FROM ledger_matter WHERE id >= %s", [first])
            (id,) = cursor.fetchone()
            if id is None:
                return sorted(found)
            found.add(id >> BITS)
            first = ((id >> BITS) + 1) << BITS


def whole(segment: int) -> Iterator[tuple[list[Standing], list[tuple[int, int, str, str]]]]:
    """The segment's matters and words, some thousand at a time."""
    first, end = segment << BITS, (segment + 1) << BITS
    while True:
        with connection.cursor() as cursor:
            cursor.execute(f"{_STANDING} WHERE id >= %s AND id < %s ORDER BY id LIMIT %s", [first, end, _AT_ONCE])
            matters = [Standing(*row) for row in cursor.fetchall()]
            if not matters:
                return
            cursor.execute(
                "SELECT matter_id, seq, title, text FROM ledger_said WHERE matter_id >= %s AND matter_id <= %s"
                " ORDER BY matter_id, seq",
                [matters[0].id, matters[-1].id],
            )
            said = cursor.fetchall()
        yield matters, said
        first = matters[-1].id + 1
