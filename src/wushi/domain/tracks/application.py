"""What a matter of the track application (办件) holds beside what every matter holds, as its events make it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from wushi.domain import events as e

BUNDLE = "bundle:"  # before the code of a bundle, where the code of an item stands


@dataclass(frozen=True, slots=True)
class Application:
    """Facts of an application; codes of items, papers and units only, whoever applies lies in the vault."""

    item: str = ""
    version: int = 0
    decides: str = ""
    instant: bool = False
    legal: float = 0.0
    legal_unit: str = ""
    promised: float = 0.0
    promised_unit: str = ""
    reference: str = ""
    needed: tuple[tuple[str, bool, bool], ...] = ()
    brought: tuple[str, ...] = ()
    way: str = ""
    bundle: str = ""
    after: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    slowest: tuple[str, ...] = ()
    cosign: bool = False
    cosigned: bool = False
    applied_at: datetime | None = None
    missing: tuple[str, ...] = ()  # what the last notice named
    notices: int = 0
    noticed: tuple[datetime, ...] = ()
    asked_again: tuple[str, ...] = ()  # what a second notice would name, while the head has not decided
    tolerated: tuple[str, ...] = ()  # papers promised and not yet there
    accepted_at: datetime | None = None
    outcome: str = ""
    on_the_spot: bool = False
    decided_at: datetime | None = None
    delivered_at: datetime | None = None
    level: int = 0  # of the review, 5 to 1; 0: none
    via: str = ""
    named: bool = False
    rated_at: datetime | None = None
    contacted: bool = False
    rectified_at: datetime | None = None
    excluded_at: datetime | None = None
    exclusion: str = ""  # the ground on which leaving the review out was asked for
    excluded: bool = False
    appealed: bool = False

    @property
    def is_bundle(self) -> bool:
        return self.item.startswith(BUNDLE)

    def lacking(self) -> tuple[str, ...]:
        """Papers that must come and are not there."""
        return tuple(paper for paper, must, _ in self.needed if must and paper not in self.brought)

    def life(self) -> tuple[tuple[str, datetime, str], ...]:
        """(what, when, code) of each step that a figure may count. `promised` says what was declared, `spot` what really happened."""
        declared = "instant" if self.instant else "promise"
        told = [
            ("applied", self.applied_at, declared),
            *(("noticed", at, "again" if n else "once") for n, at in enumerate(self.noticed)),
            ("accepted", self.accepted_at, declared),
            ("decided", self.decided_at, self.outcome),
            ("promised", self.decided_at, declared),
            ("spot", self.decided_at if self.on_the_spot else None, declared),
            ("delivered", self.delivered_at, ""),
            ("rated", self.rated_at, str(self.level)),
            ("bad", self.rated_at if self.named and 0 < self.level <= 2 else None, str(self.level)),
            ("rectified", self.rectified_at, ""),
            ("excluded", self.excluded_at if self.excluded else None, self.exclusion),
        ]
        return tuple((what, at, code) for what, at, code in told if at is not None)

    def may_follow(self, paper: str) -> bool:
        return any(name == paper and later for name, _, later in self.needed)


def after(facts: Application, event: e.Event, at: datetime) -> Application:
    """The facts after one more event; unchanged by events of other tracks."""
    match event:
        case e.Applied():
            return replace(
                facts, item=event.item, version=event.version, decides=event.decides, instant=event.instant,
                legal=event.legal, legal_unit=event.legal_unit, promised=event.promised,
                promised_unit=event.promised_unit, reference=event.reference, needed=event.needed, brought=event.brought,
                way=event.way, bundle=event.bundle, after=event.after, cosign=event.cosign, applied_at=at,
            )  # fmt: skip
        case e.CoSigned():
            return replace(facts, cosigned=True)
        case e.NoticeGiven():
            return replace(
                facts, missing=event.missing, notices=facts.notices + 1, noticed=(*facts.noticed, at), asked_again=()
            )
        case e.SecondNoticeAsked():
            return replace(facts, asked_again=event.missing)
        case e.SecondNoticeRefused():
            return replace(facts, asked_again=())
        case e.PapersBrought():
            return replace(facts, brought=_more(facts.brought, event.brought))
        case e.Accepted():
            return replace(facts, tolerated=event.tolerated, accepted_at=at, missing=())
        case e.PapersFollowed():
            return replace(facts, brought=_more(facts.brought, event.brought), tolerated=())
        case e.Decided():
            return replace(facts, outcome=event.outcome, on_the_spot=event.on_the_spot, decided_at=at)
        case e.Delivered():
            return replace(facts, delivered_at=at)
        case e.BundleOpened():
            return replace(
                facts, item=f"{BUNDLE}{event.bundle}", parts=event.parts, slowest=event.slowest, applied_at=at
            )
        case e.BundleFinished():
            return replace(facts, delivered_at=at, outcome="granted" if not event.denied else "denied")
        case e.Rated():
            return replace(facts, level=event.level, via=event.via, named=event.signed, rated_at=at)
        case e.BadlyRated():
            return replace(facts, level=event.level, via=event.via, named=True, rated_at=at)
        case e.ReviewContacted():
            return replace(facts, contacted=True)
        case e.ReviewRectified():
            return replace(facts, rectified_at=at)
        case e.ExclusionAsked():
            return replace(facts, exclusion=event.ground)
        case e.ExclusionRefused():
            return replace(facts, exclusion="")
        case e.ReviewExcluded():
            return replace(facts, excluded=True, excluded_at=at)
        case e.ExclusionAppealed():
            return replace(facts, appealed=True)
        case e.ExclusionReversed():
            return replace(facts, excluded=False, exclusion="")
    return facts


def _more(there: tuple[str, ...], come: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*there, *come)))
