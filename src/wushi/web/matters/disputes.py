"""The fields of the moves of a dispute (纠纷): parties by their letters, kinds and grounds of the pack, days, sums."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Protocol

from django import forms
from django.utils.translation import gettext

from wushi.domain.disputes import Option
from wushi.domain.matter import Matter
from wushi.domain.parties import facts
from wushi.domain.policy import Policy
from wushi.domain.text import MAX_TEXT
from wushi.web import words
from wushi.web.matters.controls import choice, line
from wushi.web.templatetags.wushi import name_in

_PARTIES = ("department", "enterprise")  # levels of units that have disputes of their own


class Asked(Protocol):
    """What a form is made for, as far as these fields need to know."""

    @property
    def matter(self) -> Matter: ...
    @property
    def policy(self) -> Policy: ...
    @property
    def today(self) -> date: ...


def named(found: Mapping[str, Option]) -> list[tuple[str, str]]:
    english = words.english()
    return [(one.code, (one.name_en if english else "") or one.name) for one in found.values()]


def sides() -> dict[str, str]:
    return {"applicant": gettext("申请人"), "respondent": gettext("被申请人"), "third": gettext("第三人")}


def party_names(matter: Matter) -> list[tuple[str, str]]:
    """A 申请人, B 被申请人: parties stand as letters wherever nobody has to know who they are."""
    told = sides()
    return [(p.key, f"{p.key} {told[p.side]}") for p in facts(matter).standing]


class KeysField(forms.MultipleChoiceField):
    """Several parties, ticked."""

    widget = forms.CheckboxSelectMultiple


def _keys(asked: Asked, label: str, help: str = "", *, required: bool = True, all: bool = True) -> forms.Field:
    found = party_names(asked.matter)
    initial = [key for key, _ in found] if all else None
    return KeysField(label=label, help_text=help, choices=found, required=required, initial=initial)


def _key(
    asked: Asked, label: str, found: Iterable[tuple[str, str]] | None = None, *, required: bool = True
) -> forms.Field:
    return choice(
        label, found or party_names(asked.matter), blank="" if required else gettext("不分"), required=required
    )


def _day(asked: Asked, label: str, help: str = "", *, today: bool = True) -> forms.Field:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help, initial=asked.today if today else None, widget=widget)


def _hour(label: str, initial: str) -> forms.Field:
    return forms.CharField(label=label, initial=initial, max_length=5, widget=forms.TextInput(attrs={"type": "time"}))


def _short(label: str, help: str = "", *, required: bool = False, limit: int = 200) -> forms.Field:
    return line(label, help, required=required, limit=limit, rows=0)


def _tick(label: str) -> forms.Field:
    return forms.BooleanField(label=label, required=False)


def _mediators(asked: Asked) -> list[tuple[str, str]]:
    policy, gone = asked.policy, facts(asked.matter)
    barred = {*gone.recused, *(one for one, _, _ in gone.conflicts)}
    return [
        (post.code, name_in(policy, "posts", post.code))
        for post in policy.posts.values()
        if "SessionHeld" in policy.roles[post.role].may and post.code not in barred
    ]


def _rooms(asked: Asked) -> list[tuple[str, str]]:
    """The rooms meant for this kind of dispute first."""
    found = asked.policy.centre.rooms_for(facts(asked.matter).sort)
    return [(room.code, (room.name_en if words.english() else "") or room.name) for room in found]


def _units(asked: Asked) -> list[tuple[str, str]]:
    tree = asked.policy.tree
    return [(u.code, name_in(asked.policy, "unit", u.code)) for u in tree.units.values() if u.level in _PARTIES]


def _due_promises(asked: Asked) -> list[tuple[str, str]]:
    return [
        (str(p.n), gettext("第 %(n)d 期，最迟 %(day)s") % {"n": p.n, "day": words.day(p.due)})
        for p in facts(asked.matter).open_promises
    ]


def _consenting(asked: Asked) -> list[tuple[str, str]]:
    open_ = {p.key for p in facts(asked.matter).standing if p.consent != "given"}
    return [(key, name) for key, name in party_names(asked.matter) if key in open_]


def means() -> dict[str, str]:
    return {"written": gettext("书面"), "phone": gettext("电话"), "present": gettext("当面")}


def _proof() -> forms.Field:
    return _short(gettext("凭证"), gettext("比如转账凭证、收条。"))


def _ground_name(asked: Asked) -> list[tuple[str, str]]:
    return [(g.code, (g.name_en if words.english() else "") or g.name) for g in asked.policy.not_accepted.values()]


Builder = Callable[[Any], forms.Field]
BUILDERS: dict[str, Builder] = {
    "enter_party.side": lambda a: choice(gettext("哪一方"), sides().items(), radio=True),
    "enter_party.name": lambda a: _short(gettext("姓名或者单位名称"), required=True),
    "enter_party.sort": lambda a: choice(
        gettext("个人还是单位"), [("person", gettext("个人")), ("organisation", gettext("单位"))], radio=True
    ),
    "enter_party.id_number": lambda a: _short(
        gettext("证件号码"), gettext("申请司法确认要用；只存在加密库里。"), limit=40
    ),
    "enter_party.phone": lambda a: _short(gettext("电话"), limit=40),
    "enter_party.address": lambda a: _short(gettext("住址或者地址")),
    "enter_party.agent": lambda a: _short(gettext("代理人"), gettext("有授权委托书的才填。")),
    "enter_party.agent_phone": lambda a: _short(gettext("代理人电话"), limit=40),
    "enter_party.unit": lambda a: choice(
        gettext("如果是本区的单位，选哪一个"),
        _units(a),
        help=gettext("在这个单位任职的调解员不能调解这件纠纷。"),
        blank=gettext("不是本区的单位"),
        required=False,
    ),
    "strike_party.key": lambda a: _key(a, gettext("哪一位登记错了")),
    "strike_party.reason": lambda a: line(gettext("哪里错了"), gettext("不要写姓名和号码。"), limit=200),
    "consent.key": lambda a: _key(a, gettext("谁同意调解"), _consenting(a)),
    "consent.means": lambda a: choice(gettext("怎么表示的"), means().items(), radio=True),
    "refuse_consent.key": lambda a: _key(a, gettext("谁不同意调解")),
    "refuse_dispute.ground": lambda a: choice(gettext("原因"), _ground_name(a)),
    "accept_dispute.sort": lambda a: choice(gettext("哪一种纠纷"), named(a.policy.disputes.sorts)),
    "accept_dispute.origin": lambda a: choice(gettext("案件来源"), named(a.policy.disputes.origins)),
    "accept_dispute.public": lambda a: _tick(gettext("各方要求公开调解")),
    "accept_dispute.beware": lambda a: KeysField(
        label=gettext("要提防的"),
        help_text=gettext("只告诉应当处置的人。"),
        choices=named(a.policy.disputes.risks),
        required=False,
    ),
    "confirm_mediator.mediator": lambda a: choice(gettext("调解员"), _mediators(a)),
    "confirm_mediator.how": lambda a: choice(
        gettext("怎么定的"), [("chosen", gettext("各方共同选定")), ("designated", gettext("指定"))], radio=True
    ),
    "reach_parties.means": lambda a: choice(gettext("怎么联系的"), means().items(), radio=True),
    "tell_rights.keys": lambda a: _keys(a, gettext("告知了谁")),
    "hold_session.sort": lambda a: choice(
        gettext("哪一种"),
        [("joint", gettext("共同调解")), ("private", gettext("单独谈话"))],
        radio=True,
        help=gettext("单独谈话的记录只有您自己看得到。"),
    ),
    "hold_session.keys": lambda a: _keys(a, gettext("谁到场")),
    "hold_session.on": lambda a: _day(a, gettext("哪一天")),
    "hold_session.began": lambda a: _hour(gettext("几点开始"), "09:00"),
    "hold_session.ended": lambda a: _hour(gettext("几点结束"), "10:00"),
    "hold_session.room": lambda a: choice(
        gettext("哪一间调解室"), _rooms(a), blank=gettext("别的地方"), required=False
    ),
    "hold_session.words": lambda a: line(
        gettext("记录"), gettext("谁说了什么，结果怎样。一行一句，可以写成“A：……”。"), limit=MAX_TEXT, rows=6
    ),
    "draft_agreement.form": lambda a: choice(
        gettext("形式"), [("written", gettext("书面协议")), ("oral", gettext("口头协议"))], radio=True
    ),
    "draft_agreement.facts": lambda a: line(gettext("主要事实和争议"), limit=MAX_TEXT, rows=4),
    "draft_agreement.duties": lambda a: line(gettext("各方的责任"), required=False, limit=MAX_TEXT, rows=3),
    "draft_agreement.terms": lambda a: line(gettext("协议内容"), limit=MAX_TEXT, rows=4),
    "draft_agreement.instalments": lambda a: line(
        gettext("分期履行"),
        gettext("一行一期：谁→谁 日期 金额 说明，例如 B→A 2022-09-03 5000元 第一期。"),
        required=False,
        limit=MAX_TEXT,
        rows=4,
    ),
    "sign_agreement.keys": lambda a: _keys(a, gettext("谁签了名、盖了章或者按了指印"), all=False),
    "sign_agreement.on": lambda a: _day(a, gettext("哪一天签的")),
    "sign_agreement.by_mediator": lambda a: _tick(gettext("调解员已经签名")),
    "sign_agreement.stamped": lambda a: _tick(gettext("已经加盖印章")),
    "agree_orally.keys": lambda a: _keys(a, gettext("谁同意"), all=False),
    "agree_orally.on": lambda a: _day(a, gettext("哪一天达成的")),
    "keep_instalment.n": lambda a: choice(gettext("哪一期"), _due_promises(a)),
    "keep_instalment.on": lambda a: _day(a, gettext("哪一天履行的")),
    "keep_instalment.proof": lambda a: _proof(),
    "remind.n": lambda a: choice(gettext("哪一期"), _due_promises(a)),
    "miss_instalment.n": lambda a: choice(gettext("哪一期"), _due_promises(a)),
    "miss_instalment.reason": lambda a: line(gettext("对方怎么说"), gettext("不要写姓名和号码。"), limit=200),
    "take_late.n": lambda a: choice(gettext("哪一期"), _due_promises(a)),
    "take_late.on": lambda a: _day(a, gettext("哪一天履行的")),
    "take_late.accepted": lambda a: _tick(gettext("对方接受迟来的履行")),
    "take_late.proof": lambda a: _proof(),
    "visit_party.key": lambda a: _key(a, gettext("回访了谁")),
    "visit_party.content": lambda a: _tick(gettext("对履行满意")),
    "visit_party.words": lambda a: line(gettext("怎么说的"), limit=MAX_TEXT, rows=3),
    "apply_confirmation.keys": lambda a: _keys(a, gettext("谁一起申请"), all=False),
    "apply_confirmation.court": lambda a: _short(
        gettext("哪个法院"),
        gettext("委派的法院；没有委派的，当事人住所地、标的物所在地或者调解组织所在地的法院。"),
        required=True,
    ),
    "apply_confirmation.on": lambda a: _day(a, gettext("哪一天申请的")),
    "record_ruling.outcome": lambda a: choice(
        gettext("法院怎么定的"),
        [
            ("confirmed", gettext("确认有效")),
            ("rejected", gettext("不予受理")),
            ("dismissed", gettext("驳回申请")),
        ],
        radio=True,
    ),
    "record_ruling.reference": lambda a: _short(gettext("裁定书编号，或者原因"), required=True),
    "record_ruling.on": lambda a: _day(a, gettext("哪一天")),
    "declare_conflict.mediator": lambda a: choice(
        gettext("哪位调解员"), _mediators(a), blank=gettext("现在的调解员"), required=False
    ),
    "declare_conflict.key": lambda a: _key(a, gettext("和谁有关系")),
    "declare_conflict.relation": lambda a: choice(gettext("什么关系"), named(a.policy.disputes.relations)),
    "file_material.sort": lambda a: choice(gettext("哪一种材料"), named(a.policy.disputes.materials)),
    "file_material.title": lambda a: _short(gettext("材料名称"), required=True),
    "file_material.pages": lambda a: forms.IntegerField(label=gettext("页数"), initial=1, min_value=1, max_value=9999),
    "file_material.key": lambda a: _key(a, gettext("谁交的"), required=False),
    "prolong_mediation.keys": lambda a: _keys(a, gettext("谁同意延长"), all=False),
    "prolong_mediation.until": lambda a: _day(a, gettext("延长到哪一天"), today=False),
    "fail_mediation.ground": lambda a: choice(gettext("为什么不成"), named(a.policy.disputes.failures)),
    "withdraw_dispute.key": lambda a: _key(a, gettext("谁撤回")),
}
