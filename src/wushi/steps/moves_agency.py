"""The moves of the petition agency (信访代办), offered where somebody has or may get a mandate."""

from __future__ import annotations

from wushi.domain.actor import Actor
from wushi.domain.matter import Matter
from wushi.domain.tracks.agency import Agency
from wushi.steps.handle.agency import course
from wushi.steps.movable import Move, move

_T = "petition"
TABLE: tuple[Move, ...] = (
    move("give_mandate", "MandateGiven", "签订代办委托", course.give_mandate, _T),
    move("change_mandate", "MandateChanged", "变更代办委托", course.change_mandate, _T),
    move("end_mandate", "MandateEnded", "终止代办委托", course.end_mandate, _T),
    move("judge_agency", "AgencyJudged", "代办研判", course.judge_agency, _T),
    move("do_errand", "ErrandDone", "登记代办事项", course.do_errand, _T),
    move("report_agency", "AgencyReported", "告知进展", course.report_agency, _T),
    move("conclude_agency", "AgencyConcluded", "代办结束", course.conclude_agency, _T),
    move("visit_agency", "AgencyVisited", "代办回访", course.visit_agency, _T),
)


def sensible(name: str, actor: Actor, matter: Matter) -> bool:
    """False hides a move that the rules would refuse anyway."""
    a = (matter.petition.agency if matter.petition else None) or Agency()
    match name:
        case "give_mandate":
            return not matter.accused
        case "conclude_agency":
            return bool(a.path) and not a.unreported
        case "visit_agency":
            return actor.unit not in a.acted
    return True
