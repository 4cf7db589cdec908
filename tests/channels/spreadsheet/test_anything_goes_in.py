"""Whatever stands in the cells: no import breaks off, and every row is new, known or refused."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.channels.spreadsheet.files import GOOD, take, write_excel
from wushi.domain.policy import Policy

COLUMNS = [
    "编号", "标题", "内容", "姓名", "电话", "地址", "社区", "时间", "类型", "渠道", "分类", "纬度", "经度", "坐标系", "匿名",
]  # fmt: skip
STRANGE = st.sampled_from(
    ["", " ", "是", "电话", "咨询", "150302", "1.5E+11", "=1+1", "NaN", "-0", "\u202e", "\x00", "\ufeff", "\U0001f600" * 3,
     "2023-11-01", "0001-01-01", "9999-12-31T23:59:59-12:00", "2023-02-29", "24:00", "39.68", "106.81", "青山社区"]
)  # fmt: skip
JSON = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=40),
    st.text(st.characters(), max_size=20),
    STRANGE,
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
    st.text("\ud800\udfff中a\x00\n", max_size=5),
)
EXCEL = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(min_codepoint=32, max_codepoint=0xD7FF), max_size=40),
    st.dates(date(1900, 3, 1), date(9999, 12, 31)),
    st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 31)),  # noqa: DTZ001
    STRANGE.filter(lambda s: "\x00" not in s),
)
QUIET = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def rows(cells: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Good rows in which some cells are anything."""
    return st.lists(
        st.dictionaries(st.sampled_from(COLUMNS), cells, max_size=4).map(lambda spoilt: {**GOOD, **spoilt}),
        min_size=1,
        max_size=8,
    )


@QUIET
@given(rows(JSON))
def test_json_lines(house: Policy, tmp_path: Path, given: list[dict[str, Any]]) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in given), encoding="utf-8")
    dry, told = take(file, house, dry_run=True)
    assert dry.rows == len(given)
    wet, said = take(file, house)
    assert wet.rows == len(given)
    assert wet.refused == dry.refused == len(said) == len(told)
    again, _ = take(file, house)
    assert (again.imported, again.refused, again.already) == (0, wet.refused, wet.imported + wet.already)


@QUIET
@given(rows(EXCEL))
def test_workbooks(house: Policy, tmp_path: Path, given: list[dict[str, Any]]) -> None:
    count, refused = take(write_excel(tmp_path / "a.xlsx", given), house, dry_run=True)
    assert count.rows == len(given)
    assert count.refused == len(refused)
    assert all(r.reason for r in refused)


@QUIET
@given(st.binary(max_size=300))
def test_bytes_that_are_no_table(house: Policy, tmp_path: Path, given: bytes) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("编号,内容\n1,路灯不亮\n".encode() + given)
    count, refused = take(file, house, dry_run=True)
    assert count.refused == len(refused)
    assert count.rows >= 1


@QUIET
@given(st.binary(max_size=200), st.sampled_from(["a.csv", "a.jsonl", "a.xlsx", "a.parquet"]))
def test_files_that_are_anything(house: Policy, tmp_path: Path, given: bytes, name: str) -> None:
    from wushi.domain.errors import Refusal

    file = tmp_path / name
    for head in (b"", b"PK\x03\x04", b"PAR1"):
        file.write_bytes(head + given)
        try:
            take(file, house, dry_run=True)
        except Refusal as refusal:
            assert name in str(refusal)
