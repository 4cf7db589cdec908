"""wushi figures and wushi report: what they print, what they refuse, what the files hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.ledgers import HandMade
from wushi.domain.errors import BadInput
from wushi.domain.policy import Policy
from wushi.site.cli import figures as commands
from wushi.steps.evaluate import figures


@pytest.fixture(autouse=True)
def _own_folder(settings: object, tmp_path: Path) -> None:
    settings.WUSHI_HOME = tmp_path  # type: ignore[attr-defined]
    figures.forget()


@pytest.fixture
def made(house: Policy) -> HandMade:
    made = HandMade(house)
    made.whole("A", "2022-03-01 09:00", "2022-03-08 00:00", "2022-03-07 10:00", simulated=True)
    made.whole("B", "2022-03-02 09:00", "2022-03-08 00:00", "2022-03-09 10:00", unit="150302002001", channel="web")
    return made


def run(command: object, *arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, catch_exceptions=False)  # type: ignore[arg-type]


def lines(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_one_object_a_line(made: HandMade) -> None:
    found = lines(run(commands.figures, "--period", "2022-03", "--json"))
    assert len(found) == len(figures.book(made.policy).indicators)
    one = next(f for f in found if f["indicator"] == "demand.on_time_rate")
    expected = {"value": 50.0, "numerator": 1, "denominator": 2, "excluded": 0, "unit": "percent", "period": "2022-03"}
    assert {k: one[k] for k in expected} == expected
    assert (one["simulated"], one["simulated_share"]) == (1, 0.5)


def test_by_group_and_down_to_the_rows(made: HandMade) -> None:
    asked = ("--period", "2022-03", "--indicator", "demand.on_time_rate", "--json")
    units = lines(run(commands.figures, *asked, "--group", "unit"))
    assert {(u["key"], u["key_name"], u["value"]) for u in units} == {
        ("housing", "住建局", 100.0),
        ("150302002", "海北街道", 0.0),
    }
    rows = lines(run(commands.figures, *asked, "--rows"))
    assert [(r["number"], r["in_numerator"]) for r in rows] == [("A", 1.0), ("B", 0.0)]
    assert [
        r["number"] for r in lines(run(commands.figures, *asked, "--rows", "--group", "channel", "--key", "web"))
    ] == ["B"]


def test_without_a_period_it_is_the_last_month_with_records(made: HandMade) -> None:
    assert {f["period"] for f in lines(run(commands.figures, "--json"))} == {"2022-03"}


def test_for_people_it_is_a_table(made: HandMade) -> None:
    result = run(commands.figures, "--period", "2022-03")
    assert "按期办结率" in result.stdout and "50.00 %" in result.stdout
    assert "模拟" in result.stderr


def test_what_is_refused(made: HandMade) -> None:
    with pytest.raises(BadInput):
        run(commands.figures, "--period", "March")
    assert run(commands.figures, "--rows").exit_code == 2
    assert run(commands.figures, "--group", "shoe_size").exit_code == 2
    with pytest.raises(BadInput):
        run(commands.report, "weekly", "--out", "weekly.exe")


@pytest.mark.parametrize("form", ["json", "html", "xlsx", "docx"])
@pytest.mark.parametrize("name", ["weekly", "monthly", "answer-sheet"])
def test_every_report_in_every_form(made: HandMade, tmp_path: Path, name: str, form: str) -> None:
    out = tmp_path / f"{name}.{form}"
    period = {"weekly": "2022-W10", "monthly": "2022-03", "answer-sheet": "2022"}[name]
    told = lines(run(commands.report, name, "--period", period, "--out", str(out), "--language", "en"))
    assert told[0]["bytes"] == out.stat().st_size > 1000
    if form == "json":
        report = json.loads(out.read_text(encoding="utf-8"))
        assert report["period"] == period and report["chapters"]
    if form == "html":
        text = out.read_text(encoding="utf-8")
        assert "Demonstration data" in text and "<script" not in text


def test_the_bench_s_facts_have_the_schema(tmp_path: Path, policy: Policy, db: None) -> None:
    from wushi.domain import periods
    from wushi.site.bench.figures import _ask
    from wushi.site.bench.invented import make

    made = make(tmp_path, 3_000, months=3)
    assert sum(f.rows for f in made.files) == 3_000
    found = _ask(tmp_path, policy, periods.parse("2022-11"), list(figures.book(policy).indicators.values()))
    demands = [f for f in found if f.indicator.startswith("demand.") and f.indicator != "demand.returned_again"]
    assert demands and all(f.value is not None for f in demands)
