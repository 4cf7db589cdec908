"""Asks whoever releases a text for the words as the public is to read them, and for what was looked for in them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wushi.domain import text
from wushi.domain.releasing import CHECKS

_LABELS = {
    "names": _("没有姓名，也没有能认出是谁的称呼"),
    "doors": _("没有单元、门牌、车牌和任何号码"),
    "health": _("没有谁的病情、残疾、低保等私事"),
    "child": _("不是不满十四周岁的孩子的事"),
    "accusation": _("没有指名道姓说谁违法违纪"),
}


class Release(forms.Form):
    """公开文字. The words come covered; the person edits them and ticks what was looked for."""

    title = forms.CharField(label=_("标题"), max_length=text.MAX_LINE, error_messages={"required": _("请写一个标题。")})
    words = forms.CharField(
        label=_("诉求内容"),
        help_text=_("只留别人也用得上的：什么事、大概在哪里。"),
        required=False,
        max_length=text.MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    reply = forms.CharField(
        label=_("答复"),
        max_length=text.MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("没有答复的不能公开。")},
    )
    no_names = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    are_no_names = forms.BooleanField(label=_("列出来的这些我看过了，都不是人名"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for check in CHECKS:
            self.fields[f"check_{check}"] = forms.BooleanField(
                label=_LABELS[check], required=False, error_messages={"required": _("请看过以后勾上。")}
            )

    @property
    def checks(self) -> list[forms.BoundField]:
        return [self[f"check_{check}"] for check in CHECKS]

    def ticked(self) -> list[str]:
        return [check for check in CHECKS if self.cleaned_data.get(f"check_{check}")]


class Withdraw(forms.Form):
    """撤回公开."""

    reason = forms.CharField(
        label=_("为什么撤回？"), max_length=500, error_messages={"required": _("请写一句为什么撤回。")}
    )
