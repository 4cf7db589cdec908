"""The moves by name: what a person or a machine may ask of a matter, with the fields each needs; the doors read this table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from wushi.domain import duty, lifecycle, pausing, permissions
from wushi.domain.actor import Actor
from wushi.domain.errors import BadInput, NotFound
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps import moves_agency, moves_alarm, moves_application, moves_dispute, moves_joint, moves_petition
from wushi.steps.discuss import cooperate, rule
from wushi.steps.evaluate import call_back, supervise
from wushi.steps.handle import dispatch, extend, pause, reply, work
from wushi.steps.movable import Field, Move, move
from wushi.steps.report import classify, danger, inform, list_points, merge, settle, split
from wushi.store.ledger import ledger

MOVES: dict[str, Move] = {
    move.name: move
    for move in (
        move("classify", "Classified", "分类", classify.classify),
        move("locate", "Located", "定位", classify.locate),
        move("answer", "Answered", "即时答复", settle.answer, "hotline"),
        move("refuse", "NotAccepted", "不予受理", settle.refuse, "hotline"),
        move("transfer_out", "TransferredOut", "移交", settle.transfer_out, "hotline"),
        move("merge", "Merged", "并单", merge.merge, "hotline"),
        move("unmerge", "Unmerged", "拆出并单", merge.unmerge, "hotline"),
        move("split", "SplitInto", "拆单", split.split, "hotline"),
        move("inform", "Informed", "告知", inform.inform),
        move("list_points", "PointsListed", "诉求要点", list_points.list_points, "hotline"),
        move("note", "Noted", "备注", settle.note),
        move("pause", "ClocksPaused", "中止计时", pause.pause),
        move("resume_clocks", "ClocksResumed", "恢复计时", pause.resume),
        move("raise_danger", "DangerRaised", "险情提示", danger.raise_danger),
        move("take_danger", "DangerTaken", "值班接手", danger.take_danger),
        move("judge_danger", "DangerJudged", "险情判定", danger.judge_danger),
        move("dispatch", "Dispatched", "派单", dispatch.dispatch, "hotline"),
        move("object", "Objected", "派单异议", rule.object_to, "hotline"),
        move("designate", "Designated", "指定承办", rule.designate, "hotline"),
        move("sign_for", "SignedFor", "签收", work.sign_for, "hotline"),
        move("start", "HandlingStarted", "开始办理", work.start, "hotline"),
        move("contact", "Contacted", "联系诉求人", work.contact, "hotline"),
        move("invite", "CoHandlersInvited", "邀请协办", cooperate.invite, "hotline"),
        move("end_cooperation", "CoHandlingEnded", "协办结束", cooperate.end_cooperation, "hotline"),
        move("open_discussion", "DiscussionOpened", "提交议事", cooperate.open_discussion, "hotline"),
        move("conclude_discussion", "DiscussionConcluded", "议事结束", cooperate.conclude_discussion, "hotline"),
        move("ask_extension", "ExtensionRequested", "申请延期", extend.ask_extension, "hotline"),
        move("grant_extension", "ExtensionGranted", "批准延期", extend.grant_extension, "hotline"),
        move("refuse_extension", "ExtensionRefused", "不同意延期", extend.refuse_extension, "hotline"),
        move("propose_deferral", "DeferralProposed", "申请挂账", extend.propose_deferral, "hotline"),
        move("defer", "Deferred", "挂账", extend.defer, "hotline"),
        move("refuse_deferral", "DeferralRefused", "不同意挂账", extend.refuse_deferral, "hotline"),
        move("resume", "Resumed", "恢复办理", extend.resume, "hotline"),
        move("propose_termination", "TerminationProposed", "申请终止", extend.propose_termination, "hotline"),
        move("terminate", "Terminated", "终止办理", extend.terminate, "hotline"),
        move("refuse_termination", "TerminationRefused", "不同意终止", extend.refuse_termination, "hotline"),
        move("reply", "Replied", "答复", reply.reply, "hotline"),
        move("attempt", "CallbackAttempted", "回访未接通", call_back.attempt, "hotline"),
        move("call_back", "CalledBack", "回访", call_back.call_back, "hotline"),
        move("reopen", "Reopened", "重办", call_back.reopen, "hotline"),
        move("close", "Closed", "办结", call_back.close, "hotline"),
        move("urge", "Urged", "催办", supervise.urge),
        move("supervise", "PlacedUnderSupervision", "督办", supervise.supervise),
        move("lift", "SupervisionLifted", "解除督办", supervise.lift),
        *moves_petition.TABLE,
        *moves_agency.TABLE,
        *moves_dispute.TABLE,
        *moves_joint.TABLE,
        *moves_application.TABLE,
        *moves_alarm.TABLE,
    )
}
# Which of its moves a track would refuse anyway, and so hides.
_SENSIBLE = {
    "petition": moves_petition.sensible,
    "dispute": moves_dispute.sensible,
    "application": moves_application.sensible,
    "alarm": moves_alarm.sensible,
}


def _word(wanted: Any) -> str:
    return str(getattr(wanted, "__name__", wanted))


def _convert(field: Field, value: Any) -> Any:
    wanted = field.type
    try:
        if wanted is date:
            return date.fromisoformat(value)
        if wanted is bool:
            if isinstance(value, bool):
                return value
            if str(value).lower() in ("1", "true", "yes", "on"):
                return True
            if str(value).lower() in ("", "0", "false", "no", "off"):
                return False
            raise ValueError
        if wanted is int:
            return int(value)
        if wanted is str:
            if not isinstance(value, str):
                raise ValueError
            return value
        if wanted in (float, float | None):
            return None if value in (None, "") else float(value)
        if isinstance(value, str):
            raise ValueError  # a list was wanted
        if wanted == tuple[split.Part, ...]:
            return msgspec.convert(list(value), wanted)
        return tuple(str(v) for v in value)
    except (TypeError, ValueError, msgspec.ValidationError):
        name = (
            "list of parts, each with text, title, type, place" if wanted == tuple[split.Part, ...] else _word(wanted)
        )
        raise BadInput(field=field.name, why=f"{value!r} is not a {name}") from None


def take(
    name: str,
    number: str,
    given: Mapping[str, Any],
    *,
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """Take a move by name with fields as a form or a JSON body brings them. Unknown and missing fields are refused by name."""
    move = MOVES.get(name)
    if move is None:
        raise NotFound(what="move", name=name)
    if move.track and (found := ledger.load(number)[1]).track != move.track:
        raise BadInput(field="move", why=f"{name} is a move of the track {move.track}; {number} is on {found.track}")
    known = {f.name: f for f in move.fields}
    for field in given:
        if field not in known:
            raise BadInput(field=field, why=f"is no field of {name}; it takes {', '.join(known) or 'none'}")
    facts = {f.name: _convert(f, given[f.name]) for f in move.fields if f.name in given}
    for f in move.fields:
        if f.required and f.name not in facts:
            raise BadInput(field=f.name, why=f"is missing; {name} needs it")
    return move.step(number, **facts, actor=actor, policy=policy, now=now, seen=seen)


def open_to(actor: Actor, matter: Matter, policy: Policy) -> list[Move]:
    """The moves that this post may take now: what a page offers, by the same rules by which the step refuses."""
    return [
        move
        for move in MOVES.values()
        if move.track in ("", matter.track)
        and move.event in lifecycle.possible(matter.track, matter.state)
        and permissions.may(actor, move.event, matter, policy)
        and _sensible(move.name, actor, matter, policy)
    ]


def _sensible(name: str, actor: Actor, matter: Matter, policy: Policy) -> bool:
    """Hide what the rules would refuse anyway: a second extension, a decision on what nobody proposed."""
    if not moves_joint.sensible(name, actor, matter, policy):
        return False
    if matter.track == "petition" and not moves_agency.sensible(name, actor, matter):
        return False
    if matter.track in _SENSIBLE and not _SENSIBLE[matter.track](name, actor, matter, policy):
        return False
    match name:
        case "dispatch":
            return matter.state not in ("dispatched", "signed") or policy.tree.unit(matter.lead).level == "centre"
        case "pause":
            return bool(pausing.grounds_for(matter, policy))
        case "resume_clocks":
            return any(c.paused is not None and c.stopped is None for c in matter.clocks)
        case "merge":
            return matter.state != "merged" and not matter.secret
        case "unmerge":
            return bool(matter.merged_into)
        case "split":
            return not matter.followers
        case "list_points":
            return not matter.points or actor.unit == policy.main_desk
        case "raise_danger":
            return matter.danger is None or matter.danger.real is False
        case "take_danger":
            return duty.waiting(matter) is not None
        case "judge_danger":
            return matter.danger is not None and matter.danger.real is None
        case "object":
            return not matter.designated and matter.lead not in matter.objectors
        case "ask_extension":
            return not matter.extended
        case "defer" | "refuse_deferral":
            return bool(matter.deferral_date)
        case "propose_deferral":
            return not matter.deferral_date
        case "terminate" | "refuse_termination":
            return bool(matter.termination_ground)
        case "propose_termination":
            return not matter.termination_ground
        case "lift":
            return matter.supervision > 0
    return True
