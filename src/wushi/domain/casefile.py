"""A case file (卷宗) in hand: the matter with what the vault holds of it, for the moment in which it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wushi.domain.events import Entry
from wushi.domain.matter import Matter
from wushi.domain.person import Person
from wushi.domain.tracks.dispute import Dispute


@dataclass(frozen=True, slots=True)
class CaseFile:
    """`records` by number of the session: only those that the reader may read; `agreement`: facts, duties, terms, instalment-N."""

    matter: Matter
    history: tuple[Entry, ...]
    title: str
    text: str
    people: Mapping[str, Person]
    records: Mapping[int, str]
    agreement: Mapping[str, str]
    titles: Mapping[int, str]
    visits: tuple[str, ...] = ()

    @property
    def dispute(self) -> Dispute:
        return self.matter.dispute or Dispute()
