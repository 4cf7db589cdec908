"""Writes a paper as a Word file with the measures of GB/T 9704, to be corrected by hand before it is printed and signed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from wushi.domain import paper as p
from wushi.domain.paper import Paper

# Faces that every Chinese Word has; who owns 方正小标宋 sets the title in it by one style.
_BODY, _BLACK, _KAI, _TITLE = "仿宋", "黑体", "楷体", "宋体"
_LETTER, _FORM = (16.0, 29.0), (12.0, 20.0)  # size of the type and from line to line


class _Writer:
    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.made: Any = docx.Document()
        self.size, self.pitch = _FORM if paper.narrow else _LETTER
        self.cell = 10.5 if paper.narrow else 14.0
        self._parts = 0
        self._page()
        style = self.made.styles["Normal"]
        style.font.name, style.font.size = "Times New Roman", Pt(self.size)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _BODY)
        shape = style.paragraph_format
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(self.pitch)
        shape.space_before = shape.space_after = Pt(0)

    def _page(self) -> None:
        section = self.made.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        top, bottom, left, right = (25, 22, 25, 22) if self.paper.narrow else (37, 35, 28, 26)
        section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
        section.left_margin, section.right_margin = Mm(left), Mm(right)
        if self.paper.notice:
            line = section.header.paragraphs[0]
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run = self._run(line, self.paper.notice, _BLACK, 10.5)
            run.font.color.rgb = RGBColor.from_string("7A4E00")
        if not self.paper.numbered:
            return
        section.different_first_page_header_footer = self.bound
        if self.bound and self.paper.notice:
            first = section.first_page_header.paragraphs[0]
            first.alignment = WD_ALIGN_PARAGRAPH.CENTER
            self._run(first, self.paper.notice, _BLACK, 10.5)
        if self.paper.narrow:
            self._number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.CENTER)
            return
        self.made.settings.odd_and_even_pages_header_footer = True
        self._number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
        self._number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)
        if self.paper.notice:
            even = section.even_page_header.paragraphs[0]
            even.alignment = WD_ALIGN_PARAGRAPH.CENTER
            self._run(even, self.paper.notice, _BLACK, 10.5)

    @property
    def bound(self) -> bool:
        return bool(self.paper.blocks) and isinstance(self.paper.blocks[0], p.Cover)

    def _number(self, line: Any, side: Any) -> None:
        line.alignment = side
        self._run(line, "— ", "宋体", 14)
        self._field(self._run(line, "", "宋体", 14), "PAGE")
        self._run(line, " —", "宋体", 14)

    def _run(self, paragraph: Any, text: str, face: str = "", size: float = 0.0) -> Any:
        run = paragraph.add_run(text)
        if face:
            run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
        if size:
            run.font.size = Pt(size)
        return run

    def _line(self, text: str = "", *, indent: bool = False, face: str = "", size: float = 0.0) -> Any:
        line = self.made.add_paragraph()
        if indent:
            line.paragraph_format.first_line_indent = Pt(2 * self.size)
        if text:
            self._run(line, text, face, size)
        return line

    def write(self) -> Any:
        if not self.bound:
            self._title(self.paper.title, self.paper.number)
        for block in self.paper.blocks:
            self._block(block)
        return self.made

    def _title(self, title: str, number: str) -> Any:
        line = self._line(title, face=_TITLE, size=18 if self.paper.narrow else 22)
        line.runs[0].bold = True
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.line_spacing = Pt(self.pitch * 1.3)
        if number:
            self._line(number).alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._line()
        return line

    def _field(self, run: Any, words: str) -> None:
        """A field that Word fills in when it prints."""
        for kind in ("begin", "", "end"):
            mark = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                mark.set(qn("w:fldCharType"), kind)
            else:
                mark.text = words
            run._r.append(mark)

    def _part(self, part: p.Part) -> None:
        self._parts += 1
        line = self._title(part.title, part.number)
        line.paragraph_format.page_break_before = True
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(tag)
            mark.set(qn("w:id"), str(self._parts))
            if tag == "w:bookmarkStart":
                mark.set(qn("w:name"), f"part{self._parts}")
            line._p.append(mark)

    def _contents(self, contents: p.Contents) -> None:
        parts = [b.title for b in self.paper.blocks if isinstance(b, p.Part)]
        self._line("目　录", face=_TITLE, size=22).alignment = WD_ALIGN_PARAGRAPH.CENTER
        rows = [("序号", "文书", "页号"), *((str(n), title, "") for n, title in enumerate(parts, 1))]
        rows += [(str(len(parts) + n), title, page) for n, (title, page) in enumerate(contents.last, 1)]
        table = self._table(rows, (1, 6, 2))
        for n in range(1, len(parts) + 1):
            self._field(table.rows[n].cells[2].paragraphs[0].runs[0], f"PAGEREF part{n}")

    def _block(self, block: p.Block) -> None:
        match block:
            case p.Heading():
                line = self._line(block.text, indent=True, face=_BLACK if block.level == 1 else _KAI)
                line.paragraph_format.keep_with_next = True
            case p.Text():
                for n, part in enumerate(block.text.split("\n")):
                    line = self._line(indent=block.indent)
                    line.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
                    if n == 0 and block.label:
                        self._run(line, block.label, _BLACK)
                    self._run(line, part)
            case p.Form():
                self._form(block)
            case p.Table():
                self._table([block.heads, *block.rows], block.widths or (1,) * len(block.heads))
            case p.Said():
                line = self._line()
                line.paragraph_format.left_indent = Pt(2 * self.size)
                line.paragraph_format.first_line_indent = Pt(-2 * self.size)
                self._run(line, f"{block.who}：", _BLACK)
                self._run(line, block.text)
            case p.Sign():
                for who, name in block.lines:
                    line = self._line(f"{who}：")
                    run = self._run(line, f"  {name}  " if name else " " * 24)
                    run.underline = True
                    if len(who) > 8:
                        line = self._line()
                        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                    self._run(line, "　　年　　月　　日")
            case p.Stamp():
                self._line()
                for text in (block.unit, block.day):
                    line = self._line(text)
                    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                    line.paragraph_format.right_indent = Pt(2 * self.size)
                    line.paragraph_format.keep_with_next = text is block.unit
            case p.Cover():
                self._cover(block)
            case p.NextPage():
                self.made.add_section(WD_SECTION.NEW_PAGE)
            case p.Part():
                self._part(block)
            case p.Contents():
                self._contents(block)
            case p.Room():
                for _ in range(block.lines):
                    self._line()

    def _cover(self, cover: p.Cover) -> None:
        for _ in range(3):
            self._line()
        line = self._line(cover.title, face=_TITLE, size=36)
        line.runs[0].bold = True
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.line_spacing = Pt(60)
        for _ in range(3):
            self._line()
        for label, value in cover.lines:
            line = self._line(f"{label}：", face=_BLACK, size=15)
            line.paragraph_format.left_indent = Pt(40)
            line.paragraph_format.line_spacing = Pt(34)
            self._run(line, f" {value} ", size=15).underline = True

    def _form(self, form: p.Form) -> None:
        rows: list[tuple[str, ...]] = []
        for n in range(0, len(form.rows), form.pairs):
            chunk = form.rows[n : n + form.pairs]
            rows.append(tuple(x for pair in (*chunk, *((("", ""),) * (form.pairs - len(chunk)))) for x in pair))
        self._table(rows, (2, 7) if form.pairs == 1 else (2, 3) * form.pairs, labels=True)

    def _table(self, rows: Sequence[tuple[str, ...]], widths: Sequence[int], *, labels: bool = False) -> Any:
        table = self.made.add_table(rows=0, cols=len(widths), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        whole = 163 if self.paper.narrow else 156
        for r, row in enumerate(rows):
            cells = table.add_row().cells
            for n, text in enumerate(row):
                cells[n].width = Mm(whole * widths[n] / sum(widths))
                line = cells[n].paragraphs[0]
                line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.MULTIPLE
                line.paragraph_format.line_spacing = 1.2
                head = n % 2 == 0 if labels else r == 0
                self._run(line, text, _BLACK if head else "", self.cell)
                if head:
                    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if not labels:  # heads stand again on every page
            mark = OxmlElement("w:tblHeader")
            table.rows[0]._tr.get_or_add_trPr().append(mark)
        self._line()
        return table


def word(paper: Paper, at: datetime) -> bytes:
    """The paper as a .docx; its moments are those of the paper, not of the machine."""
    made = _Writer(paper).write()
    core = made.core_properties
    core.title, core.author, core.comments = paper.title, paper.author, paper.notice
    core.created = core.modified = at.replace(tzinfo=None)
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()
