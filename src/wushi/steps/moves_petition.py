"""The moves of the track petition (信访): its own course, and those of the agency where somebody acts for the resident."""

from __future__ import annotations

from wushi.domain.actor import Actor
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.domain.tracks.petition import Petition
from wushi.steps import moves_agency
from wushi.steps.handle.petition import course
from wushi.steps.movable import Move, move

_T = "petition"
TABLE: tuple[Move, ...] = (
    move("accept_petition", "PetitionAccepted", "受理信访事项", course.accept_petition, _T),
    move("send_petition", "PetitionSent", "转送", course.send_petition, _T),
    move("sort_petition", "PetitionSorted", "告知法定途径", course.sort_petition, _T),
    move("object_petition", "PetitionObjected", "提出异议", course.object_petition, _T),
    move("prolong_petition", "PetitionProlonged", "延长办理期限", course.prolong_petition, _T),
    move("settle_petition", "PetitionSettled", "调解、和解", course.settle_petition, _T),
    move("give_opinion", "OpinionGiven", "出具处理意见书", course.give_opinion, _T),
    move("ask_review", "ReviewAsked", "申请复查", course.ask_review, _T),
    move("give_review", "ReviewGiven", "出具复查意见书", course.give_review, _T),
    move("ask_recheck", "RecheckAsked", "申请复核", course.ask_recheck, _T),
    move("give_recheck", "RecheckGiven", "出具复核意见书", course.give_recheck, _T),
    move("end_petition", "PetitionEnded", "信访办结", course.end_petition, _T),
    move("name_representatives", "RepresentativesNamed", "登记代表", course.name_representatives, _T),
    move("link_repeat", "RepeatLinked", "关联重复信访", course.link_repeat, _T),
)


def sensible(name: str, actor: Actor, matter: Matter, policy: Policy) -> bool:
    """False hides a move that the rules would refuse anyway."""
    p = matter.petition or Petition()
    match name:
        case "object_petition":
            return not p.designated
        case "prolong_petition":
            return not p.prolonged
        case "link_repeat":
            return not p.repeat_of
        case "name_representatives":
            return not p.representatives
    return moves_agency.sensible(name, actor, matter)
