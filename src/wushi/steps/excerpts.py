"""Excerpts (摘录): the title and a few words of the text around what was looked for, with the places where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from wushi.steps import folding
from wushi.steps.folding import fold

Marked = tuple[tuple[str, bool], ...]
LENGTH = 90  # characters of an excerpt: three lines on a phone
_BEFORE = 20  # of them before the first word found
_WINDOW, _STEP = 600, 300  # of a long text only the window that holds a word is looked at closely


def of(said: Sequence[tuple[str, str]], words: Sequence[str]) -> tuple[Marked, Marked]:
    """Marked title and excerpt of a matter's (title, text), the first of which is what the resident said."""
    if not said:
        return (), ()
    title = said[0][0]
    marked = _mark(title, words, True)
    for _, text in said:
        found = _around(text, words)
        if found:
            return marked, found
    for other, text in said[1:]:
        if any(word in fold(other) for word in words):
            return marked, _mark(f"{other} {text}"[:LENGTH], words)
    return marked, _shortened(said[0][1], 0, LENGTH, [])


def _spans(text: str, words: Sequence[str], initials: bool = False) -> list[tuple[int, int]]:
    """(begin, end) in the text of every place where one of the words stands, joined where they touch."""
    plain, origin = folding.placed(text)
    spans = []
    for word in words:
        at = plain.find(word)
        while at >= 0:
            spans.append((origin[at], origin[at + len(word) - 1] + 1))
            at = plain.find(word, at + len(word))
    if initials and any(folding.are_initials(word) for word in words):
        solid = [n for n, c in enumerate(plain) if c != " "]
        letters = folding.initials(plain)
        for word in words:
            at = folding.reads(letters, word) if folding.are_initials(word) and word not in plain else -1
            if at >= 0:
                spans.append((origin[solid[at]], origin[solid[at + len(word) - 1]] + 1))
    joined: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def _mark(text: str, words: Sequence[str], initials: bool = False) -> Marked:
    return _shortened(text, 0, len(text), _spans(text, words, initials))


def _around(text: str, words: Sequence[str]) -> Marked:
    """An excerpt around the first word found; nothing when the text holds none."""
    plain = fold(text)
    at = min((n for n in (plain.find(word) for word in words) if n >= 0), default=-1)
    if at < 0:
        return ()
    # where every character counts as one, the place is known; else it is looked for from the beginning
    start = max(0, at - _STEP) if len(plain) == len(text) else 0
    for first in range(start, max(start + 1, len(text) - _STEP), _STEP):
        window = text[first : first + _WINDOW]
        if any(word in fold(window) for word in words):
            spans = [(begin + first, end + first) for begin, end in _spans(window, words)]
            if spans:
                begin = max(0, spans[0][0] - _BEFORE)
                return _shortened(text, begin, begin + LENGTH, spans)
    return ()


def _shortened(text: str, begin: int, end: int, spans: Sequence[tuple[int, int]]) -> Marked:
    """The text from begin to end in parts, with signs where something was left out."""
    parts: list[tuple[str, bool]] = []
    at = begin
    for first, last in spans:
        first, last = max(first, begin), min(last, end)
        if first >= last:
            continue
        parts += [(text[at:first], False), (text[first:last], True)]
        at = last
    parts.append((text[at : min(end, len(text))], False))
    if begin > 0:
        parts.insert(0, ("…", False))
    if end < len(text):
        parts.append(("…", False))
    return tuple((" ".join(part.split("\n")), marked) for part, marked in parts if part)
