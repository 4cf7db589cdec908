"""The catalogue as it stands (事项目录): the pack's items under those taken in from the district's own files; searched as one types."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from wushi.domain import permissions
from wushi.domain.actor import Actor
from wushi.domain.catalogue import Catalogue, Compression, Item, Material, wrong_times
from wushi.domain.errors import BadInput, NotPermitted
from wushi.domain.policy import Policy
from wushi.steps import folding
from wushi.store.catalogue import versions

LONGEST, MOST_WORDS, PAGE = 60, 6, 20


@lru_cache(maxsize=4)
def _laid_over(policy: Policy, mark: int) -> Catalogue:
    if not mark:
        return policy.catalogue
    return policy.catalogue.with_versions(*versions.every())


def current(policy: Policy) -> Catalogue:
    """The catalogue with all its versions."""
    return _laid_over(policy, versions.mark())


@dataclass(frozen=True, slots=True)
class Filters:
    """Blank: not filtered by that."""

    unit: str = ""
    kind: str = ""
    type: str = ""
    audience: str = ""

    def fits(self, item: Item) -> bool:
        return (
            (not self.unit or item.unit == self.unit)
            and (not self.kind or item.kind == self.kind)
            and (not self.type or item.type == self.type)
            and (not self.audience or item.audience in (self.audience, "both"))
        )


@dataclass(frozen=True, slots=True)
class _Line:
    """An item as it is searched."""

    item: Item
    name: str
    more: str  # synonyms, unit, law, code
    syllables: tuple[tuple[str, ...], ...]  # the readings of each character of the name
    begins: tuple[str, ...]  # the letters with which they begin
    letters: frozenset[str]  # all letters of them: a word with another one need not be tried


@lru_cache(maxsize=1)
def _readings() -> dict[str, tuple[str, ...]]:
    """Character -> its readings without tones; ü is typed v."""
    from pypinyin.pinyin_dict import pinyin_dict

    found: dict[str, tuple[str, ...]] = {}
    for code, said in pinyin_dict.items():
        if 0x4E00 <= code <= 0x9FFF:
            plain = (unicodedata.normalize("NFD", one.replace("ü", "v")) for one in said.split(","))
            found[chr(code)] = tuple(dict.fromkeys("".join(c for c in p if "a" <= c <= "z") for p in plain))
    return found


def _line(item: Item, policy: Policy) -> _Line:
    name = folding.fold(item.name)
    unit = policy.tree.unit(item.unit) if item.unit in policy.tree else None
    names = (unit.name, unit.short) if unit else ()
    more = folding.fold(" ".join((*item.synonyms, *names, item.by_law, item.code)))
    known = _readings()
    syllables = tuple(known.get(c) or ((c,) if c.isalnum() else ()) for c in name)
    syllables = tuple(s for s in syllables if s)
    begins = tuple("".join({one[0] for one in s}) for s in syllables)
    return _Line(item, name, more, syllables, begins, frozenset("".join(one for s in syllables for one in s)))


@lru_cache(maxsize=4)
def _lines(catalogue: Catalogue, day: date, policy: Policy) -> tuple[_Line, ...]:
    return tuple(_line(item, policy) for item in catalogue.on(day))


def _goes_on(word: str, at: int, syllables: Sequence[tuple[str, ...]], n: int) -> bool:
    """May the rest of the word be the beginnings of the syllables from n on, each one letter at least?"""
    if at == len(word):
        return True
    if n == len(syllables):
        return False
    for one in syllables[n]:
        for length in range(min(len(one), len(word) - at), 0, -1):
            if word.startswith(one[:length], at) and _goes_on(word, at + length, syllables, n + 1):
                return True
    return False


def _rank(line: _Line, word: str, letters: bool) -> int:
    """How well the item fits the word, the smallest best; 9 when it does not."""
    place = line.name.find(word)
    if place >= 0:
        return 0 if place == 0 else 1
    if letters and line.letters.issuperset(word):
        for n, begins in enumerate(line.begins):
            if word[0] in begins and _goes_on(word, 0, line.syllables, n):
                return 2 if n == 0 else 3
    return 4 if word in line.more else 9


def search(
    query: str, policy: Policy, day: date, filters: Filters = Filters(), size: int = PAGE, skip: int = 0
) -> tuple[list[Item], int]:
    """(a page of the items that hold all the words, how many there are): parts of the name, the department, the law or the code,
    or pinyin: its initials, its syllables, or a mixture. Without a word: all, in the order of the catalogue."""
    if len(query) > LONGEST:
        raise BadInput(field="q", why=f"is longer than {LONGEST} characters; type less of it")
    words = folding.words_of(query)[:MOST_WORDS]
    lines: Iterable[_Line] = _lines(current(policy), day, policy)
    ranked: list[tuple[int, int, _Line]] = []
    asked = [(word, word.isascii() and word.isalpha() and len(word) > 1) for word in words]
    for line in lines:
        if not filters.fits(line.item):
            continue
        total = 0
        for word, letters in asked:
            rank = _rank(line, word, letters)
            if rank == 9:
                break
            total += rank
        else:
            ranked.append((total, len(line.name) if words else 0, line))
    ranked.sort(key=lambda found: found[:2])
    return [line.item for _, _, line in ranked[skip : skip + size]], len(ranked)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, for a page that prints its formula."""

    part: int
    of: int

    @property
    def share(self) -> float:
        return self.part / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Figures:
    """What the catalogue promises on a day."""

    day: date
    compression: Compression
    instant: Share
    once: Share  # at most one visit
    illustrative: int


