"""Asks the facts: a table of the period as it stood at its cut-off, and over it the sums and rows of a query."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from wushi.domain.indicators import ITEMS, READINGS, TABLES, Totals
from wushi.store.facts import manifest as manifests
from wushi.store.facts.manifest import Manifest
from wushi.store.facts.schema import FACT_ITEM, FACT_MATTER, FACT_READING

TABLE = "fact_matter"
# Group -> column of the table of the period.
COLUMNS = {
    "unit": "unit_below",
    "subject": "subject_1",
    "subject_2": "subject_2",
    "type": "type",
    "channel": "channel",
    "place": "town",
    "community": "community",
    "tier": "tier",
}


_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Window:
    """Which matters a table of the period holds. `line`: the branch of the tree, codes from the root joined by /."""

    since: datetime
    cutoff: datetime
    line: str = ""
    depth: int = 1  # of the branch's top: units are grouped one level below it


@cache
def _period_sql() -> str:
    text = (Path(__file__).parent / "period.sql").read_text(encoding="utf-8")
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("--"))


def _literal(at: datetime) -> str:
    return f"TIMESTAMP '{at.astimezone(UTC).replace(tzinfo=None).isoformat(sep=' ')}'"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _naive(value: Any) -> Any:
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) else value


class Facts:
    """The facts of one manifest, opened for asking; not for use by two threads at once."""

    def __init__(self, at: Path | None = None, manifest: Manifest | None = None) -> None:
        self._folder = at or manifests.folder()
        self.manifest = manifest or manifests.load(self._folder)
        self._kind = "VIEW"
        self.items: list[dict[str, Any]] = []  # of the catalogue, for the figures that count items
        self.readings: pa.Table = FACT_READING.empty_table()  # what monitors told in the period
        self._connection = duckdb.connect(":memory:", config={"autoinstall_known_extensions": False})
        # a query of a pack reads the facts and no other file, whatever it says
        self._connection.execute(f"SET allowed_directories = [{_text(str(self._folder))}]")
        self._connection.execute("SET enable_external_access = false")

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Facts:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def position(self) -> int:
        return self.manifest.position if self.manifest else 0

    def span(self) -> tuple[str, str] | None:
        """First and last month of registration; None when there are no facts."""
        months = sorted(f.month for f in self.manifest.files if f.rows) if self.manifest else []
        return (months[0], months[-1]) if months else None

    def open(self, window: Window, asked: Sequence[str] | None = None) -> None:
        """Make the table of the period. `asked`: the queries and groups that will be asked, for which their columns alone
        are read, once; None: every column, read anew by each query, only as far as it needs them."""
        files = self._files(window)
        if not files:
            self._connection.register("no_facts", pa.table({f.name: pa.array([], f.type) for f in FACT_MATTER}))
        branch = ""
        if window.line:
            branch = f" AND (line = {_text(window.line)} OR starts_with(line, {_text(window.line + '/')}))"
        parts = f"string_split(line, '/')[{window.depth + 1}]"
        sql = _period_sql().format(
            since=_literal(window.since),
            cutoff=_literal(window.cutoff),
            files="[" + ", ".join(_text(str(f)) for f in files) + "]",
            branch=branch,
            below="unit_2" if window.depth == 1 else f"coalesce({parts}, unit)",
        )
        if not files:
            sql = sql.replace("read_parquet([], hive_partitioning = false)", "no_facts")
        self._connection.execute(f"DROP {self._kind} IF EXISTS {TABLE}")
        self._kind = "VIEW"
        self._connection.execute(f"CREATE TEMP VIEW {TABLE} AS {sql}")
        if asked is not None:
            words = {word for text in asked for word in _WORD.findall(text)}
            shown = self._connection.execute(f"DESCRIBE {TABLE}").fetchall()
            wanted = [row[0] for row in shown if row[0] in words or row[0] in ("simulated", "track")]
            self._connection.execute(f"DROP VIEW {TABLE}")
            self._kind = "TABLE"
            self._connection.execute(f"CREATE TEMP TABLE {TABLE} AS SELECT {', '.join(wanted)} FROM ({sql})")
        self._connection.register("items_in_force", pa.Table.from_pylist(self.items, schema=FACT_ITEM))
        self._connection.execute(f"CREATE OR REPLACE TEMP VIEW {ITEMS} AS SELECT * FROM items_in_force")
        self._connection.register("readings_there", self.readings)
        self._connection.execute(f"CREATE OR REPLACE TEMP VIEW {READINGS} AS SELECT * FROM readings_there")
        for name, track in TABLES.items():
            if track:
                of_one = f"SELECT * FROM {TABLE} WHERE track = {_text(track)}"
                self._connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {of_one}")

    def _files(self, window: Window) -> list[Path]:
        """Only files in which something of the period can lie."""
        if self.manifest is None:
            return []
        since = window.since.astimezone(UTC).replace(tzinfo=None).isoformat()
        until = window.cutoff.astimezone(UTC).strftime("%Y-%m-%d")
        return [
            manifests.file_of(self._folder, f)
            for f in self.manifest.files
            # a month's name sorts before its days; the month itself may begin after the cut-off
            if f.rows and (f.open or f.last_ended >= since) and f"{f.month}-00" < until[:7] + "-32"
        ]

    def check(self, sql: str, parameters: Mapping[str, Any]) -> list[str]:
        """The columns that a query returns. Raises duckdb.Error for one that cannot run."""
        found = self._connection.execute(f"DESCRIBE {sql}", self._given(sql, parameters))
        return [row[0] for row in found.fetchall()]

    @staticmethod
    def _given(sql: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        return {name: _naive(value) for name, value in parameters.items() if f"${name}" in sql}

    def totals(
        self, sql: str, columns: Sequence[str], parameters: Mapping[str, Any], group: str = ""
    ) -> dict[str, Totals]:
        """Sums over the rows of a query by group ("" for all): only added up, nothing is decided here."""
        key = COLUMNS[group] if group else "''"
        excluded = "coalesce(excluded, '')" if "excluded" in columns else "''"
        denominator = "in_denominator" if "in_denominator" in columns else "1"
        numerator = "in_numerator" if "in_numerator" in columns else "1"
        given = self._given(sql, parameters)
        found: dict[str, Totals] = {}
        for name, ground, rows, above, below, simulated in self._connection.execute(
            f"SELECT coalesce({key}, '') AS k, {excluded} AS e, count(*), sum(coalesce({numerator}, 0)::DOUBLE),"
            f" sum({denominator}::DOUBLE), count(*) FILTER (simulated) FROM ({sql}) GROUP BY k, e",
            given,
        ).fetchall():
            totals = found.setdefault(name, Totals())
            if ground:
                totals.excluded[ground] = rows
                continue
            totals.rows, totals.simulated = rows, simulated
            totals.numerator, totals.denominator = above, below
        if "duration_s" in columns:
            for name, minutes, ended, rows in self._connection.execute(
                f"SELECT coalesce({key}, '') AS k, ceil(duration_s / 60.0)::BIGINT AS m, ended AS d, count(*)"
                f" FROM ({sql}) WHERE {excluded} = '' AND duration_s IS NOT NULL GROUP BY k, m, d",
                given,
            ).fetchall():
                found[name].durations[minutes, ended] = rows
        return found

    def rows(
        self,
        sql: str,
        columns: Sequence[str],
        parameters: Mapping[str, Any],
        *,
        group: str = "",
        key: str = "",
        after: str = "",
        limit: int = 0,
        only: str = "",
        by_due: bool = False,
    ) -> list[dict[str, Any]]:
        """The rows of a query in order of number, each with what the lists show. `only`: numerator, excluded."""
        wanted = {
            "in_numerator": "1", "in_denominator": "1", "excluded": "''", "duration_s": "NULL", "ended": "NULL",
        }  # fmt: skip
        given = self._given(sql, parameters)
        conditions = ["number > $after"]
        given["after"] = after
        if group:
            conditions.append(f"coalesce({COLUMNS[group]}, '') = $key")
            given["key"] = key
        if only == "numerator" and "in_numerator" in columns:
            conditions.append(
                "in_numerator::DOUBLE > 0" + (" AND coalesce(excluded, '') = ''" if "excluded" in columns else "")
            )
        elif only == "excluded":
            conditions.append("coalesce(excluded, '') <> ''" if "excluded" in columns else "false")
        shown = (
            "number", "track", "channel", "type", "subject", "place", "town", "unit", "unit_2", "line",
            "registered_at", "registered_on", "ended_at", "reply_due", "supervision_level", "simulated", "secret",
        )  # fmt: skip
        extra = ", ".join(f"{name if name in columns else default} AS {name}" for name, default in wanted.items())
        cursor = self._connection.execute(
            f"SELECT {', '.join(shown)}, {extra} FROM ({sql}) WHERE {' AND '.join(conditions)} ORDER BY "
            + ("reply_due NULLS LAST, number" if by_due else "number")
            + (f" LIMIT {int(limit)}" if limit else ""),
            given,
        )
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


_EMPTY = threading.local()


def empty() -> Facts:
    """Facts without a row, for checking queries before there are any; one a thread."""
    made: Facts | None = getattr(_EMPTY, "facts", None)
    if made is None:
        made = _EMPTY.facts = Facts(Path("/nonexistent"), None)
        made.manifest = None
        made.open(Window(datetime(2000, 1, 1, tzinfo=UTC), datetime(2000, 1, 2, tzinfo=UTC)))
    return made
