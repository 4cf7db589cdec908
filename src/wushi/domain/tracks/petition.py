"""What a matter of the track petition (信访) holds beside what every matter holds, as its events make it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wushi.domain import events as e


@dataclass(frozen=True, slots=True)
class Petition:
    """Facts of a petition; codes and party keys only, whoever they are lies in the vault."""

    def life(self) -> tuple[tuple[str, datetime, str], ...]:
        """(what, when, code) of each step of the track that a figure may count, in order."""
        return ()


def after(facts: Petition, event: e.Event, at: datetime) -> Petition:
    """The facts after one more event; unchanged by events of other tracks."""
    return facts
