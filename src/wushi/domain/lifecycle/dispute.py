"""The transition table of the dispute (纠纷): which event at which state, what it leads to, which clocks it stops."""

from __future__ import annotations

from wushi.domain import events as e
from wushi.domain.lifecycle.base import Track, common, move

STATES = {
    "registered": ("登记", "registered"),
    "not_accepted": ("不予受理", "not accepted"),
    "transferred_out": ("移交", "transferred out"),
    "closed": ("办结", "closed"),
    "archived": ("归档", "archived"),
}
ENDED = frozenset({"not_accepted", "transferred_out", "closed", "archived"})

TABLE = (
    *common(STATES, ENDED),
    move(e.NotAccepted, "registered", "not_accepted", "acceptance danger"),
    move(e.TransferredOut, "registered", "transferred_out", "acceptance danger"),
    move(e.Closed, "registered", "closed", "acceptance danger"),
)

TRACK = Track("dispute", "矛盾纠纷", "dispute", STATES, ENDED, TABLE)
