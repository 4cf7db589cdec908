"""Sentences (定位的句子): what residents say and the community it lies in, read from tests/places.csv and tried out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from wushi.domain import location
from wushi.domain.lexicon import Hit, Lexicon
from wushi.domain.location import Place
from wushi.domain.policy import Policy
from wushi.packs.fields import Field, Row, Shape, csv_names, one_of, text
from wushi.packs.layers import Layer
from wushi.packs.loader import folders_of
from wushi.packs.problems import Problems, nearest, quoted
from wushi.packs.scripts import as_written, simple, sounds

FILE = "tests/places.csv"
_LEVELS = ("town", "street", "community", "village")
_SENTENCE: Shape = {
    "made": Field(one_of("hand", "pattern")),
    "sort": Field(text),
    "sentence": Field(text),
    "address": Field(text, needed=False, default=""),
    "expect": Field(text, needed=False, default=""),
    "options": Field(csv_names, needed=False, default=()),
}
Locate = Callable[[str, str], Place]  # the place of a text and an address


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line: what is said, the unit that is right (blank: the caller has to be asked), and what to offer to them."""

    row: Row
    unit: str
    options: tuple[str, ...]

    def right(self, place: Place) -> bool:
        offered = not self.options or set(place.options) == set(self.options)
        if self.unit:
            return place.unit == self.unit and offered
        return not place.unit and bool(place.question) and offered


@dataclass(frozen=True, slots=True)
class Tried:
    """How many came out right, and what was answered to the others."""

    right: int
    wrong: tuple[tuple[Sentence, Place], ...]

    @property
    def share(self) -> float:
        whole = self.right + len(self.wrong)
        return self.right / whole if whole else 1.0


def read(policy: Policy, problems: Problems) -> Iterator[Sentence]:
    """The well-formed sentences of the pack's layers; the others are complained of."""
    known = {u.short: u.code for u in policy.tree if u.level in _LEVELS}
    for folder in folders_of(policy):
        file = folder / FILE
        if not file.is_file():
            continue
        layer = Layer(folder, problems, folder.name, {FILE: file.read_text("utf-8-sig")})
        for row in layer.rows(FILE, _SENTENCE):
            named = [name for name in (row["expect"], *row["options"]) if name]
            for name in named:
                if name not in known:
                    mend = f"{nearest(name, known)}write its short name of organisation.csv"
                    row.bad("expect", f"there is no community or village {quoted(name)}", mend)
            if row.whole and all(name in known for name in named):
                yield Sentence(row, known.get(row["expect"], ""), tuple(known[o] for o in row["options"]))


def locate(policy: Policy) -> Locate:
    """As the house finds a place, from the names of the pack alone."""
    lexicon = Lexicon(as_written(location.names_of(policy)))
    ear = location.ear(policy, simple(), sounds())

    def find(words: str) -> list[Hit]:
        return lexicon.find(words)[0]

    def one(said: str, address: str) -> Place:
        words = f"{said}\n{address}"
        place = location.by_names(words, find(words), policy, address=len(said) + 1 if address else None)
        seen = place.unit or place.options
        return place if seen else location.closer(("", said, address), find, ear, policy)

    return one


def run(sentences: Iterator[Sentence], find: Locate) -> Tried:
    """Try each of them out."""
    right, wrong = 0, []
    for sentence in sentences:
        place = find(sentence.row["sentence"], sentence.row["address"])
        if sentence.right(place):
            right += 1
        else:
            wrong.append((sentence, place))
    return Tried(right, tuple(wrong))


def check(policy: Policy) -> tuple[Problems, int]:
    """Malformed sentences; and each one that comes out wrong, when they are more than the pack allows. With their number."""
    problems = Problems()
    sentences = list(read(policy, problems))
    if not sentences:
        return problems, 0
    tried = run(iter(sentences), locate(policy))
    wanted = policy.places.rules_on(None).sentences_right
    if tried.share < wanted:
        for sentence, place in tried.wrong:
            found = policy.tree.unit(place.unit).short if place.unit else "a question"
            expected = sentence.row["expect"] or "a question"
            why = f"{quoted(sentence.row['sentence'])} gives {found}, not {expected}"
            mend = (
                f"{tried.share:.1%} are right, {wanted:.0%} have to be; complete the gazetteer or correct the sentence"
            )
            sentence.row.bad("expect", why, mend)
    return problems, len(sentences)
