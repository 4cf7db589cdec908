"""Open data (开放数据): what is public as records, how a record is written down, and the rules a pack sets for it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

SCHEMA = 1  # of the records; raised when one of them changes its shape
# What a row tells of a matter that somebody beside may know too; a step of the rules names those that it keeps.
KNOWN = ("month", "community", "town", "subject_2", "subject_1", "type", "channel")
# What stands in every step: rows that differ in it never count as alike.
ALWAYS = ("track", "simulated")
# What a row tells of what was done.
DONE = ("answered", "days", "outcome", "solved", "reopened")
# Kinds of records, in the order in which they are written.
KINDS = ("about", "code", "indicator", "figure", "matters", "refused", "case")


@dataclass(frozen=True, slots=True)
class Rules:
    """In force since a day: from k rows on they are told; see packs/cn/open_data.toml for each value."""

    since: date
    k: int
    wait_days: int
    tracks: tuple[str, ...]
    steps: tuple[tuple[str, ...], ...]
    day_bands: tuple[int, ...]
    groups: tuple[str, ...]
    page: int
    per_minute: int
    licence: str
    licence_url: str
    reference: str
    status: str


@dataclass(frozen=True, slots=True, order=True)
class Record:
    """One thing that is public, known by its kind and key; `body` is canonical JSON."""

    kind: str
    key: str
    body: str

    @property
    def facts(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


def record(kind: str, key: str, facts: Mapping[str, Any]) -> Record:
    return Record(kind, key, canonical(facts))


def canonical(value: Any) -> str:
    """JSON in the one form in which it is compared: keys in order, no blanks, characters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def line(kind: str, key: str, body: str) -> bytes:
    """A record as a line of the public state."""
    return f'{{"body":{body},"key":{canonical(key)},"kind":"{kind}"}}\n'.encode()


def order(kind: str, key: str) -> tuple[int, str]:
    """The place of a record in the public state."""
    return KINDS.index(kind), key


def digest(lines: Iterable[bytes]) -> str:
    made = hashlib.sha256()
    for one in lines:
        made.update(one)
    return made.hexdigest()


def band(days: int, bounds: Sequence[int]) -> str:
    """In which span of days it lies: 0-1, 2-5, over 60."""
    before = 0
    for bound in bounds:
        if days <= bound:
            return f"{before}-{bound}"
        before = bound + 1
    return f">{bounds[-1]}" if bounds else ""
