"""What an official paper (文书) is before it is printed: a title and blocks in order, the same for a Word file and for a PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

_DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Heading:
    """一、… : level 1 in black type, level 2 in the type of the text."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `label` stands before it in black type. Not indented: an address, a line of facts."""

    text: str
    label: str = ""
    indent: bool = True


@dataclass(frozen=True, slots=True)
class Form:
    """A ruled form: a label and what is entered, `pairs` of them to a row."""

    rows: tuple[tuple[str, str], ...]
    pairs: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; `widths` are shares of the width."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A line of a record: who speaks, and what was said."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Sign:
    """Lines to be signed by hand: before each line who signs there; what is printed on it when it was signed before a witness."""

    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Stamp:
    """The unit that stamps and the day, at the right edge, with room for the stamp."""

    unit: str
    day: str


@dataclass(frozen=True, slots=True)
class Cover:
    """A cover: the big title in the middle and the lines under it."""

    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NextPage:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class Part:
    """One paper within a bundle: begins a page and stands in the contents."""

    title: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """The parts of the bundle with the page on which each begins; `last` what lies in the file without being printed here."""

    last: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """Empty lines."""

    lines: int = 1


Block = Heading | Text | Form | Table | Said | Sign | Stamp | Cover | NextPage | Part | Contents | Room


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper. `number` stands under the title at the right; `notice` on every page (what is only simulated says so);
    `numbered`: pages carry numbers; `narrow`: the measures of a form, which has more to hold than a letter."""

    title: str
    blocks: tuple[Block, ...]
    number: str = ""
    notice: str = ""
    author: str = ""
    numbered: bool = True
    narrow: bool = False


def bundle(title: str, cover: Cover, papers: tuple[Paper, ...], last: tuple[tuple[str, str], ...] = ()) -> Paper:
    """Several papers as one file: cover, contents with pages, and each paper on pages of its own."""
    blocks: list[Block] = [cover, NextPage(), Contents(last)]
    for one in papers:
        blocks += [Part(one.title, one.number), *one.blocks]
    return Paper(
        title, tuple(blocks), notice=papers[0].notice if papers else "", author=papers[0].author if papers else ""
    )


def in_words(day: date) -> str:
    """二〇二二年八月三日 as papers write a day."""
    year = "".join(_DIGITS[int(n)] for n in f"{day.year:04d}")
    return f"{year}年{_small(day.month)}月{_small(day.day)}日"


def in_figures(day: date) -> str:
    """2022年8月3日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _small(n: int) -> str:
    tens, ones = divmod(n, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (
        _DIGITS[ones] if ones or not tens else ""
    )
