"""Asks the facts with Spark: the engine of a province, on this machine or on a cluster, over the same files and the same queries."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from wushi.domain.errors import EngineMissing
from wushi.domain.indicators import ITEMS, READINGS, TABLES
from wushi.store.facts.engine import TABLE, Engine, Window, period_sql, quoted
from wushi.store.facts.lake import Lake
from wushi.store.facts.manifest import Manifest
from wushi.store.facts.schema import FACT_ITEM, FACT_MATTER, FACT_READING

SOURCE = "facts_of_files"
_READS = frozenset((*TABLES, SOURCE))
_SAME = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",  # what cannot be computed is an error, not a null
    "spark.sql.caseSensitive": "false",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
}
_TYPES = {
    pa.string(): "STRING", pa.int64(): "BIGINT", pa.int32(): "INT", pa.bool_(): "BOOLEAN", pa.float64(): "DOUBLE",
    pa.date32(): "DATE", pa.timestamp("us"): "TIMESTAMP_NTZ",
}  # fmt: skip


def missing() -> str:
    """What is not there for Spark to run, in words; blank: everything is."""
    try:
        import pyspark  # noqa: F401
        import sqlglot  # noqa: F401
    except ImportError as error:
        return f"the package {error.name} is not installed: pip install 'wushi[spark]'"
    home = os.environ.get("JAVA_HOME", "")
    if not (shutil.which("java") or (home and (Path(home) / "bin" / "java").exists())):
        return "there is no Java: apt install default-jre-headless, or set JAVA_HOME"
    return ""


def ddl(kind: pa.DataType) -> str:
    """The type in Spark's words."""
    if pa.types.is_list(kind):
        return f"ARRAY<{ddl(kind.value_type)}>"
    if pa.types.is_struct(kind):
        return f"STRUCT<{', '.join(f'`{f.name}`: {ddl(f.type)}' for f in kind)}>"
    return _TYPES[kind]


def columns(schema: pa.Schema) -> str:
    """The schema as Spark reads it."""
    return ", ".join(f"`{f.name}` {ddl(f.type)}" for f in schema)


def _session(master: str) -> Any:
    """A session of its own on the one context of this process."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("wushi figures")
    if "PYSPARK_GATEWAY_PORT" not in os.environ:  # spark-submit has said already where to run
        builder = builder.master(master or "local[*]")
    if (master or "local").startswith("local"):
        # one machine: no page of its own on a port, nothing that others reach, few parts
        builder = (
            builder.config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", str(2 * (os.cpu_count() or 1)))
        )
    session = builder.getOrCreate().newSession()
    session.sparkContext.setLogLevel("ERROR")
    for name, value in _SAME.items():
        session.conf.set(name, value)
    return session


def for_spark(address: str) -> str:
    """The address as Hadoop's readers know it."""
    if address.startswith("s3://"):
        return "s3a://" + address.removeprefix("s3://")
    return address if "://" in address else f"file://{Path(address).resolve()}"


class SparkFacts(Engine):
    """The facts asked with Spark. `master`: local[2], spark://host:7077, yarn; blank: WUSHI_SPARK_MASTER, or this machine."""

    name = "spark"

    def __init__(
        self,
        at: Path | None = None,
        manifest: Manifest | None = None,
        lake: Lake | None = None,
        master: str = "",
    ) -> None:
        why = missing()
        if why:
            raise EngineMissing(engine="spark", why=why)
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        from wushi.store.facts.portable import NotPortable

        super().__init__(at, manifest, lake)
        self.errors = (PySparkException, Py4JError, NotPortable)
        self._spark = _session(master or os.environ.get("WUSHI_SPARK_MASTER", ""))
        self._kept: Any = None

    def close(self) -> None:
        """The process keeps its context for the next asking."""
        self._let_go()
        for name in (*TABLES, SOURCE):
            self._spark.catalog.dropTempView(name)

    def _let_go(self) -> None:
        if self._kept is not None:
            self._kept.unpersist()
            self._kept = None

    def _words(self, sql: str, given: Mapping[str, Any]) -> str:
        from wushi.store.facts.portable import to_spark

        return to_spark(sql, given, _READS)

    def open(self, window: Window, asked: Sequence[str] | None = None) -> None:
        files = [for_spark(file) for file in self._files(window)]
        schema = columns(FACT_MATTER)
        read = self._spark.read.schema(schema)
        source = read.parquet(*files) if files else self._spark.createDataFrame([], schema)
        source.createOrReplaceTempView(SOURCE)
        self._let_go()
        matters = self._spark.sql(self._words(period_sql(window, SOURCE), {}))
        if asked is not None:
            matters = matters.select(*self.columns_asked(matters.columns, asked))
            self._kept = matters = matters.persist()
        matters.createOrReplaceTempView(TABLE)
        items = [tuple(item.get(name) for name in FACT_ITEM.names) for item in self.items]
        self._spark.createDataFrame(items, columns(FACT_ITEM)).createOrReplaceTempView(ITEMS)
        readings = list(zip(*(column.to_pylist() for column in self.readings.columns), strict=True))
        self._spark.createDataFrame(readings, columns(FACT_READING)).createOrReplaceTempView(READINGS)
        for name, track in TABLES.items():
            if track:
                matters.where(f"track = {quoted(track)}").createOrReplaceTempView(name)

    def check(self, sql: str, parameters: Mapping[str, Any]) -> list[str]:
        return list(self._spark.sql(self._words(sql, self.given(sql, parameters))).columns)

    def _ask(self, sql: str, given: Mapping[str, Any]) -> tuple[list[str], list[tuple[Any, ...]]]:
        found = self._spark.sql(self._words(sql, given))
        return list(found.columns), [tuple(row) for row in found.collect()]
