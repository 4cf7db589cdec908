"""The moves of the track application (办件): what may be asked of such a matter beside what every track has."""

from __future__ import annotations

from wushi.domain.actor import Actor
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.evaluate import review
from wushi.steps.handle.service import back, window
from wushi.steps.movable import Move, move

_T = "application"
TABLE: tuple[Move, ...] = (
    move("give_notice", "NoticeGiven", "一次性告知", window.notice, _T),
    move("ask_second_notice", "SecondNoticeAsked", "申请再次告知", window.ask_again, _T),
    move("grant_second_notice", "NoticeGiven", "同意再次告知", window.grant_again, _T),
    move("refuse_second_notice", "SecondNoticeRefused", "不同意再次告知", window.refuse_again, _T),
    move("bring_papers", "PapersBrought", "补正材料", window.bring, _T),
    move("accept_application", "Accepted", "受理", window.accept, _T),
    move("refuse_application", "ApplicationRefused", "不予受理申请", window.refuse_application, _T),
    move("follow_papers", "PapersFollowed", "容缺补齐", window.follow, _T),
    move("ask_more_time", "ExtensionRequested", "申请延长", back.ask_more_time, _T),
    move("grant_more_time", "ExtensionGranted", "批准延长", back.grant_more_time, _T),
    move("decide", "Decided", "决定", back.decide, _T),
    move("deliver", "Delivered", "送达", window.deliver, _T),
    move("withdraw_application", "Withdrawn", "撤回申请", window.withdraw, _T),
    move("rate_service", "Rated", "评价", review.rate, _T),
    move("contact_review", "ReviewContacted", "差评回访", review.contact_review, _T),
    move("rectify_review", "ReviewRectified", "差评整改", review.rectify, _T),
    move("ask_exclusion", "ExclusionAsked", "申请剔除差评", review.ask_exclusion, _T),
    move("exclude_review", "ReviewExcluded", "剔除差评", review.exclude, _T),
    move("refuse_exclusion", "ExclusionRefused", "不予剔除", review.refuse_exclusion, _T),
    move("appeal_exclusion", "ExclusionAppealed", "剔除申诉", review.appeal_exclusion, _T),
    move("uphold_exclusion", "ExclusionUpheld", "维持剔除", review.uphold_exclusion, _T),
    move("reverse_exclusion", "ExclusionReversed", "撤销剔除", review.reverse_exclusion, _T),
)


def sensible(name: str, actor: Actor, matter: Matter, policy: Policy) -> bool:
    """False hides a move that the rules would refuse anyway."""
    app = matter.application
    if app is None:
        return False
    if app.is_bundle and name not in ("rate_service", "contact_review", "rectify_review", "note", "inform"):
        return False
    match name:
        case "give_notice":
            return not app.notices and matter.state != "examining"
        case "ask_second_notice":
            return not app.asked_again and (bool(app.notices) or matter.state == "examining")
        case "grant_second_notice" | "refuse_second_notice":
            head = "SecondNoticeRefused" in policy.roles[actor.role].may if actor.role in policy.roles else False
            return bool(app.asked_again) and head
        case "follow_papers":
            return bool(app.tolerated)
        case "ask_more_time":
            return not matter.extended and not matter.extension_asked
        case "grant_more_time":
            return matter.extension_asked and not matter.extended
        case "rectify_review" | "exclude_review":
            return app.contacted
        case "contact_review":
            return not app.contacted
        case "ask_exclusion" | "appeal_exclusion":
            return not app.appealed
    return True
