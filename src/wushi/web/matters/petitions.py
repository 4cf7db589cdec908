"""The petition's course (信访) among staff: fields and names of its moves, what comes first, its lines in the history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext

from wushi.domain import events as e
from wushi.domain.policy import Policy
from wushi.domain.text import MAX_TEXT
from wushi.web import words
from wushi.web.agencies import named
from wushi.web.matters.controls import choice, line
from wushi.web.petition_words import grounds, outcomes, reviews
from wushi.web.templatetags.wushi import name_in

# Who has only to accept: the agent's first step stands in agency.py.
FIRST: dict[str, tuple[str, ...]] = {
    "registered": ("send_petition", "accept_petition", "sort_petition"),
    "petition_sent": ("accept_petition",),
    "petition_objection": ("send_petition",),
    "petition_handling": ("give_opinion",),
    "petition_opinion": ("ask_review",),
    "petition_review": ("give_review",),
    "petition_reviewed": ("ask_recheck",),
    "petition_recheck": ("give_recheck",),
}


def clock_names() -> dict[str, str]:
    return {
        "unit_notice": gettext("受理并告知群众"),
        "petition_objection": gettext("提出不归自己办"),
        "petition_handle": gettext("出具处理意见书"),
        "review_ask": gettext("群众请求复查"),
        "petition_review": gettext("出具复查意见书"),
        "recheck_ask": gettext("群众请求复核"),
        "petition_recheck": gettext("出具复核意见书"),
    }


def names() -> dict[str, tuple[str, str]]:
    """move -> (what it is called, the button)."""
    return {
        "send_petition": (gettext("转送责任单位"), gettext("转送过去")),
        "accept_petition": (gettext("受理，告知群众"), gettext("受理，开始计时")),
        "sort_petition": (gettext("告知法定途径"), gettext("已经书面告知")),
        "object_petition": (gettext("不归本单位办"), gettext("提出异议")),
        "prolong_petition": (gettext("延长办理期限"), gettext("批准延长")),
        "settle_petition": (gettext("调解、和解"), gettext("签字办结")),
        "give_opinion": (gettext("出具处理意见书"), gettext("出具意见书")),
        "ask_review": (gettext("登记复查请求"), gettext("收下复查请求")),
        "give_review": (gettext("出具复查意见书"), gettext("出具复查意见")),
        "ask_recheck": (gettext("登记复核请求"), gettext("收下复核请求")),
        "give_recheck": (gettext("出具复核意见书"), gettext("出具复核意见")),
        "end_petition": (gettext("信访办结"), gettext("办结这件信访")),
        "name_representatives": (gettext("登记代表"), gettext("登记这些代表")),
        "link_repeat": (gettext("关联以前的信访"), gettext("关联上")),
    }


def tell(event: e.Event, policy: Policy) -> tuple[str, str]:
    """(title, what stands beside it) of an event of the course for staff; a blank title: none of its events."""
    name = words.event(event.kind)
    match event:
        case e.PetitionSorted():
            ways = dict(named(policy.petitions.ways.values()))
            return f"{name} · {ways.get(event.way, event.way)}", event.channel
        case e.PetitionSent():
            return gettext("转送%(unit)s") % {"unit": name_in(policy, "unit", event.unit)}, event.reason
        case e.PetitionObjected():
            return gettext("%(unit)s提出异议") % {"unit": name_in(policy, "unit", event.unit)}, event.reason
        case e.PetitionAccepted():
            return f"{name} · {name_in(policy, 'unit', event.unit)}", ""
        case e.PetitionProlonged():
            return name, event.reason
        case e.OpinionGiven():
            return f"{name} · {outcomes()[event.outcome]}", ""
        case e.ReviewGiven() | e.RecheckGiven():
            return f"{name} · {reviews()[event.outcome]}", ""
        case e.ReviewAsked() | e.RecheckAsked():
            return f"{name} · {event.organ}", ""
        case e.PetitionEnded():
            return f"{name} · {grounds()[event.ground]}", ""
        case e.PetitionSettled():
            return name, ""
        case e.RepresentativesNamed():
            said = gettext("%(persons)s 人，代表 %(n)s 人") % {"persons": event.persons, "n": event.count}
            return f"{name} · {said}", ""
        case e.RepeatLinked():
            return f"{name} · {event.to}", ""
    return "", ""


def _units(asked: Any) -> list[tuple[str, str]]:
    policy = asked.policy
    found = [u.code for u in policy.tree.units.values() if u.level in ("department", "enterprise", "street", "town")]
    return [(code, name_in(policy, "unit", code)) for code in found if code != asked.matter.unit]


def _words(label: str, help: str = "") -> forms.Field:
    return line(label, help, limit=MAX_TEXT, rows=3)


def _shown() -> str:
    return gettext("群众凭回执看得到。不要写别人的姓名和号码。")


Builder = Callable[[Any], forms.Field]
BUILDERS: dict[str, Builder] = {
    "send_petition.unit": lambda a: choice(gettext("转给哪个单位"), _units(a), blank=gettext("请选择")),
    "send_petition.reason": lambda a: line(gettext("为什么归它办"), required=False),
    "accept_petition.words": lambda a: _words(gettext("告知群众：谁办、走什么程序、找谁问"), _shown()),
    "sort_petition.way": lambda a: choice(gettext("属于哪一类"), named(a.policy.petitions.ways.values())),
    "sort_petition.words": lambda a: _words(gettext("还要告诉群众什么"), _shown()),
    "object_petition.reason": lambda a: line(gettext("为什么不归本单位办"), gettext("写明依据，交回转送的单位。")),
    "prolong_petition.reason": lambda a: line(gettext("为什么要延长"), gettext("要告诉群众。只能延一次。")),
    "settle_petition.words": lambda a: _words(gettext("怎样达成一致的"), _shown()),
    "settle_petition.signed": lambda a: forms.BooleanField(label=gettext("协议已经书面签字"), required=False),
    "give_opinion.outcome": lambda a: choice(gettext("处理结果"), outcomes().items()),
    "give_opinion.request": lambda a: _words(gettext("一、信访请求"), _shown()),
    "give_opinion.facts": lambda a: _words(gettext("二、查明的事实")),
    "give_opinion.reasons": lambda a: _words(gettext("三、理由")),
    "give_opinion.opinion": lambda a: _words(gettext("四、处理意见")),
    "give_opinion.basis": lambda a: _words(gettext("五、依据（哪部法、哪一条）")),
    "give_opinion.remedy": lambda a: _words(gettext("六、救济途径（不服向谁请求复查）")),
    "ask_review.words": lambda a: _words(gettext("群众为什么不服")),
    "ask_review.organ": lambda a: line(
        gettext("复查机关"), gettext("在本区以外的才写，例如市里的主管部门。"), required=False, limit=100, rows=0
    ),
    "give_review.outcome": lambda a: choice(gettext("复查结果"), reviews().items()),
    "give_review.words": lambda a: _words(gettext("复查意见"), _shown()),
    "ask_recheck.organ": lambda a: line(gettext("复核机关"), limit=100, rows=0),
    "ask_recheck.words": lambda a: _words(gettext("群众为什么不服")),
    "give_recheck.outcome": lambda a: choice(gettext("复核结果"), reviews().items()),
    "give_recheck.words": lambda a: _words(gettext("复核意见"), _shown()),
    "end_petition.ground": lambda a: choice(
        gettext("为什么办结"), [(c, n) for c, n in grounds().items() if c in ("not_asked", "content", "withdrawn")]
    ),
    "name_representatives.persons": lambda a: forms.IntegerField(label=gettext("一共几个人"), min_value=1),
    "name_representatives.names": lambda a: line(
        gettext("代表姓名，一行一个"),
        gettext("最多 %(n)s 人，只存在加密库里。") % {"n": a.policy.petitions.representatives},
        limit=1000, rows=5,
    ),
    "link_repeat.to": lambda a: line(gettext("以前那一件的编号"), limit=40, rows=0),
}  # fmt: skip
