"""The transition table of the petition (信访): which event at which state, what it leads to, which clocks it stops."""

from __future__ import annotations

from wushi.domain import events as e
from wushi.domain.lifecycle import agency
from wushi.domain.lifecycle.base import Track, common, move

STATES = {
    "registered": ("登记", "registered"),
    "not_accepted": ("不予受理", "not accepted"),
    "transferred_out": ("移交", "transferred out"),
    **agency.STATES,
    "closed": ("办结", "closed"),
    "archived": ("归档", "archived"),
}
ENDED = frozenset({"not_accepted", "transferred_out", "closed", "archived"})

TABLE = (
    *common(STATES, ENDED),
    *agency.TABLE,
    move(e.NotAccepted, "registered", "not_accepted", "notice danger"),
    move(e.TransferredOut, "registered", "transferred_out", "notice danger"),
    move(e.Closed, "registered", "closed", "notice danger"),
)

TRACK = Track("petition", "信访事项", "petition", STATES, ENDED, TABLE)
