"""Danger (险情): the words that tell of danger, the sorts they belong to, and what quiets them, read for the rules that listen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from wushi.domain import danger
from wushi.domain.danger import Calm, Rules, Sign, Sort
from wushi.packs.fields import (
    Field,
    Row,
    Shape,
    code,
    flag,
    from_to,
    list_of,
    one_of,
    only_keys,
    only_once,
    status,
    text,
    toml_list,
    toml_table,
    whole,
)
from wushi.packs.layers import Layer
from wushi.packs.problems import Problems, nearest, quoted

_FILE = "classification/danger.toml"
_WORDS = "classification/danger.csv"
_SORT: Shape = {
    "id": Field(code),
    "name": Field(text),
    "name_en": Field(text),
    "line": Field(text),
    "say": Field(text),
    "say_en": Field(text),
    "status": Field(status),
}
_SIGN: Shape = {
    "sort": Field(text),
    "first": Field(list_of(text)),
    "then": Field(list_of(text)),
    "within": Field(from_to(0, 40, whole)),
    "ordered": Field(flag, needed=False, default=True),
    "status": Field(status, needed=False),
}
_CALM: Shape = {
    "id": Field(code),
    "name": Field(text),
    "name_en": Field(text),
    "where": Field(one_of("over", "before", "after", "sentence")),
    "words": Field(list_of(text)),
    "gap": Field(from_to(0, 20, whole), needed=False, default=0),
    "sorts": Field(list_of(text), needed=False, default=()),
    "unless": Field(list_of(text), needed=False, default=()),
    "yields": Field(flag, needed=False, default=False),
    "status": Field(status),
}
_WORD: Shape = {
    "word": Field(text),
    "line": Field(text),
    "sort": Field(text, needed=False, default=""),
    "status": Field(status),
}


@dataclass
class Listening:
    """What has been read of all layers so far; a later layer adds to the earlier and puts a sort or a calm in its place."""

    words: dict[str, tuple[str, str]] = field(default_factory=dict)
    sorts: dict[str, Sort] = field(default_factory=dict)
    signs: list[Sign] = field(default_factory=list)
    calms: dict[str, Calm] = field(default_factory=dict)
    now: list[str] = field(default_factory=list)
    spelling: dict[str, str] = field(default_factory=dict)

    def read(self, layer: Layer, lines: Collection[str], problems: Problems) -> None:
        toml = layer.toml(_FILE)
        if toml is not None:
            only_keys(toml, ["now", "spelling", "sort", "sign", "calm"], problems)
            head = toml_table(
                toml, (), {k: v for k, v in toml.data.items() if k == "now"}, {"now": Field(list_of(text))}, problems
            )
            self.now += head["now"] or ()
            self._read_spelling(toml.data.get("spelling", {}), toml.name, toml.line("spelling"), problems)
            for id, row in only_once(toml_list(toml, "sort", _SORT, problems), "id", "sort").items():
                _check_line(row, lines, problems)
                if row.whole:
                    self.sorts[id] = Sort(**row.values)
            for row in toml_list(toml, "sign", _SIGN, problems):
                self._check_sorts(row, (row["sort"],), problems)
                if row.whole:
                    self.signs.append(Sign(**{k: v for k, v in row.values.items() if k != "status"}))
            for id, row in only_once(toml_list(toml, "calm", _CALM, problems), "id", "calm").items():
                self._check_sorts(row, row["sorts"] or (), problems)
                if row.whole:
                    self.calms[id] = Calm(**{k: v for k, v in row.values.items() if k != "status"})
        for word, row in only_once(layer.rows(_WORDS, _WORD), "word", "word").items():
            _check_line(row, lines, problems)
            self._check_sorts(row, (row["sort"],) if row["sort"] else (), problems)
            if row.whole:
                self.words[word] = (row["sort"], row["line"])

    def _read_spelling(self, given: Any, name: str, line: int, problems: Problems) -> None:
        if not isinstance(given, dict) or not all(isinstance(v, str) and v for v in given.values()):
            problems.add(name, line, "spelling has to be a table of texts", 'write "天燃气" = "天然气"')
            return
        self.spelling |= given

    def _check_sorts(self, row: Row, named: Iterable[str | None], problems: Problems) -> None:
        if not problems.could_read(_FILE):
            return
        for sort in named:
            if sort and sort not in self.sorts:
                key = "sorts" if "sorts" in row.values else "sort"
                mend = f"{nearest(sort, self.sorts)}sorts are in {_FILE} as [[sort]]"
                row.bad(key, f"the sort of danger {quoted(sort)} is unknown", mend)

    @property
    def rules(self) -> Rules:
        """Words and phrases are kept as a text is read: in the same letters and the same spelling."""
        letters = _letters("".join((*self.words, *_phrases(self.signs, self.calms), *self.now, *self.spelling)))
        reading = Rules(spelling=self.spelling, letters=letters)

        def plain(words: Iterable[str]) -> tuple[str, ...]:
            return tuple(dict.fromkeys(danger.plain(word, reading) for word in words))

        order = {sort: n for n, sort in enumerate(self.sorts)}
        by_gravity = sorted(self.words.items(), key=lambda item: order.get(item[1][0], len(order)))
        return Rules(
            words={danger.plain(word, reading): of for word, of in by_gravity},
            sorts=dict(self.sorts),
            signs=tuple(Sign(s.sort, plain(s.first), plain(s.then), s.within, s.ordered) for s in self.signs),
            calms=tuple(
                Calm(c.id, c.name, c.name_en, c.where, plain(c.words), c.gap, c.sorts, plain(c.unless), c.yields)
                for c in self.calms.values()
            ),
            now=plain(self.now),
            spelling=dict(self.spelling),
            letters=letters,
        )


def _phrases(signs: Iterable[Sign], calms: Mapping[str, Calm]) -> Iterable[str]:
    for sign in signs:
        yield from (*sign.first, *sign.then)
    for calm in calms.values():
        yield from (*calm.words, *calm.unless)


def _check_line(row: Row, lines: Collection[str], problems: Problems) -> None:
    if row["line"] and problems.could_read("grounds.toml") and row["line"] not in lines:
        row.bad(
            "line", f"there is no emergency line {quoted(row['line'])}", "enter it in grounds.toml as [[emergency]]"
        )


@lru_cache(maxsize=1)
def _simplified() -> tuple[tuple[int, str], ...]:
    from opencc import OpenCC

    letters = [chr(c) for c in range(0x4E00, 0xA000)]
    made = OpenCC("t2s").convert("\n".join(letters)).split("\n")
    return tuple((ord(a), b) for a, b in zip(letters, made, strict=True) if a != b and len(b) == 1)


def _letters(used: str) -> dict[int, str]:
    """Traditional -> Simplified for the characters that the words use, and wide letters and digits -> narrow."""
    known = set(used)
    found = {code: plain for code, plain in _simplified() if plain in known}
    return found | {0xFF01 + n: chr(0x21 + n) for n in range(94) if chr(0x21 + n).isalnum()}
