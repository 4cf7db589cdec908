"""A blank workbook for a map: its columns, lists to choose from, and what each column may hold; cells of codes are text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wushi.domain.column_map import ColumnMap
from wushi.domain.policy import Policy

_ROWS = 2000
_AS_TEXT = ("key", "phone", "contact", "source_number", "place", "unit", "subject", "title", "text", "address", "name")
_TOLD = {
    "key": "来源里的编号；再次导入时据此认出同一件，可以不填 / number in your own list",
    "title": "一句话，至多200字；可以不填 / one line",
    "text": "诉求的内容，必填 / what is asked; needed",
    "name": "可以不填 / may be blank",
    "phone": "可以不填 / may be blank",
    "contact": "其他联系方式 / another way to reach the person",
    "address": "地点的文字 / the place in words",
    "place": "社区、村、街道或镇的名称或代码 / name or code of the community",
    "received_at": "如 2026-08-03 17:14，北京时间；不填按导入的时间 / Beijing time; blank: time of import",
    "type": "从列表选择 / choose from the list",
    "channel": "从列表选择；不填为批量导入 / choose from the list",
    "subject": "分类的名称或代码；不填由机器建议 / name or code; blank: the machine proposes",
    "lat": "十进制度数 / decimal degrees",
    "lon": "十进制度数 / decimal degrees",
    "crs": "wgs84, gcj02, bd09, cgcs2000；不填为 wgs84",
    "anonymous": "是 / 否",
    "secret": "是 / 否；保密的诉求只有必要的人看得到",
    "source_number": "其他系统里的单号 / number in another system",
}


def write_template(column_map: ColumnMap, policy: Policy, to: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(to))
    page, told, lists = book.add_worksheet("诉求"), book.add_worksheet("说明"), book.add_worksheet("列表")
    head = book.add_format({"bold": True, "bg_color": "#DDE8F0", "border": 1})
    formats: dict[str, Any] = {
        "text": book.add_format({"num_format": "@"}),
        "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    choices = {
        "type": [n.name for n in policy.demand_types.values()],
        "channel": [n.name for n in policy.channels.values()],
        "place": [u.short or u.name for u in policy.tree if u.level in ("town", "street", "community", "village")],
        "anonymous": ["是", "否"],
        "secret": ["是", "否"],
    }
    told.write_row(0, 0, ["列 / column", "填什么 / what to write"], head)
    told.set_column(0, 0, 16)
    told.set_column(1, 1, 80)
    used: set[str] = set()
    place = 0
    for column, field in column_map.columns.items():
        if field in used:
            continue  # other names for the same field need no column of their own
        used.add(field)
        page.write(0, place, column, head)
        form = formats["time"] if field == "received_at" else formats["text"] if field in _AS_TEXT else None
        page.set_column(place, place, 50 if field == "text" else 18, form)
        told.write(place + 1, 0, column)
        told.write(place + 1, 1, _TOLD.get(field, ""), formats["wrap"])
        if field in choices:
            letter = chr(ord("A") + len(choices) - 1 - list(choices).index(field))
            number = ord(letter) - ord("A")
            lists.write_column(0, number, choices[field])
            source = f"=列表!${letter}$1:${letter}${len(choices[field])}"
            page.data_validation(
                1, place, _ROWS, place, {"validate": "list", "source": source, "error_type": "warning"}
            )
        place += 1
    page.freeze_panes(1, 0)
    lists.hide()
    book.close()
