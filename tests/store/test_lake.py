"""The lake: laid by fsspec wherever it is, sent once, cut off without harm, read by DuckDB as the facts of the house."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import fsspec
import pytest

from tests.lives import make_lives
from wushi.domain import periods
from wushi.domain.errors import BadInput, FactsBroken
from wushi.domain.policy import Policy
from wushi.steps.evaluate import figures as step
from wushi.store.facts import manifest as manifests
from wushi.store.facts.lake import Lake
from wushi.store.facts.query import Facts
from wushi.store.facts.schema import VERSION

NOW = datetime(2023, 1, 20, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_lives(tmp_path / "facts", rows=600, months=3)
    return tmp_path / "facts"


@pytest.fixture(params=["memory", "file"])
def lake(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Lake]:
    yield Lake("memory://lake/of/all" if request.param == "memory" else str(tmp_path / "lake"))
    if request.param == "memory":
        fsspec.filesystem("memory").store.clear()


def test_the_lake_gives_the_figures_of_the_house(folder: Path, lake: Lake, house: Policy) -> None:
    assert lake.manifest() is None
    done = lake.publish(folder, "150302")
    assert (done.sent, done.kept, done.removed) == (3, 0, 0)
    wanted = list(step.book(house).indicators.values())
    found = []
    for facts in (Facts(folder), Facts(lake=lake)):
        step.forget()
        with step.Asking(house, NOW, facts=facts) as asking:
            found.append(asking.figures(periods.parse("2022"), wanted))
            assert asking.failed == {}
    assert found[0] == found[1]


def test_what_is_there_is_not_sent_again_and_old_files_stay_for_those_who_read(folder: Path, lake: Lake) -> None:
    lake.publish(folder, "150302")
    done = lake.publish(folder, "150302")
    assert (done.sent, done.kept, done.removed) == (0, 3, 0)
    for turn, removed in ((800, 0), (1_000, 3), (1_200, 3)):
        make_lives(folder, rows=turn, months=3)
        assert lake.publish(folder, "150302").removed == removed
    held = lake.manifest()
    assert held is not None and sum(f.rows for f in held.files) == 1_200 and not lake.missing(held.files)


def test_a_publication_that_was_cut_off_leaves_the_old_facts(
    folder: Path, lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake.publish(folder, "150302")
    old = lake.manifest()
    make_lives(folder, rows=900, months=3)
    real, calls = lake.files.put_file, []

    def put(*given: Any, **more: Any) -> None:
        calls.append(given)
        if len(calls) == 2:
            raise ConnectionError
        real(*given, **more)

    with monkeypatch.context() as patched:
        patched.setattr(lake.files, "put_file", put)
        with pytest.raises(ConnectionError):
            lake.publish(folder, "150302")
    assert lake.manifest() == old
    done = lake.publish(folder, "150302")
    assert (done.sent, done.kept) == (2, 1)
    held = lake.manifest()
    assert held is not None and sum(f.rows for f in held.files) == 900


def test_a_half_written_manifest_does_not_count(folder: Path, lake: Lake) -> None:
    lake.publish(folder, "150302")
    held = lake.manifest()
    lake.files.pipe_file(lake._within("manifests/150302/00000009.json"), b'{"schema": 4, "led')
    assert lake.manifest() == held


def test_a_file_taken_away_and_another_version_are_named(folder: Path, lake: Lake, house: Policy) -> None:
    lake.publish(folder, "150302")
    held = lake.manifest()
    assert held is not None
    lake.files.rm_file(lake._within(held.files[-1].path))
    with (
        step.Asking(house, NOW, facts=Facts(lake=lake)) as asking,
        pytest.raises(FactsBroken, match=held.files[-1].path),
    ):
        asking.figures(periods.parse("2022-12"), [step.indicator("demand.intake", house)])
    mine = manifests.load(folder)
    assert mine is not None
    manifests.put(folder, replace(mine, schema=VERSION - 1))
    lake.publish(folder, "150302")
    with pytest.raises(FactsBroken, match="of 150302 in the lake are of version"):
        lake.manifest()


def test_a_query_reads_the_lake_and_nothing_beside_it(folder: Path, lake: Lake, tmp_path: Path) -> None:
    lake.publish(folder, "150302")
    with Facts(lake=lake) as facts:
        for path in (f"{folder}/matter/*/*/*.parquet", "memory://elsewhere/x.parquet"):
            with pytest.raises(facts.errors, match=r"(?i)permission|disabled"):
                facts.check(f"SELECT * FROM read_parquet('{path}')", {})


def test_an_address_that_nobody_can_reach_is_refused(folder: Path) -> None:
    with pytest.raises(BadInput, match="nosuch"):
        Lake("nosuch://lake")
    with pytest.raises(FactsBroken, match="there are no facts"):
        Lake("memory://empty").publish(folder / "none", "150302")
