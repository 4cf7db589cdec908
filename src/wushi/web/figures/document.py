"""Writes a report as a document for printing and for the file: headings, sentences, tables, in a Chinese face."""

from __future__ import annotations

import io
from typing import Any

import docx
from django.utils.translation import gettext
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from wushi.domain.policy import Policy
from wushi.domain.written import Matters, Sentence, Table, Trend, Written
from wushi.web import words

_FACE, _HEADING = "宋体", "黑体"
_WIDE = 5  # columns from which the page lies on its side


def _face(style: Any, face: str, size: float, colour: str = "1B2430") -> None:
    style.font.name, style.font.size = "Times New Roman", Pt(size)
    style.font.color.rgb = RGBColor.from_string(colour)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def document(written: Written, policy: Policy) -> bytes:
    made = docx.Document()
    _face(made.styles["Normal"], _FACE, 11)
    made.styles["Normal"].paragraph_format.line_spacing = 1.4
    _face(made.styles["Title"], _HEADING, 20)
    _face(made.styles["Heading 1"], _HEADING, 15, "0A6570")
    _face(made.styles["Heading 2"], _HEADING, 12)
    _page(made, written)
    made.core_properties.title = written.title
    made.core_properties.author = written.branch_name
    made.core_properties.comments = written.notice
    made.add_heading(written.title, 0)
    if written.notice:
        _notice(made, written.notice)
    made.add_paragraph(written.lead)
    facts = [written.period_name, gettext("取自账本第 %(n)s 条为止的记录。") % {"n": words.count(written.position)}]
    facts.append(f"{gettext('生成于')} {words.moment(written.written_at)}")
    if written.running:
        facts.append(gettext("这一期还没有过完，数字算到现在为止。"))
    _small(made, " · ".join(facts))
    for chapter in written.chapters:
        made.add_heading(chapter.title, 1)
        for part in chapter.parts:
            if isinstance(part, Sentence):
                made.add_paragraph(part.text)
            elif isinstance(part, Table):
                _table(made, part, written)
            elif isinstance(part, Trend):
                _trend(made, part)
            elif isinstance(part, Matters):
                _list(made, part)
    made.add_heading(gettext("每个数字怎么算"), 1)
    for slug, (name, how, left) in written.definitions.items():
        paragraph = made.add_paragraph()
        paragraph.add_run(f"{name} ").bold = True
        paragraph.add_run(f"({slug}) {how} {left}")
        paragraph.runs[-1].font.size = Pt(9)
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def _page(made: Any, written: Written) -> None:
    section = made.sections[0]
    columns = max((len(p.heads) + 1 for c in written.chapters for p in c.parts if isinstance(p, Table)), default=0)
    lists = any(isinstance(p, Matters) and p.matters for c in written.chapters for p in c.parts)
    section.page_width, section.page_height = Mm(210), Mm(297)
    if columns > _WIDE or lists:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(20)
    footer = section.footer.paragraphs[0]
    footer.text = f"{written.title} · {written.notice}" if written.notice else written.title
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.runs[0].font.size = Pt(8)


def _notice(made: Any, text: str) -> None:
    run = made.add_paragraph().add_run(text)
    run.bold = True
    run.font.color.rgb = RGBColor.from_string("7A4E00")


def _small(made: Any, text: str) -> None:
    run = made.add_paragraph().add_run(text)
    run.font.size = Pt(9)
    run.font.color.rgb = RGBColor.from_string("4A5565")


def _grid(made: Any, heads: list[str], rows: list[list[str]], numbers_from: int) -> None:
    table = made.add_table(rows=1, cols=len(heads), style="Light Grid Accent 1")
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        _fill(cell, head, False)
    for row in rows:
        for n, (cell, words_) in enumerate(zip(table.add_row().cells, row, strict=True)):
            _fill(cell, words_, n >= numbers_from)
    made.add_paragraph()


def _fill(cell: Any, text: str, number: bool) -> None:
    cell.text = text
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.line_spacing = 1.0
    if number:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for run in paragraph.runs:
        run.font.size = Pt(9)


def _table(made: Any, part: Table, written: Written) -> None:
    made.add_heading(part.title, 2)
    covered = gettext("不足 %(n)s") % {"n": written.suppress_below}
    rows = [
        [line.name, *(covered if c.covered else c.words + (f" ({gettext('少')})" if c.few else "") for c in line.cells)]
        for line in (*part.lines, part.whole)
    ]
    _grid(made, [part.first, *(name for _, name in part.heads)], rows, 1)
    if any(c.few for line in part.lines for c in line.cells):
        _small(made, gettext("标“少”的不足 %(n)s 件，不作比较，排在后面。") % {"n": part.rank_from})


def _trend(made: Any, part: Trend) -> None:
    made.add_heading(part.title, 2)
    rows = [[name, *(s.words[n] for s in part.series)] for n, name in enumerate(part.names)]
    _grid(made, [gettext("统计期"), *(s.name for s in part.series)], rows, 1)


def _list(made: Any, part: Matters) -> None:
    made.add_heading(f"{part.title} ({part.total})", 2)
    if not part.matters:
        made.add_paragraph(gettext("这一期没有。"))
        return
    heads = [
        gettext("编号"),
        gettext("什么事"),
        gettext("单位和岗位"),
        gettext("在哪里"),
        gettext("登记"),
        gettext("最迟答复"),
    ]
    rows = []
    for m in part.matters:
        who = f"{m.unit} {m.post}"
        if m.addressed:
            who += "\n" + gettext("%(n)s 级督办，报%(who)s") % {"n": m.level, "who": m.addressed}
        due = words.deadline(m.due) if m.due else "–"
        number = f"{m.number} ({gettext('模拟')})" if m.simulated else m.number
        rows.append([number, m.subject or "–", who, m.place or "–", words.day(m.registered_on), due])
    _grid(made, heads, rows, len(heads))
    if part.left_out > 0:
        _small(made, gettext("另有 %(n)s 件没有列出。") % {"n": part.left_out})
