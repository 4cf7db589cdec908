"""The district's own catalogue from Excel or CSV: columns by their national names, every doubtful cell refused by row and word."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from wushi.channels.spreadsheet import cells
from wushi.channels.spreadsheet.cells import Unreadable
from wushi.channels.spreadsheet.opening import kind_of, open_source
from wushi.domain import catalogue as rules
from wushi.domain.calendar import SHANGHAI, local
from wushi.domain.catalogue import Item, Material, Needed, Time, wrong_times
from wushi.domain.errors import BadInput
from wushi.domain.policy import Policy

LARGEST = 20 * 1024 * 1024
# column -> the names under which catalogues have it; the first is the national schema's
COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("实施编码", "事项编码", "code"),
    "catalogue_code": ("基本编码", "目录编码", "catalogue_code"),
    "handle_code": ("业务办理项编码", "办理项编码", "handle_code"),
    "name": ("事项名称", "业务办理项名称", "名称", "name"),
    "kind": ("事项类型", "kind"),
    "unit": ("实施主体", "实施部门", "部门", "unit"),
    "type": ("办件类型", "type"),
    "legal": ("法定办结时限", "法定时限", "legal"),
    "legal_unit": ("法定办结时限单位", "法定时限单位", "legal_unit"),
    "legal_note": ("法定办结时限说明", "legal_note"),
    "promised": ("承诺办结时限", "承诺时限", "promised"),
    "promised_unit": ("承诺办结时限单位", "承诺时限单位", "promised_unit"),
    "promised_note": ("承诺办结时限说明", "promised_note"),
    "since": ("生效日期", "启用日期", "since"),
    "by_law": ("设定依据", "by_law"),
    "level": ("行使层级", "level"),
    "audience": ("服务对象", "audience"),
    "condition": ("受理条件", "condition"),
    "flow": ("办理流程", "flow"),
    "special": ("特别程序", "special"),
    "visits": ("到办事现场次数", "跑动次数", "visits"),
    "fee": ("是否收费", "fee"),
    "fee_basis": ("收费依据", "fee_basis"),
    "place": ("办理地点", "place"),
    "hours": ("办理时间", "hours"),
    "contact": ("咨询方式", "咨询电话", "contact"),
    "supervise": ("监督投诉方式", "监督电话", "supervise"),
    "area": ("通办范围", "area"),
    "result": ("结果名称", "result"),
    "materials": ("申请材料", "materials"),
}
NEEDED = ("code", "name", "kind", "unit", "type", "promised")
_TEXTS = (
    "legal_note", "promised_note", "by_law", "level", "condition", "flow", "special", "fee_basis", "place", "hours",
    "contact", "supervise", "result",
)  # fmt: skip
_UNITS = {
    "working_days": ("个工作日", "工作日", "working_days", "wd"),
    "days": ("个自然日", "自然日", "日", "天", "days"),
    "hours": ("个工作小时", "工作小时", "小时", "工作时", "hours"),
}
_AT_ONCE = ("即时", "当场", "即办", "立即", "马上")
_MATERIAL = re.compile(r"(.+?)(?:[（(](必要|必须|容缺|可后补|非必要|选填)[)）])?$")
_MARKS = {
    **dict.fromkeys(("", "必要", "必须"), (True, False)),
    **dict.fromkeys(("容缺", "可后补"), (True, True)),
    **dict.fromkeys(("非必要", "选填"), (False, True)),
}


@dataclass(frozen=True, slots=True)
class Mistake:
    """A cell that is not taken: its row in the file (0: the file as a whole), its column, why and what to do."""

    row: int
    column: str
    why: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a file holds. Nothing is taken in while there are mistakes."""

    file: str
    digest: str
    items: tuple[Item, ...]
    materials: tuple[Material, ...]
    mistakes: tuple[Mistake, ...]


