"""DuckDB and Spark give the same figures from the same files, to the last digit, and open them to the same rows."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.lives import make_lives, readings
from wushi.domain import periods
from wushi.domain.indicators import GROUPS, MEDIAN
from wushi.domain.policy import Policy
from wushi.site.cli.figures import figures
from wushi.steps.evaluate import figures as step
from wushi.store.facts import manifest as manifests
from wushi.store.facts.engine import Engine
from wushi.store.facts.lake import Lake
from wushi.store.facts.query import Facts
from wushi.store.facts.spark import SparkFacts, missing

NOW = datetime(2023, 1, 20, 3, 4, 5, 678_901, tzinfo=UTC)
_WHY = missing()
if os.environ.get("WUSHI_NEED_SPARK"):
    assert not _WHY, f"Spark is needed here and cannot run: {_WHY}"
pytestmark = [
    pytest.mark.skipif(bool(_WHY), reason=f"Spark cannot run here: {_WHY}"),
    pytest.mark.skipif(
        bool(os.environ.get("WUSHI_DATABASE_URL")),
        reason="engines do not ask the ledger's database: they are compared in the half on SQLite",
    ),
    pytest.mark.xdist_group("spark"),  # one JVM for all of them
    # the gateway to the JVM keeps its sockets until the process ends
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("facts")
    make_lives(where)
    return where


@pytest.fixture
def engines(folder: Path, house: Policy, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[step.Asking]]:
    step.forget()
    monkeypatch.setattr(step.reading_rows, "mark", lambda *_: "made for this test")
    monkeypatch.setattr(step.reading_rows, "table", lambda *_: readings())
    both: list[Engine] = [Facts(folder), SparkFacts(folder, master="local[2]")]
    yield [step.Asking(house, NOW, facts=one) for one in both]
    for one in both:
        one.close()
    step.forget()


@pytest.mark.parametrize("text", ["2022-11", "2022-W52", "2022", "2022-12-31..2023-01-31"])
def test_every_figure_is_the_same(engines: list[step.Asking], house: Policy, text: str) -> None:
    wanted = list(step.book(house).indicators.values())
    here, there = (one.figures(periods.parse(text), wanted) for one in engines)
    assert len(here) == len(wanted) > 30
    assert engines[1].failed == {}
    for one, other in zip(here, there, strict=True):
        assert one == other  # value, numerator, denominator, excluded by ground, rows, simulated, why


def test_the_facts_of_this_test_say_something(engines: list[step.Asking], house: Policy) -> None:
    """Else the engines would agree on nothing: each figure counts rows, most have some in and some out."""
    wanted = [i for i in step.book(house).indicators.values() if not i.of_items]
    found = {f.indicator: f for f in engines[0].figures(periods.parse("2022-11"), wanted)}
    assert [slug for slug, f in found.items() if not f.rows] == []
    halves = [f for f in found.values() if 0 < f.numerator < f.denominator]
    assert len(halves) > len(found) / 2
    assert sum(bool(f.excluded) for f in found.values()) >= 8
    assert all(found[i.slug].value is not None for i in wanted if i.kind == MEDIAN)


@pytest.mark.parametrize("group", GROUPS)
def test_every_part_is_the_same(engines: list[step.Asking], house: Policy, group: str) -> None:
    wanted = [i for i in step.book(house).indicators.values() if group in i.groups][:: 1 if group == "unit" else 6]
    here, there = (one.figures(periods.parse("2022-11"), wanted, group) for one in engines)
    assert len(here) > len(wanted) and here == there


def test_a_branch_is_the_same(engines: list[step.Asking], house: Policy) -> None:
    wanted = list(step.book(house).indicators.values())
    here, there = (one.figures(periods.parse("2022-12"), wanted, "unit", "housing") for one in engines)
    assert here == there


@pytest.mark.parametrize(
    "slug", ["demand.contact_time", "demand.closure_rate", "air.good_day_share", "service.compression"]
)
def test_a_figure_opens_to_the_same_rows(engines: list[step.Asking], house: Policy, slug: str) -> None:
    one = step.indicator(slug, house)
    for more in (
        {},
        {"only": "numerator", "limit": 7},
        {"only": "excluded"},
        {"by_due": True},
        {"after": "BEN-2022-00000100"},
    ):
        here, there = (e.rows(periods.parse("2022-11"), one, **more) for e in engines)  # type: ignore[arg-type]
        assert here == there
    assert engines[0].rows(periods.parse("2022-11"), one)


def test_a_period_before_the_first_matter_and_one_to_come(engines: list[step.Asking], house: Policy) -> None:
    wanted = list(step.book(house).indicators.values())
    for text in ("2019-01", "2024-02", "2024-02-29..2024-02-29"):
        here, there = (one.figures(periods.parse(text), wanted) for one in engines)
        assert here == there
        assert {f.value for f, i in zip(here, wanted, strict=True) if not i.of_readings} == {None}


def test_a_query_that_spark_cannot_say_is_named_and_the_others_stand(engines: list[step.Asking], house: Policy) -> None:
    calls = step.indicator("demand.calls", house)
    odd = replace(
        step.indicator("demand.on_time_rate", house),
        sql="SELECT *, regexp_matches(unit, 'u1') AS in_numerator FROM fact_demand",
    )
    here, there = (one.figures(periods.parse("2022-11"), [odd, calls]) for one in engines)
    assert here[0].value is not None and there[0].value is None
    assert "not known to say the same" in engines[1].failed[odd.slug]
    assert here[1] == there[1]


def test_a_lake_of_two_districts_is_the_sum_of_both(folder: Path, house: Policy, tmp_path: Path) -> None:
    lake = Lake(str(tmp_path / "lake"))
    lake.publish(folder, "150302")
    other = tmp_path / "other"
    make_lives(other, rows=1_000)
    held = manifests.load(other)
    assert held is not None
    manifests.put(other, replace(held, ledger="other", files=tuple(replace(f, district="150303") for f in held.files)))
    lake.publish(other, "150303")
    intake = step.indicator("demand.intake", house)
    november = periods.parse("2022-11")
    counted = []
    for facts in (Facts(folder), Facts(other), Facts(lake=lake), SparkFacts(lake=lake, master="local[2]")):
        step.forget()
        with step.Asking(house, NOW, facts=facts) as asking:
            counted.append(asking.figures(november, [intake])[0].value)
    assert counted[0] and counted[1]
    assert counted[2] == counted[3] == counted[0] + counted[1]


def test_the_command_gives_the_same_from_a_lake(folder: Path, house: Policy, tmp_path: Path) -> None:
    Lake(str(tmp_path / "lake")).publish(folder, "150302")
    told = []
    for engine in ("duckdb", "spark"):
        step.forget()
        asked = ["--engine", engine, "--lake", str(tmp_path / "lake"), "--period", "2022-11", "--json"]
        done = CliRunner().invoke(figures, [*asked, "--indicator", "demand.on_time_rate", "--group", "unit"])
        assert done.exit_code == 0, done.output
        told.append([json.loads(line) for line in done.stdout.splitlines()])
    assert told[0] == told[1] and len(told[0]) > 10
