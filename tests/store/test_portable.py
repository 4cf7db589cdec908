"""A query for Spark: what is carried over, and what is refused because the engines would not say the same."""

from __future__ import annotations

from datetime import datetime

import pytest

pytest.importorskip("sqlglot", reason="sqlglot is not installed: pip install 'wushi[spark]'")

from wushi.domain.indicators import PARAMETERS, TABLES
from wushi.domain.policy import Policy
from wushi.steps.evaluate import figures
from wushi.store.facts.portable import NotPortable, to_spark

KNOWN = frozenset(TABLES)
GIVEN = {"since": datetime(2022, 3, 1), "until": datetime(2022, 4, 1), "cutoff": datetime(2022, 4, 1, 1, 2, 3, 4)}  # noqa: DTZ001


def said(expression: str) -> str:
    return to_spark(f"SELECT {expression} AS v FROM fact_matter", GIVEN | {"w_response": 0.1, "key": "o'b\\c"}, KNOWN)


@pytest.mark.parametrize(
    ("duckdb", "spark"),
    [
        ("life[1]", "TRY_ELEMENT_AT(life, 1)"),
        ("life[-1]", "TRY_ELEMENT_AT(life, -1)"),
        ("[x FOR x IN life IF x.what = 'due']", "FILTER(life, x -> x.what = 'due')"),
        ("[x.code FOR x IN life]", "TRANSFORM(life, x -> x.code)"),
        ("len(life)", "ARRAY_SIZE(life)"),
        ("len(unit)", "CHAR_LENGTH(unit)"),
        ("attempts / 2", "CAST(attempts AS DOUBLE) / CAST(2 AS DOUBLE)"),
        ("$w_response", "CAST('0.1' AS DOUBLE)"),
        ("$cutoff", "CAST('2022-04-01 01:02:03.000004' AS TIMESTAMP_NTZ)"),
        ("$key", r"'o\'b\\c'"),
        ("date_diff('second', signed_at, ended_at)",
         "(UNIX_SECONDS(CAST(ended_at AS TIMESTAMP)) - UNIX_SECONDS(CAST(signed_at AS TIMESTAMP)))"),
        ("(merged)::INTEGER", "CAST((merged) AS INT)"),
    ],
)  # fmt: skip
def test_what_is_carried_over(duckdb: str, spark: str) -> None:
    assert said(duckdb) == f"SELECT {spark} AS v FROM fact_matter"


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("SELECT regexp_matches(unit, 'u') AS v FROM fact_matter", "not known to say the same"),
        ("SELECT strftime(registered_at, '%G') AS v FROM fact_matter", "not known to say the same"),
        ("SELECT (attempts * 0.4)::INTEGER AS v FROM fact_matter", "write ceil, floor or round"),
        ("SELECT date_diff('month', signed_at, ended_at) AS v FROM fact_matter", "date_diff in MONTH"),
        ("SELECT unit[1] AS v FROM fact_matter", "no element of a list"),
        ("SELECT life[attempts] AS v FROM fact_matter", "no element of a list"),
        ("SELECT 1 AS v FROM parquet.`/etc/passwd`", "cannot be read"),
        ('SELECT 1 AS v FROM parquet."/etc/passwd"', "there is no table"),
        ("SELECT 1 AS v FROM read_parquet('/etc/passwd')", "there is no table"),
        ("SELECT 1 AS v FROM ledger_matter", "there is no table"),
        ("SELECT $other AS v FROM fact_matter", "the parameter other has no value"),
        ("SELECT FROM WHERE", "cannot be read"),
    ],
)
def test_what_is_refused(sql: str, why: str) -> None:
    with pytest.raises(NotPortable, match=why):
        to_spark(sql, GIVEN, KNOWN)


def test_every_figure_of_the_packs_can_be_said(policy: Policy) -> None:
    given = dict.fromkeys(PARAMETERS, 1.0) | GIVEN
    for one in figures.book(policy).indicators.values():
        assert "SELECT" in to_spark(one.sql, given, KNOWN), one.slug
