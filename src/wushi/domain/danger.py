"""Danger (险情): does a text tell of danger to life now? By words of the pack and by what quiets them, each with its reason.

No model has a say here. A word counts unless one of the pack's rules speaks against it in the same sentence: it is denied,
it is long past, it is an idiom. The rule that quieted a word is named, so that a person can see it and disagree.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from wushi.domain.lexicon import Lexicon

MOST = 8  # words named: more than that tell nothing new
_AROUND = 120  # characters to either side of a word that are read as its sentence, however long it runs on
_TRIES = 20  # how often a word may be quieted before it is not looked at any more: the same words a thousand times
_STOPS = re.compile("[。！？!?；;\n]")
_PAUSES = re.compile("[。！？!?；;\n，,、：:]")
# Blanks and marks between two characters hide a word from a reader of words: 煤 气 泄 漏, 煤*气.
_HIDING = re.compile(r"(?<=[\u3400-\u9fff])[ \t\u3000.·*_~^+-]+(?=[\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of danger: the line it goes to, and what the caller has to hear at once."""

    id: str
    name: str
    name_en: str
    line: str
    say: str
    say_en: str
    status: str = "proposal"


@dataclass(frozen=True, slots=True)
class Sign:
    """Two groups of words that mean danger when one of each stands close by: 煤气 … 味. `ordered`: only in this order."""

    sort: str
    first: tuple[str, ...]
    then: tuple[str, ...]
    within: int
    ordered: bool = True


@dataclass(frozen=True, slots=True)
class Calm:
    """What quiets a word. `where`: over (the phrase holds the word), before and after (in the same clause, at most `gap`
    characters away), sentence (anywhere in it). `unless` are phrases in which the calming word means something else;
    `yields`: not where the sentence says that it is now."""

    id: str
    name: str
    name_en: str
    where: str
    words: tuple[str, ...]
    gap: int = 0
    sorts: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    yields: bool = False


@dataclass(frozen=True, slots=True)
class Danger:
    """A text tells of danger: which line, which sort, by which words."""

    line: str
    sort: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quieted:
    """A word that would have meant danger, and the rule that speaks against it."""

    word: str
    sort: str
    calm: str


@dataclass(frozen=True, slots=True)
class Heard:
    """All that the rules say of a text."""

    danger: Danger | None = None
    quieted: tuple[Quieted, ...] = ()


NOTHING = Heard()


@dataclass(frozen=True)
class Rules:
    """The pack's words and rules. `spelling`: other ways of writing -> the words' own; `letters`: Traditional -> Simplified."""

    words: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # word -> (sort, line), the gravest first
    sorts: Mapping[str, Sort] = field(default_factory=dict)
    signs: tuple[Sign, ...] = ()
    calms: tuple[Calm, ...] = ()
    now: tuple[str, ...] = ()
    spelling: Mapping[str, str] = field(default_factory=dict)
    letters: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def lexicon(self) -> Lexicon:
        """Words, and the first words of signs."""
        return Lexicon(
            [(word, word) for word in self.words],
            [(word, str(n)) for n, sign in enumerate(self.signs) for word in sign.first],
        )

    @cached_property
    def misspelt(self) -> re.Pattern[str] | None:
        known = sorted(self.spelling, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, known))) if known else None

    @cached_property
    def gravity(self) -> Mapping[str, int]:
        return {sort: n for n, sort in enumerate(self.sorts)}


def plain(text: str, rules: Rules) -> str:
    """The text as the rules read it: Simplified, small letters, nothing between the characters of a word."""
    made = _HIDING.sub("", text.translate(rules.letters).lower())
    if rules.misspelt is not None:
        made = rules.misspelt.sub(lambda m: rules.spelling[m[0]], made)
    return made


@dataclass(frozen=True, slots=True)
class _Hit:
    """A word of danger at its place; of a sign the stretch from the first word to the second."""

    start: int
    end: int
    word: str
    sort: str
    line: str


def _signs(text: str, rules: Rules, hits: Iterable[tuple[int, str, str]]) -> Iterator[_Hit]:
    for at, word, code in hits:
        sign = rules.signs[int(code)]
        end = at + len(word)
        found = _near(text, end, end + sign.within, sign.then)
        if found is not None:
            yield _Hit(at, found[1], f"{word}…{found[2]}", sign.sort, rules.sorts[sign.sort].line)
        elif not sign.ordered:
            found = _near(text, max(0, at - sign.within), at, sign.then)
            if found is not None:
                yield _Hit(found[0], end, f"{found[2]}…{word}", sign.sort, rules.sorts[sign.sort].line)


