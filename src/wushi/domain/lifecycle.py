"""The transition table of the hotline demand (诉求): which event at which state, what it leads to, which clocks it stops."""

from __future__ import annotations

from dataclasses import dataclass

from wushi.domain import events as e
from wushi.domain.errors import WrongState

# State -> its words; order is the order of life. domain.md §1.4 gives sources.
STATES: dict[str, tuple[str, str]] = {
    "registered": ("登记", "registered"),
    "dispatched": ("派单", "dispatched"),
    "signed": ("签收", "signed for"),
    "objection": ("派单异议", "objection"),
    "in_progress": ("办理", "in progress"),
    "co_handling": ("会办", "joint handling"),
    "discussing": ("议事", "under discussion"),
    "extension_requested": ("申请延期", "extension requested"),
    "deferred": ("挂账", "deferred"),
    "handled": ("办结待审", "handled, awaiting callback"),
    "callback": ("回访", "called back"),
    "reopened": ("重办", "reopened"),
    "merged": ("并单", "merged"),
    "split": ("拆单", "split"),
    "answered": ("即时答复", "answered at once"),
    "not_accepted": ("不予受理", "not accepted"),
    "transferred_out": ("移交", "transferred out"),
    "terminated": ("终止办理", "terminated"),
    "closed": ("办结", "closed"),
    "archived": ("归档", "archived"),
}

ENDED = frozenset({"split", "answered", "not_accepted", "transferred_out", "terminated", "closed", "archived"})
OPEN = frozenset(STATES) - ENDED
# The states in which a unit has the matter in hand, where the ladder of supervision can reach it.
WITH_UNIT = frozenset(
    {"dispatched", "signed", "in_progress", "co_handling", "discussing", "extension_requested", "deferred", "reopened"}
)
SAME = ""  # the event leaves the state as it is
BEFORE = "before"  # no state: back to the one from which the matter was merged

