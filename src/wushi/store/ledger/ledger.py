"""The ledger: load a matter, append what happened; the order of positions is the order of commits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from wushi.domain.alarms import Alarm
from wushi.domain.errors import NotFound, StaleMatter
from wushi.domain.events import Entry
from wushi.domain.matter import Matter
from wushi.store.ledger import pen
from wushi.store.ledger.encoding import decode_event, decode_matter
from wushi.store.ledger.rows import Change, Row, Rows, alarm_row, projection, rows_of
from wushi.store.moments import from_micros, to_micros
from wushi.store.registers import units

_MATTER_UPDATE = (
    "UPDATE ledger_matter SET state=%s, version=%s, subject=%s, place=%s, unit=%s, l1=%s, l2=%s, l3=%s, l4=%s, l5=%s, l6=%s,"
    " l7=%s, l8=%s, due=%s, snapshot=%s, changed=%s WHERE id=%s AND version=%s"
)


def append(changes: Sequence[Change], recorded_at: datetime) -> None:
    """Write the changes; all of them or none. `recorded_at` (UTC) is the moment of writing, whatever moment the events name.

    Raises StaleMatter for a matter that moved since it was read, IntegrityError for a client key that is taken."""
    if changes:
        write(rows_of(changes, recorded_at), [c for c in changes if c.seen])


def write(rows: Rows, moved: Sequence[Change] = ()) -> None:
    """Write rows that were made ready before; all of them or none. `moved`: the changes behind `rows.updates`, in order."""
    try:
        with transaction.atomic():
            last = pen.insert(rows)
            _update([(*row[:-3], last + row[-3], *row[-2:]) for row in rows.updates], moved)
    except IntegrityError:
        # the number of an event is taken: somebody moved that matter since it was read
        for c in moved:
            if history(c.id, after=c.seen):
                raise stale(c.matter.number, c.id, c.seen) from None
        raise


def _update(rows: Sequence[Row], changes: Sequence[Change]) -> None:
    """Move the projections on, each only from the version that was read."""
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.executemany(_MATTER_UPDATE, rows)
        if cursor.rowcount != len(rows):
            numbers = ", ".join(c.matter.number for c in changes)
            raise NotFound(what="matter at the version of its history; run wushi rebuild", name=numbers)


def rewrite(id: int, matter: Matter, alarm: Alarm | None) -> None:
    """Put a projection made again from its events in the place of the present one. Must be called in a transaction."""
    pen.hold()
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
        cursor.execute(
            "UPDATE ledger_alarm SET at=%s, clock=%s, rung=%s, failures=%s, error=%s WHERE matter_id=%s",
            [*alarm_row(id, alarm)[1:], id],
        )


def realign(codes: Iterable[str]) -> int:
    """Put what lies with these units under their present line; how many matters moved. History keeps the line of its day."""
    moved = 0
    with transaction.atomic():
        pen.hold()
        for code in codes:
            id, columns = units.known()[code]
            anywhere = " OR ".join(f"l{n} = %s" for n in range(1, len(columns) + 1))
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE ledger_matter SET l1=%s, l2=%s, l3=%s, l4=%s, l5=%s, l6=%s, l7=%s, l8=%s"
                    f" WHERE unit = %s AND ({anywhere})",
                    [*columns, code, *([id] * len(columns))],
                )
                moved += cursor.rowcount
    return moved


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


def ids_of(numbers: Sequence[str]) -> dict[str, int]:
    """number -> id of the matters with these numbers; unknown ones are left out."""
    found: dict[str, int] = {}
    with connection.cursor() as cursor:
        for n in range(0, len(numbers), 500):
            part = numbers[n : n + 500]
            cursor.execute(
                f"SELECT number, id FROM ledger_matter WHERE number IN ({', '.join(['%s'] * len(part))})", [*part]
            )
            found.update(cursor.fetchall())
    return found


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


def of_track(track: str) -> Iterator[Matter]:
    """Every matter of a track, in the order of registration; read in parts, for lists that count all of them."""
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                # the condition is the partial index's own: the hotline's matters are not in it
                "SELECT id, snapshot FROM ledger_matter WHERE track = %s AND NOT (track = 'hotline') AND id > %s"
                " ORDER BY id LIMIT 2000",
                [track, last],
            )
            rows = cursor.fetchall()
        if not rows:
            return
        last = rows[-1][0]
        yield from (decode_matter(snapshot) for _, snapshot in rows)


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


def keys_under(channel: str, prefix: str) -> list[str]:
    """The client keys of that channel that begin so; one seek in the index of keys."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT client_key FROM ledger_matter WHERE channel = %s AND client_key >= %s AND client_key < %s",
            [channel, prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1)],
        )
        return [row[0] for row in cursor.fetchall()]


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
