"""The fields of the moves of an application, for the forms of the matter's page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext

from wushi.domain.policy import Policy
from wushi.domain.text import MAX_TEXT
from wushi.domain.tracks.application import Application
from wushi.web import words
from wushi.web.applications import levels, paper_names


class Papers(forms.MultipleChoiceField):
    """Papers by their names, as boxes to tick."""

    def __init__(self, codes: Sequence[str], policy: Policy, **kwargs: Any) -> None:
        choices = [(code, paper_names([code], policy)) for code in codes]
        super().__init__(choices=choices, widget=forms.CheckboxSelectMultiple(), **kwargs)


def _facts(asked: Any) -> Application:
    return asked.matter.application or Application()


def _listed(asked: Any, codes: Sequence[str], label: str, help: str = "", tick: Sequence[str] = ()) -> forms.Field:
    return Papers(codes, asked.policy, label=label, help_text=help, initial=list(tick))


def _all(asked: Any) -> list[str]:
    return [paper for paper, _, _ in _facts(asked).needed]


def _firm(asked: Any) -> list[str]:
    return list(_facts(asked).lacking())


def _words(label: str, help: str = "", required: bool = True) -> forms.Field:
    return forms.CharField(
        label=label, help_text=help, required=required, max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )


def _named(table: Any) -> list[tuple[str, str]]:
    english = words.english()
    return [(g.code, (g.name_en if english else "") or g.name) for g in table.values()]


def _choice(label: str, choices: Sequence[tuple[str, str]], *, radio: bool = False) -> forms.Field:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect() if radio else forms.Select())


def outcomes() -> list[tuple[str, str]]:
    return [("granted", gettext("同意")), ("denied", gettext("不同意"))]


def means() -> list[tuple[str, str]]:
    return [("window", gettext("窗口交给本人")), ("post", gettext("邮寄")), ("online", gettext("网上下载"))]


def vias() -> list[tuple[str, str]]:
    return [
        ("window", gettext("窗口")),
        ("terminal", gettext("自助终端")),
        ("phone", gettext("电话")),
        ("online", gettext("网上")),
    ]


def _promise(asked: Any) -> forms.Field:
    later = [paper for paper in _facts(asked).lacking() if _facts(asked).may_follow(paper)]
    if not later:
        return forms.BooleanField(widget=forms.HiddenInput(), required=False)
    names = paper_names(later, asked.policy)
    return forms.BooleanField(
        label=gettext("申请人已书面承诺后补：%(papers)s") % {"papers": names}, required=False,
        help_text=gettext("到期不补，视为撤回申请；这一点已经说清楚。"),
    )  # fmt: skip


BUILDERS: dict[str, Callable[[Any], forms.Field]] = {
    "give_notice.missing": lambda a: _listed(
        a, _all(a), gettext("缺哪些"), gettext("一次说全。清单以外的不能要。"), _firm(a)
    ),
    "give_notice.words": lambda a: _words(gettext("还要说明的"), required=False),
    "ask_second_notice.missing": lambda a: _listed(a, _all(a), gettext("还缺哪些")),
    "ask_second_notice.reason": lambda a: _words(gettext("为什么第一次没有说"), gettext("要负责人同意，并且计数。")),
    "refuse_second_notice.reason": lambda a: _words(gettext("理由")),
    "bring_papers.brought": lambda a: _listed(
        a, _facts(a).missing or _all(a), gettext("补来了哪些"), "", _facts(a).missing
    ),
    "accept_application.promise": _promise,
    "accept_application.words": lambda a: _words(gettext("写进受理通知书的话"), required=False),
    "refuse_application.ground": lambda a: _choice(gettext("原因"), _named(a.policy.service.refusals)),
    "refuse_application.words": lambda a: _words(
        gettext("理由，以及该到哪里办"), gettext("书面交给申请人，盖章写日期。")
    ),
    "follow_papers.brought": lambda a: _listed(
        a, _facts(a).tolerated, gettext("补来了哪些"), gettext("承诺的要一次补齐。"), _facts(a).tolerated
    ),
    "ask_more_time.reason": lambda a: _words(
        gettext("为什么要延长"), gettext("只能延一次，要负责人批准，并告知申请人。")
    ),
    "grant_more_time.told": lambda a: forms.BooleanField(label=gettext("已经把延长的理由告诉申请人")),
    "decide.outcome": lambda a: _choice(gettext("决定"), outcomes(), radio=True),
    "decide.words": lambda a: _words(
        gettext("理由和告知"), gettext("不同意的，写明理由，并告诉申请人可以复议、诉讼。"), required=False
    ),
    "deliver.means": lambda a: _choice(gettext("怎么送达"), means()),
    "withdraw_application.reason": lambda a: _words(gettext("申请人说的理由"), required=False),
    "rate_service.level": lambda a: _choice(gettext("您满意吗？"), levels(), radio=True),
    "rate_service.via": lambda a: _choice(gettext("在哪里评的"), vias()),
    "rate_service.words": lambda a: _words(gettext("想说的话"), required=False),
    "rate_service.named": lambda a: forms.BooleanField(
        label=gettext("愿意接回访电话"), help_text=gettext("愿意的，差评一定回访。"), required=False, initial=True
    ),
    "contact_review.words": lambda a: _words(gettext("评价人怎么说")),
    "rectify_review.words": lambda a: _words(gettext("怎么整改的"), gettext("会告诉评价人。")),
    "ask_exclusion.ground": lambda a: _choice(gettext("原因"), _named(a.policy.service.exclusions)),
    "ask_exclusion.reason": lambda a: _words(gettext("凭什么")),
    "refuse_exclusion.reason": lambda a: _words(gettext("理由")),
    "appeal_exclusion.words": lambda a: _words(gettext("为什么应当计入")),
    "uphold_exclusion.reason": lambda a: _words(gettext("理由")),
}


def names() -> dict[str, tuple[str, str]]:
    """move -> (what it is called, the button)."""
    return {
        "give_notice": (gettext("一次性告知"), gettext("开一次性告知书")),
        "ask_second_notice": (gettext("申请再次告知"), gettext("请负责人同意")),
        "grant_second_notice": (gettext("同意再次告知"), gettext("同意，再告知一次")),
        "refuse_second_notice": (gettext("不同意再次告知"), gettext("不同意")),
        "bring_papers": (gettext("收补正材料"), gettext("收下补正材料")),
        "accept_application": (gettext("受理"), gettext("受理，开通知书")),
        "refuse_application": (gettext("不予受理"), gettext("不予受理，书面告知")),
        "follow_papers": (gettext("容缺补齐"), gettext("收下，补齐了")),
        "ask_more_time": (gettext("申请延长"), gettext("申请延长")),
        "grant_more_time": (gettext("批准延长"), gettext("批准延长")),
        "decide": (gettext("决定"), gettext("作出决定")),
        "deliver": (gettext("送达"), gettext("交给申请人")),
        "withdraw_application": (gettext("申请人撤回"), gettext("记下撤回")),
        "rate_service": (gettext("请申请人评价"), gettext("记下评价")),
        "contact_review": (gettext("差评回访"), gettext("记下回访")),
        "rectify_review": (gettext("差评整改"), gettext("整改好了")),
        "ask_exclusion": (gettext("请求核实差评"), gettext("请求核实")),
        "exclude_review": (gettext("核实后不计入"), gettext("不计入这条评价")),
        "refuse_exclusion": (gettext("核实后照常计入"), gettext("照常计入")),
        "appeal_exclusion": (gettext("代评价人申诉"), gettext("提出申诉")),
        "uphold_exclusion": (gettext("维持不计入"), gettext("维持")),
        "reverse_exclusion": (gettext("重新计入"), gettext("重新计入")),
    }


FIRST: dict[str, tuple[str, ...]] = {
    "registered": ("accept_application",),
    "checking": ("accept_application",),
    "supplement": ("bring_papers",),
    "examining": ("grant_more_time", "decide"),
    "decided": ("deliver",),
    "delivered": ("rate_service",),
    "bad_review": ("contact_review", "rectify_review"),
    "exclusion_asked": ("contact_review", "exclude_review"),
    "exclusion_appealed": ("uphold_exclusion",),
}


def status(matter: Any, policy: Policy) -> str:
    """Who has it in hand, for staff."""
    app = matter.application
    said = {
        "registered": gettext("在等窗口核对材料。"),
        "checking": gettext("补来的材料在等窗口核对。"),
        "supplement": gettext("在等申请人补来 %(papers)s。"),
        "examining": gettext("受理部门正在审查。"),
        "bundled": gettext("几个事项正在一起办。"),
        "decided": gettext("已经决定，在等窗口送达。"),
        "bad_review": gettext("差评：先回访，再整改。"),
        "exclusion_asked": gettext("差评在等没有经办的人核实。"),
        "exclusion_appealed": gettext("在等复核申诉。"),
    }.get(matter.state, gettext("这件事已经结束。"))
    return said % {"papers": paper_names(app.missing, policy) if app else ""}
