"""The matter (事项) as its history makes it: state, clocks and owners are derived from events and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from wushi.domain import events as e
from wushi.domain import lifecycle
from wushi.domain.time_limits import last_day
from wushi.domain.tracks import alarm, application, dispute, joint, petition
from wushi.domain.tracks.alarm import Alarm
from wushi.domain.tracks.application import Application
from wushi.domain.tracks.dispute import Dispute
from wushi.domain.tracks.joint import KINDS as JOINT_KINDS
from wushi.domain.tracks.joint import Joint
from wushi.domain.tracks.petition import Petition


@dataclass(frozen=True, slots=True)
class Clock:
    """One running or stopped clock. `paused` is the moment since which it stands still (挂账), None while it runs; `aside` the
    moment since which it is kept for a matter that follows another (并单): time goes on, but nothing rings."""

    name: str
    start: datetime
    due: datetime
    limit: str
    amount: float
    unit: str
    value_since: str
    reference: str
    stopped: datetime | None = None
    paused: datetime | None = None
    capped: bool = False
    rungs: tuple[str, ...] = ()  # rungs of the ladder that were reached, each logged once
    aside: datetime | None = None

    @property
    def running(self) -> bool:
        return self.stopped is None and self.paused is None and self.aside is None

    @property
    def set_aside(self) -> bool:
        """Kept for a matter that follows another: it says neither kept nor missed."""
        return self.aside is not None and self.stopped in (None, self.aside)

    @property
    def met(self) -> bool | None:
        """Kept or missed, once stopped; None while open."""
        return None if self.stopped is None else self.stopped <= self.due


def _with(
    c: Clock,
    *,
    stopped: datetime | None = None,
    paused: datetime | None = None,
    rungs: tuple[str, ...] | None = None,
) -> Clock:
    """The clock with one of these changed; dataclasses.replace takes four times as long."""
    return Clock(
        c.name, c.start, c.due, c.limit, c.amount, c.unit, c.value_since, c.reference,
        stopped or c.stopped, paused or c.paused, c.capped, c.rungs if rungs is None else rungs, c.aside,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Raised:
    """Danger as the history tells it; `real` is None until somebody has judged. Who took it when: the clock danger."""

    at: datetime
    line: str
    sort: str
    words: tuple[str, ...]
    by: str
    real: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Callback:
    at: datetime
    contacted: bool
    solved: bool
    satisfaction: str
    exclusion: str
    by_resident: bool


@dataclass(frozen=True)
class Matter:
    """All that the history says of one matter; instants are UTC, units and places are codes of the pack."""

    number: str
    version: int = 0
    state: str = ""
    track: str = "hotline"
    channel: str = ""
    type: str = ""
    registered_at: datetime | None = None
    simulated: bool = False
    secret: bool = False
    accused: tuple[str, ...] = ()  # units that an accusation is about: they and all below them never see it
    anonymous: bool = False
    subject: str = ""
    subject_confidence: float = 0.0
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    proposed_unit: str = ""
    proposed_limit: str = ""
    proposal_confidence: float = 0.0
    unit: str = ""  # whose turn it is in the tree: the desk before dispatch, then the lead
    path: tuple[str, ...] = ()
    lead: str = ""
    handlers: tuple[str, ...] = ()  # every unit that had it in hand: none of them may do the callback
    co_units: tuple[str, ...] = ()
    duty: str = ""  # the duty entry that made it the lead's; blank after dispatch: a gap in the duty list
    designated: bool = False
    automatic: bool = False
    objectors: tuple[str, ...] = ()
    dispatches: int = 0
    dispatched_at: datetime | None = None
    received_at: datetime | None = None  # when the present lead received it
    contacted_at: datetime | None = None
    replied_at: datetime | None = None
    outcome: str = ""
    points: int = 0  # how many points of the demand were listed
    answered_points: tuple[str, ...] = ()  # what the reply says of each
    warnings: tuple[str, ...] = ()  # with which the reply was sent all the same
    warned_at: tuple[datetime, ...] = ()  # when replies were sent despite a warning, those before a reopening too
    extended: bool = False
    extension_asked: bool = False
    deferral_date: str = ""
    termination_ground: str = ""
    merged_into: str = ""
    merged_from: str = ""  # the state in which it was merged, to which it goes back when the merge is undone
    answered_by: str = ""  # the unit whose answer to the lead is the answer to this one
    followers: tuple[str, ...] = ()
    split_from: str = ""
    parts: tuple[str, ...] = ()
    attempts: int = 0
    callbacks: tuple[Callback, ...] = ()
    reopenings: tuple[tuple[str, str], ...] = ()  # (ground, commitment to the facts)
    urged: int = 0
    supervision: int = 0
    closed_at: datetime | None = None
    close_basis: str = ""
    refusal_ground: str = ""
    transferred_to: str = ""
    danger: Raised | None = None
    petition: Petition | None = None  # facts of its track; the others are None
    dispute: Dispute | None = None
    application: Application | None = None
    alarm: Alarm | None = None
    joint: Joint | None = None  # of working together, on any track
    last_at: datetime | None = None
    clocks: tuple[Clock, ...] = ()

    @property
    def open(self) -> bool:
        return self.state in lifecycle.of(self.track).open

    def clock(self, name: str) -> Clock | None:
        """The latest clock of that name, running or stopped."""
        return next((c for c in reversed(self.clocks) if c.name == name), None)

    @property
    def running(self) -> tuple[Clock, ...]:
        return tuple(c for c in self.clocks if c.running)

    @property
    def due(self) -> datetime | None:
        """The due moment that matters now: the answer to the resident if that clock runs, else the nearest running one."""
        running = self.running
        for name in ("reply", "review"):
            for clock in running:
                if clock.name == name:
                    return clock.due
        return min((c.due for c in running), default=None)

    @property
    def reply_due_day(self) -> str:
        clock = self.clock("reply")
        return last_day(clock.due).isoformat() if clock else ""


def _clocks(matter: Matter, move: lifecycle.Move, event: e.Event, at: datetime) -> tuple[Clock, ...]:
    clocks = matter.clocks
    if isinstance(event, e.Merged):
        clocks = tuple(replace(c, aside=at) if c.stopped is None and c.aside is None else c for c in clocks)
    elif isinstance(event, e.Unmerged):
        # what ran only because of the merge falls away; what was kept goes on as if it had never stopped
        kept = (c for c in clocks if c.aside is not None or c.stopped is not None)
        return tuple(replace(c, aside=None, stopped=None) if c.aside is not None else c for c in kept)
    elif isinstance(event, e.Reopened) and matter.merged_into:
        clocks = tuple(replace(c, aside=None) if c.aside is not None else c for c in clocks)
    if move.stops:
        clocks = tuple([_with(c, stopped=at) if c.stopped is None and c.name in move.stops else c for c in clocks])
    if isinstance(event, e.Deferred):
        clocks = tuple(_with(c, paused=at) if c.running and c.name == "reply" else c for c in clocks)
    elif isinstance(event, e.Resumed):
        # the exact remainder: what was left when it stood still is left when it goes on
        clocks = tuple(
            replace(c, due=c.due + (at - c.paused), paused=None) if c.paused and c.stopped is None else c
            for c in clocks
        )
    elif isinstance(event, e.ClocksPaused):
        clocks = tuple(_with(c, paused=at) if c.running and c.name in event.which else c for c in clocks)
    elif isinstance(event, e.ClocksResumed):
        going = {s.name: s.due for s in event.clocks}
        return tuple(
            replace(c, due=going[c.name], paused=None) if c.paused and c.stopped is None and c.name in going else c
            for c in clocks
        )
    elif isinstance(
        event, (e.ExtensionGranted, e.MandateChanged, e.MediationExtended, e.RulingProlonged, e.PetitionProlonged)
    ):
        # an extension moves the due moment of the same clock; rungs reached before the old due may be reached again
        new = {s.name: s for s in event.clocks}
        clocks = tuple(
            replace(c, due=new[c.name].due, rungs=()) if c.name in new and c.stopped is None else c for c in clocks
        )
        return clocks
    starts: tuple[e.ClockStart, ...] = getattr(event, "clocks", ())
    for s in starts:
        clocks += (
            Clock(s.name, s.start, s.due, s.limit, s.amount, s.unit, s.value_since, s.reference, capped=s.capped),
        )
    rung = getattr(event, "rung", "")
    if rung:
        name = event.clock  # type: ignore[attr-defined]
        clocks = tuple(_with(c, rungs=(*c.rungs, rung)) if c.name == name and c.stopped is None else c for c in clocks)
    return clocks


def _facts(matter: Matter, event: e.Event, at: datetime) -> dict[str, object]:
    """What the event changes beside state and clocks."""
    match event:
        case e.Registered():
            return {
                "channel": event.channel, "track": event.track, "type": event.type, "registered_at": at,
                "simulated": event.simulated, "secret": event.secret, "anonymous": event.anonymous,
                "split_from": event.split_from, "accused": event.accused,
                "unit": event.unit or matter.unit, "path": event.path or matter.path,
            }  # fmt: skip
        case e.Classified():
            return {
                "subject": event.subject,
                "subject_confidence": event.confidence,
                "type": event.type or matter.type,
            }
        case e.Located():
            return {"place": event.place, "lat": event.lat, "lon": event.lon}
        case e.RouteProposed():
            return {
                "proposed_unit": event.unit,
                "proposed_limit": event.limit,
                "proposal_confidence": event.confidence,
            }
        case e.PointsListed():
            return {"points": event.count}
        case e.Dispatched() | e.Designated():
            handlers = matter.handlers if event.unit in matter.handlers else (*matter.handlers, event.unit)
            return {
                "unit": event.unit, "lead": event.unit, "path": event.path, "handlers": handlers,
                "dispatches": matter.dispatches + 1, "dispatched_at": matter.dispatched_at or at, "received_at": at,
                "designated": matter.designated or isinstance(event, e.Designated),
                "automatic": isinstance(event, e.Dispatched) and event.automatic,
                "duty": event.duty if isinstance(event, e.Dispatched) else matter.duty,
            }  # fmt: skip
        case e.Objected():
            return {"objectors": (*matter.objectors, matter.lead)}
        case e.Contacted():
            return {"contacted_at": matter.contacted_at or at}
        case e.CoHandlersInvited():
            return {"co_units": tuple(dict.fromkeys((*matter.co_units, *event.units)))}
        case e.ExtensionRequested():
            return {"extension_asked": True}
        case e.ExtensionGranted():
            return {"extended": True}
        case e.DeferralProposed():
            return {"deferral_date": event.next_date}
        case e.DeferralRefused() | e.Resumed():
            return {"deferral_date": ""}
        case e.Deferred():
            return {"deferral_date": event.next_date}
        case e.TerminationProposed():
            return {"termination_ground": event.ground}
        case e.TerminationRefused():
            return {"termination_ground": ""}
        case e.Replied():
            return {
                "replied_at": at, "outcome": event.outcome, "answered_points": event.points, "warnings": event.warnings,
                "warned_at": (*matter.warned_at, at) if event.warnings else matter.warned_at,
            }  # fmt: skip
        case e.RepliedThroughLead():
            return {"replied_at": at, "outcome": "with_lead", "answered_by": event.unit}
        case e.Merged():
            return {"merged_into": event.into, "merged_from": matter.merged_from or matter.state}
        case e.FollowerJoined():
            return {"followers": (*matter.followers, event.follower)}
        case e.Unmerged():
            # nothing can have been answered or asked in the states from which a matter is merged
            return {
                "state": matter.merged_from, "merged_into": "", "merged_from": "", "answered_by": "",
                "replied_at": None, "outcome": "", "attempts": 0,
            }  # fmt: skip
        case e.FollowerLeft():
            return {"followers": tuple(n for n in matter.followers if n != event.follower)}
        case e.SplitInto():
            return {"parts": event.parts, "closed_at": at, "close_basis": "split"}
        case e.CallbackAttempted():
            return {"attempts": matter.attempts + 1}
        case e.CalledBack():
            made = Callback(at, event.contacted, event.solved, event.satisfaction, event.exclusion, event.by_resident)
            return {"callbacks": (*matter.callbacks, made)}
        case e.Reopened():
            # who followed another goes its own way now; whoever answered for it still may not call back
            answered = (matter.answered_by,) if matter.answered_by else ()
            return {
                "handlers": tuple(dict.fromkeys((*matter.handlers, *answered))),
                "merged_into": "", "merged_from": "", "answered_by": "",
                "reopenings": (*matter.reopenings, (event.ground, event.facts)),
                "closed_at": None, "close_basis": "", "replied_at": None, "outcome": "", "attempts": 0,
                "answered_points": (), "warnings": (),
            }  # fmt: skip
        case e.Closed():
            return {"closed_at": at, "close_basis": event.basis}
        case e.Answered():
            return {"closed_at": at, "replied_at": at, "outcome": "explained", "close_basis": "answered"}
        case e.NotAccepted():
            return {"closed_at": at, "refusal_ground": event.ground, "close_basis": "not_accepted"}
        case e.TransferredOut():
            return {"closed_at": at, "transferred_to": event.line, "close_basis": "transferred_out"}
        case e.Terminated():
            return {"closed_at": at, "refusal_ground": event.ground, "close_basis": "terminated"}
        case e.PetitionObjected():
            return {"unit": event.to, "path": event.path}
        case e.Accepted() | e.PetitionAccepted():
            handlers = matter.handlers if event.unit in matter.handlers else (*matter.handlers, event.unit)
            return {"unit": event.unit, "path": event.path, "lead": event.unit, "handlers": handlers, "received_at": at}
        case e.Decided() | e.BadlyRated() if event.unit:
            return {"unit": event.unit, "path": event.path}
        case e.DangerRaised():
            return {"danger": Raised(at, event.line, event.sort, event.words, event.by)}
        case e.DangerJudged() if matter.danger is not None:
            return {"danger": replace(matter.danger, real=event.real, reason=event.reason)}
        case e.Risen() | e.PetitionSent() | e.ReviewAsked():
            return {"unit": event.unit, "path": event.path}
        case e.Urged():
            return {"urged": matter.urged + 1}
        case e.PlacedUnderSupervision():
            return {"supervision": max(matter.supervision, event.level)}
        case e.SupervisionLifted():
            return {"supervision": 0}
    return {}


def _track_facts(track: str, matter: Matter, event: e.Event, at: datetime) -> dict[str, object]:
    """What the event changes in the facts of the matter's own track."""
    match track:
        case "petition":
            return {track: petition.after(matter.petition or Petition(), event, at)}
        case "alarm":
            return {track: alarm.after(matter.alarm or Alarm(), event, at, matter.lead)}
        case "dispute":
            return {track: dispute.after(matter.dispute or Dispute(), event, at, matter.version + 1)}
        case "application":
            return {track: application.after(matter.application or Application(), event, at)}
    return {}


