"""The package: whoever opens it finds k rows alike, no secret, no accusation, no words that nobody released, and sums that fit."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from tests.channels.open_data.conftest import release
from tests.ledgers import HandMade
from wushi.channels.open_data import package
from wushi.channels.open_data.columns import MATTERS, TABLES
from wushi.domain.errors import BadInput
from wushi.domain.open_data import KNOWN
from wushi.domain.policy import Policy
from wushi.site.cli import open_data as commands
from wushi.steps.evaluate import figures, open_state

NOW = datetime(2026, 1, 1, tzinfo=UTC)
KNOWN_BESIDE = (*KNOWN, "precision", "track", "simulated")


def made(town: HandMade, to: Path, now: datetime = NOW) -> package.Written:
    return package.write(open_state.state(town.policy, now), to)


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as given:
        return list(csv.DictReader(given))


def refused(folder: Path) -> dict[tuple[str, str], str]:
    return {
        (r["of"], r["ground"]): r["count"] or ("few" if r["few"] == "true" else "") for r in table(folder, "refused")
    }


def test_at_least_k_rows_look_the_same_and_the_others_are_counted(town: HandMade, tmp_path: Path) -> None:
    release("A0")
    written = made(town, tmp_path / "open")
    rows = table(tmp_path / "open", "matters")
    groups = Counter(tuple(r[name] for name in KNOWN_BESIDE) for r in rows)
    assert sorted(groups.values()) == [5, 7] and written.rows["matters"] == 12
    fine = [r for r in rows if r["precision"] == "1"]
    assert {r["community"] for r in fine} == {"150302002001"} and len(fine) == 7
    coarse = [r for r in rows if r["precision"] == "2"]
    assert {(r["community"], r["town"], r["channel"]) for r in coarse} == {("", "150302002", "")}
    assert {r["answered"] for r in coarse} == {"late"} and {r["answered"] for r in fine} == {"in_time"}
    assert refused(tmp_path / "open") == {
        ("matters", "secret"): "6",
        ("matters", "accusing_type"): "5",
        ("matters", "track"): "0",
        ("matters", "month_not_over"): "few",
        ("matters", "k_anonymity"): "few",
        ("figures", "small_cell"): str(sum(r["suppressed"] == "true" for r in table(tmp_path / "open", "figures"))),
        ("figures", "query_failed"): "0",
        ("cases", "leads_to_a_person"): "0",
    }


def test_no_number_no_secret_no_accused_unit_no_other_words(town: HandMade, tmp_path: Path) -> None:
    release("A0")
    made(town, tmp_path / "open")
    for path in (tmp_path / "open").iterdir():
        if path.suffix in (".csv", ".json", ".jsonld", ".md"):
            said = path.read_text(encoding="utf-8")
            assert not re.search(r"\b[A-DRSX]\d\b", said), path.name
            assert "诉求人王" not in said
    assert [c["title"] for c in table(tmp_path / "open", "cases")] == ["小区暖气不热"]
    assert table(tmp_path / "open", "cases")[0]["place"] == "150302002001"
    assert not any(r["type"] == "report" for r in table(tmp_path / "open", "matters"))


def test_one_more_accusation_of_a_unit_moves_nothing(town: HandMade, tmp_path: Path) -> None:
    made(town, tmp_path / "before")
    town.register("X9", "2022-04-20 09:00", accused=("housing",), type="report")
    made(town, tmp_path / "after")
    for name in [f"{t.name}.csv" for t in TABLES]:
        assert (tmp_path / "before" / name).read_bytes() == (tmp_path / "after" / name).read_bytes(), name


def test_the_same_position_gives_the_same_bytes(town: HandMade, tmp_path: Path) -> None:
    release("A0")
    first = made(town, tmp_path / "one")
    figures.begin_anew()
    second = made(town, tmp_path / "two", datetime(2027, 6, 1, tzinfo=UTC))
    assert first == second
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_what_still_leads_to_a_person_stays_back(town: HandMade, tmp_path: Path) -> None:
    release("A0", text="请打 13800001234。")
    release("A1")
    made(town, tmp_path / "open")
    assert len(table(tmp_path / "open", "cases")) == 1
    assert refused(tmp_path / "open")["cases", "leads_to_a_person"] == "few"
    assert "13800001234" not in (tmp_path / "open" / "cases.csv").read_text("utf-8")


def test_small_cells_are_not_told(town: HandMade, tmp_path: Path) -> None:
    made(town, tmp_path / "open")
    found = table(tmp_path / "open", "figures")
    assert found
    for row in found:
        if row["suppressed"] == "true":
            assert (row["value"], row["numerator"], row["denominator"], row["rows"]) == ("", "", "", "")
    of_people = {r["indicator"] for r in found if r["indicator"].startswith("demand.")}
    assert of_people and not any(
        0 < int(r["rows"]) < 5 for r in found if r["indicator"] in of_people and r["suppressed"] == "false"
    )


def test_the_sums_fit_and_parquet_says_the_same(town: HandMade, tmp_path: Path) -> None:
    release("A0")
    made(town, tmp_path / "open")
    folder = tmp_path / "open"
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    described = json.loads((folder / "datapackage.json").read_text("utf-8"))
    for one in described["resources"]:
        content = (folder / one["path"]).read_bytes()
        assert (one["hash"], one.get("bytes") or one["size"]) == (
            f"sha256:{hashlib.sha256(content).hexdigest()}",
            len(content),
        )
    rows = pq.read_table(folder / "matters.parquet").to_pylist()
    text = [{k: "" if v is None else str(v) for k, v in row.items()} for row in rows]
    assert text == table(folder, "matters")


def test_every_column_is_described_in_two_languages() -> None:
    for one in TABLES:
        for column in one.columns:
            assert (
                re.search(r"[\u4e00-\u9fff]", column.zh) and column.en and not re.search(r"[\u4e00-\u9fff]", column.en)
            )
    assert {c.name for c in MATTERS.columns} >= set(KNOWN)


def test_the_package_is_one(town: HandMade, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    release("A0")
    made(town, tmp_path / "open")
    report = frictionless.validate(str(tmp_path / "open" / "datapackage.json"))
    assert report.valid, report.flatten(["name", "note", "message"])
    assert {task.name for task in report.tasks if task.type == "table"} == {t.name for t in TABLES}


def test_the_catalogue_names_each_file_with_its_sum(town: HandMade, tmp_path: Path) -> None:
    records = open_state.state(town.policy, NOW)
    package.write(records, tmp_path / "open", "https://data.example/haibowan")
    catalogue: dict[str, Any] = json.loads((tmp_path / "open" / "dcat.jsonld").read_text("utf-8"))
    [dataset] = catalogue["dcat:dataset"]
    found = {d["dcat:downloadURL"]["@id"]: d for d in dataset["dcat:distribution"]}
    assert set(found) == {
        f"https://data.example/haibowan/{t.name}.{form}" for t in TABLES for form in ("csv", "parquet")
    }
    one = found["https://data.example/haibowan/matters.csv"]
    content = (tmp_path / "open" / "matters.csv").read_bytes()
    assert one["spdx:checksum"]["spdx:checksumValue"]["@value"] == hashlib.sha256(content).hexdigest()
    assert dataset["dct:temporal"]["dcat:startDate"]["@value"] == "2022-03"


def test_a_folder_with_something_else_is_left_alone(town: HandMade, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine")
    with pytest.raises(BadInput, match="name a new folder"):
        made(town, tmp_path / "mine")
    with pytest.raises(BadInput, match="make it"):
        made(town, tmp_path / "no" / "such")
    made(town, tmp_path / "open")
    made(town, tmp_path / "open")  # over an earlier one
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith(".")) == []


def test_an_empty_ledger_is_told(house: Policy, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="wushi simulate"):
        open_state.state(house, NOW)


def test_the_command(town: HandMade, tmp_path: Path) -> None:
    done = CliRunner().invoke(commands.export, ["open-data", str(tmp_path / "open")], catch_exceptions=False)
    assert done.exit_code == 0
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["rows"]["matters"] == 12 and (tmp_path / "open" / "dcat.jsonld").is_file()


def test_a_query_that_fails_is_counted_and_the_others_stand(
    town: HandMade, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = figures.book(town.policy)
    broken = replace(
        book.indicators["demand.intake"], sql="SELECT *, 1 AS in_numerator FROM fact_demand WHERE no_such > 0"
    )
    changed = replace(book, indicators={**book.indicators, broken.slug: broken})
    monkeypatch.setattr(figures, "_book", lambda policy: changed)
    made(town, tmp_path / "open")
    assert refused(tmp_path / "open")["figures", "query_failed"] == "1"
    told = {r["indicator"] for r in table(tmp_path / "open", "figures")}
    assert "demand.intake" not in told and "demand.on_time_rate" in told


def test_a_folder_that_cannot_be_written(town: HandMade, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, content: bytes) -> int:
        raise OSError(28, "No space left on device")

    made(town, tmp_path / "open")
    before = {path.name: path.read_bytes() for path in (tmp_path / "open").iterdir()}
    town.register("E", "2022-04-21 09:00")
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(BadInput, match="make room"):
        made(town, tmp_path / "open")
    assert {path.name: path.read_bytes() for path in (tmp_path / "open").iterdir()} == before
