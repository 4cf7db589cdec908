"""Writes a report as a spreadsheet: a sheet with the sentences and their figures, then one for each table, list and trend."""

from __future__ import annotations

import io
import re
from typing import Any

import xlsxwriter
from django.utils.translation import gettext

from wushi.domain.indicators import Figure
from wushi.domain.policy import Policy
from wushi.domain.written import Matters, Sentence, Table, Trend, Written

_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
# 0 decimals of a unit -> the form of the number in the sheet; shares stay numbers, so that they can be reckoned with
_FORMS = {"percent": '0.{zeros} "%"', "items": "#,##0", "days": "0.{zeros}", "hours": "0.{zeros}", "minutes": "0"}


class _Book:
    def __init__(self) -> None:
        self.data = io.BytesIO()
        # texts are written as texts: nothing in them becomes a formula or a link
        self.book = xlsxwriter.Workbook(
            self.data,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        self.plain = self.book.add_format({"valign": "top"})
        self.wrap = self.book.add_format({"valign": "top", "text_wrap": True})
        self.head = self.book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.title = self.book.add_format({"bold": True, "font_size": 16})
        self.chapter = self.book.add_format({"bold": True, "font_size": 12, "font_color": "#0A6570"})
        self.warning = self.book.add_format(
            {"bold": True, "font_color": "#7A4E00", "bg_color": "#FFF1D0", "text_wrap": True}
        )
        self._numbers: dict[str, Any] = {}
        self._names: set[str] = set()

    def number(self, figure: Figure) -> Any:
        form = _FORMS[figure.unit].format(zeros="0" * figure.decimals).replace('0. "%"', '0 "%"').rstrip(".")
        if form not in self._numbers:
            self._numbers[form] = self.book.add_format({"num_format": form, "valign": "top"})
        return self._numbers[form]

    def sheet(self, name: str) -> Any:
        base = _FORBIDDEN.sub(" ", name).strip()[:28] or "–"
        chosen, n = base, 1
        while chosen.lower() in self._names:
            n += 1
            chosen = f"{base[:26]} {n}"
        self._names.add(chosen.lower())
        return self.book.add_worksheet(chosen)

    def value(self, sheet: Any, row: int, column: int, figure: Figure | None, words: str = "–") -> None:
        if figure is None or figure.value is None:
            sheet.write_string(row, column, words, self.plain)
        else:
            sheet.write_number(row, column, figure.value, self.number(figure))


def spreadsheet(written: Written, policy: Policy) -> bytes:
    made = _Book()
    made.book.set_properties({"title": written.title, "comments": written.notice})
    _sentences(made, written)
    for chapter in written.chapters:
        for part in chapter.parts:
            if isinstance(part, Table):
                _table(made, part, written)
            elif isinstance(part, Matters):
                _list(made, part, written)
            elif isinstance(part, Trend):
                _trend(made, part, written)
    _definitions(made, written)
    made.book.close()
    return made.data.getvalue()


def _begin(made: _Book, sheet: Any, title: str, written: Written) -> int:
    """Title, period and the notice at the top of every sheet; the next free row."""
    sheet.write_string(0, 0, title, made.title)
    sheet.write_string(1, 0, f"{written.branch_name} {written.period_name}", made.plain)
    if written.notice:
        sheet.write_string(2, 0, written.notice, made.warning)
    return 4


def _sentences(made: _Book, written: Written) -> None:
    sheet = made.sheet(written.name)
    sheet.set_column(0, 0, 70)
    sheet.set_column(1, 5, 16)
    row = _begin(made, sheet, written.title, written)
    sheet.write_string(3, 0, written.lead, made.wrap)
    for chapter in written.chapters:
        found = [p for p in chapter.parts if isinstance(p, Sentence)]
        if found:
            sheet.write_string(row + 1, 0, chapter.title, made.chapter)
            row += 2
        for sentence in found:
            sheet.write_string(row, 0, sentence.text, made.wrap)
            row += 1


def _table(made: _Book, part: Table, written: Written) -> None:
    sheet = made.sheet(part.title)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 3 * len(part.heads), 14)
    row = _begin(made, sheet, part.title, written)
    sheet.write_string(row, 0, part.first, made.head)
    for n, (_, name) in enumerate(part.heads):
        for offset, word in enumerate((name, f"{name} · {gettext('分子')}", f"{name} · {gettext('分母')}")):
            sheet.write_string(row, 1 + 3 * n + offset, word, made.head)
    sheet.freeze_panes(row + 1, 1)
    covered = gettext("不足 %(n)s") % {"n": written.suppress_below}
    for line in (*part.lines, part.whole):
        row += 1
        sheet.write_string(row, 0, line.name, made.plain)
        for n, cell in enumerate(line.cells):
            column = 1 + 3 * n
            if cell.covered:
                sheet.write_string(row, column, covered, made.plain)
                continue
            made.value(sheet, row, column, cell.figure)
            if cell.figure is not None:
                sheet.write_number(row, column + 1, cell.figure.numerator, made.plain)
                sheet.write_number(row, column + 2, cell.figure.denominator, made.plain)


