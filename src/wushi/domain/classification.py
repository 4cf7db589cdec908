"""Classification (分类): a subject of the pack's tree by the words that residents use, with the words that decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wushi.domain.policy import Policy, Subject


@dataclass(frozen=True, slots=True)
class Guess:
    """A subject with a confidence between 0 and 1, the reasons in words, and the next best ones."""

    subject: str
    confidence: float
    reasons: tuple[str, ...]
    alternatives: tuple[tuple[str, float], ...] = ()


NOTHING = Guess("", 0.0, ("没有认出的词",))
_TITLE = 3.0  # a word of the title weighs as much as three of the text
_READ = 600  # characters of the text that are read: what comes later is history of the case


class Lexicon:
    """All terms of the tree, looked up by their first two characters; built once per pack."""

    def __init__(self, terms: Iterable[tuple[str, str]]) -> None:
        self._by_head: dict[str, list[tuple[str, str]]] = {}
        for term, subject in terms:
            if len(term) >= 2:
                self._by_head.setdefault(term[:2], []).append((term, subject))
        for found in self._by_head.values():
            found.sort(key=lambda t: -len(t[0]))

    def find(self, text: str) -> list[tuple[str, str]]:
        """(term, subject) for every occurrence, overlapping ones included."""
        heads = self._by_head
        hits: list[tuple[str, str]] = []
        for n in range(len(text) - 1):
            candidates = heads.get(text[n : n + 2])
            if candidates:
                hits += [(term, subject) for term, subject in candidates if text.startswith(term, n)]
        return hits


def terms_of(subjects: Mapping[str, Subject]) -> list[tuple[str, str]]:
    """Names, Traditional names and synonyms of the tree with their subjects."""
    found: list[tuple[str, str]] = []
    for subject in subjects.values():
        for term in (subject.name, subject.name_hant, *subject.synonyms):
            if term:
                found.append((term, subject.code))
    return found


def by_words(title: str, text: str, lexicon: Lexicon, policy: Policy) -> Guess:
    """Classify by the terms of the pack alone: works from the first day, with no history."""
    scores: dict[str, float] = {}
    words: dict[str, dict[str, None]] = {}
    for weight, part in ((_TITLE, title), (1.0, text[:_READ])):
        for term, subject in dict.fromkeys(lexicon.find(part)):
            scores[subject] = scores.get(subject, 0.0) + weight * (len(term) - 1)
            words.setdefault(subject, {})[term] = None
    if not scores:
        return NOTHING
    branch: dict[str, float] = {}
    for subject, score in scores.items():
        top = subject.partition("/")[0]
        branch[top] = branch.get(top, 0.0) + score
    ranked = sorted(branch.items(), key=lambda b: (-b[1], b[0]))
    total = sum(branch.values())
    best = ranked[0][0]
    subject = max((s for s in scores if s.partition("/")[0] == best), key=lambda s: (scores[s], s.count("/"), s))
    confidence = ranked[0][1] / (total + 4.0)  # four points of doubt: one short word alone convinces nobody
    reasons = tuple(f"“{w}”" for w in list(words[subject])[:5])
    return Guess(
        subject, round(confidence, 4), reasons, tuple((c, round(s / (total + 4.0), 4)) for c, s in ranked[1:4])
    )


def blend(words: Guess, top: str, probability: float, policy: Policy) -> Guess:
    """Join the pack's words with a trained model's first-level answer: agreement strengthens, and where they differ the
    stronger one stands, with the other among the alternatives."""
    if not top:
        return words
    here = words.subject.partition("/")[0]
    if not words.subject:
        return Guess(top, round(probability, 4), (f"历史件 {probability:.0%}",))
    if here == top.partition("/")[0]:
        both = 1 - (1 - words.confidence) * (1 - probability)
        return Guess(words.subject, round(both, 4), (*words.reasons, f"历史件 {probability:.0%}"), words.alternatives)
    if probability > words.confidence:
        return Guess(
            top,
            round(probability, 4),
            (f"历史件 {probability:.0%}",),
            ((words.subject, words.confidence), *words.alternatives[:2]),
        )
    return Guess(
        words.subject, words.confidence, words.reasons, ((top, round(probability, 4)), *words.alternatives[:2])
    )


def danger_line(text: str, policy: Policy) -> tuple[str, str] | None:
    """(word, emergency line) when the text holds a word of danger; the first in the order of the pack."""
    for word, line in policy.danger_words.items():
        if word in text:
            return word, line
    return None