def read(path: Path, policy: Policy, since: date, name: str = "") -> Read:
    """Read a catalogue; items without a date of their own hold from `since`. Raises BadInput for a file that is none at all."""
    name = name or path.name
    size = path.stat().st_size
    if size > LARGEST:
        raise BadInput(
            field=name,
            why=f"is larger than {LARGEST // 1024 // 1024} MB; a catalogue is smaller: leave other sheets out",
        )
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    mistakes = [Mistake(0, "", why) for why in _merged(path)]
    source = open_source(path)
    place = {field: next((n for n in names if n in source.columns), "") for field, names in COLUMNS.items()}
    missing = [COLUMNS[field][0] for field in NEEDED if not place[field]]
    if missing:
        raise BadInput(
            field=name, why=f"lacks the column {'、'.join(missing)}; it has {'、'.join(source.columns[:40])}"
        )
    reader = _Reader(policy, since, place)
    if not mistakes:  # what stands in merged cells would be read as blank, and each would be complained of again
        for row in source.rows():
            if row.why:
                mistakes.append(Mistake(row.number, "", row.why))
            else:
                reader.take(row.number, row.cells)
    return Read(
        name, digest, tuple(reader.items.values()), tuple(reader.materials.values()), (*mistakes, *reader.mistakes)
    )


def _merged(path: Path) -> list[str]:
    """Merged cells below the header, in words: only the first of them has the value."""
    if kind_of(path) != "excel":
        return []
    from openpyxl import load_workbook

    from wushi.channels.spreadsheet.excel import HEADER_WITHIN, header_among

    try:
        book = load_workbook(path)
    except Exception:  # whatever is wrong with the file, the reader of rows tells it better
        return []
    sheet = next((s for s in book.worksheets if s.sheet_state == "visible"), None)
    if sheet is None:
        return []
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(max_row=HEADER_WITHIN)]
    header = (header_among(rows) or 0) + 1
    return [
        f"the cells {found.coord} are merged: only the first has the value; unmerge them and fill each row"
        for found in sorted(sheet.merged_cells.ranges, key=lambda r: (r.min_row, r.min_col))
        if found.max_row >= header
    ]


