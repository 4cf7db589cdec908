"""What a matter of the track petition (信访) holds beside what every matter holds, as its events make it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from wushi.domain import events as e
from wushi.domain.tracks import agency
from wushi.domain.tracks.agency import Agency

Step = tuple[str, datetime, str]
_WHEN = {True: "on_time", False: "late"}


@dataclass(frozen=True, slots=True)
class Petition:
    """Facts of a petition; codes and party keys only, whoever they are lies in the vault."""

    agency: Agency | None = None  # somebody acts for the resident (代办)
    way: str = ""  # the lawful way to which it belongs (第31条)
    sent_at: datetime | None = None
    objectors: tuple[str, ...] = ()
    designated: bool = False
    accepted_at: datetime | None = None
    prolonged: bool = False
    outcome: str = ""  # of the opinion
    opinion_by: str = ""
    opinion_at: datetime | None = None
    organ: str = ""  # who reviews, or reviewed last
    review: str = ""  # outcome of the review
    recheck: str = ""  # outcome of the second review
    ended: str = ""
    persons: int = 0
    representatives: int = 0
    repeat_of: str = ""
    steps: tuple[Step, ...] = ()

    def life(self) -> tuple[Step, ...]:
        """(what, when, code) of each step of the track that a figure may count, in order."""
        told = (*self.steps, *(self.agency.life() if self.agency else ()))
        return tuple(sorted(told, key=lambda step: step[1]))


def after(facts: Petition, event: e.Event, at: datetime) -> Petition:
    """The facts after one more event; unchanged by events of other tracks."""
    if isinstance(event, agency.KINDS):
        return replace(facts, agency=agency.after(facts.agency or Agency(), event, at))
    changed, step = _changed(facts, event, at)
    if not changed and not step:
        return facts
    return replace(facts, **changed, steps=(*facts.steps, *((what, at, code) for what, code in step)))


def _changed(facts: Petition, event: e.Event, at: datetime) -> tuple[dict[str, Any], tuple[tuple[str, str], ...]]:
    """(what the event changes, the steps that a figure may count)."""
    match event:
        case e.PetitionSorted():
            return {"way": event.way}, (("noticed", _WHEN[event.on_time]), ("lawful_way", event.way))
        case e.PetitionSent():
            told = () if facts.sent_at else (("noticed", _WHEN[event.on_time]),)
            return {"sent_at": at, "designated": event.designated}, (*told, ("sent", event.unit))
        case e.PetitionObjected():
            return {"objectors": (*facts.objectors, event.unit)}, (("objected", ""),)
        case e.PetitionAccepted():
            return {"accepted_at": at}, (("told", _WHEN[event.on_time]), ("accepted", event.unit))
        case e.PetitionProlonged():
            return {"prolonged": True}, (("prolonged", ""),)
        case e.PetitionSettled():
            return {"ended": "settled"}, (("settled", ""),)
        case e.OpinionGiven():
            changed = {"outcome": event.outcome, "opinion_by": event.unit, "opinion_at": at}
            return changed, (("opinion", _WHEN[event.on_time]), ("outcome", event.outcome))
        case e.ReviewAsked():
            return {"organ": event.organ}, (("review_asked", ""),)
        case e.ReviewGiven():
            return {"review": event.outcome}, (("reviewed", event.outcome),)
        case e.RecheckAsked():
            return {"organ": event.organ}, (("recheck_asked", ""),)
        case e.RecheckGiven():
            return {"recheck": event.outcome, "ended": "rechecked"}, (("rechecked", event.outcome),)
        case e.PetitionEnded():
            return {"ended": event.ground}, (("petition_ended", event.ground),)
        case e.RepresentativesNamed():
            return {"persons": event.persons, "representatives": event.count}, ()
        case e.RepeatLinked():
            return {"repeat_of": event.to}, (("repeat", ""),)
    return {}, ()
