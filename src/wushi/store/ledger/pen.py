"""The pen: one writer at a time appends, so that the order of positions is the order of commits, without doubles or holes.

The pen is a row that counts positions: whoever raises the count holds the row until the commit. On SQLite the turnstile
before the write lock has done the queueing already. On PostgreSQL everything that a group of new rows needs goes in ONE
statement with arrays as parameters: the pen is held for one round trip, and the plan is kept by the server. A batch of
hundreds (an import, a simulation) is copied.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from wushi.store.ledger.rows import Row, Rows

_PEN = (
    "INSERT INTO ledger_lease (series, next)"
    " VALUES ('position', (SELECT coalesce(max(position), 0) FROM ledger_event) + {n})"
    " ON CONFLICT (series) DO UPDATE SET next = ledger_lease.next + {n} RETURNING next - {n}"
)

# table -> (column, PostgreSQL type); the column of the position comes first where there is one
_MATTER = [
    ("changed", "bigint"), ("id", "bigint"), ("number", "text"), ("channel", "text"), ("client_key", "text"),
    ("intake_digest", "text"), ("track", "text"), ("state", "text"), ("version", "int"), ("subject", "text"),
    ("place", "text"), ("unit", "text"), *((f"l{n}", "int") for n in range(1, 9)), ("registered_at", "bigint"),
    ("due", "bigint"), ("simulated", "bool"), ("snapshot", "text"),
]  # fmt: skip
_EVENT = [
    ("position", "bigint"), ("matter_id", "bigint"), ("seq", "int"), ("kind", "text"), ("at", "bigint"),
    ("recorded_at", "bigint"), ("post", "text"), ("unit", "text"), ("rule", "text"), ("reference", "text"),
    ("payload", "text"),
]  # fmt: skip
_SEALED = [("matter_id", "bigint"), ("seq", "int"), ("blob", "bytea")]
_SAID = [("matter_id", "bigint"), ("seq", "int"), ("title", "text"), ("text", "text")]
_ALARM = [
    ("matter_id", "bigint"), ("at", "bigint"), ("clock", "text"), ("rung", "text"), ("failures", "int"), ("error", "text"),
]  # fmt: skip
_AGAIN = (
    " ON CONFLICT (matter_id) DO UPDATE SET at = excluded.at, clock = excluded.clock, rung = excluded.rung,"
    " failures = 0, error = ''"
)

# Events from which a batch is copied: dumping thousands of values into arrays costs more than a few round trips.
_COPY_FROM = 400

_Columns = list[tuple[str, str]]


def _names(columns: _Columns) -> str:
    return ", ".join(name for name, _ in columns)


def _insert(table: str, columns: _Columns, *, placed: bool = False) -> str:
    """INSERT … SELECT from arrays, a parameter a column; `placed`: the first column is added to the last position."""
    arrays = ", ".join(f"%s::{kind}[]" for _, kind in columns)
    chosen = ", ".join(f"r.{name}" for name, _ in columns)
    if placed:
        chosen = f"pen.last + {chosen}"
    source = f"unnest({arrays}) AS r({_names(columns)})"
    return f"INSERT INTO {table} ({_names(columns)}) SELECT {chosen} FROM {'pen, ' if placed else ''}{source}"


_WHOLE = (
    f"WITH pen(last) AS ({_PEN.format(n='%s')}),"
    f" m AS ({_insert('ledger_matter', _MATTER, placed=True)}),"
    f" e AS ({_insert('ledger_event', _EVENT, placed=True)}),"
    f" s AS ({_insert('vault_sealed', _SEALED)}),"
    f" w AS ({_insert('ledger_said', _SAID)}),"
    f" a AS ({_insert('ledger_alarm', _ALARM)}{_AGAIN})"
    " SELECT last FROM pen"
)


def _rows(rows: Rows) -> tuple[tuple[_Columns, Sequence[Row]], ...]:
    return (
        (_MATTER, [(row[-1], *row[:-1]) for row in rows.matters]),
        (_EVENT, [(place, *row) for place, row in enumerate(rows.events, 1)]),
        (_SEALED, rows.sealed),
        (_SAID, rows.said),
        (_ALARM, rows.alarms),
    )


def insert(rows: Rows) -> int:
    """Take the pen and write every new row; the last position before them. Must be called inside a transaction."""
    copying = connection.vendor == "postgresql" and len(rows.events) >= _COPY_FROM
    if connection.vendor == "postgresql" and not copying:
        return _insert_postgresql(rows)
    with connection.cursor() as cursor:
        cursor.execute(_PEN.format(n=len(rows.events)))
        last = int(cursor.fetchone()[0])
    for table, columns, made in (
        ("ledger_matter", _MATTER, [(last + row[-1], *row[:-1]) for row in rows.matters]),
        ("ledger_event", _EVENT, [(place, *row) for place, row in enumerate(rows.events, last + 1)]),
        ("vault_sealed", _SEALED, rows.sealed),
        ("ledger_said", _SAID, rows.said),
        ("ledger_alarm", _ALARM, rows.alarms),
    ):
        if not made:
            continue
        if copying and (table != "ledger_alarm" or not rows.updates):
            _copy(table, columns, made)
            continue
        marks = ", ".join(["%s"] * len(columns))
        again = _AGAIN if table == "ledger_alarm" else ""
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table} ({_names(columns)}) VALUES ({marks}){again}", made)
    return last


def _copy(table: str, columns: _Columns, rows: Sequence[Row]) -> None:
    import psycopg

    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        statement = f"COPY {table} ({_names(columns)}) FROM STDIN"
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)


def _insert_postgresql(rows: Rows) -> int:
    import psycopg

    n = len(rows.events)
    values: list[object] = [n, n, n]
    for columns, made in _rows(rows):
        values += [list(column) for column in zip(*made, strict=True)] if made else [[] for _ in columns]
    connection.ensure_connection()
    # the driver's own cursor sends parameters apart from the statement, so that the server plans it once
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        found = cursor.execute(_WHOLE, values, prepare=True).fetchone()
    assert found is not None
    return int(found[0])


def hold() -> None:
    """Take the pen without appending: for whoever mends projections while nobody may move them."""
    with connection.cursor() as cursor:
        cursor.execute(_PEN.format(n=0))
