"""Indicators and reports of packs: every mistake is refused with file, line and mend; the shipped ones are whole."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from wushi.domain.policy import Policy
from wushi.packs import indicators as reading
from wushi.packs import reports
from wushi.steps.evaluate import figures

GOOD = Path(__file__).resolve().parents[2] / "packs" / "cn" / "indicators" / "demand.on_time_rate"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack with one indicator, a copy of a good one."""
    shutil.copytree(GOOD, tmp_path / "own" / "indicators" / "demand.on_time_rate")
    return tmp_path / "own"


def _change(pack: Path, file: str, old: str, new: str) -> None:
    path = pack / "indicators" / "demand.on_time_rate" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def told(pack: Path, policy: Policy) -> list[str]:
    return [str(p) for p in reading.read([pack], policy)[1].found]


def test_a_good_one_is_read(pack: Path, policy: Policy) -> None:
    found, problems = reading.read([pack], policy)
    assert not problems.found
    assert found["demand.on_time_rate"].decimals == 2


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("definition.toml", "decimals = 2", "decimals = 2\nsecret = 1", "definition.toml:6: unknown key `secret`"),
        ("definition.toml", "decimals = 2", 'decimals = "2"', "decimals: has to be a whole number"),
        ("definition.toml", 'kind = "share"', 'kind = "shaer"', "kind: `shaer` is unknown; did you mean `share`?"),
        ("definition.toml", 'unit = "percent"', 'unit = "days"', "days need durations"),
        ("definition.toml", 'reference = "common-practice"', 'reference = "hearsay#3"', "the source `hearsay` is unknown"),
        ("definition.toml", "{denominator}", "{denominatr}", "`denominatr` is nothing that can be put in"),
        ("definition.toml", "next_review = 2027-11-01", 'next_review = "soon"', "next_review: has to be a date"),
        ("definition.toml", '"tier"]', '"shoe_size"]', "groups: `shoe_size` is unknown"),
        ("rows.sql", "SELECT *", "DELETE *", "`DELETE` reaches out of the facts"),
        ("rows.sql", "fact_demand", "read_csv('/etc/passwd')", "`read_csv` reaches out of the facts"),
        ("rows.sql", "$since", "$sinse", "the parameter `$sinse` is unknown; did you mean `since`?"),
        ("rows.sql", "in_numerator", "numerator", "there is no in_numerator"),
        ("rows.sql", "fact_demand", "ledger_matter", "the query does not ask fact_matter"),
        ("rows.sql", "reply_due IS NOT NULL", "true; SELECT 1", "there are several statements"),
    ],
)  # fmt: skip
def test_each_mistake_is_refused(pack: Path, policy: Policy, file: str, old: str, new: str, expected: str) -> None:
    _change(pack, file, old, new)
    assert any(expected in line for line in told(pack, policy)), told(pack, policy)
    assert "demand.on_time_rate" not in reading.read([pack], policy)[0]


def test_files_and_folders_that_do_not_belong(pack: Path, policy: Policy) -> None:
    (pack / "indicators" / "demand.on_time_rate" / "row.sql").write_text("")
    (pack / "indicators" / "On Time").mkdir()
    (pack / "indicators" / "stray.toml").write_text("")
    (pack / "indicators" / "README.md").write_text("how to")
    lines = "\n".join(told(pack, policy))
    assert "an indicator has no such file; did you mean `rows.sql`?" in lines
    assert "`On Time` is no slug" in lines and "the file is missing" in lines
    assert "stray.toml" in lines and "README" not in lines


def test_words_in_comments_and_texts_of_a_query_are_not_orders(pack: Path, policy: Policy) -> None:
    _change(pack, "rows.sql", "FROM", "-- do not delete; copy of $sinse\nFROM")
    _change(pack, "rows.sql", "'terminated'", "'terminated' OR unit = 'drop; $x'")
    assert told(pack, policy) == []


def test_a_district_s_own_indicator_replaces_the_shared_one(pack: Path, policy: Policy) -> None:
    _change(pack, "definition.toml", "version = 1", "version = 2")
    found, problems = reading.read([pack, GOOD.parents[1]], policy)
    assert not problems.found
    assert found["demand.on_time_rate"].version == 2
    assert found["demand.intake"].version == 1


def test_the_shipped_ones_are_whole(policy: Policy) -> None:
    book = reports.load(policy)
    assert {"weekly", "monthly", "answer-sheet"} <= set(book.reports)
    assert len(book.indicators) >= 25
    assert figures.check(policy) == []
    for one in book.indicators.values():
        assert one.next_review > date(2026, 11, 1), one.slug
        assert one.checked_by and one.why_en and one.sentence_en


def test_a_public_report_names_only_public_figures(policy: Policy) -> None:
    book = reports.load(policy)
    for report in book.reports.values():
        if report.public:
            named = {s for c in report.sections for b in c.blocks for s in (*b.indicators, *_bound(b.text))}
            assert all(book.indicators[s].public for s in named), report.id
            assert all(b.kind != "list" for c in report.sections for b in c.blocks)


def _bound(text: str) -> set[str]:
    import string

    return {name for _, name, _, _ in string.Formatter().parse(text) if name and "." in name}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('kind = "sentence"', 'kind = "poem"', "kind: `poem` is unknown"),
        ("{demand.calls}", "{demand.cals}", "the indicator `demand.cals` is unknown; did you mean `demand.calls`?"),
        ("{demand.intake:change}", "{demand.intake:chnge}", "`chnge` is no part of a figure"),
        ('order_by = "demand.intake"', 'order_by = "demand.in"', "the indicator `demand.in` is unknown"),
        ('group = "channel"', 'group = "colour"', "group: `colour` is unknown"),
        ("，其中电话 {demand.calls}", "", "the two languages name different figures"),
        ('period = "week"', 'period = "fortnight"', "period: `fortnight` is unknown"),
        ('group = "channel"\n', "", "a table needs `group`"),
    ],
)  # fmt: skip
def test_each_mistake_of_a_report_is_refused(tmp_path: Path, policy: Policy, old: str, new: str, expected: str) -> None:
    source = GOOD.parents[1] / "reports"
    (tmp_path / "own" / "reports").mkdir(parents=True)
    text = (source / "weekly.toml").read_text(encoding="utf-8")
    text = text.replace("；其中电话", "，其中电话")
    assert old in text
    (tmp_path / "own" / "reports" / "weekly.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    shutil.copy(source / "publication.toml", tmp_path / "own" / "reports")
    found, _, problems = reports.read([tmp_path / "own"], policy, reading.load(policy))
    lines = [str(p) for p in problems.found]
    assert any(expected in line for line in lines), lines
    assert "weekly" not in found
