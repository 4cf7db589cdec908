"""What a matter of the track petition (信访) holds beside what every matter holds, as its events make it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from wushi.domain import events as e
from wushi.domain.tracks import agency
from wushi.domain.tracks.agency import Agency


@dataclass(frozen=True, slots=True)
class Petition:
    """Facts of a petition; codes and party keys only, whoever they are lies in the vault."""

    agency: Agency | None = None  # somebody acts for the resident (代办)

    def life(self) -> tuple[tuple[str, datetime, str], ...]:
        """(what, when, code) of each step of the track that a figure may count, in order."""
        return self.agency.life() if self.agency else ()


def after(facts: Petition, event: e.Event, at: datetime) -> Petition:
    """The facts after one more event; unchanged by events of other tracks."""
    if isinstance(event, agency.KINDS):
        return replace(facts, agency=agency.after(facts.agency or Agency(), event, at))
    return facts
