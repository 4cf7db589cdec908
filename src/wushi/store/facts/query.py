"""Asks the facts with DuckDB, inside this process: the engine of a district, from a laptop to a server."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from wushi.domain.indicators import ITEMS, READINGS, TABLES
from wushi.store.facts.engine import COLUMNS, TABLE, Engine, Window, period_sql, quoted
from wushi.store.facts.lake import Lake
from wushi.store.facts.manifest import Manifest
from wushi.store.facts.schema import FACT_ITEM, FACT_MATTER

__all__ = ["COLUMNS", "Facts", "Window", "empty"]


class Facts(Engine):
    """The facts asked with DuckDB."""

    name = "duckdb"
    errors = (duckdb.Error,)

    def __init__(self, at: Path | None = None, manifest: Manifest | None = None, lake: Lake | None = None) -> None:
        super().__init__(at, manifest, lake)
        self._kind = "VIEW"
        self._connection = duckdb.connect(":memory:", config={"autoinstall_known_extensions": False})
        if lake is not None and lake.remote:
            self._connection.register_filesystem(lake.files)
        # a query of a pack reads the facts and no other file, whatever it says
        allowed = lake.address_of_all if lake is not None else str(self._folder)
        self._connection.execute(f"SET allowed_directories = [{quoted(allowed)}]")
        self._connection.execute("SET enable_external_access = false")

    def close(self) -> None:
        self._connection.close()

    def open(self, window: Window, asked: Sequence[str] | None = None) -> None:
        files = self._files(window)
        source = f"read_parquet([{', '.join(map(quoted, files))}], hive_partitioning = false)"
        if not files:
            self._connection.register("no_facts", pa.table({f.name: pa.array([], f.type) for f in FACT_MATTER}))
            source = "no_facts"
        sql = period_sql(window, source)
        self._connection.execute(f"DROP {self._kind} IF EXISTS {TABLE}")
        self._kind = "VIEW"
        self._connection.execute(f"CREATE TEMP VIEW {TABLE} AS {sql}")
        if asked is not None:
            shown = [row[0] for row in self._connection.execute(f"DESCRIBE {TABLE}").fetchall()]
            wanted = ", ".join(self.columns_asked(shown, asked))
            self._connection.execute(f"DROP VIEW {TABLE}")
            self._kind = "TABLE"
            self._connection.execute(f"CREATE TEMP TABLE {TABLE} AS SELECT {wanted} FROM ({sql})")
        self._connection.register("items_in_force", pa.Table.from_pylist(self.items, schema=FACT_ITEM))
        self._connection.execute(f"CREATE OR REPLACE TEMP VIEW {ITEMS} AS SELECT * FROM items_in_force")
        self._connection.register("readings_there", self.readings)
        self._connection.execute(f"CREATE OR REPLACE TEMP VIEW {READINGS} AS SELECT * FROM readings_there")
        for name, track in TABLES.items():
            if track:
                of_one = f"SELECT * FROM {TABLE} WHERE track = {quoted(track)}"
                self._connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {of_one}")

    def check(self, sql: str, parameters: Mapping[str, Any]) -> list[str]:
        found = self._connection.execute(f"DESCRIBE {sql}", self.given(sql, parameters))
        return [row[0] for row in found.fetchall()]

    def _ask(self, sql: str, given: Mapping[str, Any]) -> tuple[list[str], list[tuple[Any, ...]]]:
        cursor = self._connection.execute(sql, dict(given))
        return [column[0] for column in cursor.description or ()], cursor.fetchall()


_EMPTY = threading.local()


def empty() -> Facts:
    """Facts without a row, for checking queries before there are any; one a thread."""
    made: Facts | None = getattr(_EMPTY, "facts", None)
    if made is None:
        made = _EMPTY.facts = Facts(Path("/nonexistent"), None)
        made.manifest = None
        made.open(Window(datetime(2000, 1, 1, tzinfo=UTC), datetime(2000, 1, 2, tzinfo=UTC)))
    return made
