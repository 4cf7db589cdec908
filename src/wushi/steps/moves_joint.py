"""The moves of working together (联动), on every track, and those of the co-handler's task."""

from __future__ import annotations

from wushi.domain import hub
from wushi.domain.actor import Actor
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.discuss.joint import group, tasks
from wushi.steps.movable import Move, move
from wushi.steps.report import hand_over

TABLE: tuple[Move, ...] = (
    move("refuse_hand_over", "HandOverRefused", "退回移交", hand_over.refuse_hand_over),
    move("answer_hand_over", "HandOverAnswered", "反馈来源", hand_over.answer_hand_over),
    move("rise", "Risen", "上报", group.rise),
    move("whistle", "Whistled", "吹哨", group.whistle),
    move("convene_group", "GroupConvened", "组建联动群组", group.convene_group),
    move("set_tasks", "TasksSet", "下达联动任务", tasks.set_tasks),
    move("hold_meeting", "MeetingHeld", "会商", group.hold_meeting),
    move("accept_task", "TaskEnded", "验收任务", tasks.accept_task),
    move("send_task_back", "TaskEnded", "退回任务", tasks.send_task_back),
    move("withdraw_task", "TaskEnded", "撤回任务", tasks.withdraw_task),
    move("override_parts", "PartsOverridden", "带未了任务办结", group.override_parts),
    move("sign_task", "SignedFor", "签收任务", tasks.sign_task, "task"),
    move("report_task", "TaskReported", "反馈任务", tasks.report_task, "task"),
)
# Those whose forms stand on the page of the group, not on the matter's own.
ON_GROUP_PAGE = frozenset(
    {"convene_group", "set_tasks", "hold_meeting", "accept_task", "send_task_back", "withdraw_task", "override_parts",
     "rise", "whistle"}
)  # fmt: skip


def sensible(name: str, actor: Actor, matter: Matter, policy: Policy) -> bool:
    """False hides a move that the rules would refuse anyway."""
    joint = hub.facts(matter)
    unit = matter.unit or policy.main_desk
    match name:
        case "refuse_hand_over":
            return bool(joint.source)
        case "answer_hand_over":
            return bool(joint.source) and not joint.result
        case "rise":
            return matter.track != "task" and hub.level(unit, policy) != hub.CENTRE
        case "whistle":
            return matter.track != "task" and hub.level(unit, policy) != hub.ROOM
        case "convene_group":
            return matter.track != "task" and not joint.lead
        case "set_tasks" | "hold_meeting":
            return bool(joint.units)
        case "accept_task" | "send_task_back" | "withdraw_task" | "override_parts":
            return bool(joint.open_tasks)
    return True
