"""The moves of the track dispute (纠纷): what may be asked of such a matter beside what every track has."""

from __future__ import annotations

from wushi.domain import parties
from wushi.domain.actor import Actor
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.discuss.mediation import agreement, course, people
from wushi.steps.movable import Move, move

_T = "dispute"
TABLE: tuple[Move, ...] = (
    move("enter_party", "PartyEntered", "当事人登记", people.enter_party, _T),
    move("strike_party", "PartyStruck", "当事人更正", people.strike_party, _T),
    move("consent", "ConsentGiven", "同意调解", people.consent, _T),
    move("accept_dispute", "DisputeAccepted", "受理纠纷", course.accept_dispute, _T),
    move("refuse_consent", "ConsentRefused", "不同意调解", people.refuse_consent, _T),
    move("refuse_dispute", "NotAccepted", "不予受理", people.refuse_dispute, _T),
    move("confirm_mediator", "MediatorConfirmed", "确定调解员", course.confirm_mediator, _T),
    move("reach_parties", "Contacted", "联系当事人", course.reach_parties, _T),
    move("tell_rights", "RightsTold", "告知权利义务", course.tell_rights, _T),
    move("hold_session", "SessionHeld", "记录调解会", course.hold_session, _T),
    move("draft_agreement", "AgreementDrafted", "拟定协议", agreement.draft_agreement, _T),
    move("sign_agreement", "AgreementSigned", "签订协议", agreement.sign_agreement, _T),
    move("agree_orally", "OralAgreementNoted", "记录口头协议", agreement.agree_orally, _T),
    move("keep_instalment", "InstalmentKept", "记录履行", agreement.keep_instalment, _T),
    move("complete", "PerformanceCompleted", "履行完毕", agreement.complete, _T),
    move("remind", "PerformanceReminded", "督促履行", agreement.remind, _T),
    move("miss_instalment", "InstalmentMissed", "没有按期履行", agreement.miss_instalment, _T),
    move("take_late", "LatePerformanceAccepted", "补履行", agreement.take_late, _T),
    move("visit_party", "PartyVisited", "调解回访", agreement.visit_party, _T),
    move("apply_confirmation", "ConfirmationApplied", "申请司法确认", agreement.apply_confirmation, _T),
    move("record_ruling", "AgreementConfirmed", "登记法院结果", agreement.record_ruling, _T),
    move("prolong_ruling", "RulingProlonged", "法院延长审查", agreement.prolong_ruling, _T),
    move("declare_conflict", "ConflictDeclared", "申报回避", course.declare_conflict, _T),
    move("file_material", "MaterialFiled", "材料入卷", course.file_material, _T),
    move("prolong_mediation", "MediationExtended", "延长调解期限", course.prolong_mediation, _T),
    move("fail_mediation", "MediationFailed", "调解不成", course.fail_mediation, _T),
    move("withdraw_dispute", "MediationWithdrawn", "撤回调解", course.withdraw_dispute, _T),
    move("expire_mediation", "MediationExpired", "调解期满", course.expire_mediation, _T),
)
_MEDIATOR_ONLY = frozenset({"hold_session", "draft_agreement", "sign_agreement", "agree_orally", "fail_mediation"})


def sensible(name: str, actor: Actor, matter: Matter, policy: Policy) -> bool:
    """False hides a move that the rules would refuse anyway."""
    d = parties.facts(matter)
    if name in _MEDIATOR_ONLY and actor.post not in (d.mediator, *d.helpers):
        return False
    match name:
        case "consent":
            return any(p.consent != "given" for p in d.standing)
        case "refuse_consent" | "withdraw_dispute":
            return bool(d.standing)
        case "strike_party":
            return bool(d.standing)
        case "accept_dispute":
            sides = {p.side for p in d.standing}
            return {"applicant", "respondent"} <= sides and all(p.consent == "given" for p in d.standing)
        case "enter_party":
            return d.accepted_at is None
        case "tell_rights":
            return set(d.keys) - set(d.told) != set()
        case "hold_session":
            return bool(d.told)
        case "draft_agreement":
            return any(s.sort == "joint" for s in d.sessions)
        case "sign_agreement":
            return d.form == "written"
        case "agree_orally":
            return d.form == "oral"
        case "complete":
            return not d.promises
        case "keep_instalment" | "remind" | "miss_instalment" | "take_late":
            return bool(d.open_promises)
        case "apply_confirmation":
            sort = policy.disputes.sorts.get(d.sort)
            return not d.confirmation and sort is not None and sort.confirmable
        case "record_ruling" | "prolong_ruling":
            return d.confirmation == "applied"
        case "expire_mediation" | "prolong_mediation":
            return matter.clock("mediation") is not None
    return True
