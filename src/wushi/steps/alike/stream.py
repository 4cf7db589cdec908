"""Stream: messages in order of time, each given its group and the earlier ones that it may be the same as, with reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

import numpy as np

from wushi.domain import likeness, named_places
from wushi.domain.likeness import Evidence, Weights
from wushi.domain.named_places import Places
from wushi.steps.alike import letters
from wushi.steps.alike.kept import Kept
from wushi.steps.alike.letters import Array
from wushi.steps.alike.measures import Measures, Rarity, Text, ready
from wushi.steps.alike.search import MOST, Search

TITLE, TEXT = 60, 800  # characters that are read; what comes later decides little
_HEAD = 120  # characters of the text in which its place is looked for
_DAY = 86_400.0
_FRAMED = 0.2  # titles that share less are no sentence with one word put in the place of another
_BY_GROUP = ("与同组的另一件相同",)
_GROUPS_OPENED = 5  # groups whose other members stand among the candidates
_JUST_BELOW = 0.001


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it comes in. `place` is a code of the tree or blank; `user` a pseudonym or blank."""

    id: Any
    title: str
    text: str
    at: datetime
    place: str = ""
    user: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An earlier message that may be the same matter; `automatic`: sure enough to be one group with it."""

    id: Any
    score: float
    reasons: tuple[str, ...]
    automatic: bool
    plain: tuple[str, ...] = ()  # the reasons without names of places, as the ledger keeps them


@dataclass(frozen=True, slots=True)
class Taken:
    """The answer for one message: the id of the first message of its group, and candidates, the best first."""

    group: Any
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    title: Array
    body: Array
    text: Text
    titled: Places
    told: Places


class Stream:
    """Everything that was taken so far. `weights`: the value of the pack in force."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._search = Search()
        self._kept = Kept()
        self._rarity = Rarity()
        self._measures = Measures(self._rarity)
        self._ids: list[Any] = []
        self._places: list[tuple[Places, Places]] = []
        self._codes: list[tuple[str, str]] = []  # place, user
        self._group: list[int] = []
        self._members: dict[int, list[int]] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def take(self, message: Message) -> Taken:
        """Look for it among those before, then keep it."""
        read = self._read(message)
        near = self._near(message, read)
        number = self._keep(message, read)
        group = self._join(number, near)
        return Taken(self._ids[group], self._told(number, group, near))

    def ask(self, message: Message) -> Taken:
        """The same without keeping it: for what is being typed, or was kept before; what is later than it is left out."""
        near = self._near(message, self._read(message))
        at = message.at.timestamp()
        earlier = {n: p for n, p in near.items() if self._ids[n] != message.id and self._kept.at[n] <= at}
        weights = self._weights
        found = [
            self._candidate(n, e, s, likeness.of_group([(e, s)], 1, weights) >= weights.joined)
            for n, (e, s) in earlier.items()
            if s >= weights.shown
        ]
        return Taken(None, tuple(sorted(found, key=lambda c: -c.score)))

    def put(self, message: Message) -> None:
        """Keep it without looking: for what is already linked or read in bulk."""
        number = self._keep(message, self._read(message))
        self._join(number, {})

    def _read(self, message: Message) -> _Read:
        title, body = letters.letters(message.title, TITLE), letters.letters(message.text, TEXT)
        head = message.text[:_HEAD]
        told = named_places.places(f"{message.title[:TITLE]}，{head}")
        return _Read(title, body, ready(title, body), named_places.places(message.title[:TITLE]), told)

    def _keep(self, message: Message, read: _Read) -> int:
        number = self._kept.add(read.text.letters, len(read.title), message.at.timestamp())
        self._search.put(read.title, read.body, number)
        self._rarity.add(read.text.once)
        self._ids.append(message.id)
        self._places.append((read.titled, read.told))
        self._codes.append((message.place, message.user))
        return number

    def _near(self, message: Message, read: _Read) -> dict[int, tuple[Evidence, float]]:
        """Running number -> what was measured and its score, of the candidates."""
        found, _ = self._search.near(read.title, read.body)
        if not len(found):
            return {}
        evidence = self._evidence(message, read, found)
        return {
            int(n): (one, likeness.score(one, self._weights)) for n, one in zip(found.tolist(), evidence, strict=True)
        }

    def _evidence(self, message: Message, read: _Read, found: Array) -> list[Evidence]:
        shares = self._measures.shares(read.text, self._kept, found)
        days = np.abs(message.at.timestamp() - self._kept.at[found]) / _DAY
        mine = letters.word(read.text.letters)
        columns = zip(
            found.tolist(),
            np.sqrt(shares.of_other * shares.of_this).tolist(),
            np.sqrt(shares.title_of_other * shares.title_of_this).tolist(),
            np.maximum(shares.others_title_here, shares.this_title_there).tolist(),
            np.minimum(shares.others_title_here, shares.this_title_there).tolist(),
            shares.longest_title.tolist(),
            shares.rare.tolist(),
            days.tolist(),
            strict=True,
        )
        evidence = []
        for n, text, titles, most, least, run, rare, gap in columns:
            theirs = letters.word(self._kept.letters(n))
            titled, told = self._places[n]
            evidence.append(
                Evidence(
                    text,
                    titles,
                    most,
                    least,
                    run,
                    rare,
                    gap,
                    len(self._ids),
                    named_places.compare(read.titled, titled, mine, theirs),
                    named_places.compare(read.told, told, mine, theirs),
                    bool(message.user) and message.user == self._codes[n][1],
                    self._other_word(titles, most, mine, len(read.title), theirs, int(self._kept.title[n])),
                    named_places.unsaid(read.titled, theirs) or named_places.unsaid(titled, mine),
                )
            )
        return evidence

    def _other_word(
        self, titles: float, most: float, mine: str, title: int, theirs: str, their_title: int
    ) -> tuple[str, str] | None:
        if max(titles, most) < _FRAMED:
            return None
        found = named_places.put_in_place_of(mine[:title], theirs[:their_title], mine, theirs)
        return found if found and all(self._rarity.is_rare(letters.letters(word, TITLE)) for word in found) else None

    def _join(self, number: int, near: dict[int, tuple[Evidence, float]]) -> int:
        """The group it belongs to, which is its own when none is sure enough."""
        by_group: dict[int, list[tuple[Evidence, float]]] = {}
        for n, pair in near.items():
            by_group.setdefault(self._group[n], []).append(pair)
        best, sure = number, self._weights.joined
        for group, pairs in by_group.items():
            likely = likeness.of_group(pairs, len(self._members[group]), self._weights)
            if likely >= sure:
                best, sure = group, likely
        self._group.append(best)
        self._members.setdefault(best, []).append(number)
        return best

    def _told(self, number: int, group: int, near: dict[int, tuple[Evidence, float]]) -> tuple[Candidate, ...]:
        """Those that are shown, then the rest of the group it belongs to, then as many of the unlikely as there is room."""
        told: dict[int, Candidate] = {}
        unlikely: list[Candidate] = []
        joined = group != number
        for n, (evidence, score) in near.items():
            together = joined and self._group[n] == group
            one = self._candidate(n, evidence, max(score, self._weights.shown) if together else score, together)
            if one.score >= self._weights.shown:
                told[n] = one
            else:
                unlikely.append(one)
        if joined:
            for n in reversed(self._members[group][:-1]):
                if len(told) >= MOST:
                    break
                if n not in told:
                    told[n] = Candidate(self._ids[n], self._weights.shown, _BY_GROUP, True, _BY_GROUP)
        likely = sorted(told.values(), key=lambda c: -c.score)
        unlikely += self._mates(number, near, told)
        unlikely.sort(key=lambda c: -c.score)
        return (*likely, *unlikely)[:MOST]

    def _mates(
        self, number: int, near: dict[int, tuple[Evidence, float]], told: dict[int, Candidate]
    ) -> list[Candidate]:
        """What is in one group with one that was found, and was not found itself: as likely as the one, and never shown as sure."""
        best: dict[int, float] = {}
        for n, (_, score) in near.items():
            best[self._group[n]] = max(score, best.get(self._group[n], 0.0))
        found: list[Candidate] = []
        for group, score in sorted(best.items(), key=lambda pair: -pair[1])[:_GROUPS_OPENED]:
            score = round(min(score, self._weights.shown - _JUST_BELOW), 4)
            mates = (n for n in reversed(self._members[group]) if n != number and n not in near and n not in told)
            found += [Candidate(self._ids[n], score, _BY_GROUP, False, _BY_GROUP) for n in islice(mates, MOST)]
        return found

    def _candidate(self, n: int, evidence: Evidence, score: float, together: bool) -> Candidate:
        named, plain = likeness.reasons(evidence, named=True), likeness.reasons(evidence)
        return Candidate(self._ids[n], round(score, 4), named, together, plain)
