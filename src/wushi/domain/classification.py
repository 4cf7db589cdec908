"""Classification (分类): a subject of the pack's tree by the words that residents use, with the words that decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wushi.domain.lexicon import Hit
from wushi.domain.policy import Subject


@dataclass(frozen=True, slots=True)
class Guess:
    """A subject with a confidence between 0 and 1, the reasons in words, and the next best ones."""

    subject: str
    confidence: float
    reasons: tuple[str, ...]
    alternatives: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """What a trained model says of a text: a first-level subject with its probability, and for the branches of the tree that
    it knows from its matters how well each fits. A model's scheme may be coarser than the tree: then several fit."""

    subject: str = ""
    probability: float = 0.0
    fits: Mapping[str, float] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()  # the pieces of the text that weighed most

    def told(self, share: float) -> tuple[str, ...]:
        """The reasons in words, with how sure the model is."""
        return (*(f"“{r}”" for r in self.reasons[:3]), f"历史件 {share:.0%}")


NOTHING = Guess("", 0.0, ("没有认出的词",))
_TITLE = 3.0  # a word of the title weighs as much as three of the text
_FITS = 0.5  # more likely than not
READ = 600  # characters of the text that are read: what comes later is history of the case


def terms_of(subjects: Mapping[str, Subject]) -> list[tuple[str, str]]:
    """Names, Traditional names and synonyms of the tree with their subjects."""
    found: list[tuple[str, str]] = []
    for subject in subjects.values():
        for term in (subject.name, subject.name_hant, *subject.synonyms):
            if term:
                found.append((term, subject.code))
    return found


def by_branch(hits: Iterable[Hit], title: int) -> list[Guess]:
    """The best subject of each first-level branch that the terms of the pack point to, the likeliest branch first. `title`:
    the position at which the title ends; what stands before it weighs more."""
    said: dict[tuple[bool, str, str], None] = {}  # a word counts once in the title and once in the text
    for n, term, subject in hits:
        said[n < title, term, subject] = None
    scores: dict[str, float] = {}
    words: dict[str, list[str]] = {}
    for in_title, term, subject in said:
        scores[subject] = scores.get(subject, 0.0) + (_TITLE if in_title else 1.0) * (len(term) - 1)
        words.setdefault(subject, []).append(term)
    branches: dict[str, list[str]] = {}
    for subject in scores:
        branches.setdefault(subject.partition("/")[0], []).append(subject)
    doubt = 4.0 + sum(scores.values())  # four points of doubt: one short word alone convinces nobody
    found = []
    for subjects in branches.values():
        best = max(subjects, key=lambda s: (scores[s], s.count("/"), s))
        confidence = round(sum([scores[s] for s in subjects]) / doubt, 4)
        found.append(Guess(best, confidence, tuple([f"“{w}”" for w in dict.fromkeys(words[best])][:5])))
    found.sort(key=lambda g: (-g.confidence, g.subject))
    return found


def blend(branches: list[Guess], view: View) -> Guess:
    """Join the pack's words with a trained model's view. The first branch that fits the view stands, strengthened by it; where
    none does, the stronger of the two, with the other among the alternatives."""
    if not branches:
        if not view.subject:
            return NOTHING
        return Guess(view.subject, round(view.probability, 4), view.told(view.probability))
    chosen = 0
    reasons, confidence = branches[0].reasons, branches[0].confidence
    if view.subject:
        here = view.subject.partition("/")[0]
        for n, branch in enumerate(branches):
            top = branch.subject.partition("/")[0]
            fit = view.fits.get(top, view.probability if top == here else 0.0)
            if fit >= _FITS:
                chosen, reasons = n, tuple(dict.fromkeys((*branch.reasons, *view.told(fit))))
                confidence = 1 - (1 - branch.confidence) * (1 - fit)
                break
        else:
            if view.probability > confidence:
                present = tuple((g.subject, g.confidence) for g in branches[:3])
                return Guess(view.subject, round(view.probability, 4), view.told(view.probability), present)
    subject = branches[chosen].subject
    others = [(g.subject, g.confidence) for n, g in enumerate(branches[:4]) if n != chosen]
    if view.subject and view.subject.partition("/")[0] not in {s.partition("/")[0] for s, _ in others} | {
        subject.partition("/")[0]
    }:
        others.append((view.subject, round(view.probability, 4)))
    return Guess(subject, round(confidence, 4), reasons, tuple(sorted(others, key=lambda o: -o[1])[:3]))
