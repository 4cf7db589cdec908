"""Picks units and subjects by the words that people type: names, short names, English names or codes, searched in a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from wushi.domain.organisation import Unit
from wushi.domain.policy import Policy
from wushi.web import words
from wushi.web.templatetags.wushi import subject_in

PLACES = ("town", "street", "community", "village")


@dataclass(frozen=True, slots=True)
class Options:
    """The words of a list, and the code that each word, short name or code stands for."""

    labels: tuple[str, ...]
    codes: dict[str, str]
    label_of: dict[str, str]

    def find(self, said: str) -> str | None:
        """The code for what was typed; a part of a name does when it fits one entry only."""
        said = _fold(said)
        if said in self.codes:
            return self.codes[said]
        fitting = {code for word, code in self.codes.items() if said and said in word}
        return fitting.pop() if len(fitting) == 1 else None


def _fold(said: str) -> str:
    return "".join(said.split()).lower()


def _options(entries: Iterable[tuple[str, str, tuple[str, ...]]]) -> Options:
    """`entries`: (code, label, other words). A word that two entries share stands for neither."""
    codes: dict[str, str] = {}
    shared: set[str] = set()
    labels: dict[str, str] = {}
    for code, label, others in entries:
        labels[code] = label
        for word in dict.fromkeys(_fold(w) for w in (code, label, *others) if w):
            if codes.setdefault(word, code) != code:
                shared.add(word)
    for word in shared:
        del codes[word]
    return Options(tuple(labels.values()), codes, labels)


def _unit_label(unit: Unit, policy: Policy, english: bool, twice: set[str]) -> str:
    name = (unit.name_en if english else "") or unit.name
    if name not in twice:
        return name
    above = policy.tree.unit(unit.parent) if unit.parent else unit
    where = (above.name_en if english else "") or above.short or above.name
    return f"{name} ({where})" if english else f"{name}（{where}）"


@lru_cache(maxsize=4)
def _signers(policy: Policy) -> frozenset[str]:
    """Units with a post that can sign for a matter."""
    return frozenset(p.unit for p in policy.posts.values() if "SignedFor" in policy.roles[p.role].may)


def takes(policy: Policy, unit: str) -> bool:
    """Is there anybody at the unit, or above it, who could sign for a matter? Else it would lie there for ever."""
    return unit in policy.tree and not _signers(policy).isdisjoint(policy.tree.line(unit))


@lru_cache(maxsize=16)
def _units(policy: Policy, english: bool, day: date, places: bool) -> Options:
    fits: Callable[[Unit], bool] = (
        (lambda u: u.level in PLACES) if places else (lambda u: u.level != "grid" and takes(policy, u.code))
    )
    found = [u for u in policy.tree if fits(u) and u.exists_on(day)]
    names = [(u.name_en if english else "") or u.name for u in found]
    twice = {n for n in names if names.count(n) > 1}
    return _options((u.code, _unit_label(u, policy, english, twice), (u.name, u.short, u.name_en)) for u in found)


def units(policy: Policy, day: date) -> Options:
    """Units that a matter may be given to; grids work for their community and are not among them."""
    return _units(policy, words.english(), day, False)


def places(policy: Policy, day: date) -> Options:
    """Towns, streets, communities and villages in which a matter may lie."""
    return _units(policy, words.english(), day, True)


@lru_cache(maxsize=4)
def _subjects(policy: Policy, english: bool) -> Options:
    return _options(
        (s.code, subject_in(policy, s.code), (s.name, s.name_hant, s.name_en)) for s in policy.subjects.values()
    )


def subjects(policy: Policy) -> Options:
    """The subject tree, each entry with the ones above it."""
    return _subjects(policy, words.english())


def listed(name: str, policy: Policy, day: date) -> Options:
    """The list of that name, as the page carries it: units, places, subjects."""
    return {"units": lambda: units(policy, day), "places": lambda: places(policy, day)}.get(
        name, lambda: subjects(policy)
    )()
