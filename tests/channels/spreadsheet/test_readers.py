"""Readers: every kind of file gives the same rows under the numbers that a person sees, and says what cannot be read."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.channels.spreadsheet.files import write_csv, write_excel, write_json_lines
from wushi.channels.spreadsheet.csv_rows import MOST_LINES
from wushi.channels.spreadsheet.opening import open_source
from wushi.channels.spreadsheet.source import Bad, Row
from wushi.domain.errors import BadInput

ROWS = [{"id": "1", "text": "路灯不亮"}, {"id": "2", "text": "井盖丢了"}]


def read(path: Path, **options: str) -> list[Row]:
    return list(open_source(path, **options).rows())  # type: ignore[arg-type]


def test_the_four_kinds_give_the_same_rows(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    parquet = tmp_path / "a.parquet"
    pq.write_table(pa.Table.from_pylist(ROWS), parquet)
    files = [
        write_csv(tmp_path / "a.csv", ROWS),
        write_json_lines(tmp_path / "a.jsonl", ROWS),
        write_excel(tmp_path / "a.xlsx", ROWS),
        parquet,
    ]
    for file in files:
        assert [row.cells for row in read(file)] == ROWS, file.name
    assert [row.number for row in read(files[0])] == [2, 3]  # under the header
    assert [row.number for row in read(files[1])] == [1, 2]
    assert [row.number for row in read(files[2])] == [2, 3]
    assert [row.number for row in read(files[3])] == [1, 2]


def test_the_kind_is_told_by_content_not_by_name(tmp_path: Path) -> None:
    book = write_excel(tmp_path / "a.xlsx", ROWS)
    named = tmp_path / "a.csv"
    named.write_bytes(book.read_bytes())
    assert [row.cells for row in read(named)] == ROWS


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "the file is empty"),
        ("a.csv", b"\n \n,,\n", "the file is empty"),
        ("a.jsonl", b"\n\n", "the file is empty"),
        ("a.csv", "标题,内容\n".encode("utf-16"), "UTF-16"),
        ("a.csv", "标题,内容\n好,好\n".encode("gb18030"), "it looks like GBK"),
        ("a.csv", b"id,te\x00xt\n1,a\n", "NUL"),
        ("a.csv", b"id,id\n1,2\n", "the column id stands twice"),
        ("a.csv", b'id,"text\n1,2\n', "quotation mark in the header is not closed"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old form (.xls)"),
        ("a.xlsx", b"id,text\n", "does not begin like such a file"),
        ("a.xlsx", b"PK\x03\x04broken", "is no whole Excel workbook"),
        ("a.parquet", b"PAR1broken", "is no whole Parquet file"),
        ("a.jsonl", b'[{"id": 1}]', "is one JSON list"),
        ("a.gz", b"\x1f\x8b\x08", "compressed"),
        ("a.pdf", b"%PDF-1.7", "is none of"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(BadInput) as refusal:
        read(file)
    assert said in str(refusal.value)
    assert name in str(refusal.value)


def test_a_missing_file_and_a_folder_are_said_to_be_that(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="there is no such file"):
        open_source(tmp_path / "nothing.csv")
    with pytest.raises(BadInput, match="is a folder"):
        open_source(tmp_path)


def test_a_broken_byte_spoils_its_own_row(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("id,text\n1,好\n2,".encode() + b"\xb5\xc6" + "\n3,好\n".encode())
    rows = read(file)
    assert [row.number for row in rows] == [2, 3, 4]
    assert rows[0].why == rows[2].why == ""
    assert "byte 16 of the file (0xb5) is not UTF-8" in rows[1].why


def test_a_lone_surrogate_written_as_bytes_is_not_utf8(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"id,text\n1,\xed\xa0\x80\n")
    assert "is not UTF-8" in read(file)[0].why


def test_a_quotation_mark_left_open_costs_its_own_row_only(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text('id,text\n1,"open\n2,b\n3,c\n', encoding="utf-8")
    rows = read(file)
    assert [(r.number, r.cells.get("text")) for r in rows] == [(2, None), (3, "b"), (4, "c")]
    assert "this is not CSV" in rows[0].why


def test_a_quotation_mark_left_open_is_found_in_a_long_file(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    lines = ["id,text", '0,"open', *(f"{n},row" for n in range(1, 3 * MOST_LINES))]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = read(file)
    assert len(rows) == 3 * MOST_LINES
    assert [r.number for r in rows if r.why] == [2]


def test_a_text_over_several_lines_is_one_row(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text('id,text\r\n1,"a\r\nb"\r\n2,c\r\n', encoding="utf-8")
    assert [(r.number, r.cells["text"]) for r in read(file)] == [(2, "a\r\nb"), (4, "c")]


def test_marks_semicolons_tabs_and_blank_lines_are_taken(tmp_path: Path) -> None:
    for delimiter in ";\t,":
        file = tmp_path / "a.csv"
        file.write_text(f"\ufeff\n\nid{delimiter}text\n\n1{delimiter}a\n{delimiter}\n2{delimiter}b\n", encoding="utf-8")
        assert [(r.number, r.cells) for r in read(file)] == [
            (5, {"id": "1", "text": "a"}),
            (7, {"id": "2", "text": "b"}),
        ]


def test_gbk_is_read_when_it_is_named(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", ROWS, "gb18030")
    assert [r.cells for r in read(file, encoding="gb18030")] == ROWS


def test_too_many_cells_are_refused_too_few_are_blank(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("id,text\n1,a,b\n2\n3,c,,\n", encoding="utf-8")
    rows = read(file)
    assert "the row has 3 cells" in rows[0].why
    assert rows[1].cells == {"id": "2"}
    assert rows[2].cells == {"id": "3", "text": "c"}


def test_a_line_of_json_that_is_none_is_refused_by_itself(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(b'{"id": 1}\n{"id": \n"text"\n[1]\n\n{"id": "\xff"}\n{"id": 2, "text": "\\ud800"}\n')
    rows = read(file)
    assert [r.number for r in rows] == [1, 2, 3, 4, 6, 7]
    assert "this is not JSON at position" in rows[1].why
    assert "no JSON object" in rows[2].why
    assert "is not UTF-8" in rows[4].why
    assert rows[5].cells["text"] == "\ud800"  # refused later, by the field that it is in


def test_a_deep_json_line_and_an_endless_number_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"id": 1}\n' + "[" * 100000 + "\n" + '{"id": ' + "9" * 10000 + "}\n", encoding="utf-8")
    rows = read(file)
    assert rows[0].why == ""
    assert rows[1].why and rows[2].why


def formulas(path: Path) -> Path:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (["id", "text", "n"], ["1", "=A1&B1", 1], ["2", "plain", "#REF!"], ["3", "ok", 3]):
        page.append(row)
    page["C3"].data_type = "e"
    book.save(path)
    return path


def test_formulas_and_error_values_spoil_their_cell(tmp_path: Path) -> None:
    rows = read(formulas(tmp_path / "a.xlsx"))
    assert isinstance(rows[0].cells["text"], Bad)
    assert "holds a formula (B2)" in rows[0].cells["text"].why
    assert rows[0].cells["n"] == 1
    assert "holds the error value #REF! (C3)" in rows[1].cells["n"].why
    assert rows[2].cells == {"id": "3", "text": "ok", "n": 3}


def test_a_formula_that_was_never_computed_has_no_value_to_take(tmp_path: Path) -> None:
    rows = read(formulas(tmp_path / "a.xlsx"), formulas="value")
    assert "holds a formula without a value (B2)" in rows[0].cells["text"].why


def test_the_value_of_a_formula_is_taken_where_the_map_says_so(tmp_path: Path) -> None:
    import xlsxwriter

    file = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(file))
    page = book.add_worksheet()
    page.write_row(0, 0, ["id", "text"])
    page.write(1, 0, 1)
    page.write_formula(1, 1, '="a"&"b"', value="ab")
    book.close()
    assert read(file, formulas="value")[0].cells["text"] == "ab"
    assert isinstance(read(file)[0].cells["text"], Bad)


def test_a_sheet_is_found_by_name_and_hidden_ones_are_passed_over(tmp_path: Path) -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    first.title, first.sheet_state = "参数", "hidden"
    second = book.create_sheet("诉求")
    second.append(["登记表"])  # a title above the header
    second.append([])
    second.append(["id", "text"])
    second.append([1, "a"])
    file = tmp_path / "a.xlsx"
    book.save(file)
    assert [(r.number, r.cells) for r in read(file)] == [(4, {"id": 1, "text": "a"})]
    with pytest.raises(BadInput, match="has no sheet '别的'; it has 参数, 诉求"):
        read(file, sheet="别的")


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    with pytest.raises(BadInput, match="no Excel workbook"):
        read(file)


def test_parquet_values_beyond_python_spoil_their_cell(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    far = pa.array([0, 400_000_000_000_000_000], pa.timestamp("us"))  # the second is in the year 14645
    nano = pa.array([1, 2], pa.timestamp("ns"))
    file = tmp_path / "a.parquet"
    pq.write_table(pa.table({"id": ["1", "2"], "at": far, "n": nano, "unread": [1, 2]}), file)
    rows = list(open_source(file, columns=("id", "at", "n")).rows())
    assert rows[0].cells == {"id": "1", "at": datetime(1970, 1, 1), "n": datetime(1970, 1, 1)}  # noqa: DTZ001
    assert isinstance(rows[1].cells["at"], Bad)
    assert "unread" not in rows[0].cells


def test_parquet_without_rows_and_cut_off_is_refused(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = tmp_path / "a.parquet"
    pq.write_table(pa.table({"id": pa.array([], pa.string())}), file)
    with pytest.raises(BadInput, match="has no rows"):
        open_source(file)
    pq.write_table(pa.table({"id": [str(n) for n in range(5000)]}), file)
    file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(BadInput, match="is no whole Parquet file"):
        open_source(file)