# From where a matter may be merged: as long as nobody waits for a decision on it (an extension asked for, a plan agreed on) and
# nothing has been answered; a duplicate is often seen only when a unit has it. From merged: its lead is merged on, it goes along.
MERGEABLE = frozenset(
    {
        "registered",
        "dispatched",
        "signed",
        "objection",
        "in_progress",
        "co_handling",
        "discussing",
        "reopened",
        "merged",
    }
)


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table: `event` is possible in `sources` and leads to `to`; it stops the clocks named."""

    event: type[e.Event]
    sources: frozenset[str]
    to: str
    stops: tuple[str, ...] = ()
    reference: str = ""  # article, or practice where domain.md knows no article


def _move(event: type[e.Event], sources: str | frozenset[str], to: str, stops: str = "", reference: str = "") -> Move:
    named = frozenset(sources.split()) if isinstance(sources, str) else sources
    return Move(event, named, to, tuple(stops.split()), reference)


TABLE: tuple[Move, ...] = (
    # report 报事
    _move(e.Registered, frozenset(), "registered", "", "xinfang-2022#22"),
    _move(e.Classified, OPEN, SAME),
    _move(e.Located, OPEN, SAME),
    _move(e.RouteProposed, "registered objection reopened", SAME),
    _move(e.Answered, "registered", "answered", "dispatch danger", "beijing-2021"),
    _move(e.NotAccepted, "registered", "not_accepted", "dispatch danger", "weifang-hotline#19"),
    _move(e.TransferredOut, "registered", "transferred_out", "dispatch danger", "guoban-2022-12"),
    # the clocks of the desk and of the unit are kept with it; the answer's own stops when it is answered
    _move(e.Merged, MERGEABLE, "merged", "dispatch adjudicate sign contact"),
    _move(e.FollowerJoined, OPEN, SAME),
    _move(e.Unmerged, "merged handled", BEFORE),
    _move(e.FollowerLeft, frozenset(STATES), SAME),
    _move(e.SplitInto, "registered dispatched signed objection", "split", "dispatch adjudicate sign contact reply"),
    _move(e.Informed, OPEN, SAME),
    _move(e.SimilarFound, OPEN, SAME),
    _move(e.PointsListed, WITH_UNIT | {"registered", "objection"}, SAME),
    _move(e.Noted, frozenset(STATES), SAME),
    # danger 险情: beside the loop, at any time
    _move(e.DangerRaised, OPEN, SAME, "danger", "guoban-2022-12"),
    _move(e.DangerTaken, OPEN, SAME, "danger"),
    _move(e.DangerJudged, frozenset(STATES) - {"archived"}, SAME, "danger"),
    # discuss 议事
    _move(e.Objected, "dispatched signed", "objection", "sign contact", "anyang-service#50"),
    _move(e.Designated, "objection", "dispatched", "adjudicate", "weifang-hotline#22"),
    _move(e.CoHandlersInvited, "signed in_progress", "co_handling", "", "beijing-2021#14"),
    _move(e.CoHandlingEnded, "co_handling", "in_progress"),
    _move(e.DiscussionOpened, "signed in_progress", "discussing", "", "beijing-2021#16"),
    _move(e.DiscussionConcluded, "discussing", "in_progress"),
    # handle 办事
    _move(
        e.Dispatched,
        "registered dispatched signed objection reopened",  # from dispatched and signed: a centre hands on to the next level
        "dispatched",
        "dispatch adjudicate sign contact",
        "beijing-2021#12",
    ),
    _move(e.SignedFor, "dispatched reopened", "signed", "sign"),
    _move(e.HandlingStarted, "signed", "in_progress"),
    _move(e.Contacted, "signed in_progress", "in_progress", "contact", "beijing-2021#15"),
    _move(e.ExtensionRequested, "in_progress", "extension_requested", "", "anyang-service#50"),
    _move(e.ExtensionGranted, "extension_requested", "in_progress", "", "anyang-service#50"),
    _move(e.ExtensionRefused, "extension_requested", "in_progress", "", "anyang-service#50"),
    _move(e.DeferralProposed, "in_progress", SAME),
    _move(e.Deferred, "in_progress", "deferred"),
    _move(e.DeferralRefused, "in_progress", SAME),
    _move(e.Resumed, "deferred", "in_progress", "review"),
    _move(e.TerminationProposed, "in_progress", SAME, "", "weifang-hotline#21"),
    _move(e.Terminated, "in_progress", "terminated", "reply contact danger", "weifang-hotline#21"),
    _move(e.TerminationRefused, "in_progress", SAME, "", "weifang-hotline#21"),
    _move(e.Replied, "in_progress", "handled", "reply contact", "beijing-2021#15"),
    _move(e.RepliedThroughLead, "merged", "handled", "reply"),
    # evaluate 评事
    _move(e.CallbackAttempted, "handled", SAME, "", "beijing-2021#23"),
    _move(e.CalledBack, "handled", "callback", "callback", "beijing-2021#23"),
    _move(e.Reopened, "callback closed", "reopened", "callback", "jinan-hotline#25"),
    _move(e.Closed, "handled callback", "closed", "callback danger"),
    _move(e.Archived, "closed answered split not_accepted transferred_out terminated", "archived"),
    _move(e.Warned, OPEN, SAME),
    _move(e.FellOverdue, OPEN, SAME),
    _move(e.Urged, OPEN, SAME, "", "weifang-hotline#26"),
    _move(e.PlacedUnderSupervision, OPEN, SAME, "", "weifang-hotline#26"),
    _move(e.SupervisionLifted, OPEN, SAME, "", "weifang-hotline#26"),
    _move(e.TextReleased, "answered closed archived", SAME),
    _move(e.TextWithdrawn, frozenset(STATES), SAME),
)

MOVES: dict[str, Move] = {move.event.__name__: move for move in TABLE}


def check(state: str, event: type[e.Event]) -> Move:
    """The move that the event makes from this state. Raises WrongState with the states from which it is possible."""
    move = MOVES[event.__name__]
    if state not in move.sources and not (state == "" and not move.sources):
        raise WrongState(event=event.__name__, state=state or "nothing yet", possible=sorted(move.sources))
    return move


def possible(state: str) -> tuple[str, ...]:
    """The words of the events possible in that state, in the order of the table."""
    return tuple(name for name, move in MOVES.items() if state in move.sources)
