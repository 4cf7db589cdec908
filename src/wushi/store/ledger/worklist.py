"""Work lists: the matters of a branch in some states, ordered by due time, a page at a time, each page one index seek a state."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from wushi.domain.errors import BadInput
from wushi.domain.matter import Matter
from wushi.store.ledger.encoding import decode_matter
from wushi.store.registers import units

Cursor = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    due: int
    matter: Matter
    title: str


def encode_cursor(cursor: Cursor | None) -> str:
    return base64.urlsafe_b64encode(f"{cursor[0]}.{cursor[1]}".encode()).decode().rstrip("=") if cursor else ""


def decode_cursor(text: str) -> Cursor | None:
    """The place after which the next page begins. Raises BadInput for anything that no page has handed out."""
    if not text:
        return None
    try:
        due, _, id = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().partition(".")
        return int(due), int(id)
    except (ValueError, binascii.Error):
        raise BadInput(
            field="after", why="is not a cursor that a page has handed out; begin at the first page"
        ) from None


def sql(level: int, states: Sequence[str], after: Cursor | None) -> str:
    """One ordered seek a state that the index answers alone, merged; only the rows of the page are then fetched."""
    past = "AND (due, id) > (%s, %s)" if after else ""
    one = f"SELECT id, due FROM ledger_matter WHERE l{level} = %s AND state = %s {past} ORDER BY due, id LIMIT %s"
    union = " UNION ALL ".join(f"SELECT * FROM ({one}) AS s{n}" for n in range(len(states)))
    return (
        f"SELECT m.id, m.due, m.snapshot FROM (SELECT id, due FROM ({union}) AS merged ORDER BY due, id LIMIT %s) AS k"
        " JOIN ledger_matter AS m ON m.id = k.id ORDER BY k.due, k.id"
    )


def parameters(unit: int, states: Sequence[str], after: Cursor | None, size: int) -> list[str | int]:
    """The values of the statement, in its order."""
    return [v for state in states for v in (unit, state, *(after or ()), size)] + [size]


def page(
    line: tuple[str, ...], states: Sequence[str], *, after: Cursor | None = None, size: int = 50
) -> tuple[list[Row], Cursor | None]:
    """A page of the branch whose top has this line from the root, and the cursor of the next page (None: this is the last).

    Two statements whatever the page holds: the rows, and their masked titles."""
    unit = units.id_of(line[-1])
    with connection.cursor() as cursor:
        cursor.execute(sql(len(line), states, after), parameters(unit, states, after, size + 1))
        found = cursor.fetchall()
    rows = titled(found[:size])
    return rows, (rows[-1].due, rows[-1].id) if len(found) > size else None


def apart(states: Sequence[str], *, size: int = 500) -> list[Row]:
    """Accusations (检举控告) in these states, the soonest due first. They stand in no branch, so no other list has them: whoever
    asks has to leave out those that the post must not see. An index holds these rows alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, due, snapshot FROM ledger_matter WHERE l1 IS NULL"
            f" AND state IN ({', '.join(['%s'] * len(states))}) ORDER BY due, id LIMIT %s",
            [*states, size],
        )
        return titled(cursor.fetchall())


def titled(found: Sequence[tuple[int, int, str]]) -> list[Row]:
    """The rows with their masked titles, which one statement brings for all of them."""
    titles: dict[int, str] = {}
    if found:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT matter_id, title FROM ledger_said WHERE seq = 1 AND matter_id IN ({', '.join(['%s'] * len(found))})",
                [row[0] for row in found],
            )
            titles = dict(cursor.fetchall())
    return [Row(id, due, decode_matter(snapshot), titles.get(id, "")) for id, due, snapshot in found]


def counts(line: tuple[str, ...], states: Sequence[str], *, up_to: int = 1000) -> dict[str, int]:
    """How many matters of the branch are in each state, counted up to a bound: a list's heading says "1000+", in time.

    One statement for all states: a page has only a few to spend."""
    unit = units.id_of(line[-1])
    one = f"(SELECT 1 FROM ledger_matter WHERE l{len(line)} = %s AND state = %s LIMIT %s)"
    statement = " UNION ALL ".join(f"SELECT {n}, count(*) FROM {one} AS s{n}" for n in range(len(states)))
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for state in states for value in (unit, state, up_to)])
        return {states[n]: int(found) for n, found in cursor.fetchall()}


@dataclass(frozen=True, slots=True)
class Load:
    """What lies with a unit and everything below it: open, of these overdue, of these due before the moment asked for."""

    open: int = 0
    overdue: int = 0
    soon: int = 0


def loads(level: int, codes: Sequence[str], states: Sequence[str], now: int, until: int) -> dict[str, Load]:
    """Open, overdue and soon due matters of each unit of one level, from the level's index alone; those with none are left out."""
    known = units.known()
    named = {known[code][0]: code for code in codes if code in known}
    if not named or not states:
        return {}
    statement = (
        f"SELECT l{level}, count(*), sum(CASE WHEN due < %s THEN 1 ELSE 0 END),"
        " sum(CASE WHEN due >= %s AND due < %s THEN 1 ELSE 0 END) FROM ledger_matter"
        f" WHERE l{level} IN ({', '.join(['%s'] * len(named))}) AND state IN ({', '.join(['%s'] * len(states))})"
        f" GROUP BY l{level}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [now, now, until, *named, *states])
        return {named[unit]: Load(int(n), int(late), int(soon)) for unit, n, late, soon in cursor.fetchall()}


def of_track(line: tuple[str, ...], track: str, states: Sequence[str], *, size: int = 200) -> list[Row]:
    """Matters of one track in the branch, the soonest due first; those without a due moment follow, the newest first."""
    unit = units.id_of(line[-1])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, due, snapshot FROM ledger_matter WHERE l{len(line)} = %s AND track = %s"
            f" AND state IN ({', '.join(['%s'] * len(states))}) ORDER BY due, id DESC LIMIT %s",
            [unit, track, *states, size],
        )
        return titled(cursor.fetchall())


def supervised(line: tuple[str, ...], states: Sequence[str], *, size: int = 50) -> list[Row]:
    """Matters of the branch under supervision (督办), the longest due first. A snapshot names the supervision only while
    there is one, so the filter needs no column of its own; its cost follows what is open in the branch."""
    unit = units.id_of(line[-1])
    statement = (
        f"SELECT id, due, snapshot FROM ledger_matter WHERE l{len(line)} = %s"
        f" AND state IN ({', '.join(['%s'] * len(states))}) AND snapshot LIKE %s ORDER BY due, id LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [unit, *states, '%"supervision":%', size])
        return titled(cursor.fetchall())