class _Reader:
    """Reads row after row; a row with a mistake gives no item."""

    def __init__(self, policy: Policy, since: date, place: Mapping[str, str]) -> None:
        self._policy, self._since, self._place = policy, since, place
        self._rule = policy.catalogue.conversion(since)
        self._units = {word: u.code for u in policy.tree for word in (u.code, u.name, u.short) if word}
        self._known = {m.name: m for m in policy.catalogue.materials.values()}
        self.items: dict[str, Item] = {}
        self._rows: dict[str, int] = {}
        self.materials: dict[str, Material] = {}
        self.mistakes: list[Mistake] = []

    def take(self, number: int, given: Mapping[str, Any]) -> None:
        before = len(self.mistakes)

        def value(field: str) -> Any:
            return given.get(self._place[field]) if self._place[field] else None

        def bad(field: str, why: str) -> None:
            self.mistakes.append(Mistake(number, self._place[field] or COLUMNS[field][0], why))

        def text(field: str) -> str:
            try:
                return cells.text(value(field)).strip()
            except Unreadable as wrong:
                bad(field, str(wrong))
                return ""

        found: dict[str, Any] = {field: text(field) for field in _TEXTS}
        for field in ("code", "catalogue_code", "handle_code"):
            try:
                found[field] = cells.code(value(field))
            except Unreadable as wrong:
                bad(field, str(wrong))
        found["name"] = text("name")
        for field in ("code", "name"):
            if len(self.mistakes) == before and not found[field]:
                bad(field, "is blank; fill it in")
        found["kind"] = self._one_of(text("kind"), rules.KINDS, "kind", bad)
        found["type"] = self._one_of(text("type"), rules.TYPES, "type", bad)
        found["audience"] = self._one_of(text("audience") or "both", rules.AUDIENCES, "audience", bad, both="both")
        found["area"] = self._one_of(text("area") or "district", rules.AREAS, "area", bad)
        unit = text("unit")
        found["unit"] = self._units.get(unit, "")
        if unit and not found["unit"]:
            bad("unit", f"{unit!r} is no unit of the pack; write its name, short name or code as in organisation.csv")
        elif not unit:
            bad("unit", "is blank; name the department that decides")
        for field in ("legal", "promised"):
            found[field] = self._time(field, value(field), text(f"{field}_unit"), bad)
        if found["promised"] is None:
            found["promised"] = Time(0)
            if found["type"] != rules.INSTANT and len(self.mistakes) == before:
                bad("promised", "is blank; write how long the office promises at most")
        try:
            at = cells.moment(value("since"), SHANGHAI)
            found["since"] = local(at).date() if at else self._since
        except Unreadable as wrong:
            bad("since", str(wrong))
        try:
            visits = cells.number(value("visits"))
            found["visits"] = 1 if visits is None else int(visits)
            found["fee"] = cells.flag(value("fee"))
        except (Unreadable, ValueError, OverflowError) as wrong:
            bad("visits", str(wrong))
        found["materials"] = self._materials(text("materials"))
        if len(self.mistakes) == before:
            self._put(number, Item(**found, status="sourced"), bad)

    def _put(self, number: int, item: Item, bad: Any) -> None:
        if item.code in self._rows:
            bad("code", f"{item.code} stands twice, first in row {self._rows[item.code]}; keep one of the two")
        elif wrong := wrong_times(item, self._rule):
            bad(wrong[0], f"{wrong[1]}; {wrong[2]}")
        else:
            self._rows[item.code] = number
            self.items[item.code] = item

    def _one_of(self, said: str, table: Mapping[str, tuple[str, str]], field: str, bad: Any, both: str = "") -> str:
        for code, (chinese, _) in table.items():
            if said in (code, chinese):
                return code
        if both and all(
            part in ("自然人", "法人", "企业", "个人", "企业法人", "事业法人", "其他组织")
            for part in re.split(r"[,，、;；|]", said)
        ):
            return both
        bad(
            field,
            f"{said!r} is unknown; write one of {'、'.join(chinese for chinese, _ in table.values())}"
            if said
            else "is blank; fill it in",
        )
        return ""

    def _time(self, field: str, value: Any, unit: str, bad: Any) -> Time | None:
        """20, 20个工作日, 即时; None for a blank cell."""
        try:
            if isinstance(value, int | float) and not isinstance(value, bool):
                amount, said = cells.number(value), unit
            elif hasattr(value, "year"):
                raise Unreadable("holds a date, not a number of days; format the column as a number and type it again")
            else:
                written = cells.text(value).strip()
                if not written or written in ("无", "/", "-"):
                    return None
                if any(word in written for word in _AT_ONCE):
                    return Time(0)
                parts = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(.*)", written)
                if parts is None:
                    raise Unreadable(
                        f"{written[:40]!r} is no limit; write a number, such as 20, and the unit beside it"
                    )
                amount, said = float(parts[1]), parts[2].strip() or unit
        except Unreadable as wrong:
            bad(field, str(wrong))
            return None
        code = next((c for c, words in _UNITS.items() if said in words), "" if said else "working_days")
        if not code or amount is None or not 0 <= amount <= 3650:
            bad(field, f"{said or amount!r} is no unit or amount of a limit; write 工作日, 自然日 or 小时")
            return None
        return Time(amount, code)

    def _materials(self, said: str) -> tuple[Needed, ...]:
        """身份证明（必要）；平面图（容缺）；照片（非必要）, or one a line."""
        found: dict[str, Needed] = {}
        for one in re.split(r"[;；\n|]+", said):
            parts = _MATERIAL.fullmatch(one.strip())
            if parts is None:
                continue
            name = parts[1].strip()
            material = self._known.get(name)
            if material is None:
                made = f"m-{hashlib.sha256(name.encode()).hexdigest()[:10]}"
                material = self._known[name] = self.materials[made] = Material(made, name)
            found[material.code] = Needed(material.code, *_MARKS[parts[2] or ""])
        return tuple(found.values())
