"""What a matter of the track dispute (纠纷) holds beside what every matter holds, as its events make it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from wushi.domain import events as e
from wushi.domain.calendar import end_of_day


@dataclass(frozen=True, slots=True)
class Party:
    """One party by its key; `consent` is given, refused or blank while it has not been asked."""

    key: str
    side: str
    sort: str
    unit: str = ""
    consent: str = ""
    struck: bool = False
    seq: int = 0  # number of the event whose sealed record says who it is


@dataclass(frozen=True, slots=True)
class Session:
    n: int
    sort: str  # joint, private
    keys: tuple[str, ...]
    began: datetime
    ended: datetime
    mediator: str
    seq: int
    room: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """One instalment with what became of it: kept on a day, missed, or neither yet."""

    n: int
    debtor: str
    creditor: str
    due: date
    fen: int = 0
    kept: date | None = None
    kept_at: datetime | None = None  # when it was recorded
    missed: bool = False


@dataclass(frozen=True, slots=True)
class Material:
    sort: str
    pages: int
    key: str
    seq: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Dispute:
    """Facts of a dispute; codes and party keys only, whoever they are lies in the vault."""

    parties: tuple[Party, ...] = ()
    sort: str = ""
    origin: str = ""
    public: bool = False
    beware: tuple[str, ...] = ()
    accepted_at: datetime | None = None
    mediator: str = ""
    helpers: tuple[str, ...] = ()
    how: str = ""
    conflicts: tuple[tuple[str, str, str], ...] = ()  # (mediator, party, relation)
    recused: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    sessions: tuple[Session, ...] = ()
    materials: tuple[Material, ...] = ()
    extended: bool = False
    form: str = ""  # of the draft, then of the agreement
    draft_seq: int = 0
    drafted_at: datetime | None = None
    agreed_on: date | None = None
    agreed_at: datetime | None = None
    signed: tuple[str, ...] = ()
    promises: tuple[Promise, ...] = ()
    reminded: tuple[int, ...] = ()
    visits: tuple[tuple[str, bool], ...] = ()
    confirmation: str = ""  # applied, confirmed, rejected, dismissed
    court: str = ""
    applied_on: date | None = None
    ruling: str = ""
    ruled_at: datetime | None = None
    ended_at: datetime | None = None  # without an agreement
    ground: str = ""
    remedies: tuple[str, ...] = ()

    @property
    def standing(self) -> tuple[Party, ...]:
        """The parties without those entered by mistake."""
        return tuple(p for p in self.parties if not p.struck)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(p.key for p in self.standing)

    @property
    def open_promises(self) -> tuple[Promise, ...]:
        return tuple(p for p in self.promises if p.kept is None)

    def party(self, key: str) -> Party | None:
        return next((p for p in self.standing if p.key == key), None)

    def life(self) -> tuple[tuple[str, datetime, str], ...]:
        """(what, when, code) of each step of the track that a figure may count; a promise stands twice: when its day is over, and
        when it was kept. So a figure tells what was signed from what was kept."""
        found = [
            ("accepted", self.accepted_at, self.sort),
            *(("session", s.ended, s.sort) for s in self.sessions),
            ("agreed", self.agreed_at, self.form),
            *(("due", end_of_day(p.due), str(p.n)) for p in self.promises if self.agreed_at),
            *(("kept", p.kept_at, str(p.n)) for p in self.promises),
            ("ruled", self.ruled_at, self.confirmation),
            ("failed", self.ended_at, self.ground),
        ]
        return tuple((what, at, code) for what, at, code in found if at is not None)


def _party(facts: Dispute, key: str, **changes: object) -> Dispute:
    changed = tuple(replace(p, **changes) if p.key == key else p for p in facts.parties)  # type: ignore[arg-type]
    return replace(facts, parties=changed)


def _promise(facts: Dispute, n: int, **changes: object) -> Dispute:
    changed = tuple(replace(p, **changes) if p.n == n else p for p in facts.promises)  # type: ignore[arg-type]
    return replace(facts, promises=changed)


def after(facts: Dispute, event: e.Event, at: datetime, seq: int) -> Dispute:
    """The facts after one more event. `seq` is its number in the history of the matter."""
    match event:
        case e.PartyEntered():
            party = Party(event.key, event.side, event.sort, event.unit, seq=seq)
            return replace(facts, parties=(*facts.parties, party))
        case e.PartyStruck():
            return _party(facts, event.key, struck=True)
        case e.ConsentGiven():
            return _party(facts, event.key, consent="given")
        case e.ConsentRefused():
            return replace(
                _party(facts, event.key, consent="refused"), ground="refused", remedies=event.remedies, ended_at=at
            )
        case e.DisputeAccepted():
            return replace(
                facts, sort=event.sort, origin=event.origin, public=event.public, beware=event.beware, accepted_at=at
            )
        case e.ConflictDeclared():
            return replace(facts, conflicts=(*facts.conflicts, (event.mediator, event.key, event.relation)))
        case e.MediatorConfirmed():
            return replace(facts, mediator=event.mediator, helpers=event.helpers, how=event.how)
        case e.MediatorRecused():
            return replace(facts, mediator="", helpers=(), how="", recused=(*facts.recused, event.mediator))
        case e.RightsTold():
            return replace(facts, told=tuple(dict.fromkeys((*facts.told, *event.keys))))
        case e.SessionHeld():
            held = Session(event.n, event.sort, event.keys, event.began, event.ended, facts.mediator, seq, event.room)
            return replace(facts, sessions=(*facts.sessions, held))
        case e.MaterialFiled():
            return replace(facts, materials=(*facts.materials, Material(event.sort, event.pages, event.key, seq, at)))
        case e.MediationExtended():
            return replace(facts, extended=True)
        case e.AgreementDrafted():
            promises = tuple(Promise(i.n, i.debtor, i.creditor, i.due, i.fen) for i in event.instalments)
            return replace(facts, form=event.form, draft_seq=seq, drafted_at=at, promises=promises)
        case e.AgreementSigned() | e.OralAgreementNoted():
            return replace(facts, agreed_on=event.on, agreed_at=at, signed=event.keys)
        case e.PerformanceReminded():
            return replace(facts, reminded=(*facts.reminded, event.n))
        case e.InstalmentKept() | e.LatePerformanceAccepted():
            return _promise(facts, event.n, kept=event.on, kept_at=at)
        case e.InstalmentMissed():
            return replace(_promise(facts, event.n, missed=True), remedies=event.remedies)
        case e.PartyVisited():
            return replace(facts, visits=(*facts.visits, (event.key, event.content)))
        case e.MediationFailed():
            return replace(facts, ground=event.ground, remedies=event.remedies, ended_at=at)
        case e.MediationWithdrawn():
            return replace(facts, ground="withdrawn", remedies=event.remedies, ended_at=at)
        case e.MediationExpired():
            return replace(facts, ground="expired", remedies=event.remedies, ended_at=at)
        case e.ConfirmationApplied():
            return replace(facts, confirmation="applied", court=event.court, applied_on=event.on)
        case e.AgreementConfirmed():
            return replace(facts, confirmation="confirmed", ruling=event.ruling, ruled_at=at)
        case e.ConfirmationRejected():
            return replace(facts, confirmation="rejected", ground=event.ground, ruled_at=at)
        case e.ConfirmationDismissed():
            return replace(facts, confirmation="dismissed", ground=event.ground, ruled_at=at)
    return facts
