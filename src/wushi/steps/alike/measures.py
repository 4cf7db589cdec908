"""Measures of one message against several earlier ones at a time: what they share, weighted by how rare it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wushi.steps.alike.kept import Kept
from wushi.steps.alike.letters import PAIR_BITS, Array, pairs

_RENEWED = 1.05  # the weights are made again when there are so many times more messages
_RARE = 5.0  # runs that fewer than one message in 150 holds
_FLAT = 0.5  # added to both counts: a run never seen is rare, not infinitely rare


class Rarity:
    """How few of the messages so far hold a run of two letters; the stream's own, so it fits every town."""

    def __init__(self) -> None:
        self.messages = 0
        self.having = np.zeros(1 << PAIR_BITS, np.int32)
        self._made_at = 0
        self.weight = np.zeros(1 << PAIR_BITS, np.float32)

    def renewed(self) -> Array:
        if self.messages >= self._made_at * _RENEWED + 1 or not self._made_at:
            np.log((self.messages + 2) / (self.having + _FLAT), out=self.weight, casting="unsafe")
            self._made_at = max(self.messages, 1)
        return self.weight

    def is_rare(self, word: Array) -> bool:
        """Does it hold a run that few messages have?"""
        found = self.renewed()[pairs(word)]
        return len(found) == 0 or bool((found > np.log(max(self.messages, 1)) - _RARE).any())

    def add(self, once: Array) -> None:
        """The runs of one message, each once."""
        self.having[once] += 1
        self.messages += 1


@dataclass(frozen=True, slots=True)
class Text:
    """One message made ready: its plain letters, title first, its runs of two each once, and which of them the title has."""

    letters: Array
    title: int
    once: Array
    titled: Array  # of `once`: is it in the title


def ready(title: Array, body: Array) -> Text:
    letters = np.concatenate([title, body])
    once = np.unique(pairs(letters))
    return Text(letters, len(title), once, np.isin(once, pairs(title)))


@dataclass(frozen=True, slots=True)
class Shares:
    """What one message shares with each of several, from 0 to 1 by weight; lengths in letters."""

    of_other: Array  # how much of the other's title and text is in this one
    of_this: Array  # how much of this one's is in the other
    title_of_other: Array  # how much of the other's title is in this title
    title_of_this: Array
    others_title_here: Array  # how much of the other's title is in this title or text
    this_title_there: Array
    longest: Array  # the longest run of letters that both have
    longest_title: Array  # the longest run of letters that both titles have
    rare: Array  # weight of the rare runs that both have


class Measures:
    """Shares of one message with several. The tables are made once, for they are large and mostly empty."""

    def __init__(self, rarity: Rarity) -> None:
        self._rarity = rarity
        self._spot = np.zeros(1 << PAIR_BITS, np.int16)  # run -> its place in `once` + 1

    def shares(self, text: Text, kept: Kept, messages: Array) -> Shares:
        many = len(messages)
        weight = self._rarity.renewed()
        letters, lengths = kept.letters_of(messages), kept.length[messages].astype(np.int64)
        owner = np.repeat(np.arange(many), lengths)
        within = np.arange(len(letters)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        runs = pairs(letters)
        whole = owner[:-1] == owner[1:]
        runs, own, within = runs[whole], owner[:-1][whole], within[:-1][whole]
        heavy = weight[runs]
        titled = within < (kept.title[messages].astype(np.int64) - 1)[own]
        self._spot[text.once] = np.arange(1, len(text.once) + 1)
        spot = self._spot[runs]
        self._spot[text.once] = 0
        hit = spot > 0
        in_title = np.zeros(len(text.once) + 1, bool)
        in_title[1:] = text.titled
        both_titles = hit & titled & in_title[spot]

        def summed(chosen: Array) -> Array:
            return np.bincount(own[chosen], heavy[chosen], minlength=many)

        all_of_other, title_of_other = np.bincount(own, heavy, minlength=many), summed(titled)
        there = np.zeros((many, len(text.once) + 1), bool)
        there[own, spot] = True
        there_in_title = np.zeros((many, len(text.once) + 1), bool)
        there_in_title[own[titled], spot[titled]] = True
        there, there_in_title = there[:, 1:], there_in_title[:, 1:]
        mine = weight[text.once]
        title_mine = mine * text.titled
        rare = mine * (mine > np.log(max(self._rarity.messages, 1)) - _RARE)
        return Shares(
            of_other=_ratio(summed(hit), all_of_other),
            of_this=_ratio(there @ mine, mine.sum()),
            title_of_other=_ratio(summed(both_titles), title_of_other),
            title_of_this=_ratio(there_in_title @ title_mine, title_mine.sum()),
            others_title_here=_ratio(summed(hit & titled), title_of_other),
            this_title_there=_ratio(there @ title_mine, title_mine.sum()),
            longest=_longest(hit, own, many),
            longest_title=_longest(both_titles, own, many),
            rare=there @ rare,
        )


def _ratio(part: Array, of: Array | float) -> Array:
    return np.asarray(part / np.maximum(of, 1e-9))


def _longest(hit: Array, own: Array, many: int) -> Array:
    """Letters of the longest unbroken stretch of hits of each."""
    edge = np.flatnonzero(np.diff(np.concatenate([[0], hit.view(np.int8), [0]])) | _turns(own))
    longest = np.zeros(many)
    for_each = edge[:-1]
    if len(for_each):
        kept = hit[for_each]
        np.maximum.at(longest, own[for_each[kept]], np.diff(edge)[kept] + 1)
    return longest


def _turns(own: Array) -> Array:
    return np.concatenate([[0], np.diff(own) != 0, [1]]).astype(np.int8)
