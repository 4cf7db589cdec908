"""What is wrong with a pack: every mistake is collected as a BadPack, so that one reading shows them all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from wushi.domain.errors import BadPack


class BadPacks(BadPack):
    """A pack with one mistake or more; `problems` holds each, the facts are those of the first."""

    def __init__(self, problems: Iterable[BadPack]) -> None:
        self.problems = tuple(problems)
        super().__init__(**self.problems[0].facts)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class Problems:
    """The mistakes found so far. A file that could not be read at all is remembered, so that nothing is said twice."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, int, str], BadPack] = {}
        self.unreadable: set[str] = set()

    def add(self, file: str, line: int, why: str, mend: str) -> None:
        self._found.setdefault((file, line, why), BadPack(file=file, line=line, why=why, mend=mend))

    def give_up(self, file: str, line: int, why: str, mend: str) -> None:
        """As `add`, for a file of which nothing can be used: what would refer to it is then not complained of."""
        self.unreadable.add(file)
        self.add(file, line, why, mend)

    def doubt(self, file: str) -> None:
        """Something of the file was lost: what seems to be missing in it may well be there."""
        self.unreadable.add(file)

    def could_read(self, *names: str) -> bool:
        """Were all files of these names read as a whole, in every layer?"""
        return not any(file.partition("/")[2] in names for file in self.unreadable)

    @property
    def found(self) -> list[BadPack]:
        """In the order in which a person mends them: by file, then by line."""
        return sorted(self._found.values(), key=lambda p: (p.facts["file"], p.facts["line"]))

    def __len__(self) -> int:
        return len(self._found)


def nearest(word: str, known: Iterable[str]) -> str:
    """'did you mean `x`? ' for the known word that looks most like it; empty when none does."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.75)
    return f"did you mean `{close[0]}`? " if close else ""


def listed(words: Iterable[str], most: int = 24) -> str:
    """Words in order with commas; a long list is cut and says so."""
    ordered = list(words)
    shown = ", ".join(ordered[:most])
    return f"{shown} and {len(ordered) - most} more" if len(ordered) > most else shown


def quoted(value: object) -> str:
    """The value as it goes into a message: on one line, not endless, nothing hidden in it."""
    text = re.sub(r"\s+", " ", str(value))
    text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    return f"`{text[:60]}…`" if len(text) > 60 else f"`{text}`"