def _near(text: str, first: int, last: int, words: Iterable[str]) -> tuple[int, int, str] | None:
    """(start, end, word) of the first of the words in that stretch, which ends with the sentence."""
    stretch = text[first:last]
    stop = _STOPS.search(stretch)
    if stop:
        stretch = stretch[: stop.start()] if first >= stop.start() else stretch
    for word in words:
        n = stretch.find(word)
        if n >= 0:
            return first + n, first + n + len(word), word
    return None


class _Context:
    """What stands around a hit: its clause and its sentence."""

    def __init__(self, text: str, rules: Rules) -> None:
        self.text, self.rules = text, rules
        self._stops = [m.start() for m in _STOPS.finditer(text)]
        self._pauses = [m.start() for m in _PAUSES.finditer(text)]

    def _between(self, marks: list[int], start: int, end: int) -> tuple[int, int]:
        n = bisect_right(marks, start - 1)
        begin = marks[n - 1] + 1 if n else 0
        n = bisect_right(marks, end - 1)
        last = marks[n] if n < len(marks) else len(self.text)
        return max(begin, start - _AROUND), min(last, end + _AROUND)

    def quiets(self, hit: _Hit, calm: Calm) -> bool:
        if calm.sorts and hit.sort not in calm.sorts:
            return False
        if calm.where == "over":
            return self._over(hit, calm)
        begin, end = self._between(self._pauses, hit.start, hit.end)
        if calm.yields and self._is_now(begin, end):
            return False
        if calm.where == "sentence":
            if self._says(self.text[begin:end], calm):
                return True
            first, last = self._between(self._stops, hit.start, hit.end)
            # said in another part of the sentence, it quiets only where nothing says that it is now
            return not (calm.yields and self._is_now(first, last)) and self._says(self.text[first:last], calm)
        if calm.where == "before":
            reach = max((len(word) for word in calm.words), default=0) + calm.gap
            return self._says(self.text[max(begin, hit.start - reach) : hit.start], calm, begin, hit.start)
        return self._says(self.text[hit.end : min(end, hit.end + calm.gap + 8)], calm)

    def _is_now(self, begin: int, end: int) -> bool:
        return any(word in self.text[begin:end] for word in self.rules.now)

    def _over(self, hit: _Hit, calm: Calm) -> bool:
        for word in calm.words:
            n = self.text.find(word, max(0, hit.end - len(word)), hit.start + len(word))
            if 0 <= n < hit.end and n + len(word) > hit.start:
                return True
        return False

    def _says(self, part: str, calm: Calm, begin: int = -1, until: int = -1) -> bool:
        said = any(word in part for word in calm.words)
        if not said or not calm.unless:
            return said
        around = self.text[begin:until] if begin >= 0 else part
        for phrase in calm.unless:
            around = around.replace(phrase, "\x00")
        return any(word in around for word in calm.words)


def hear(text: str, rules: Rules) -> Heard:
    """What the rules hear in a text. The gravest sort decides the line; the order of the pack is the order of gravity."""
    if not rules.words and not rules.signs:
        return NOTHING
    said = plain(text, rules)
    words, signs = rules.lexicon.find(said)
    if not words and not signs:
        return NOTHING
    hits = [_Hit(at, at + len(w), w, *rules.words[w]) for at, w, _ in words]
    hits += _signs(said, rules, signs)
    if not hits:
        return NOTHING
    context, raised, quieted = _Context(said, rules), dict[str, _Hit](), dict[str, Quieted]()
    tries = Counter[str]()
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        tries[hit.word] += 1
        if hit.word in raised or tries[hit.word] > _TRIES:
            continue
        calm = next((calm for calm in rules.calms if context.quiets(hit, calm)), None)
        if calm is None:
            raised[hit.word] = hit
        else:
            quieted.setdefault(hit.word, Quieted(hit.word, hit.sort, calm.id))
    danger = None
    if raised:
        gravest = min(raised.values(), key=lambda h: (rules.gravity.get(h.sort, len(rules.sorts)), h.start))
        named = sorted(raised.values(), key=lambda h: (h.sort != gravest.sort, h.start))
        danger = Danger(gravest.line, gravest.sort, tuple(h.word for h in named[:MOST]))
    return Heard(danger, tuple(quieted.values()))
