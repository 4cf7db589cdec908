"""What a matter of the track dispute (纠纷) holds beside what every matter holds, as its events make it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wushi.domain import events as e


@dataclass(frozen=True, slots=True)
class Dispute:
    """Facts of a dispute; codes and party keys only, whoever they are lies in the vault."""


def after(facts: Dispute, event: e.Event, at: datetime) -> Dispute:
    """The facts after one more event; unchanged by events of other tracks."""
    return facts
