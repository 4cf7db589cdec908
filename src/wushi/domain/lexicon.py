"""Lexicon (词表): all words of a pack that a text holds, of several kinds at once, in one reading."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import compress, count, islice
from operator import add

Hit = tuple[int, str, str]  # position in the text, the term, the code it stands for


class Lexicon:
    """Terms by their first two characters; built once per pack."""

    def __init__(self, *kinds: Iterable[tuple[str, str]]) -> None:
        self._kinds = len(kinds)
        self._codes: dict[str, list[tuple[int, str]]] = {}
        lengths: dict[str, set[int]] = {}
        for kind, terms in enumerate(kinds):
            for term, code in terms:
                if len(term) >= 2:
                    known = self._codes.setdefault(term, [])
                    if (kind, code) not in known:
                        known.append((kind, code))
                    lengths.setdefault(term[:2], set()).add(len(term))
        self._lengths = {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}

    @property
    def heads(self) -> Iterable[str]:
        """The first three characters of the terms, of a shorter term all."""
        return {term[:3] for term in self._codes}

    def find(self, text: str, places: Iterable[int] | None = None) -> tuple[list[Hit], ...]:
        """For each kind every occurrence in order, overlapping ones included, the longer first at one place. `places`: those
        at which a term may begin, when somebody has looked for them already; others are not looked at."""
        lengths, codes = self._lengths, self._codes
        found: tuple[list[Hit], ...] = tuple([[] for _ in range(self._kinds)])
        if places is None:
            # every pair of characters is asked for without a loop of our own: most are the head of nothing
            places = compress(count(), map(lengths.__contains__, map(add, text, islice(text, 1, None))))
        for n in places:
            for length in lengths.get(text[n : n + 2], ()):
                term = text[n : n + length]
                if term in codes:
                    for kind, code in codes[term]:
                        found[kind].append((n, term, code))
        return found
