"""The transition table of the task (联动任务) that a co-handler has in a matter of somebody else."""

from __future__ import annotations

from wushi.domain import events as e
from wushi.domain.lifecycle.base import Track, common, move

STATES = {
    "registered": ("登记", "registered"),
    "signed": ("签收", "signed for"),
    "reported": ("已反馈待验收", "reported, to be accepted"),
    "closed": ("办结", "closed"),
    "withdrawn": ("已撤回", "withdrawn"),
    "archived": ("归档", "archived"),
}
ENDED = frozenset({"closed", "withdrawn", "archived"})

TABLE = (
    *common(STATES, ENDED),
    move(e.SignedFor, "registered", "signed", "sign", "beijing-2021#14"),
    move(e.TaskReported, "registered signed", "reported", "sign task", "beijing-2021#14"),
    move(e.TaskSentBack, "reported", "signed", "accept"),
    move(e.TaskAccepted, "reported", "closed", "accept"),
    move(e.TaskWithdrawn, "registered signed reported", "withdrawn", "sign task accept"),
)

TRACK = Track("task", "联动任务", "joint task", STATES, ENDED, TABLE)