def figures(policy: Policy, day: date) -> Figures:
    catalogue = current(policy)
    items = catalogue.on(day)
    return Figures(
        day,
        catalogue.compression(day),
        Share(sum(i.instant for i in items), len(items)),
        Share(sum(i.visits <= 1 for i in items), len(items)),
        sum(i.illustrative for i in items),
    )


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file would change, before anybody says yes."""

    new: tuple[Item, ...]
    changed: tuple[tuple[Item, Item], ...]  # before, after
    same: int
    absent: int  # items in force that the file does not name; they stay as they are

    @property
    def versions(self) -> list[Item]:
        return [*self.new, *(after for _, after in self.changed)]


def compare(items: Sequence[Item], policy: Policy) -> Brought:
    """The items of a file against those in force on the day from which each is to hold."""
    catalogue = current(policy)
    new, changed, same = [], [], 0
    for item in items:
        before = next((i for i in reversed(catalogue.versions.get(item.code, ())) if i.in_force(item.since)), None)
        if before is None:
            new.append(item)
        elif _plain(before) == _plain(item):
            same += 1
        else:
            changed.append((before, item))
    named = {item.code for item in items}
    absent = sum(1 for code in catalogue.versions if code not in named)
    return Brought(tuple(new), tuple(changed), same, absent)


def _plain(item: Item) -> tuple[object, ...]:
    """All that a person would call a change."""
    dates = ("since", "until", "version")
    return tuple(getattr(item, name) for name in item.__dataclass_fields__ if name not in dates)


def take_in(
    items: Sequence[Item],
    materials: Iterable[Material],
    *,
    actor: Actor,
    policy: Policy,
    now: datetime,
    file: str,
    digest: str,
    since: date,
) -> Brought:
    """Let the versions of a file hold from their day on. Raises NotPermitted, and BadInput for what does not fit the law."""
    if not permissions.may_open(actor, "import", policy):
        raise NotPermitted(post=actor.post, event="import", why="the role may not import")
    rule = policy.catalogue.conversion(since)
    for item in items:
        if wrong := wrong_times(item, rule):
            raise BadInput(field=item.code, why=f"{item.name}: {wrong[1]}; {wrong[2]}")
    brought = compare(items, policy)
    if brought.versions:
        versions.put(brought.versions, materials, at=now, post=actor.post, file=file, digest=digest, since=since)
    return brought
