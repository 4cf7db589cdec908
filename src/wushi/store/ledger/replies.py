"""The last replies of a unit, masked: what a new one is compared with. Read from the ledger itself; nothing is kept beside it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from wushi.store.registers import units

# The states in which a matter has an answer that stands.
_ANSWERED = ("handled", "callback", "closed", "archived")


@dataclass(frozen=True, slots=True)
class Sent:
    """One reply: the matter's number, what it is about and where, and the masked words."""

    number: str
    subject: str
    place: str
    text: str


def last(unit: str, size: int, *, but: str = "") -> list[Sent]:
    """The replies of that unit's latest matters by due time, newest first, at most `size`; without those of the matter `but`.

    One ordered seek a state in the index of the work lists, then the words by their matter."""
    columns = [(f"l{n}", value) for n, value in enumerate(units.columns(unit), 1) if value is not None]
    if not columns:
        return []
    level, value = columns[-1]
    one = f"SELECT id, due FROM ledger_matter WHERE {level} = %s AND state = %s ORDER BY due DESC, id DESC LIMIT %s"
    union = " UNION ALL ".join(f"SELECT * FROM ({one}) AS s{n}" for n in range(len(_ANSWERED)))
    sql = (
        "SELECT m.number, m.subject, m.place, s.text FROM"
        f" (SELECT id, due FROM ({union}) AS merged ORDER BY due DESC, id DESC LIMIT %s) AS k"
        " JOIN ledger_matter AS m ON m.id = k.id AND m.unit = %s AND m.number <> %s"
        " JOIN ledger_said AS s ON s.matter_id = m.id"
        " JOIN ledger_event AS e ON e.matter_id = s.matter_id AND e.seq = s.seq AND e.kind = 'Replied'"
        " ORDER BY k.due DESC, k.id DESC, s.seq DESC"
    )
    parameters = [v for state in _ANSWERED for v in (value, state, size)] + [size, unit, but]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [Sent(*row) for row in cursor.fetchall()]
