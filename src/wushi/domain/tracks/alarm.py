"""What a matter of the track alarm (告警) holds beside what every matter holds, as its events make it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from wushi.domain import events as e


@dataclass(frozen=True, slots=True)
class Alarm:
    """Facts of an alarm: where, what, since when, and how far it is put right."""

    source: str = ""
    sort: str = ""
    factor: str = ""
    began: datetime | None = None
    value: str = ""
    limit: str = ""
    measured_in: str = ""
    warden: str = ""
    normal_at: datetime | None = None
    highest: str = ""
    rectified_at: datetime | None = None
    rectified_by: str = ""  # the unit that says so; another one checks
    sent_back: int = 0
    signed_off_at: datetime | None = None
    holds: bool | None = None

    def life(self) -> tuple[tuple[str, datetime, str], ...]:
        """(what, when, code) of each step of the track that a figure may count, in order."""
        found = (
            ("began", self.began, self.sort),
            ("normal", self.normal_at, ""),
            ("rectified", self.rectified_at, ""),
            ("signed_off", self.signed_off_at, ""),
        )
        return tuple((what, at, code) for what, at, code in found if at is not None)


def after(facts: Alarm, event: e.Event, at: datetime, lead: str) -> Alarm:
    """The facts after one more event; unchanged by events of other tracks. `lead`: the unit that has the matter."""
    match event:
        case e.AlarmRaised():
            return replace(
                facts, source=event.source, sort=event.sort, factor=event.factor, began=event.began, value=event.value,
                limit=event.limit, measured_in=event.measured_in, warden=event.warden,
            )  # fmt: skip
        case e.BackToNormal():
            return replace(facts, normal_at=event.since, highest=event.highest)
        case e.Rectified():
            return replace(facts, rectified_at=at, rectified_by=lead)
        case e.SentBack():
            return replace(facts, sent_back=facts.sent_back + 1, rectified_at=None)
        case e.SignedOff():
            return replace(facts, signed_off_at=at)
        case e.LookedAgain():
            return replace(facts, holds=event.holds)
    return facts
