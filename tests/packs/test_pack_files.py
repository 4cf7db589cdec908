"""Strict reading of single files: what is taken, what is refused, and on which line."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from wushi.packs.files import Csv, positions, read_csv, read_text, read_toml
from wushi.packs.problems import Problems, nearest, quoted

PACKS = Path(__file__).parents[2] / "packs"
TOMLS = sorted(path for path in PACKS.rglob("*.toml") if "broken" not in path.parts)
COLUMNS = {"code": True, "name": True, "note": False}


def text_of(data: bytes) -> tuple[str | None, list[tuple[int, str]]]:
    problems = Problems()
    text = read_text(data, "pack/file", problems)
    return text, [(p.facts["line"], p.facts["why"]) for p in problems.found]


def rows_of(text: str) -> tuple[Csv | None, list[tuple[int, str]]]:
    problems = Problems()
    csv = read_csv("pack/file.csv", text, COLUMNS, problems)
    return csv, [(p.facts["line"], p.facts["why"]) for p in problems.found]


# --- bytes ------------------------------------------------------------------------------------------------------------


def test_what_excel_adds_is_taken() -> None:
    assert text_of(b"\xef\xbb\xbfcode,name\r\na,b\r\n") == ("code,name\na,b\n", [])


@pytest.mark.parametrize(
    ("data", "line", "why"),
    [
        (b"a\nb\x00c", 2, "a NUL character"),
        (b"a\nb\nc\xff", 3, "byte 5 (0xff) is not UTF-8"),
        ("区\n社区".encode("gb18030"), 1, "it seems to be GBK"),
        (b"\xed\xa0\x80", 1, "is not UTF-8"),  # a lone surrogate
        ("a\n\u202eb".encode(), 2, "U+202E"),
        ("a\ufeffb".encode(), 1, "U+FEFF"),
        ("a\nb".encode("utf-16"), 1, "UTF-16"),
        (b"a\rb\n", 1, "carriage return"),
        (b"a\x1bb", 1, "U+001B"),
    ],
)
def test_bytes_that_are_no_clean_text_are_refused_with_their_line(data: bytes, line: int, why: str) -> None:
    text, [(found, told)] = text_of(data)
    assert text is None
    assert found == line
    assert why in told


def test_mongolian_and_traditional_letters_are_text() -> None:
    written = "ᠬᠠᠶᠢᠷᠤᠪ 海勃灣區 \u202f\u180e"
    assert text_of(written.encode()) == (written, [])


# --- TOML -------------------------------------------------------------------------------------------------------------


def paths_of(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """All keys and list items that stand in a file by themselves, not inside of an inline table."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths_of(inner, (*path, key))


@pytest.mark.parametrize("file", TOMLS, ids=lambda path: str(path.relative_to(PACKS)))
def test_every_key_of_the_shipped_packs_is_found_on_a_line_that_names_it(file: Path) -> None:
    text = file.read_text("utf-8")
    lines, at, data = text.split("\n"), positions(text), tomllib.loads(text)
    for key, value in data.items():
        items = [((key, n), item) for n, item in enumerate(value)] if isinstance(value, list) else [((key,), value)]
        for start, item in items:
            assert start in at
            for path in paths_of(item, start):
                if isinstance(path[-1], str) and path in at:
                    assert path[-1] in lines[at[path] - 1]
            if isinstance(item, dict) and isinstance(value, list):
                assert all((*start, inner) in at for inner in item)
            elif not isinstance(item, dict) and isinstance(value, list):
                assert str(item) in lines[at[start] - 1]


def test_lines_of_toml_in_all_its_forms() -> None:
    text = '''# comment = 1
first = 1
"quoted key" = """
not_a_key = 2
[not.a.table]
""" # comment
list = [ # items = 3
    "a, b", 'c',
    { inner = 1 },
    [1,
     2],
    2020-01-01,
]
dotted.key . deep = '#'
[table."with.dot"] # comment
one = "]" # [x]
[[many]]
a = 1
[[many.inner]]
b = 1
[[many.inner]]
b = 2
[[many]]
a = 2
[many.sub]
c = \'\'\'
d = 1\'\'\'
e = 1
'''
    tomllib.loads(text)
    at = positions(text)
    expected = {
        ("first",): 2,
        ("quoted key",): 3,
        ("list",): 7,
        ("list", 0): 8,
        ("list", 1): 8,
        ("list", 2): 9,
        ("list", 3): 10,
        ("list", 4): 12,
        ("dotted", "key", "deep"): 14,
        ("table", "with.dot"): 15,
        ("table", "with.dot", "one"): 16,
        ("many", 0): 17,
        ("many", 0, "a"): 18,
        ("many", 0, "inner", 0, "b"): 20,
        ("many", 0, "inner", 1): 21,
        ("many", 0, "inner", 1, "b"): 22,
        ("many", 1, "a"): 24,
        ("many", 1, "sub", "c"): 26,
        ("many", 1, "sub", "e"): 28,
    }
    assert {path: at.get(path) for path in expected} == expected
    assert ("not_a_key",) not in at
    assert ("d",) not in at


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = 1\nb = \n", 2),
        ("a = 1\na = 2\n", 2),
        ("[a]\n[a]\n", 2),
        ('a = "b\n', 1),
        ("a = [1,\n", 2),
        ("a = " + "[" * 9000, 0),
    ],
)
def test_what_is_no_toml_is_refused_with_its_line(text: str, line: int) -> None:
    problems = Problems()
    assert read_toml("pack/file.toml", text, problems) is None
    assert [problem.facts["line"] for problem in problems.found] == [line]
    assert not problems.could_read("file.toml")


# --- CSV --------------------------------------------------------------------------------------------------------------


def test_rows_know_the_line_on_which_they_begin() -> None:
    csv, told = rows_of('code,name\na,"x\ny"\n\nb,z\n,\n')
    assert told == []
    assert csv is not None
    assert csv.rows == ((2, ("a", "x\ny")), (5, ("b", "z")))


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("", 1, "empty"),
        ("\n\n", 1, "empty"),
        ("code\n", 1, "`name` is missing"),
        ("code,name,name\n", 1, "stands twice"),
        ("code;name\n", 1, "not parted by commas"),
        ("code,name\na\n", 2, "1 cells, the header 2"),
        ("code,name\na,b\nc,=A1\n", 3, "formula"),
        ("code,name\n1.5E+11,b\n", 2, "turned a code into a number"),
        ("code,name\na,#REF!\n", 2, "error value"),
        ("code,name\na,b \n", 2, "blanks around"),
        ("code,name\na,\u3000b\n", 2, "blanks around"),
        ('code,name\na,"b\n', 2, "not CSV"),
        ('code,name\na,"b"c\n', 2, "not CSV"),
        ("code,name\na," + "b" * 200_000 + "\n", 2, "field larger"),
    ],
)
def test_what_is_no_clean_table_is_refused_with_its_line(text: str, line: int, why: str) -> None:
    _, [(found, told)] = rows_of(text)
    assert found == line
    assert why in told


# --- words ------------------------------------------------------------------------------------------------------------


def test_the_nearest_known_word_is_offered_and_only_if_near() -> None:
    assert nearest("refrence", ["reference", "status"]) == "did you mean `reference`? "
    assert nearest("zzz", ["reference", "status"]) == ""


def test_values_in_messages_hide_nothing_and_are_not_endless() -> None:
    assert quoted("a\n b\x07") == "`a b\\u0007`"
    assert len(quoted("x" * 10_000)) < 70
