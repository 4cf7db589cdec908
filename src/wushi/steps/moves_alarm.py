"""The moves of the track alarm (告警): what may be asked of such a matter beside what every track has."""

from __future__ import annotations

from wushi.domain import alarming
from wushi.domain.actor import Actor
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.handle import put_right, work
from wushi.steps.movable import Move, move

_T = "alarm"
TABLE: tuple[Move, ...] = (
    move("hand_over_alarm", "Dispatched", "交办", put_right.hand_over, _T),
    move("sign_for_alarm", "SignedFor", "签收", work.sign_for, _T),
    move("rectify", "Rectified", "整改完成", put_right.rectify, _T),
    move("send_back", "SentBack", "退回整改", put_right.send_back, _T),
    move("sign_off", "SignedOff", "销号", put_right.sign_off, _T),
    move("close_normal", "Closed", "恢复正常，办结", put_right.close_normal, _T),
    move("look_again", "LookedAgain", "复查", put_right.look_again, _T),
)


def sensible(name: str, actor: Actor, matter: Matter, policy: Policy) -> bool:
    """False hides a move that the rules would refuse anyway."""
    known = alarming.facts(matter)
    match name:
        case "close_normal":
            return known.normal_at is not None
        case "sign_off" | "send_back":
            return not policy.tree.is_within(actor.unit, known.rectified_by)
    return True
