"""Folding (归一): a text as it is compared in a search: Simplified, small, narrow, without blanks between characters; and the
pieces and pinyin initials by which it is found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import product
from operator import add
from typing import Any

SCHEME = 1  # raised with every change of what these rules make of a text: the index is then made again
_INVISIBLE = re.compile("[\u180b-\u180f\ufe00-\ufe0f]")  # choose between shapes of the character before
_BETWEEN = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")
_BLANK = re.compile(r"\s+")


@lru_cache(maxsize=1)
def _convert() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s").convert


class _Table(dict[int, str]):
    """Character -> what it counts as. Each stands for itself alone: a part of a text folds as the text does."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(code)).casefold()
        if _INVISIBLE.match(plain) or unicodedata.category(chr(code)) == "Cf":
            plain = ""
        elif plain.isspace():
            plain = " "
        elif code > 0x2E00:
            plain = "".join(_convert()(c) for c in plain)
        self[code] = plain
        return plain


_TABLE = _Table()


def fold(text: str) -> str:
    """The text as it is compared."""
    plain = text.translate(_TABLE)
    if " " not in plain:  # all that is blank has become this one; in most texts there is none
        return plain
    return _BLANK.sub(" ", _BETWEEN.sub("", plain))


def placed(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the place in the text from which it comes."""
    plain, origin = [], []
    for place, character in enumerate(text):
        for one in _TABLE[ord(character)]:
            plain.append(one)
            origin.append(place)
    whole = "".join(plain)
    dropped: set[int] = set()
    for blank in _BETWEEN.finditer(whole):
        dropped.update(range(*blank.span()))
    for blank in _BLANK.finditer(whole):
        dropped.update(range(blank.start() + 1, blank.end()))
        plain[blank.start()] = " "
    kept = [n for n in range(len(plain)) if n not in dropped]
    return "".join(plain[n] for n in kept), [origin[n] for n in kept]


def pieces(plain: str) -> set[str]:
    """The characters of a folded text and the pairs of neighbours: what the index keeps. No piece reaches over a blank, since
    no word of a query does."""
    found: set[str] = set()
    for part in plain.split():
        found.update(part)
        found.update(map(add, part, part[1:]))
    return found


def pieces_of_word(word: str) -> list[str]:
    """The pieces that a text must have to hold this word."""
    return [word] if len(word) == 1 else list(dict.fromkeys(map(add, word, word[1:])))


@lru_cache(maxsize=1)
def _initials() -> dict[str, str]:
    """Character -> the letters with which its readings begin: 行 is read with x and with h."""
    from pypinyin.pinyin_dict import pinyin_dict

    found = {}
    for code, readings in pinyin_dict.items():
        letters = dict.fromkeys(unicodedata.normalize("NFD", r)[:1].lower() for r in readings.split(","))
        found[chr(code)] = "".join(c for c in letters if "a" <= c <= "z")
    return found


def initials(plain: str) -> list[str]:
    """The letters that each character of a folded line may stand for; a letter or a digit stands for itself, a sign for nothing."""
    known = _initials()
    return [known.get(c) or (c if c.isascii() and c.isalnum() else "") for c in plain if c != " "]


def initial_pieces(letters: Sequence[str]) -> set[str]:
    """Runs of two and of three initials, marked: with the mark they are longer than any piece of a word."""
    found: set[str] = set()
    for length in (2, 3):
        for n in range(len(letters) - length + 1):
            found.update(["~" + "".join(one) for one in product(*letters[n : n + length])])
    return found


def initial_pieces_of_word(word: str) -> list[str]:
    """The runs that a line must have so that it can be read with these initials."""
    length = min(len(word), 3)
    return ["~" + word[n : n + length] for n in range(len(word) - length + 1)]


def reads(letters: Sequence[str], word: str) -> int:
    """The place in the line at which it can be read with these initials; -1 when it cannot."""
    for n in range(len(letters) - len(word) + 1):
        if all(one in letters[n + m] for m, one in enumerate(word)):
            return n
    return -1


def are_initials(word: str) -> bool:
    """May these be pinyin initials? Two letters at least: one stands for nearly everything."""
    return 2 <= len(word) <= 12 and word.isascii() and word.isalpha()


def words_of(query: str) -> list[str]:
    """The different words of a query, folded, in their order."""
    return list(dict.fromkeys(w for part in query.split() for w in fold(part).split()))


def names_read(names: Iterable[tuple[str, str]], word: str) -> set[str]:
    """Codes of the (code, name) whose name can be read with these initials."""
    return {code for code, name in names if reads(initials(fold(name)), word) >= 0}
