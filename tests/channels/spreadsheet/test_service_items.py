"""A real catalogue from Excel: the national columns are understood; merged cells, dates as text and unlawful promises are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from wushi.channels.spreadsheet import service_items
from wushi.domain.actor import Actor
from wushi.domain.catalogue import Time
from wushi.domain.errors import BadInput, NotPermitted
from wushi.domain.policy import Policy
from wushi.steps import catalogue

HEAD = (
    "实施编码", "基本编码", "业务办理项编码", "事项名称", "事项类型", "实施主体", "办件类型", "法定办结时限", "法定办结时限单位",
    "承诺办结时限", "承诺办结时限单位", "生效日期", "申请材料",
)  # fmt: skip
GOOD = (
    "11150302MB001", "000101", "11150302MB00101", "测试用许可", "行政许可", "市场监管局", "承诺件", 20, "工作日", 3, "工作日",
    "2023年3月1日", "身份证明（必要）；平面图（容缺）；合影（非必要）",
)  # fmt: skip
SINCE = date(2023, 1, 1)


def book(path: Path, *rows: Sequence[Any], merge: str = "", title: str = "") -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    if title:
        sheet.append([title])
    for row in (HEAD, *rows):
        sheet.append(list(row))
    if merge:
        sheet.merge_cells(merge)
    made.save(path)
    return path


def with_(**changes: Any) -> list[Any]:
    row = list(GOOD)
    for name, value in changes.items():
        row[HEAD.index(name)] = value
    return row


def read(path: Path, policy: Policy) -> service_items.Read:
    return service_items.read(path, policy, SINCE)


def test_a_catalogue_with_national_columns_is_read(tmp_path: Path, policy: Policy) -> None:
    found = read(book(tmp_path / "a.xlsx", GOOD, title="海勃湾区政务服务事项目录"), policy)
    assert found.mistakes == ()
    (item,) = found.items
    assert (item.unit, item.kind, item.type, item.since) == ("market", "permit", "promise", date(2023, 3, 1))
    assert (item.legal, item.promised) == (Time(20), Time(3))
    assert [(n.must, n.tolerable) for n in item.materials] == [(True, False), (True, True), (False, True)]
    assert item.materials[0].material == "identity"  # a known paper keeps its code
    assert [m.name for m in found.materials] == ["平面图", "合影"]


@pytest.mark.parametrize(
    ("changes", "column", "why"),
    [
        ({"法定办结时限": None}, "法定办结时限", "no legal limit"),
        ({"承诺办结时限": 40}, "承诺办结时限", "longer than the law allows"),
        ({"承诺办结时限": 30, "承诺办结时限单位": "自然日"}, "承诺办结时限", "longer than the law allows"),
        ({"办件类型": "即办件"}, "承诺办结时限", "done on the spot promises 3"),
        ({"法定办结时限": date(2023, 1, 20)}, "法定办结时限", "holds a date"),
        ({"法定办结时限": "二十天"}, "法定办结时限", "is no limit"),
        ({"法定办结时限": -5}, "法定办结时限", "no unit or amount"),
        ({"承诺办结时限单位": "旬"}, "承诺办结时限", "no unit or amount"),
        ({"生效日期": "三月初"}, "生效日期", "is no time"),
        ({"生效日期": "1/2/23"}, "生效日期", "is no time"),
        ({"生效日期": "2023-02-30"}, "生效日期", "there is no time"),
        ({"生效日期": 45000}, "生效日期", "format the column as a date"),
        ({"实施主体": "某某局"}, "实施主体", "is no unit of the pack"),
        ({"事项类型": "行政处罚"}, "事项类型", "is unknown"),
        ({"实施编码": 1.5e15}, None, ""),
        ({"实施编码": "1.5E+15"}, "实施编码", "turned a code into a number"),
        ({"实施编码": None}, "实施编码", "is blank"),
        ({"事项名称": "=A1"}, "事项名称", "formula"),
    ],
)
def test_a_doubtful_cell_is_told_by_row_column_and_word(
    tmp_path: Path, policy: Policy, changes: dict[str, Any], column: str | None, why: str
) -> None:
    found = read(book(tmp_path / "a.xlsx", GOOD, with_(**{"实施编码": "other", **changes})), policy)
    if column is None:
        assert len(found.items) == 2
        return
    assert [(m.row, m.column) for m in found.mistakes] == [(3, column)], found.mistakes
    assert why in found.mistakes[0].why


def test_merged_cells_are_refused_once_for_each_range(tmp_path: Path, policy: Policy) -> None:
    path = book(tmp_path / "a.xlsx", GOOD, with_(实施编码="b"), with_(实施编码="c"), merge="F2:F4")
    found = read(path, policy)
    assert [m.why for m in found.mistakes] == [
        "the cells F2:F4 are merged: only the first has the value; unmerge them and fill each row"
    ]
    assert found.items == ()


def test_a_merged_title_above_the_header_does_no_harm(tmp_path: Path, policy: Policy) -> None:
    found = read(book(tmp_path / "a.xlsx", GOOD, title="目录", merge="A1:M1"), policy)
    assert found.mistakes == () and len(found.items) == 1


def test_an_item_twice_and_a_missing_column_are_told(tmp_path: Path, policy: Policy) -> None:
    found = read(book(tmp_path / "a.xlsx", GOOD, GOOD), policy)
    assert "stands twice, first in row 2" in found.mistakes[0].why
    other = openpyxl.Workbook()
    other.active.append(["事项名称", "部门"])
    other.save(tmp_path / "b.xlsx")
    with pytest.raises(BadInput, match="lacks the column 实施编码、事项类型"):
        read(tmp_path / "b.xlsx", policy)


def test_what_is_taken_in_holds_from_its_day_and_the_old_promise_before(
    tmp_path: Path, house: Policy, admin: Actor
) -> None:
    old = next(v[0] for v in house.catalogue.versions.values() if v[0].name == "食品经营许可（新办）")
    row = with_(实施编码=old.code, 事项名称=old.name, 承诺办结时限=2)
    found = read(book(tmp_path / "a.xlsx", row, GOOD), house)
    given = {"policy": house, "file": "a.xlsx", "digest": found.digest, "since": SINCE}
    now = datetime(2023, 2, 1, tzinfo=UTC)
    brought = catalogue.take_in(found.items, found.materials, actor=admin, now=now, **given)
    assert (len(brought.new), len(brought.changed)) == (1, 1)
    book_ = catalogue.current(house)
    assert book_.item(old.code, date(2023, 2, 28)).promised == old.promised
    assert book_.item(old.code, date(2023, 3, 1)).promised == Time(2)
    assert "测试用许可" in [i.name for i in catalogue.search("测试用", house, date(2023, 4, 1))[0]]
    again = catalogue.take_in(found.items, found.materials, actor=admin, now=now, **given)
    assert (len(again.new), len(again.changed), again.same) == (0, 0, 2)


def test_only_who_may_import_takes_a_catalogue_in(tmp_path: Path, house: Policy) -> None:
    post = next(p for p in house.posts.values() if p.role == "handler")
    found = read(book(tmp_path / "a.xlsx", GOOD), house)
    with pytest.raises(NotPermitted):
        catalogue.take_in(
            found.items, (), actor=Actor(post.code, post.unit, post.role), policy=house, now=datetime.now(UTC),
            file="a", digest="", since=SINCE,
        )  # fmt: skip


@pytest.fixture
def admin(policy: Policy) -> Actor:
    post = next(p for p in policy.posts.values() if "import" in policy.roles[p.role].may)
    return Actor(post.code, post.unit, post.role)
