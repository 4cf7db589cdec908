"""The transition table of the hotline demand (诉求): which event at which state, what it leads to, which clocks it stops."""

from __future__ import annotations

from wushi.domain import events as e
from wushi.domain.lifecycle.base import BEFORE, SAME, Move, Track, joint, move

# State -> its words; order is the order of life. domain.md §1.4 gives sources.
STATES = {
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


TABLE: tuple[Move, ...] = (
    # report 报事
    move(e.Registered, frozenset(), "registered", "", "xinfang-2022#22"),
    move(e.Classified, OPEN, SAME),
    move(e.Located, OPEN, SAME),
    move(e.RouteProposed, "registered objection reopened", SAME),
    move(e.Answered, "registered", "answered", "dispatch danger", "beijing-2021"),
    move(e.NotAccepted, "registered", "not_accepted", "dispatch danger", "weifang-hotline#19"),
    move(e.TransferredOut, "registered", "transferred_out", "dispatch danger", "guoban-2022-12"),
    # the clocks of the desk and of the unit are kept with it; the answer's own stops when it is answered
    move(e.Merged, MERGEABLE, "merged", "dispatch adjudicate sign contact"),
    move(e.FollowerJoined, OPEN, SAME),
    move(e.Unmerged, "merged handled", BEFORE),
    move(e.FollowerLeft, frozenset(STATES), SAME),
    move(e.SplitInto, "registered dispatched signed objection", "split", "dispatch adjudicate sign contact reply"),
    move(e.Informed, OPEN, SAME),
    move(e.SimilarFound, OPEN, SAME),
    move(e.PointsListed, WITH_UNIT | {"registered", "objection"}, SAME),
    move(e.Noted, frozenset(STATES), SAME),
    # danger 险情: beside the loop, at any time
    move(e.DangerRaised, OPEN, SAME, "danger", "guoban-2022-12"),
    move(e.DangerTaken, OPEN, SAME, "danger"),
    move(e.DangerJudged, frozenset(STATES) - {"archived"}, SAME, "danger"),
    # discuss 议事
    move(e.Objected, "dispatched signed", "objection", "sign contact", "anyang-service#50"),
    move(e.Designated, "objection", "dispatched", "adjudicate", "weifang-hotline#22"),
    move(e.CoHandlersInvited, "signed in_progress", "co_handling", "", "beijing-2021#14"),
    move(e.CoHandlingEnded, "co_handling", "in_progress"),
    move(e.DiscussionOpened, "signed in_progress", "discussing", "", "beijing-2021#16"),
    move(e.DiscussionConcluded, "discussing", "in_progress"),
    # handle 办事
    move(
        e.Dispatched,
        "registered dispatched signed objection reopened",  # from dispatched and signed: a centre hands on to the next level
        "dispatched",
        "dispatch adjudicate sign contact",
        "beijing-2021#12",
    ),
    move(e.SignedFor, "dispatched reopened", "signed", "sign"),
    move(e.HandlingStarted, "signed", "in_progress"),
    move(e.Contacted, "signed in_progress", "in_progress", "contact", "beijing-2021#15"),
    move(e.ExtensionRequested, "in_progress", "extension_requested", "", "anyang-service#50"),
    move(e.ExtensionGranted, "extension_requested", "in_progress", "", "anyang-service#50"),
    move(e.ExtensionRefused, "extension_requested", "in_progress", "", "anyang-service#50"),
    move(e.DeferralProposed, "in_progress", SAME),
    move(e.Deferred, "in_progress", "deferred"),
    move(e.DeferralRefused, "in_progress", SAME),
    move(e.Resumed, "deferred", "in_progress", "review"),
    move(e.TerminationProposed, "in_progress", SAME, "", "weifang-hotline#21"),
    move(e.Terminated, "in_progress", "terminated", "reply contact danger", "weifang-hotline#21"),
    move(e.TerminationRefused, "in_progress", SAME, "", "weifang-hotline#21"),
    move(e.Replied, "in_progress", "handled", "reply contact", "beijing-2021#15"),
    move(e.RepliedThroughLead, "merged", "handled", "reply"),
    # evaluate 评事
    move(e.CallbackAttempted, "handled", SAME, "", "beijing-2021#23"),
    move(e.CalledBack, "handled", "callback", "callback", "beijing-2021#23"),
    move(e.Reopened, "callback closed", "reopened", "callback", "jinan-hotline#25"),
    move(e.Closed, "handled callback", "closed", "callback danger"),
    move(e.Archived, "closed answered split not_accepted transferred_out terminated", "archived"),
    move(e.Warned, OPEN, SAME),
    move(e.FellOverdue, OPEN, SAME),
    move(e.Urged, OPEN, SAME, "", "weifang-hotline#26"),
    move(e.PlacedUnderSupervision, OPEN, SAME, "", "weifang-hotline#26"),
    move(e.SupervisionLifted, OPEN, SAME, "", "weifang-hotline#26"),
    move(e.TextReleased, "answered closed archived", SAME),
    move(e.TextWithdrawn, frozenset(STATES), SAME),
    *joint(STATES, OPEN),
)

TRACK = Track("hotline", "热线诉求", "hotline demand", STATES, ENDED, TABLE)
