"""Asks what a step of the group needs; one form a step, named as the step is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_AREA = forms.Textarea(attrs={"rows": 3})
_TASKS = _("一行一个任务：单位 | 做什么 | 日期。日期可以不写，按规定的时限。")


def _reason(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.replace("\r", "").split("\n") if line.strip()]


class Step(forms.Form):
    """`listed`: fields in which a person writes one thing a line."""

    listed: tuple[str, ...] = ()

    def given(self) -> dict[str, Any]:
        found = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        return {name: _lines(value) if name in self.listed else _plain(value) for name, value in found.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


class Rise(Step):
    reason = _reason(_("为什么要上报"))


class Whistle(Step):
    listed = ("units",)
    units = forms.CharField(label=_("叫哪些单位"), help_text=_("一行一个单位，例如：住建局。"), widget=_AREA)
    reason = _reason(_("来做什么"))


class Convene(Step):
    listed = ("tasks",)
    reason = _reason(_("为什么要一起办"))
    tasks = forms.CharField(label=_("谁做什么"), help_text=_TASKS, widget=_AREA)


class Tasks(Step):
    listed = ("tasks",)
    tasks = forms.CharField(label=_("再下哪些任务"), help_text=_TASKS, widget=_AREA)


class Meeting(Step):
    listed = ("present", "dissent", "decisions")
    on = forms.DateField(label=_("哪天开的"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    present = forms.CharField(label=_("哪些单位到会"), help_text=_("一行一个单位。"), widget=_AREA)
    minutes = forms.CharField(label=_("会议记录"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5}))
    dissent = forms.CharField(
        label=_("不同意见"), required=False, widget=_AREA, help_text=_("一行一个：单位 | 意见。不同意见一定要记。")
    )
    decisions = forms.CharField(label=_("决定的事"), required=False, widget=_AREA, help_text=_TASKS)


class Override(Step):
    reason = _reason(_("任务没有完，为什么可以先结"))


class OfTask(Step):
    task = forms.CharField(widget=forms.HiddenInput)


class SendBack(OfTask):
    reason = _reason(_("还差什么"))


class Withdraw(OfTask):
    reason = _reason(_("为什么不用做了"))


FORMS: dict[str, type[Step]] = {
    "rise": Rise,
    "whistle": Whistle,
    "convene_group": Convene,
    "set_tasks": Tasks,
    "hold_meeting": Meeting,
    "override_parts": Override,
    "accept_task": OfTask,
    "send_task_back": SendBack,
    "withdraw_task": Withdraw,
}