def _list(made: _Book, part: Matters, written: Written) -> None:
    sheet = made.sheet(part.title)
    heads = (gettext("编号"), gettext("什么事"), gettext("单位"), gettext("岗位"), gettext("在哪里"), gettext("登记"),
             gettext("最迟答复"), gettext("督办级别"), gettext("报送"), gettext("模拟"))  # fmt: skip
    for n, width in enumerate((20, 36, 16, 16, 16, 12, 18, 10, 18, 8)):
        sheet.set_column(n, n, width)
    row = _begin(made, sheet, part.title, written)
    for n, head in enumerate(heads):
        sheet.write_string(row, n, head, made.head)
    sheet.freeze_panes(row + 1, 1)
    for m in part.matters:
        row += 1
        due = m.due.strftime("%Y-%m-%d %H:%M") if m.due else ""
        cells = (m.number, m.subject, m.unit, m.post, m.place, m.registered_on.isoformat(), due,
                 str(m.level or ""), m.addressed, gettext("模拟") if m.simulated else "")  # fmt: skip
        for n, cell in enumerate(cells):
            sheet.write_string(row, n, cell, made.plain)


def _trend(made: _Book, part: Trend, written: Written) -> None:
    sheet = made.sheet(part.title)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1 + len(part.series), 18)
    row = first = _begin(made, sheet, part.title, written)
    sheet.write_string(row, 0, gettext("统计期"), made.head)
    for n, series in enumerate(part.series):
        sheet.write_string(row, 1 + n, series.name, made.head)
    for n, name in enumerate(part.names):
        row += 1
        sheet.write_string(row, 0, name, made.plain)
        for m, series in enumerate(part.series):
            made.value(sheet, row, 1 + m, series.figures[n])
    chart = made.book.add_chart({"type": "column" if part.series[0].figures[0].unit == "items" else "line"})
    for n in range(len(part.series)):
        place = sheet.get_name()
        chart.add_series(
            {
                "name": [place, first, 1 + n],
                "categories": [place, first + 1, 0, row, 0],
                "values": [place, first + 1, 1 + n, row, 1 + n],
            }
        )
    chart.set_title({"name": part.title})
    sheet.insert_chart(first, 3 + len(part.series), chart)


def _definitions(made: _Book, written: Written) -> None:
    sheet = made.sheet(gettext("每个数字怎么算"))
    for n, width in enumerate((28, 24, 60, 40)):
        sheet.set_column(n, n, width)
    row = _begin(made, sheet, gettext("每个数字怎么算"), written)
    for n, head in enumerate((gettext("代号"), gettext("名称"), gettext("怎么算"), gettext("不计入的"))):
        sheet.write_string(row, n, head, made.head)
    for slug, (name, how, left) in written.definitions.items():
        row += 1
        for n, cell in enumerate((slug, name, how, left)):
            sheet.write_string(row, n, cell, made.wrap)
