"""What every engine of figures (算数的引擎) shares: which files a period needs, what is asked of them, and how answers become sums.

The words are SQL as DuckDB reads it; another engine translates them (portable.py) and adds up the same rows.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from wushi.domain.errors import FactsBroken
from wushi.domain.indicators import Totals
from wushi.store.facts import manifest as manifests
from wushi.store.facts.lake import Lake
from wushi.store.facts.manifest import Manifest
from wushi.store.facts.schema import FACT_READING

TABLE = "fact_matter"
_LINE = "coalesce(then_.line, line)"  # as period.sql knows it
FILES = "read_parquet({files}, hive_partitioning = false)"  # what period.sql reads from
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
SHOWN = (
    "number", "track", "channel", "type", "subject", "place", "town", "unit", "unit_2", "line",
    "registered_at", "registered_on", "ended_at", "reply_due", "supervision_level", "simulated", "secret",
)  # fmt: skip
# What a row adds is a decimal number of nine places: such sums are the same in whatever order they are added.
_ADDED = "DECIMAL(18, 9)"
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


def quoted(value: str) -> str:
    """As a text of SQL."""
    return "'" + value.replace("'", "''") + "'"


def naive(value: Any) -> Any:
    """A moment as the facts hold it: UTC without a zone."""
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) else value


def period_sql(window: Window, source: str) -> str:
    """The table of the period as a query over `source`."""
    branch = ""
    if window.line:
        branch = f"\nWHERE {_LINE} = {quoted(window.line)} OR starts_with({_LINE}, {quoted(window.line + '/')})"
    parts = f"string_split({_LINE}, '/')[{window.depth + 1}]"
    sql = _period_sql().replace(FILES, "{source}")
    return sql.format(
        since=_literal(window.since),
        cutoff=_literal(window.cutoff),
        source=source,
        branch=branch,
        below="coalesce(then_.unit_2, unit_2)" if window.depth == 1 else f"coalesce({parts}, then_.unit, unit)",
    )


class Engine(ABC):
    """The facts of one manifest, opened for asking; not for use by two threads at once."""

    name = ""
    errors: tuple[type[Exception], ...] = ()  # what a query that cannot run raises

    def __init__(self, at: Path | None = None, manifest: Manifest | None = None, lake: Lake | None = None) -> None:
        self._folder = at or manifests.folder()
        self.lake = lake
        self.manifest = manifest or (lake.manifest() if lake else manifests.load(self._folder))
        self.items: list[dict[str, Any]] = []  # of the catalogue, for the figures that count items
        self.readings: pa.Table = FACT_READING.empty_table()  # what monitors told in the period

    @abstractmethod
    def close(self) -> None: ...

    @abstractmethod
    def open(self, window: Window, asked: Sequence[str] | None = None) -> None:
        """Make the table of the period. `asked`: the queries and groups that will be asked, for which their columns alone
        are read, once; None: every column, read anew by each query, only as far as it needs them."""

    @abstractmethod
    def check(self, sql: str, parameters: Mapping[str, Any]) -> list[str]:
        """The columns that a query returns. Raises one of `errors` for one that cannot run."""

    @abstractmethod
    def _ask(self, sql: str, given: Mapping[str, Any]) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Names of the columns and the rows."""

    def ask(self, sql: str, **given: Any) -> list[tuple[Any, ...]]:
        """The rows of a query over the table of the period, for what is no indicator."""
        return self._ask(sql, {name: naive(value) for name, value in given.items()})[1]

    def __enter__(self) -> Engine:
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

    def _files(self, window: Window) -> list[str]:
        """Only files in which something of the period can lie. Raises FactsBroken when one was taken away."""
        if self.manifest is None:
            return []
        since = window.since.astimezone(UTC).replace(tzinfo=None).isoformat()
        until = window.cutoff.astimezone(UTC).strftime("%Y-%m-%d")
        wanted = [
            f
            for f in self.manifest.files
            # a month's name sorts before its days; the month itself may begin after the cut-off
            if f.rows and (f.open or f.last_ended >= since) and f"{f.month}-00" < until[:7] + "-32"
        ]
        if self.lake is None:
            return [str(manifests.file_of(self._folder, f)) for f in wanted]
        missing = self.lake.missing(wanted)
        if missing:
            raise FactsBroken(why=f"{missing[0].path} is missing", mend="put it back, or run wushi facts --lake again")
        return [self.lake.address(f) for f in wanted]

    @staticmethod
    def columns_asked(shown: Sequence[str], asked: Sequence[str]) -> list[str]:
        """Of the columns shown those that some of the queries names."""
        words = {word for text in asked for word in _WORD.findall(text)}
        return [name for name in shown if name in words or name in ("simulated", "track")]

    @staticmethod
    def given(sql: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Those of the parameters that the query names."""
        return {name: naive(value) for name, value in parameters.items() if re.search(rf"\${name}\b", sql)}

    def totals(
        self, sql: str, columns: Sequence[str], parameters: Mapping[str, Any], group: str = ""
    ) -> dict[str, Totals]:
        """Sums over the rows of a query by group ("" for all): only added up, nothing is decided here."""
        key = COLUMNS[group] if group else "''"
        excluded = "coalesce(excluded, '')" if "excluded" in columns else "''"
        denominator = "in_denominator" if "in_denominator" in columns else "1"
        numerator = "in_numerator" if "in_numerator" in columns else "1"
        given = self.given(sql, parameters)
        found: dict[str, Totals] = {}
        _, sums = self._ask(
            f"SELECT coalesce({key}, '') AS k, {excluded} AS e, count(*) AS n,"
            f" sum(coalesce({numerator}::DOUBLE, 0)::{_ADDED}) AS a, sum({denominator}::DOUBLE::{_ADDED}) AS b,"
            f" count(*) FILTER (WHERE simulated) AS s FROM ({sql}) AS q GROUP BY 1, 2",
            given,
        )
        for name, ground, rows, above, below, simulated in sums:
            totals = found.setdefault(name, Totals())
            if ground:
                totals.excluded[ground] = rows
                continue
            totals.rows, totals.simulated = rows, simulated
            totals.numerator, totals.denominator = float(above or 0), float(below or 0)
        if "duration_s" in columns:
            _, spans = self._ask(
                f"SELECT coalesce({key}, '') AS k, ceil(duration_s / 60.0)::BIGINT AS m, ended AS d, count(*) AS n"
                f" FROM ({sql}) AS q WHERE {excluded} = '' AND duration_s IS NOT NULL GROUP BY 1, 2, 3",
                given,
            )
            for name, minutes, ended, rows in spans:
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
        given = self.given(sql, parameters)
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
        extra = ", ".join(f"{name if name in columns else default} AS {name}" for name, default in wanted.items())
        names, found = self._ask(
            f"SELECT {', '.join(SHOWN)}, {extra} FROM ({sql}) AS q WHERE {' AND '.join(conditions)} ORDER BY "
            + ("reply_due NULLS LAST, number" if by_due else "number")
            + (f" LIMIT {int(limit)}" if limit else ""),
            given,
        )
        return [dict(zip(names, row, strict=True)) for row in found]