def after(matter: Matter, event: e.Event, at: datetime) -> Matter:
    """The matter after one more event. Raises WrongState when the table does not know the move."""
    track = event.track if isinstance(event, e.Registered) else matter.track
    move = lifecycle.check(track, matter.state, type(event))
    # a copy of the fields: dataclasses.replace walks all forty of them, ten times slower on millions of events
    made = object.__new__(Matter)
    made.__dict__.update(matter.__dict__)
    made.__dict__.update(_facts(matter, event, at))
    if track != "hotline":
        made.__dict__.update(_track_facts(track, matter, event, at))
    if isinstance(event, JOINT_KINDS):
        made.__dict__["joint"] = joint.after(matter.joint or Joint(), event, at, matter.version + 1, matter.unit)
    if move.to and move.to != lifecycle.BEFORE:
        made.__dict__["state"] = move.to
        if track != "hotline" and move.to != "archived":  # when it came to an end, by whichever event of its track
            ended = move.to in lifecycle.of(track).ended
            made.__dict__["closed_at"] = (matter.closed_at or at) if ended else None
    made.__dict__.update(
        version=matter.version + 1,
        clocks=_clocks(matter, move, event, at),
        last_at=at,
    )
    return made


def replay(number: str, entries: Iterable[e.Entry]) -> Matter:
    """The matter that a history makes; the same history always makes the same matter."""
    matter = Matter(number)
    for entry in entries:
        matter = after(matter, entry.event, entry.at)
    return matter


def paused_time(matter: Matter, name: str, entries: Iterable[e.Entry]) -> timedelta:
    """How long the clock of that name stood still, from the history: what an explanation and the reports show."""
    total, since = timedelta(0), None
    for entry in entries:
        stands = entry.event.which if isinstance(entry.event, e.ClocksPaused) else ()
        goes = [c.name for c in entry.event.clocks] if isinstance(entry.event, e.ClocksResumed) else []
        if since is None and (isinstance(entry.event, e.Deferred) or name in stands):
            since = entry.at
        elif since is not None and (isinstance(entry.event, e.Resumed) or name in goes):
            total, since = total + (entry.at - since), None
    return total
