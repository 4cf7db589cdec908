"""The ledger: load a matter, append what happened. One writer at a time holds the pen, so position order is commit order.

On PostgreSQL the pen is a transaction-level advisory lock (its waiters queue in turn); on SQLite it is the write lock
behind the turnstile. Taken last and freed by the commit, it is held for a millisecond; writers group what waits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection, transaction

from wushi.domain.alarms import Alarm
from wushi.domain.errors import NotFound, StaleMatter
from wushi.domain.events import Entry
from wushi.domain.matter import Matter
from wushi.store.ledger.encoding import decode_event, decode_matter
from wushi.store.ledger.rows import Change, Row, Rows, alarm_row, projection, rows_of
from wushi.store.moments import from_micros, to_micros

_PEN = 150302  # key of the advisory lock


def take_pen() -> None:
    """Wait for one's turn to write. Must be called inside a transaction; the commit frees it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_PEN])


def _rows(sql: str, rows: Sequence[Row]) -> None:
    """One statement for all rows on PostgreSQL (a round trip each would cost more than the rows); executemany on SQLite,
    where a statement is a function call and the number of parameters is limited."""
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(rows) > 1:
            one = "(" + ", ".join(["%s"] * len(rows[0])) + ")"
            size = max(1, 60000 // len(rows[0]))
            for n in range(0, len(rows), size):
                part = rows[n : n + size]
                cursor.execute(sql.replace("{rows}", ", ".join([one] * len(part))), [v for row in part for v in row])
        else:
            cursor.executemany(sql.replace("{rows}", "(" + ", ".join(["%s"] * len(rows[0])) + ")"), rows)


_MATTER = (
    "INSERT INTO ledger_matter (id, number, channel, client_key, intake_digest, track, state, version, subject, place, unit,"
    " l1, l2, l3, l4, l5, l6, l7, l8, registered_at, due, simulated, snapshot, changed) VALUES {rows}"
)
_MATTER_UPDATE = (
    "UPDATE ledger_matter SET state=%s, version=%s, subject=%s, place=%s, unit=%s, l1=%s, l2=%s, l3=%s, l4=%s, l5=%s, l6=%s,"
    " l7=%s, l8=%s, due=%s, snapshot=%s, changed=%s WHERE id=%s AND version=%s"
)
_EVENT = "INSERT INTO ledger_event (position, matter_id, seq, kind, at, recorded_at, post, unit, rule, reference, payload) VALUES {rows}"
_SAID = "INSERT INTO ledger_said (matter_id, seq, title, text) VALUES {rows}"
_SEALED = "INSERT INTO vault_sealed (matter_id, seq, blob) VALUES {rows}"
_ALARM = (
    "INSERT INTO ledger_alarm (matter_id, at, clock, rung, failures, error) VALUES {rows}"
    " ON CONFLICT (matter_id) DO UPDATE SET at=excluded.at, clock=excluded.clock, rung=excluded.rung, failures=0, error=''"
)


def append(changes: Sequence[Change], recorded_at: datetime) -> None:
    """Write the changes; all of them or none. `recorded_at` (UTC) is the moment of writing, whatever moment the events name.

    Raises StaleMatter for a matter that moved since it was read, IntegrityError for a client key that is taken."""
    if changes:
        write(rows_of(changes, recorded_at), [c for c in changes if c.seen])


def write(rows: Rows, moved: Sequence[Change] = ()) -> None:
    """Write rows that were made ready before; all of them or none. `moved`: the changes behind `rows.updates`, in order."""
    with transaction.atomic():
        take_pen()
        last = _last_position()
        _update([(*row[:-3], last + row[-3], *row[-2:]) for row in rows.updates], moved)
        _rows(_MATTER, [(*row[:-1], last + row[-1]) for row in rows.matters])
        _rows(_EVENT, [(position, *row) for position, row in enumerate(rows.events, last + 1)])
        _rows(_SEALED, rows.sealed)
        _rows(_SAID, rows.said)
        _rows(_ALARM, rows.alarms)


def _last_position() -> int:
    """With the pen in hand nobody else appends, so positions have neither doubles nor holes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(position), 0) FROM ledger_event")
        return int(cursor.fetchone()[0])


def _update(rows: Sequence[Row], changes: Sequence[Change]) -> None:
    """Move the projections on, each only from the version that was read."""
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.executemany(_MATTER_UPDATE, rows)
        if cursor.rowcount == len(rows):
            return
    for c in changes:
        with connection.cursor() as cursor:
            cursor.execute("SELECT version FROM ledger_matter WHERE id = %s", [c.id])
            found = cursor.fetchone()
        # rows of this transaction already stand at the new version; any other version is somebody else's
        if found is None:
            raise NotFound(what="matter", name=c.matter.number)
        if found[0] != c.matter.version or _moved_by_another(c):
            raise stale(c.matter.number, c.id, c.seen)
    raise NotFound(what="matter", name="?")


def _moved_by_another(change: Change) -> bool:
    """Is there an event with the next number already, though none of this transaction has been written yet?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM ledger_event WHERE matter_id = %s AND seq = %s", [change.id, change.seen + 1])
        return cursor.fetchone() is not None


def rewrite(id: int, matter: Matter, alarm: Alarm | None) -> None:
    """Put a projection made again from its events in the place of the present one. Must be called in a transaction."""
    take_pen()
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(position) FROM ledger_event WHERE matter_id = %s", [id])
        (position,) = cursor.fetchone()
        cursor.execute(
            "UPDATE ledger_matter SET channel=%s, track=%s, registered_at=%s, simulated=%s WHERE id=%s",
            [
                matter.channel,
                matter.track,
                to_micros(matter.registered_at) if matter.registered_at else 0,
                matter.simulated,
                id,
            ],
        )
        cursor.execute(
            _MATTER_UPDATE.replace(" AND version=%s", ""),
            [*projection(matter), position, id],
        )
    _rows(_ALARM, [alarm_row(id, alarm)])


def stale(number: str, id: int, seen: int) -> StaleMatter:
    """The refusal for one who comes second: what happened to the matter since the version that was read."""
    since = history(id, after=seen)
    return StaleMatter(
        number=number,
        seen=seen,
        version=since[-1].seq if since else seen,
        since=[{"what": n.event.kind, "zh": n.event.zh, "at": n.at.isoformat(), "post": n.post} for n in since],
    )


def load(number: str) -> tuple[int, Matter]:
    """Id and present state of the matter with that number. Raises NotFound."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, snapshot FROM ledger_matter WHERE number = %s", [number])
        row = cursor.fetchone()
    if row is None:
        raise NotFound(what="matter", name=number)
    return row[0], decode_matter(row[1])


def load_many(ids: Iterable[int]) -> dict[int, Matter]:
    """Present states by id; ids that are unknown are left out."""
    wanted, found = list(ids), {}
    with connection.cursor() as cursor:
        for n in range(0, len(wanted), 500):
            part = wanted[n : n + 500]
            cursor.execute(
                f"SELECT id, snapshot FROM ledger_matter WHERE id IN ({', '.join(['%s'] * len(part))})",
                part,
            )
            found.update({id: decode_matter(snapshot) for id, snapshot in cursor.fetchall()})
    return found


def by_client_key(channel: str, keys: Sequence[str]) -> dict[str, tuple[int, str, str]]:
    """client key -> (id, number, digest of the content) of what that channel has registered already."""
    found: dict[str, tuple[int, str, str]] = {}
    with connection.cursor() as cursor:
        for n in range(0, len(keys), 500):
            part = keys[n : n + 500]
            cursor.execute(
                "SELECT client_key, id, number, intake_digest FROM ledger_matter"
                f" WHERE channel = %s AND client_key IN ({', '.join(['%s'] * len(part))})",
                [channel, *part],
            )
            found.update({row[0]: (row[1], row[2], row[3]) for row in cursor.fetchall()})
    return found


def history(id: int, after: int = 0) -> list[Entry]:
    """The matter's entries in order, those after `after`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, at, post, unit, rule, reference, kind, payload FROM ledger_event"
            " WHERE matter_id = %s AND seq > %s ORDER BY seq",
            [id, after],
        )
        return [
            Entry(seq, from_micros(at), post, unit, rule, reference, decode_event(kind, payload))
            for seq, at, post, unit, rule, reference, kind, payload in cursor.fetchall()
        ]


def words(id: int) -> dict[int, tuple[str, str]]:
    """Masked words by the number of their event: (title, text)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, title, text FROM ledger_said WHERE matter_id = %s", [id])
        return {seq: (title, text) for seq, title, text in cursor.fetchall()}
