"""What breaks below the figures: a query that cannot run, a file taken away, facts of a newer program. Each is named; the rest stands."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.ledgers import HandMade
from tests.people import at
from wushi.domain import indicators as rules
from wushi.domain import periods
from wushi.domain.errors import FactsBroken
from wushi.domain.policy import Policy
from wushi.steps.evaluate import figures
from wushi.steps.evaluate.figures import Asking
from wushi.store.facts import manifest as manifests
from wushi.store.facts.export import export
from wushi.store.facts.query import Facts
from wushi.store.facts.schema import VERSION

MARCH = periods.parse("2022-03")
NOW = at("2022-04-02 09:00")


@pytest.fixture
def facts(house: Policy, tmp_path: Path) -> Path:
    figures.forget()
    HandMade(house).whole("m1", "2022-03-01 09:00", "2022-03-08 18:00", "2022-03-03 10:00")
    export(house, NOW, at=tmp_path)
    return tmp_path


def test_a_query_that_cannot_run_is_named_and_the_others_stand(facts: Path, house: Policy) -> None:
    calls = figures.indicator("demand.calls", house)
    broken = replace(figures.indicator("demand.on_time_rate", house), sql="SELECT *, no_such_column FROM fact_demand")
    with Asking(house, NOW, facts=Facts(facts)) as ask:
        for _ in range(2):  # asked again it is still named: the failure is not taken for a sum
            found = {f.indicator: f for f in ask.figures(MARCH, [broken, calls])}
            assert (found[broken.slug].value, found[broken.slug].why) == (None, rules.QUERY_FAILED)
            assert found["demand.calls"].value == 1
            assert "no_such_column" in ask.failed[broken.slug]
        assert ask.figures(MARCH, [broken], group="unit")[0].why == rules.QUERY_FAILED
        assert ask.rows(MARCH, broken) == []
    sound = figures.indicator("demand.on_time_rate", house)
    with Asking(house, NOW, facts=Facts(facts)) as ask:
        assert ask.figures(MARCH, [sound])[0].value is not None


def test_a_partition_taken_away_is_named(facts: Path, house: Policy) -> None:
    [file] = facts.rglob("*.parquet")
    file.unlink()
    with Asking(house, NOW, facts=Facts(facts)) as ask, pytest.raises(FactsBroken, match=file.name):
        ask.figures(MARCH, [figures.indicator("demand.calls", house)])
    HandMade(house).register("m2", "2022-03-05 09:00")
    with pytest.raises(FactsBroken, match="wushi facts --again"):
        export(house, NOW + timedelta(hours=1), at=facts)


def test_facts_of_a_newer_program_are_left_as_they_are(facts: Path, house: Policy) -> None:
    where = facts / "manifest.json"
    newer = json.loads(where.read_text("utf-8")) | {"schema": VERSION + 1, "something": "new"}
    where.write_text(json.dumps(newer), "utf-8")
    before = sorted(p.name for p in facts.rglob("*.parquet"))
    with pytest.raises(FactsBroken, match=f"version {VERSION + 1}"):
        export(house, NOW, at=facts)
    with pytest.raises(FactsBroken):
        manifests.load(facts)
    assert json.loads(where.read_text("utf-8")) == newer
    assert sorted(p.name for p in facts.rglob("*.parquet")) == before
