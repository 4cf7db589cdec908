"""Small files for the tests of the import, made on the spot."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wushi.channels.spreadsheet.importing import Count, Import, Refused
from wushi.domain.policy import Policy
from wushi.packs import maps

NOW = datetime(2023, 11, 20, 2, 0, tzinfo=UTC)

GOOD = {
    "编号": "A-1",
    "标题": "家里暖气不热",
    "内容": "青山社区3号楼暖气一直不热，请尽快处理。",
    "姓名": "王阿姨",
    "电话": "13900001234",
    "时间": "2023-11-17 09:30",
    "类型": "求助",
    "渠道": "电话",
}


def write_csv(path: Path, rows: Sequence[Mapping[str, Any]], encoding: str = "utf-8") -> Path:
    columns = list(dict.fromkeys(c for row in rows for c in row))
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_json_lines(path: Path, rows: Sequence[Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def write_excel(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    from openpyxl import Workbook

    columns = list(dict.fromkeys(c for row in rows for c in row))
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(columns)
    for row in rows:
        page.append([row.get(c) for c in columns])
    book.save(path)
    return path


def take(
    path: Path, policy: Policy, name: str = "demands", *, dry_run: bool = False, now: datetime = NOW, **options: Any
) -> tuple[Count, list[Refused]]:
    """Import the file; the counts and what was refused."""
    refused: list[Refused] = []
    course = Import(
        maps.find(name, policy),
        policy,
        dry_run=dry_run,
        report=refused.append,
        clock=lambda: now,
        second_process=False,
    )
    return course.run(path, **options), refused
