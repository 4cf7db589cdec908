"""The export of facts: exact after a kill at any point, incremental, without personal data."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from tests.ledgers import HandMade
from tests.people import at
from wushi.domain import events as e
from wushi.domain.policy import Policy
from wushi.store.facts import export as exports
from wushi.store.facts import manifest as manifests
from wushi.store.facts.export import export
from wushi.store.facts.query import Facts, Window
from wushi.store.facts.schema import FACT_MATTER

NOW = at("2022-12-31 12:00")


class Killed(BaseException):
    """Stands for kill -9: nothing catches it."""


def held(folder: Path) -> list[dict[str, Any]]:
    """Every row that the manifest counts, in order."""
    manifest = manifests.load(folder)
    rows = [r for f in manifest.files for r in pq.ParquetFile(folder / f.path).read().to_pylist()] if manifest else []
    return sorted(rows, key=lambda r: r["id"])


@pytest.fixture
def made(house: Policy) -> HandMade:
    made = HandMade(house)
    for n in range(6):
        made.whole(f"N{n}", f"2022-0{1 + n % 3}-01 09:00", f"2022-0{1 + n % 3}-08 00:00", f"2022-0{1 + n % 3}-05 10:00")
    return made


def test_only_partitions_that_changed_are_written_anew(made: HandMade, tmp_path: Path) -> None:
    assert export(made.policy, NOW, at=tmp_path).partitions == 3
    before = {f.month: f.path for f in manifests.load(tmp_path).files}  # type: ignore[union-attr]
    made.reopen("N1", "2022-06-01 09:00", "2022-06-10 00:00")
    done = export(made.policy, NOW, at=tmp_path)
    assert (done.matters, done.partitions) == (1, 1)
    after = {f.month: f.path for f in manifests.load(tmp_path).files}  # type: ignore[union-attr]
    assert before["2022-01"] == after["2022-01"] and before["2022-03"] == after["2022-03"]
    assert before["2022-02"] != after["2022-02"]
    [row] = [r for r in held(tmp_path) if r["number"] == "N1"]
    assert row["ended_at"] is None and row["reopenings"][0]["ended"] is not None
    assert len(held(tmp_path)) == 6
    assert export(made.policy, NOW, at=tmp_path).matters == 0


@pytest.mark.parametrize("point", ["before the second file", "before the manifest", "while the manifest is written"])
def test_a_kill_leaves_the_old_facts_and_the_next_run_makes_the_new_ones(
    made: HandMade, tmp_path: Path, point: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(made.policy, NOW, at=tmp_path)
    old = held(tmp_path)
    for name in ("N0", "N1", "N2"):
        made.reopen(name, "2022-06-01 09:00", "2022-06-10 00:00")
    made.register("X", "2022-07-01 09:00")
    with monkeypatch.context() as patched:
        written = []

        def write(*given: Any) -> Any:
            if point == "before the second file" and written:
                raise Killed
            written.append(given)
            return real(*given)

        def put(*given: Any) -> None:
            if point == "while the manifest is written":
                (tmp_path / "manifest.json.new").write_text('{"schema": 1, "led')
            raise Killed

        real = exports._write_file
        patched.setattr(exports, "_write_file", write)
        if point != "before the second file":
            patched.setattr(manifests, "put", put)
        with pytest.raises(Killed):
            export(made.policy, NOW, at=tmp_path)
    assert held(tmp_path) == old
    export(made.policy, NOW, at=tmp_path)
    fresh = tmp_path / "fresh"
    export(made.policy, NOW, at=fresh)
    assert held(tmp_path) == held(fresh)
    assert len(held(fresh)) == 7


def test_groups_of_any_size_give_the_same_facts(
    made: HandMade, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(made.policy, NOW, at=tmp_path / "one")
    for name, size in (("_READ", 2), ("_CHUNK", 1), ("_GROUP", 3)):
        monkeypatch.setattr(exports, name, size)
    export(made.policy, NOW, at=tmp_path / "many")
    assert held(tmp_path / "one") == held(tmp_path / "many")


def test_an_export_killed_between_two_groups_goes_on_where_it_was(
    made: HandMade, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "_READ", 2)
    monkeypatch.setattr(exports, "_GROUP", 2)
    real, calls = exports._write, []

    def write(*given: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise Killed
        return real(*given)

    with monkeypatch.context() as patched:
        patched.setattr(exports, "_write", write)
        with pytest.raises(Killed):
            export(made.policy, NOW, at=tmp_path)
    assert len(held(tmp_path)) == 2
    assert export(made.policy, NOW, at=tmp_path).matters == 4
    assert len(held(tmp_path)) == 6


def test_another_ledger_or_another_schema_begins_anew(
    made: HandMade, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(made.policy, NOW, at=tmp_path)
    monkeypatch.setattr(exports, "ledger_mark", lambda: "another")
    assert export(made.policy, NOW, at=tmp_path).matters == 6
    monkeypatch.setattr(exports, "VERSION", 1)
    assert export(made.policy, NOW, at=tmp_path).matters == 6
    assert len(held(tmp_path)) == 6


def test_files_that_nobody_can_be_reading_are_swept_away(made: HandMade, tmp_path: Path) -> None:
    import os

    export(made.policy, NOW, at=tmp_path)
    made.reopen("N0", "2022-06-01 09:00", "2022-06-10 00:00")
    export(made.policy, NOW, at=tmp_path)
    files = list(tmp_path.glob("matter/*/*/*.parquet"))
    assert len(files) == 4  # the one just replaced may still be read
    for file in files:
        os.utime(file, (0, 0))
    assert manifests.sweep(tmp_path, manifests.load(tmp_path)) == 1  # type: ignore[arg-type]
    assert len(held(tmp_path)) == 6


def test_two_exporters_do_not_meet(made: HandMade, tmp_path: Path) -> None:
    with manifests.alone(tmp_path) as first, manifests.alone(tmp_path, wait=False) as second:
        assert (first, second) == (True, False)


def test_days_are_haibowan_days_and_moments_are_utc(made: HandMade, tmp_path: Path) -> None:
    made.register("L", "2022-03-01 01:30").then("L", "2022-03-01 02:00", e.Answered())
    export(made.policy, NOW, at=tmp_path)
    [row] = [r for r in held(tmp_path) if r["number"] == "L"]
    assert row["registered_at"] == datetime(2022, 2, 28, 17, 30)  # noqa: DTZ001 - facts hold UTC without a zone
    assert row["registered_on"].isoformat() == "2022-03-01"
    assert [f.month for f in manifests.load(tmp_path).files if f.rows == 3] == ["2022-03"]  # type: ignore[union-attr]


def test_facts_hold_no_words_and_nobody() -> None:
    """Codes, moments and yes or no: a new column has to be looked at here before it is exported."""
    allowed_texts = {
        "number", "track", "channel", "type", "state", "subject", "subject_1", "subject_2", "tier", "place", "town",
        "community", "unit", "unit_2", "line", "satisfaction", "exclusion", "outcome", "close_basis", "refusal_ground",
        "transferred_to",
    }  # fmt: skip
    assert {f.name for f in FACT_MATTER if str(f.type) == "string"} == allowed_texts


def test_a_period_reads_only_files_in_which_something_of_it_lies(made: HandMade, tmp_path: Path) -> None:
    export(made.policy, NOW, at=tmp_path)
    with Facts(tmp_path) as facts:
        march = Window(at("2022-03-01 00:00"), at("2022-04-01 00:00"))
        assert [Path(f).parent.name for f in facts._files(march)] == ["month=2022-03"]
        year = Window(at("2022-01-01 00:00"), at("2022-12-31 00:00"))
        assert len(facts._files(year)) == 3
        january = Window(at("2022-01-31 00:00"), at("2022-01-31 00:00") + timedelta(days=1))
        assert facts._files(january) == []  # those of January had ended, those of February come later


def test_a_query_reads_the_facts_and_no_other_file(made: HandMade, tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text("a\n1\n")
    export(made.policy, NOW, at=tmp_path / "facts")
    with Facts(tmp_path / "facts") as facts:
        facts.open(Window(at("2022-01-01 00:00"), at("2023-01-01 00:00")))
        sql = "SELECT *, 1 AS in_numerator FROM fact_matter"
        assert facts.totals(sql, facts.check(sql, {}), {})[""].rows == 6
        for reached in (f"SELECT * FROM read_csv('{outside}')", f"SELECT * FROM '{outside}'", "SELECT getenv('HOME')"):
            with pytest.raises(duckdb.Error):
                facts.check(reached, {})


def test_no_facts_at_all_are_answered_too(tmp_path: Path) -> None:
    with Facts(tmp_path) as facts:
        facts.open(Window(datetime(2022, 1, 1, tzinfo=UTC), datetime(2023, 1, 1, tzinfo=UTC)))
        sql = "SELECT *, 1 AS in_numerator FROM fact_matter"
        assert facts.totals(sql, facts.check(sql, {}), {}) == {}
        assert facts.span() is None
