"""The actor (岗位): who takes a step, as a post in a unit with a role; the person who holds the post is in the accounts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    post: str
    unit: str
    role: str


# The three that are no posts: the resident who follows a receipt, the worker that turns the clocks, the machine that proposes.
RESIDENT = Actor("resident", "", "resident")
CLOCK = Actor("clock", "", "clock")
MACHINE = Actor("machine", "", "machine")

BUILT_IN: dict[str, frozenset[str]] = {
    "resident": frozenset(
        {
            "Registered",
            "CalledBack",
            "Noted",
            "Applied",
            "CoSigned",
            "PapersBrought",
            "PapersFollowed",
            "Withdrawn",
            "BundleOpened",
            "Rated",
            "BadlyRated",
            "ExclusionAppealed",
            "MandateEnded",
            "ReviewAsked",
        }
    ),
    "clock": frozenset(
        {"Warned", "FellOverdue", "Urged", "PlacedUnderSupervision", "Archived", "Resumed", "Withdrawn"}
    ),
    "machine": frozenset(
        {
            "Classified",
            "Located",
            "RouteProposed",
            "DangerRaised",
            "SimilarFound",
            "AlarmRaised",
            "BackToNormal",
            "Dispatched",
            "FollowerJoined",
            "FollowerLeft",
            "RepliedThroughLead",
            "Unmerged",
            "Informed",
            "Closed",
            "BundleFinished",
        }
    ),
}
