"""Turns the fields of a move into a form of the page, and the form into what the step is given: the one place for both."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from wushi.domain import pausing
from wushi.domain.calendar import local
from wushi.domain.matter import Matter
from wushi.domain.policy import Ground, Name, Policy
from wushi.domain.text import MAX_LINE, MAX_TEXT
from wushi.domain.time_limits import last_day
from wushi.steps.movable import Move
from wushi.web import words
from wushi.web.matters import agency, disputes, petitions, picking
from wushi.web.matters.controls import choice as _choice
from wushi.web.matters.controls import line as _line
from wushi.web.services import fields as applications

_REQUIRED = gettext_lazy("这一项要填。")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form is made for: the move, the matter, the policy and the moment; the points that are listed, or those that the
    text proposes where none are."""

    move: Move
    matter: Matter
    policy: Policy
    now: datetime
    listed: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()

    @property
    def today(self) -> date:
        return local(self.now).date()


class PickField(forms.CharField):
    """A word from a list that the page carries; the answer is the code. What is no entry of the list is refused."""

    def __init__(self, name: str, asked: Asked, **kwargs: Any) -> None:
        self.options = picking.listed(name, asked.policy, asked.today)
        widget = forms.TextInput(attrs={"list": f"list-{name}", "autocomplete": "off"})
        super().__init__(max_length=MAX_LINE, widget=widget, **kwargs)
        self.list_name = name

    def clean(self, value: Any) -> str:
        said = super().clean(value)
        if not said:
            return ""
        code = self.options.find(said)
        if code is None:
            raise forms.ValidationError(gettext("列表里没有“%(said)s”，或者不止一个。请从列表里选。") % {"said": said})
        return code


class _Several(forms.MultiWidget):
    """The boxes of several units, one below the other."""

    def decompress(self, value: list[str] | None) -> list[str]:
        return list(value or [])


class UnitsField(forms.MultiValueField):
    """Up to three units."""

    def __init__(self, asked: Asked, **kwargs: Any) -> None:
        parts = [PickField("units", asked, required=n == 0) for n in range(3)]
        self.list_name = "units"
        super().__init__(
            parts,
            widget=_Several([p.widget for p in parts]),
            require_all_fields=False,
            **kwargs,
        )

    def compress(self, data_list: list[str]) -> list[str]:
        return [code for code in data_list if code]


class PartsField(forms.CharField):
    """The things that one call said, one a line: each becomes a matter of its own."""

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in str(super().clean(value)).splitlines()]
        found = [{"text": line} for line in lines if line]
        if len(found) < 2:
            raise forms.ValidationError(gettext("至少两行，一行一件事；只有一件就不用拆。"))
        return found


def _named(found: Iterable[Ground | Name]) -> list[tuple[str, str]]:
    english = words.english()
    return [(one.code, (one.name_en if english else "") or one.name) for one in found]


def _grounds_with_channel(policy: Policy) -> list[tuple[str, str]]:
    return _named(policy.not_accepted.values())


def _sorts(policy: Policy) -> list[tuple[str, str]]:
    english = words.english()
    return [(s.id, (s.name_en if english else "") or s.name) for s in policy.danger.sorts.values()]


def _means() -> list[tuple[str, str]]:
    return [
        ("phone", gettext("电话")),
        ("visit", gettext("上门")),
        ("message", gettext("短信或微信")),
        ("meeting", gettext("请诉求人来")),
    ]


def outcomes() -> dict[str, str]:
    return {
        "solved": gettext("解决了"),
        "partly": gettext("解决了一部分"),
        "explained": gettext("作了解释说明"),
        "lawful_refusal": gettext("依法不能办，已说明理由"),
        "cannot_now": gettext("现在办不了，已说明打算"),
        "withdrawn": gettext("诉求人撤回"),
    }


def satisfaction() -> dict[str, str]:
    return {
        "satisfied": gettext("满意"),
        "basically": gettext("基本满意"),
        "dissatisfied": gettext("不满意"),
        "none": gettext("没有评价"),
    }


def hand_over_results() -> dict[str, str]:
    return {
        "resolved": gettext("解决了"),
        "failed": gettext("没有谈成"),
        "withdrawn": gettext("撤回了"),
        "not_ours": gettext("不归这里管"),
        "in_hand": gettext("还在办"),
    }


def _yes_no(yes: str, no: str) -> list[tuple[str, str]]:
    return [("true", yes), ("false", no)]


