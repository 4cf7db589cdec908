"""A paper is printed as it was written: with the prescribed measures, faces embedded, words taken as words, in under a second."""

from __future__ import annotations

import io
import time
from datetime import UTC, date, datetime

import docx
import pypdfium2
import pytest

from wushi.domain import paper as p
from wushi.web.papers import printing, word

AT = datetime(2022, 8, 3, 9, 14, tzinfo=UTC)
SENTENCE = "双方确认以上内容是各自真实的意思，愿意照约定的方式和时间履行。"


def whole(sentences: int = 12) -> p.Paper:
    return p.Paper(
        "人民调解协议书",
        (
            p.Text("甲方：示范人，住海勃湾区示范小区1栋。", indent=False),
            p.Heading("一、事实"),
            p.Text(SENTENCE * sentences),
            p.Heading("（一）履行", 2),
            p.Table(("期次", "内容"), (("1", "人民币伍仟元整"), ("2", "修好管道")), (1, 5)),
            p.Form((("案由", "邻里"), ("收到", "2022年8月3日"))),
            p.Said("调解员", "有没有不同意见？"),
            p.Sign((("甲方（签名、盖章或者按指印）", ""), ("记录人", "示范岗位"))),
            p.Stamp("示范人民调解委员会", "2022年8月3日"),
        ),
        number="（2022）示调字第12号",
    )


def text_of(data: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]


def joined(data: bytes) -> str:
    return "".join("".join(text_of(data)).split())


def test_every_word_is_on_the_print_and_in_the_file() -> None:
    paper = whole()
    printed = joined(printing.pdf(paper, AT))
    made = docx.Document(io.BytesIO(word.word(paper, AT)))
    cells = [c.text for t in made.tables for row in t.rows for c in row.cells]
    written = "".join("".join([x.text for x in made.paragraphs] + cells).split())
    for said in (
        paper.title,
        paper.number,
        SENTENCE,
        "人民币伍仟元整",
        "有没有不同意见？",
        "示范人民调解委员会",
        "记录人",
    ):
        assert said in printed
        assert said in written


def test_measures_of_the_standard_hold() -> None:
    """28 characters a line and 22 lines a page (GB/T 9704), on A4."""
    data = printing.pdf(p.Paper("题", (p.Text("文" * 28 * 60, indent=False),)), AT)
    document = pypdfium2.PdfDocument(data)
    assert [round(x / 72 * 25.4) for x in document[0].get_size()] == [210, 297]
    lines = [line.strip() for line in text_of(data)[1].splitlines() if "文" in line]
    assert {len(line) for line in lines} == {28}
    assert len(lines) == 22
    made = docx.Document(io.BytesIO(word.word(whole(), AT)))
    section = made.sections[0]
    assert [round(m.mm) for m in (section.top_margin, section.left_margin, section.page_width)] == [37, 28, 210]
    assert made.styles["Normal"].font.size.pt == 16


def test_faces_lie_in_the_file() -> None:
    data = printing.pdf(whole(), AT)
    document = pypdfium2.PdfDocument(data)
    fonts = set()
    for page in document:
        for found in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
            font = pypdfium2.raw.FPDFTextObj_GetFont(found.raw)
            fonts.add(pypdfium2.raw.FPDFFont_GetIsEmbedded(font))
    assert fonts == {1}
    assert len(data) < 400_000  # only the characters that stand on it


def test_what_somebody_wrote_is_never_markup() -> None:
    nasty = '#panic("x") $a_b$ *fett* \\ [x] #let a = 1 <b> _x_ `raw` // @ref "quoted" \u2028 末'
    printed = joined(printing.pdf(p.Paper(nasty, (p.Text(nasty), p.Said(nasty, nasty))), AT))
    assert printed.count('#panic("x")') == 4  # the title also stands alone once
    assert printed.count("//@ref") == 4 and printed.count("`raw`") == 4


def test_a_word_longer_than_the_line_breaks() -> None:
    data = printing.pdf(p.Paper("题", (p.Text("https://example.org/" + "a1b2" * 60, indent=False),)), AT)
    page = pypdfium2.PdfDocument(data)[0]
    rights = [page.get_textpage().get_charbox(n)[2] for n in range(page.get_textpage().count_chars())]
    assert max(rights) <= page.get_size()[0] - 26 / 25.4 * 72 + 8


def test_the_same_paper_is_the_same_file() -> None:
    assert printing.pdf(whole(), AT) == printing.pdf(whole(), AT)


def test_a_paper_takes_less_than_a_second() -> None:
    printing.faces.cache_clear()
    printing._press.cache_clear()
    began = time.process_time()
    printing.pdf(whole(200), AT)
    word.word(whole(200), AT)
    assert time.process_time() - began < 1


def test_a_cover_carries_no_number_and_what_is_simulated_says_so_on_every_page() -> None:
    paper = p.Paper(
        "卷宗", (p.Cover("卷宗", (("案件", "漏水"),)), p.NextPage(), p.Text("目录")), notice="模拟数据", narrow=True
    )
    first, second = text_of(printing.pdf(paper, AT))
    assert "—" not in first and "— 2 —" in second
    assert "模拟数据" in first and "模拟数据" in second


def test_without_a_chinese_face_nothing_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Bare:
        def __init__(self, **_: object) -> None: ...

        def families(self) -> list[str]:
            return ["DejaVu Sans"]

    monkeypatch.setattr(printing.typst, "Fonts", Bare)
    printing.faces.cache_clear()
    try:
        with pytest.raises(printing.NoFace, match="fonts-noto-cjk"):
            printing.pdf(whole(), AT)
    finally:
        printing.faces.cache_clear()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ((2022, 8, 3), "二〇二二年八月三日"),
        ((2026, 10, 20), "二〇二六年十月二十日"),
        ((2022, 12, 31), "二〇二二年十二月三十一日"),
    ],
)
def test_days_in_words(day: tuple[int, int, int], words: str) -> None:
    assert p.in_words(date(*day)) == words
