"""Bad cells: each is refused by row, column and reason, and the rows beside it go in."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.channels.spreadsheet.files import GOOD, take, write_csv, write_excel, write_json_lines
from wushi.channels.spreadsheet import cells
from wushi.domain.errors import BadInput
from wushi.domain.policy import Policy

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("内容", "路灯\x00不亮", "holds a NUL character at position 2"),
        ("内容", "路灯\ud800不亮", "half a character (a lone surrogate) at position 2"),
        ("内容", "长" * 3_400_000, "3400000 characters; at most"),
        ("内容", ["a", "list"], "holds a list, not a text"),
        ("标题", "长" * 201, "201 characters; at most 200"),
        ("时间", "0001-01-01 00:00", "the year 1 cannot be meant"),
        ("时间", "9999-12-31 23:59:59", "the year 9999 cannot be meant"),
        ("时间", "1999-12-31 23:59", "lies before 2000 or in the future"),
        ("时间", "2026-12-01 00:00", "lies before 2000 or in the future"),
        ("时间", "2026-02-30 12:00", "there is no time 2026-02-30 12:00"),
        ("时间", "昨天下午", "is no time"),
        ("时间", 45234.5, "holds the number 45234.5"),
        ("类型", "牢骚", "'牢骚' is unknown; known are 咨询"),
        ("渠道", "信鸽", "'信鸽' is unknown; known are"),
        ("分类", "没有的分类", "'没有的分类' is no subject of the pack"),
        ("社区", "1.50302E+11", "the spreadsheet has turned a code into a number"),
        ("社区", "15030200100", "a spreadsheet may have cut zeros"),
        ("社区", "150302999999", "is no unit of the tree"),
        ("匿名", "也许", "neither yes nor no"),
        ("编号", "9" * 200, "at most 128"),
    ],
)
def test_a_bad_cell_is_refused_by_column_and_reason(
    house: Policy, tmp_path: Path, column: str, value: Any, said: str
) -> None:
    rows = [GOOD, {**GOOD, "编号": "A-2", column: value}, {**GOOD, "编号": "A-3"}]
    count, refused = take(write_json_lines(tmp_path / "a.jsonl", rows), house)
    assert (count.imported, count.refused, count.already) == (2, 1, 0)
    assert refused[0].row == 2
    assert column in refused[0].column.split("/")
    assert said in refused[0].reason


def test_a_row_that_says_nothing_is_refused(house: Policy, tmp_path: Path) -> None:
    count, refused = take(write_csv(tmp_path / "a.csv", [{**GOOD, "标题": "", "内容": " "}]), house)
    assert (count.refused, refused[0].row, refused[0].column) == (1, 2, "内容/诉求内容")
    assert "is empty" in refused[0].reason


@pytest.mark.parametrize(
    ("lat", "lon", "crs", "said"),
    [
        (math.nan, 106.8, "", "not a number"),
        (39.7, math.inf, "", "not a number"),
        (106.8, 39.7, "", "swapped"),
        (39.9, 116.4, "", "outside the district"),
        (39.7, None, "", "both latitude and longitude"),
        ("三十九度", 106.8, "", "is not a number"),
        (39.7, 106.8, "墨卡托", "is not one of wgs84"),
        (10**400, 106.8, "", "too great"),
    ],
)
def test_a_point_that_cannot_be_is_refused(
    house: Policy, tmp_path: Path, lat: Any, lon: Any, crs: str, said: str
) -> None:
    file = write_json_lines(tmp_path / "a.jsonl", [{**GOOD, "纬度": lat, "经度": lon, "坐标系": crs}, GOOD])
    count, refused = take(file, house)
    assert (count.imported, count.refused) == (1, 1)
    assert said in refused[0].reason


def test_a_point_in_the_district_is_taken_in_any_of_the_systems(house: Policy, tmp_path: Path) -> None:
    rows = [
        {**GOOD, "编号": crs, "纬度": "39.68", "经度": "106.81", "坐标系": crs}
        for crs in ("", "gcj02", "bd09", "cgcs2000")
    ]
    count, refused = take(write_csv(tmp_path / "a.csv", rows), house)
    assert (count.imported, refused) == (4, [])


def test_direction_overrides_are_taken_out_of_the_words(house: Policy, tmp_path: Path) -> None:
    from wushi.store.ledger.models import Said

    count, _ = take(write_csv(tmp_path / "a.csv", [{**GOOD, "内容": "请付\u202e001\u202c元"}]), house)
    assert count.imported == 1
    assert Said.objects.get().text == "请付001元"


def test_html_stays_words(house: Policy, tmp_path: Path) -> None:
    from wushi.store.ledger.models import Said

    take(write_csv(tmp_path / "a.csv", [{**GOOD, "内容": "<script>alert(1)</script>坏了"}]), house)
    assert Said.objects.get().text == "<script>alert(1)</script>坏了"


def test_a_formula_in_a_column_that_is_read_is_refused_elsewhere_it_is_of_no_concern(
    house: Policy, tmp_path: Path
) -> None:
    rows = [
        {**GOOD, "编号": "1", "内容": "=A1&A2"},
        {**GOOD, "编号": "2", "合计": "=SUM(A1:A9)"},
        {**GOOD, "编号": "3", "电话": "=B2"},
    ]
    count, refused = take(write_excel(tmp_path / "a.xlsx", rows), house)
    assert (count.imported, count.refused) == (1, 2)
    assert [(r.row, r.column.split("/")[0]) for r in refused] == [(2, "内容"), (4, "电话")]
    assert "holds a formula (C2)" in refused[0].reason


def test_missing_columns_are_named_with_what_the_file_has(house: Policy, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refusal:
        take(write_csv(tmp_path / "a.csv", [{"标题": "a", "说明": "b"}]), house)
    assert "lacks the column 内容 or 诉求内容" in str(refusal.value)
    assert "标题, 说明" in str(refusal.value)


# --- what a cell means ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        (None, ""),
        (math.nan, ""),
        (13900001234.0, "13900001234"),
        (150302001002, "150302001002"),
        (1.5, "1.5"),
        (True, "是"),
        (date(2026, 8, 3), "2026-08-03"),
        (b"\xe8\xb7\xaf", "路"),
    ],
)
def test_a_value_is_read_as_a_person_reads_it(value: Any, meant: str) -> None:
    assert cells.text(value) == meant


@pytest.mark.parametrize(
    "value",
    [
        "2026-08-03 17:14",
        "2026/8/3 17:14",
        "2026.8.3 17:14:00",
        "2026年8月3日 17:14",
        "2026年8月3日17时14分",
        "20260803 1714",
        "2026-08-03T17:14:00+08:00",
        "2026-08-03T09:14:00Z",
        datetime(2026, 8, 3, 17, 14),  # noqa: DTZ001
        datetime(2026, 8, 3, 9, 14, tzinfo=UTC),
    ],
)
def test_times_as_people_write_them(value: Any) -> None:
    assert cells.moment(value, SHANGHAI) == datetime(2026, 8, 3, 9, 14, tzinfo=UTC)


def test_a_naive_time_is_one_of_the_maps_zone_and_its_summer_time() -> None:
    zone = ZoneInfo("America/New_York")
    assert cells.moment("2015-01-15 12:00", zone) == datetime(2015, 1, 15, 17, tzinfo=UTC)
    assert cells.moment("2015-07-15 12:00", zone) == datetime(2015, 7, 15, 16, tzinfo=UTC)
    assert cells.moment(date(2015, 7, 15), zone) == datetime(2015, 7, 15, 4, tzinfo=UTC)


def test_a_time_at_the_very_end_of_the_calendar_is_refused_not_a_crash() -> None:
    for value in (datetime.min, datetime.max, datetime.max.replace(tzinfo=UTC), date.min, "0001-01-01"):  # noqa: DTZ901
        with pytest.raises(cells.Unreadable, match="cannot be meant"):
            cells.moment(value, SHANGHAI)


def test_the_time_of_a_row_stands_in_the_event(house: Policy, tmp_path: Path) -> None:
    from wushi.store.ledger.models import Matter

    take(write_csv(tmp_path / "a.csv", [GOOD]), house)
    at = datetime(2023, 11, 17, 1, 30, tzinfo=UTC)
    assert Matter.objects.get().registered_at == (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
