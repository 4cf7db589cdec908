"""Likeness (疑似同一): how sure it is that two messages are about one matter, whether that makes a link by itself, and why in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wushi.domain.named_places import NARROW, NOTHING, Compared

# The measures of a pair that carry a weight in the pack, in the order of its file.
MEASURES = (
    *("text", "title_in_text", "titles_in_texts", "title_run", "rare", "days"),
    *("same_place", "other_place", "other_nearby", "few_seen"),
)
ENOUGH = 2000  # messages after which a town's rare words are known


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was measured of a pair. Shares lie between 0 and 1, weighted by how rare the shared words are."""

    text: float  # of title and text together, both ways
    titles: float  # of the titles, both ways
    title_in_text: float  # of one title in the other's title or text, the way that gives more
    titles_in_texts: float  # the same, the way that gives less
    title_run: float  # letters of the longest run that both titles have
    rare: float  # weight of the rare words that both have
    days: float
    seen: int  # messages so far: while they are few, nobody knows which words are rare here
    titles_at: Compared = NOTHING  # the places that the titles name, or the texts where the titles name none
    texts_at: Compared = NOTHING  # the places that the titles and first sentences name
    same_writer: bool = False
    other_word: tuple[str, str] | None = None  # the names in which two titles of one frame differ
    unsaid: bool = False  # one title names a place that the other message does not say

    @property
    def same_place(self) -> bool:
        return any(kind in NARROW for kind, _ in self.texts_at.agree)

    @property
    def other_place(self) -> bool:
        """Words at another place are another matter, however alike they are."""
        return bool(self.titles_at.conflict)

    @property
    def other_thing(self) -> bool:
        """The same sentence with another name in it."""
        return self.other_word is not None and (not self.same_place or _numbered(self.other_word))

    @property
    def other_nearby(self) -> bool:
        return not self.same_place and bool(self.texts_at.conflict)


def _numbered(words: tuple[str, str]) -> bool:
    """At one place a number still tells two things apart: another house, another day."""
    return all(any(c.isdigit() for c in word) for word in words)


@dataclass(frozen=True, slots=True)
class Weights:
    """The dated value of a pack: weight of each measure, and from which score a link is shown or made."""

    since: date
    base: float
    text: float
    title_in_text: float
    titles_in_texts: float
    title_run: float
    rare: float
    days: float
    same_place: float
    other_place: float
    other_nearby: float
    few_seen: float
    apart: float  # what words at another place reach at most
    shown: float  # from this score a candidate is shown
    joined: float  # from this score, averaged over the two best of a group, a message belongs to the group
    least: float  # of the words of text or title that the two nearest must share
    unsaid: float  # `joined` where one title names a place that the other message does not say at all
    lone: float  # the odds (as a logarithm) that stand for the second where only one of a group of several is near
    merge: bool  # may the house merge by itself what was joined
    reference: str
    status: str = "proposal"


def score(found: Evidence, weights: Weights) -> float:
    """How sure it is, from 0 to 1. A place that contradicts keeps it below what is shown as sure."""
    likely = _likely(odds(found, weights))
    return min(likely, weights.apart) if found.other_thing else likely


def odds(found: Evidence, weights: Weights) -> float:
    return (
        weights.base
        + weights.text * found.text
        + weights.title_in_text * found.title_in_text
        + weights.titles_in_texts * found.titles_in_texts
        + weights.title_run * math.log1p(found.title_run)
        + weights.rare * math.log1p(found.rare)
        + weights.days * math.log1p(max(found.days, 0.0))
        + weights.same_place * found.same_place
        + weights.other_place * found.other_place
        + weights.other_nearby * found.other_nearby
        + weights.few_seen * max(0.0, math.log(ENOUGH / max(2, found.seen)))
    )


def _likely(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def of_group(members: Sequence[tuple[Evidence, float]], size: int, weights: Weights) -> float:
    """How sure it is that a message belongs to a group of `size`, from those of it that are near, with their scores: the two
    best have to agree, so that no chain grows over single links; one member at another place forbids it."""
    if not members or any(evidence.other_place for evidence, _ in members):
        return 0.0
    near = sorted(members, key=lambda member: member[1], reverse=True)[:2]
    best = [math.log(s / (1 - s)) for _, s in near]
    if size > 1 and len(best) == 1:
        best.append(weights.lone)
    likely = _likely(sum(best) / len(best))
    first = near[0][0]
    if max(first.text, first.titles, first.title_in_text) < weights.least:
        return 0.0  # the same place alone makes no same matter
    return 0.0 if first.unsaid and likely < weights.unsaid else likely


def reasons(found: Evidence, *, named: bool = False) -> tuple[str, ...]:
    """Why, in words that a clerk reads. `named`: with the names of places, which the ledger does not keep."""
    told = []
    if found.titles > 0.9:
        told.append("标题几乎一样")
    elif found.titles > 0.5:
        told.append("标题大半相同")
    elif found.title_in_text > 0.7:
        told.append("一件的标题在另一件里说到")
    if found.text > 0.8:
        told.append("正文几乎一样")
    elif found.text > 0.4:
        told.append("正文大半相同")
    elif found.text > 0.2:
        told.append("正文有相同的话")
    if found.same_place:
        names = list(dict.fromkeys(name for kind, name in found.texts_at.agree if kind in NARROW))
        told.append("都说到" + "、".join(f"“{n}”" for n in names[:2]) if named else "说到同一个地方")
    if found.other_place:
        here, there = found.titles_at.conflict[0][1:] if found.titles_at.conflict else found.other_word or ("", "")
        told.append(f"地点不同：“{here}”与“{there}”" if named else "地点不同")
    if found.same_writer:
        told.append("同一个人再次反映")
    days = round(found.days)
    told.append("同一天" if days < 1 else f"相隔{days}天")
    return tuple(told)
