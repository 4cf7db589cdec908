"""Offers what the post may do next with a matter: the one that is due first, the others one tap away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from wushi.domain import clocks, dispatch
from wushi.domain.actor import Actor
from wushi.domain.calendar import local
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps import moves
from wushi.steps.loop import has_follow_up
from wushi.steps.movable import Move
from wushi.steps.moves_joint import ON_GROUP_PAGE
from wushi.web import words
from wushi.web.matters import agency, petitions
from wushi.web.matters.fields import Asked, MoveForm
from wushi.web.matters.picking import takes
from wushi.web.matters.replying import form_for
from wushi.web.services import fields as applications
from wushi.web.templatetags.wushi import name_in

# What is due first in a state; the first of these that the post may do is the page's one big button.
FIRST: dict[str, tuple[str, ...]] = {
    "registered": ("dispatch", "accept_dispute", "consent", "enter_party"),
    "accepted": ("confirm_mediator",),
    "mediator_confirmed": ("tell_rights", "hold_session"),
    "in_mediation": ("sign_agreement", "agree_orally", "draft_agreement", "hold_session"),
    "agreed_written": ("keep_instalment", "complete", "record_ruling", "apply_confirmation"),
    "agreed_oral": ("keep_instalment", "complete"),
    "performing": ("keep_instalment", "record_ruling"),
    "not_performed": ("take_late",),
    "objection": ("designate", "dispatch"),
    "reopened": ("sign_for", "dispatch"),
    "dispatched": ("sign_for",),
    "signed": ("contact",),
    "in_progress": ("terminate", "defer", "reply"),
    "co_handling": ("end_cooperation",),
    "discussing": ("conclude_discussion",),
    "extension_requested": ("grant_extension",),
    "deferred": ("resume",),
    "handled": ("call_back",),
    "callback": ("close", "reopen"),
}
# Never the first thing to do, and last among the others.
_ASIDE = ("note", "urge", "supervise", "lift")


@dataclass(frozen=True, slots=True)
class Offer:
    """One move with its form: `name` heads it when it is folded, `button` is the verb that does it."""

    move: Move
    name: str
    button: str
    form: MoveForm
    hint: str = ""
    opened: bool = False
    quick: str = ""  # does it at once with what is proposed, without filling anything in

    @property
    def bare(self) -> bool:
        """Nothing to fill in: the button alone."""
        return not self.form.fields


def _names() -> dict[str, tuple[str, str]]:
    """move -> (what it is called, the button)."""
    return {
        "enter_party": (gettext("登记当事人"), gettext("登记这位当事人")),
        "strike_party": (gettext("更正当事人"), gettext("这位登记错了")),
        "consent": (gettext("同意调解"), gettext("记下同意")),
        "refuse_consent": (gettext("不同意调解"), gettext("记下不同意，告知途径")),
        "accept_dispute": (gettext("受理"), gettext("受理这件纠纷")),
        "refuse_dispute": (gettext("不予受理"), gettext("不予受理，告知途径")),
        "confirm_mediator": (gettext("确定调解员"), gettext("就是这位")),
        "reach_parties": (gettext("联系当事人"), gettext("已经联系了")),
        "tell_rights": (gettext("告知权利义务"), gettext("已经告知")),
        "hold_session": (gettext("记录调解会"), gettext("记下这一次")),
        "draft_agreement": (gettext("拟定协议"), gettext("就这样拟定")),
        "sign_agreement": (gettext("签订协议"), gettext("协议生效")),
        "agree_orally": (gettext("记录口头协议"), gettext("协议生效")),
        "keep_instalment": (gettext("记录履行"), gettext("记下履行")),
        "complete": (gettext("履行完毕"), gettext("全部履行了")),
        "remind": (gettext("督促履行"), gettext("已经督促")),
        "miss_instalment": (gettext("没有按期履行"), gettext("记下没有履行")),
        "take_late": (gettext("补履行"), gettext("记下补履行")),
        "visit_party": (gettext("调解回访"), gettext("记下回访")),
        "apply_confirmation": (gettext("申请司法确认"), gettext("已经向法院申请")),
        "record_ruling": (gettext("登记法院结果"), gettext("记下法院结果")),
        "prolong_ruling": (gettext("法院延长审查"), gettext("记下延长")),
        "declare_conflict": (gettext("申报回避"), gettext("申报")),
        "file_material": (gettext("材料入卷"), gettext("放进卷宗")),
        "prolong_mediation": (gettext("延长调解期限"), gettext("各方同意延长")),
        "fail_mediation": (gettext("调解不成"), gettext("终止调解，告知途径")),
        "withdraw_dispute": (gettext("撤回调解"), gettext("记下撤回")),
        "expire_mediation": (gettext("调解期满"), gettext("期满终止，告知途径")),
        "classify": (gettext("改分类"), gettext("就按这一类")),
        "locate": (gettext("改地点"), gettext("就是这里")),
        "answer": (gettext("当场答复"), gettext("已当场答复")),
        "refuse": (gettext("不予受理"), gettext("不予受理，告知途径")),
        "transfer_out": (gettext("转 110、119、120"), gettext("转出")),
        "raise_danger": (gettext("标为险情"), gettext("标为险情")),
        "take_danger": (gettext("接手险情"), gettext("我来接手")),
        "judge_danger": (gettext("判定险情"), gettext("记下判定")),
        "merge": (gettext("并单"), gettext("并到那一件")),
        "unmerge": (gettext("从主单拆出来"), gettext("拆出来单独办")),
        "split": (gettext("拆成几件"), gettext("就拆成这几件")),
        "inform": (gettext("告知进展"), gettext("告诉大家")),
        "list_points": (gettext("列要点"), gettext("就列这些")),
        "note": (gettext("记一笔"), gettext("记下")),
        "dispatch": (gettext("派给别的单位"), gettext("派给这个单位")),
        "object": (gettext("提异议"), gettext("提出异议")),
        "designate": (gettext("指定承办"), gettext("就指定这个单位")),
        "sign_for": (gettext("签收"), gettext("签收")),
        "start": (gettext("开始办理"), gettext("开始办理")),
        "contact": (gettext("联系诉求人"), gettext("已经联系了")),
        "invite": (gettext("请别的单位会办"), gettext("请来会办")),
        "end_cooperation": (gettext("会办结束"), gettext("会办结束")),
        "open_discussion": (gettext("提交议事"), gettext("提交议事")),
        "conclude_discussion": (gettext("议事有结果"), gettext("记下结果，接着办")),
        "ask_extension": (gettext("申请延期"), gettext("申请延期")),
        "grant_extension": (gettext("批准延期"), gettext("批准延期")),
        "refuse_extension": (gettext("不同意延期"), gettext("不同意延期")),
        "propose_deferral": (gettext("申请挂账"), gettext("申请挂账")),
        "defer": (gettext("同意挂账"), gettext("同意挂账")),
        "refuse_deferral": (gettext("不同意挂账"), gettext("不同意挂账")),
        "resume": (gettext("恢复办理"), gettext("恢复办理")),
        "propose_termination": (gettext("提请终止"), gettext("提请终止")),
        "terminate": (gettext("同意终止"), gettext("同意终止")),
        "refuse_termination": (gettext("不同意终止"), gettext("不同意终止")),
        "reply": (gettext("答复诉求人"), gettext("交答复")),
        "attempt": (gettext("没有接通"), gettext("记一次没接通")),
        "call_back": (gettext("回访"), gettext("记下回访")),
        "reopen": (gettext("退回重办"), gettext("退回重办")),
        "close": (gettext("办结"), gettext("办结")),
        "urge": (gettext("催办"), gettext("催一下")),
        "supervise": (gettext("督办"), gettext("列入督办")),
        "lift": (gettext("解除督办"), gettext("解除督办")),
        "sign_task": (gettext("签收任务"), gettext("签收任务")),
        "report_task": (gettext("反馈任务"), gettext("签字反馈")),
        "refuse_hand_over": (gettext("退回移交"), gettext("退回，说明归谁管")),
        "answer_hand_over": (gettext("反馈来源"), gettext("反馈给来源")),
        **applications.names(),
        **agency.names(),
        **petitions.names(),
    }


def due_of(matter: Matter, policy: Policy, now: datetime) -> datetime | None:
    """Until when the resident would be answered if the matter were dispatched now; a running clock goes on."""
    running = matter.clock("reply")
    if running is not None and running.stopped is None:
        return running.due
    limit = dispatch.reply_limit(matter, matter.proposed_limit, policy)
    return clocks.start(policy, limit, now).due if limit in policy.limits else None


def _hint(move: Move, matter: Matter, policy: Policy, now: datetime) -> str:
    """What to know before pressing."""
    if move.name in ("sign_for", "contact", "reply"):
        clock = matter.clock({"sign_for": "sign"}.get(move.name, move.name))
        if clock is not None and clock.running:
            said = gettext("最迟 %(due)s") if now <= clock.due else gettext("已过 %(due)s")
            return said % {"due": words.deadline(clock.due, local(now).date())}
    if move.name == "grant_extension":
        return gettext("延期以后，答复时限按规定往后推一次。")
    if move.name == "merge":
        return gettext("并单以后仍有自己的编号和回访。")
    return ""


def _proposed(matter: Matter, policy: Policy, now: datetime) -> tuple[str, str]:
    """(button, until when) that sends the matter to the proposed unit; blank when nothing fit to send is proposed."""
    unit = matter.proposed_unit
    if not takes(policy, unit) or unit in matter.objectors:
        return "", ""
    due = due_of(matter, policy, now)
    until = words.deadline(due, local(now).date()) if due else ""
    return gettext("派给%(unit)s") % {"unit": name_in(policy, "unit", unit)}, (
        gettext("最迟 %(due)s 答复") % {"due": until} if until else ""
    )


def _first(matter: Matter) -> tuple[str, ...]:
    """What is due first in the state in which the matter is, on its track."""
    if matter.track == "task":
        return ("sign_task", "report_task")
    if matter.track == "petition":
        acting = agency.first(matter) if matter.state in ("registered", "agency", "agency_visit") else ()
        return (*acting, *petitions.FIRST.get(matter.state, ()))
    return (applications.FIRST if matter.track == "application" else FIRST).get(matter.state, ())


def offers(
    actor: Actor,
    matter: Matter,
    policy: Policy,
    now: datetime,
    *,
    listed: tuple[str, ...] = (),
    proposed: tuple[str, ...] = (),
    bound: MoveForm | None = None,
) -> tuple[Offer | None, list[Offer]]:
    """(what is due first, everything else that the post may do). `listed`, `proposed`: the points of the demand, or what its
    words propose; `bound`: a form that was sent and refused stays filled in."""
    names, found = _names(), {}
    for move in moves.open_to(actor, matter, policy):
        if move.name in ON_GROUP_PAGE:
            continue  # the page of the group shows what is there already beside the forms
        if move.name == "urge" and matter.unit == actor.unit:
            continue  # nobody presses his own unit
        form = form_for(Asked(move, matter, policy, now, listed, proposed))
        opened = bound is not None and bound.asked.move.name == move.name
        if opened and bound is not None:
            form = bound
        name, button = names.get(move.name, (move.zh, move.zh))
        hint, quick = _hint(move, matter, policy, now), ""
        if move.name == "dispatch":
            quick, until = _proposed(matter, policy, now)
            hint = until or hint
            name = name if quick or matter.state == "objection" else gettext("派单")
        found[move.name] = Offer(move, name, button, form, hint, opened, quick)
    order = _first(matter)
    if matter.state == "callback" and has_follow_up(matter):
        found.pop("close", None)  # the worker closes it; pressing too would only come second
        order = ()
    elif matter.state == "callback" and matter.callbacks and not matter.callbacks[-1].solved:
        order = tuple(reversed(order))  # what is not solved goes back first
    first = next((name for name in order if name in found), "")
    if "take_danger" in found:
        first = "take_danger"  # before everything else, whatever the state
    head = found.pop(first) if first else None
    rest = sorted(found.values(), key=lambda o: (_ASIDE.index(o.move.name) + 1) if o.move.name in _ASIDE else 0)
    return head, rest


def next_words(actor: Actor, matter: Matter, policy: Policy) -> str:
    """What this post does next with the matter, in one word for a list; else what the matter waits for."""
    open_now = {move.name for move in moves.open_to(actor, matter, policy)}
    first = next((name for name in _first(matter) if name in open_now), "")
    if first and not (matter.state == "callback" and has_follow_up(matter)):
        return gettext("要%(what)s") % {"what": _names()[first][0]}
    return words.state(matter.state)


def waiting(matter: Matter, policy: Policy, now: datetime) -> str:
    """For who has nothing to do here: what the matter waits for."""
    if matter.track == "application":
        return applications.status(matter, policy)
    facts: dict[str, Any] = {
        "unit": name_in(policy, "unit", matter.lead or matter.unit),
        "into": matter.merged_into,
        "day": "",
    }
    if matter.deferral_date:
        review = matter.clock("review")
        facts["day"] = words.deadline(review.due, local(now).date()) if review else matter.deferral_date
    if matter.state == "callback" and has_follow_up(matter):
        return gettext("已回访，解决了，也满意，系统马上办结。")
    said = {
        "registered": gettext("在等总客服派单。"),
        "dispatched": gettext("在等%(unit)s签收。"),
        "signed": gettext("在等%(unit)s联系诉求人。"),
        "objection": gettext("%(unit)s提了异议，在等裁定由谁办。"),
        "in_progress": gettext("%(unit)s在办。"),
        "co_handling": gettext("%(unit)s正和别的单位会办。"),
        "discussing": gettext("%(unit)s正在议事。"),
        "extension_requested": gettext("在等%(unit)s负责人决定要不要延期。"),
        "deferred": gettext("已挂账，%(day)s 前再看一次。"),
        "handled": gettext("%(unit)s已答复，在等没有经办的人员回访。"),
        "callback": gettext("已回访，在等决定办结还是重办。"),
        "reopened": gettext("已退回重办，在等%(unit)s签收。"),
        "merged": gettext("并到 %(into)s 一起办。"),
        "petition_sent": gettext("在等%(unit)s受理。"),
        "petition_objection": gettext("收到的单位提了异议，在等信访局重新确定由谁办。"),
        "petition_handling": gettext("%(unit)s在办，要出处理意见书。"),
        "petition_opinion": gettext("意见书已经给了群众，在等群众要不要复查。"),
        "petition_review": gettext("在复查。"),
        "petition_reviewed": gettext("复查意见已经给了群众，在等群众要不要复核。"),
        "petition_recheck": gettext("在复核。"),
    }.get(matter.state)
    return (said or gettext("这件事已经结束。")) % facts
