"""Says after a move what happened, with the day that follows from it; and why a move was refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from wushi.domain.calendar import local
from wushi.domain.errors import Refusal, StaleMatter
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.moves import MOVES
from wushi.web import errors, words
from wushi.web.matters import story
from wushi.web.parts import Line
from wushi.web.templatetags.wushi import name_in


def done(move: str, matter: Matter, policy: Policy, now: datetime) -> str:
    """What has happened, and what comes next by when."""
    reply, contact, callback = (matter.clock(name) for name in ("reply", "contact", "callback"))
    day = lambda clock: words.deadline(clock.due, local(now).date()) if clock and clock.running else ""  # noqa: E731
    facts = {
        "number": matter.number,
        "unit": name_in(policy, "unit", matter.lead or matter.unit),
        "due": day(reply),
        "contact": day(contact),
        "callback": day(callback),
    }
    said = {
        "dispatch": gettext("%(number)s 已派给%(unit)s，最迟 %(due)s 答复。"),
        "designate": gettext("%(number)s 已指定%(unit)s承办，最迟 %(due)s 答复，不再退。"),
        "sign_for": gettext("已签收。请在 %(contact)s 前联系诉求人，%(due)s 前答复。")
        if facts["contact"]
        else gettext("已签收。请联系诉求人，%(due)s 前答复。"),
        "contact": gettext("记下了：已联系诉求人。最迟 %(due)s 答复。"),
        "object": gettext("异议已提出，等裁定。答复时限照常在走。"),
        "ask_extension": gettext("已申请延期，等负责人决定。批准以前，时限不变。"),
        "grant_extension": gettext("已批准延期，最迟 %(due)s 答复。"),
        "refuse_extension": gettext("没有同意延期，最迟 %(due)s 答复。"),
        "reply": gettext("%(number)s 已答复。%(callback)s 前由没有经办的人员回访诉求人。"),
        "attempt": gettext("记下了一次没有接通。"),
        "call_back": gettext("回访已记下。"),
        "reopen": gettext("%(number)s 已退回%(unit)s重办，最迟 %(due)s 答复。"),
        "close": gettext("%(number)s 已办结。"),
        "urge": gettext("已催%(unit)s。"),
        "supervise": gettext("%(number)s 已列入督办。"),
        "lift": gettext("%(number)s 已解除督办。"),
        "note": gettext("记下了。"),
    }.get(move)
    return said % facts if said else gettext("%(what)s：已记下。") % {"what": words.event(MOVES[move].event)}


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a move was not taken, in words; `since`: what others did meanwhile; `kept`: what the person had written."""

    code: str
    happened: str
    mend: str
    article: str
    since: tuple[Line, ...] = ()
    kept: tuple[str, ...] = ()


def refused(refusal: Refusal, policy: Policy, kept: tuple[str, ...] = ()) -> Refused:
    if isinstance(refusal, StaleMatter):
        return Refused(
            refusal.code,
            gettext("您打开以后，%(number)s 有了变化。您的这一步还没有做。") % {"number": refusal.facts["number"]},
            gettext("下面是变化和现在的情况，看过再决定。"),
            "",
            tuple(story.since(refusal.facts["since"], policy)),
            kept,
        )
    happened, mend = errors.sentences(refusal, policy)
    reference = str(refusal.facts.get("reference", ""))
    return Refused(refusal.code, happened, mend, policy.title_of(reference) if reference else "", (), kept)