def _next_date(asked: Asked) -> forms.Field:
    """Between tomorrow and the last day that the review's limit allows."""
    latest = last_day(
        asked.policy.limit("hotline.deferral_review").at(asked.today).due(asked.now, asked.policy.calendar)
    )
    first = asked.today + timedelta(days=1)
    field = forms.DateField(
        label=gettext("哪天再看一次"),
        help_text=gettext("最迟 %(day)s。") % {"day": words.day(latest, asked.today)},
        widget=forms.DateInput(
            attrs={"type": "date", "min": first.isoformat(), "max": latest.isoformat(), "class": "short"},
            format="%Y-%m-%d",
        ),
    )

    def within(value: date) -> None:
        if not first <= value <= latest:
            raise forms.ValidationError(gettext("要在明天到 %(day)s 之间。") % {"day": words.day(latest, asked.today)})

    field.validators.append(within)
    return field


Builder = Callable[[Asked], forms.Field]
# "move.field" before "field". A field of a move that stands in neither table is not asked: the step's own default holds.
BUILDERS: dict[str, Builder] = {
    "reason": lambda a: _line(gettext("理由")),
    "supervise.reason": lambda a: _line(
        gettext("因为什么督办"), gettext("拒不办理、超期、能解决没解决、办理不当，或者其他。")
    ),
    "object.reason": lambda a: _line(gettext("为什么不归本单位"), gettext("写明依据。一个单位只能提一次。")),
    "open_discussion.reason": lambda a: _line(gettext("要商量什么")),
    "ask_extension.reason": lambda a: _line(gettext("为什么要延期"), gettext("只能延一次，要先向诉求人说明。")),
    "propose_deferral.reason": lambda a: _line(gettext("现在为什么办不了")),
    "outcome": lambda a: _line(gettext("商量的结果")),
    "plan": lambda a: _line(gettext("打算怎么办")),
    "next_date": _next_date,
    "words": lambda a: _line(gettext("内容"), limit=MAX_TEXT, rows=3),
    "answer.words": lambda a: _line(gettext("怎么答复的"), limit=MAX_TEXT, rows=4),
    "reply.words": lambda a: _line(
        gettext("给诉求人的答复"),
        gettext("做了什么、结果怎样、还要等什么。只写“已收到”不算答复。"),
        limit=MAX_TEXT,
        rows=5,
    ),
    "reply.outcome": lambda a: _choice(gettext("办成什么样"), outcomes().items(), blank=gettext("请选一项")),
    "list_points.points": lambda a: forms.CharField(
        label=gettext("要逐条答复的"),
        help_text=gettext("一行一点，最多 %(n)d 点。单位答复时每一点都要有结果。")
        % {"n": a.policy.replies.whole("points_most")},
        initial="\n".join(a.listed or a.proposed),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    ),
    "split.parts": lambda a: PartsField(
        label=gettext("分成哪几件"),
        help_text=gettext("一行一件，两件到六件。各件有自己的编号，时间都从这次来电算起。"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    ),
    "unmerge.reason": lambda a: _line(gettext("为什么要拆出来"), gettext("拆出来以后，时限照没有并单时算。")),
    "inform.words": lambda a: _line(
        gettext("告诉大家什么"),
        gettext("正在做什么、下一步怎样。诉求人和并进来的每一位都会看到。"),
        limit=MAX_TEXT,
        rows=3,
    ),
    "call_back.words": lambda a: _line(gettext("诉求人怎么说"), required=False, limit=MAX_TEXT, rows=3),
    "reopen.words": lambda a: _line(
        gettext("哪里没解决，或者有什么新情况"),
        gettext("同样的理由不能重办两次。"),
        limit=MAX_TEXT,
        rows=3,
    ),
    "ground": lambda a: _choice(gettext("原因"), _grounds_with_channel(a.policy)),
    "pause.ground": lambda a: _choice(gettext("为什么暂停"), _named(pausing.grounds_for(a.matter, a.policy).values())),
    "pause.words": lambda a: _line(gettext("书面告知：在做什么，凭什么暂停"), limit=MAX_TEXT, rows=3),
    "reopen.ground": lambda a: _choice(gettext("原因"), _named(a.policy.reopen.values())),
    "line": lambda a: _choice(gettext("转给"), _named(a.policy.emergency.values())),
    "sort": lambda a: _choice(gettext("哪种险情"), _sorts(a.policy)),
    "real": lambda a: _choice(gettext("是不是险情？"), _yes_no(gettext("是险情"), gettext("不是，是误报")), radio=True),
    "judge_danger.reason": lambda a: _line(
        gettext("为什么不是"), gettext("误报要写原因，每周照着改规则。"), required=False
    ),
    "call": lambda a: _line(gettext("三方通话编号"), required=False, limit=64, rows=0),
    "into": lambda a: forms.CharField(
        label=gettext("并到哪一件"),
        help_text=gettext("填主单编号。"),
        max_length=40,
        widget=forms.TextInput(attrs={"list": "list-alike", "autocomplete": "off"}),
    ),
    "subject": lambda a: PickField(
        "subjects", a, label=gettext("归哪一类"), help_text=gettext("输几个字，从列表里选。")
    ),
    "type": lambda a: _choice(
        gettext("诉求类型"), _named(a.policy.demand_types.values()), blank=gettext("不改"), required=False
    ),
    "place": lambda a: PickField("places", a, label=gettext("在哪个社区、村或街道")),
    "unit": lambda a: PickField("units", a, label=gettext("由谁承办")),
    "dispatch.unit": lambda a: PickField(
        "units", a, label=gettext("派给"), help_text=gettext("输几个字，从列表里选。")
    ),
    "designate.reason": lambda a: _line(gettext("指定的理由"), gettext("指定以后不能再退。")),
    "units": lambda a: UnitsField(
        a, label=gettext("请谁一起办"), help_text=gettext("最多三个单位。牵头的还是本单位。")
    ),
    "means": lambda a: _choice(gettext("怎么联系的"), _means()),
    "told": lambda a: forms.BooleanField(
        label=gettext("已经向诉求人说明为什么要延期"),
        error_messages={"required": gettext("先向诉求人说明原因，再批准。")},
    ),
    "contacted": lambda a: _choice(
        gettext("承办单位联系过您吗？"), _yes_no(gettext("联系过"), gettext("没有联系过")), radio=True
    ),
    "solved": lambda a: _choice(gettext("问题解决了吗？"), _yes_no(gettext("解决了"), gettext("没有解决")), radio=True),
    "satisfaction": lambda a: _choice(gettext("您满意吗？"), satisfaction().items(), radio=True),
    "exclusion": lambda a: _choice(
        gettext("不计入三率"), _named(a.policy.exclusions.values()), blank=gettext("照常计入"), required=False
    ),
    "basis": lambda a: _choice(
        gettext("凭什么办结"),
        _named(a.policy.no_callback.values()),
        blank=gettext("已经回访") if a.matter.state == "callback" else gettext("没有回访，请选原因"),
        required=a.matter.state != "callback",
    ),
    "report_task.words": lambda a: _line(
        gettext("做了什么"), gettext("交出去就是本单位签字。"), limit=MAX_TEXT, rows=4
    ),
    "refuse_hand_over.owner": lambda a: PickField("units", a, label=gettext("归哪个单位管")),
    "answer_hand_over.result": lambda a: _choice(gettext("结果"), hand_over_results().items()),
    "answer_hand_over.words": lambda a: _line(gettext("告诉来源什么"), required=False, limit=MAX_TEXT, rows=3),
    "level": lambda a: _choice(
        gettext("督办到哪一级"),
        [("1", gettext("上一级")), ("2", gettext("上两级")), ("3", gettext("区里"))],
    ),
}


class MoveForm(forms.Form):
    """The fields of one move. Ids carry the move's name: several forms stand on one page."""

    def __init__(self, asked: Asked, data: Any = None) -> None:
        super().__init__(data, prefix=asked.move.name)
        self.asked = asked
        for field in asked.move.fields:
            name = f"{asked.move.name}.{field.name}"
            build = BUILDERS.get(name) or disputes.BUILDERS.get(name) or applications.BUILDERS.get(name)
            build = build or agency.BUILDERS.get(name) or petitions.BUILDERS.get(name) or BUILDERS.get(field.name)
            if build is None:
                continue
            made = build(asked)
            if made.required:
                made.error_messages.setdefault("required", _REQUIRED)
                if made.error_messages["required"] == forms.Field.default_error_messages["required"]:
                    made.error_messages["required"] = _REQUIRED
            self.fields[field.name] = made

    @property
    def lists(self) -> set[str]:
        """Names of the lists that the page must carry for this form."""
        return {f.list_name for f in self.fields.values() if hasattr(f, "list_name")}

    def given(self) -> dict[str, Any]:
        """What the step is given: what was left blank is left out, so that the step's default holds."""
        found: dict[str, Any] = {}
        for name, value in self.cleaned_data.items():
            if value in ("", None, []):
                continue
            found[name] = value.isoformat() if isinstance(value, date) else value
        return found


def seen_of(posted: Any) -> int | None:
    """The version that the person had on the screen."""
    said = posted.get("seen", "")
    return int(said) if said.isdigit() and len(said) < 10 else None
