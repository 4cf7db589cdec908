"""The plain questions that the bench asks of others mean what our figures mean."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from wushi.domain.policy import Policy
from wushi.site.bench import beside
from wushi.site.bench.invented import make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make(tmp_path, 12_000, months=8)
    return tmp_path


def test_plain_sql_says_what_the_figures_say(folder: Path, house: Policy) -> None:
    ours = beside.duckdb_plain(folder)["found"]
    assert set(ours) == set(beside.PLAIN)
    bounds = {"s": f"timestamp '{beside._SINCE}'", "u": f"timestamp '{beside._UNTIL}'"}
    opened = "reopenings[1].ended AS re_ended, reopenings[1].reopened AS re_opened"
    source = f"(SELECT *, {opened} FROM read_parquet('{folder}/matter/*/*/*.parquet', hive_partitioning = false))"
    for slug, (rows, adds) in beside.PLAIN.items():
        sql = f"SELECT count(*) FILTER (WHERE {adds}), count(*) FROM {source} WHERE {rows}".format(**bounds)
        assert list(duckdb.sql(sql).fetchall()[0]) == ours[slug][:2], slug
        assert ours[slug][1] > 0


def test_pandas_says_the_same(folder: Path, house: Policy) -> None:
    why = beside.missing("pandas_plain", "")
    if why:
        pytest.skip(why)
    ours = beside.duckdb_plain(folder)["found"]
    assert beside.pandas_plain(folder)["found"] == {slug: found[:2] for slug, found in ours.items()}


def test_what_cannot_be_measured_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "WUSHI_BENCH_POSTGRESQL" in beside.missing("postgresql_plain", "")
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert "Java" in beside.missing("spark_all", "") or "not installed" in beside.missing("spark_all", "")
