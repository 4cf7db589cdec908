"""Asks a resident for as little as possible: what happened, where; a name and a telephone number only if they like."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wushi.domain import text
from wushi.web.public.stepped import Stepped


def new_key() -> str:
    """One per form that is shown: a double click, or a second try on a bad line, registers one matter."""
    return uuid.uuid4().hex


class Say(Stepped):
    """有事，说一声."""

    screens = (("what",), ("where",), ("name", "phone", "secret"))

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    what = forms.CharField(
        label=_("出了什么事？"),
        help_text=_("用您自己的话说：什么事、什么时候开始的、希望怎么办。"),
        max_length=text.MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
        error_messages={
            "required": _("请写一句话，说说是什么事。"),
            "max_length": _("写得太长了，请先说最要紧的，其余的以后补充。"),
            "null_characters_not_allowed": _("里面有电脑认不出的字符，请删去后再交。"),
        },
    )
    where = forms.CharField(
        label=_("在哪里？"),
        help_text=_("小区、楼号、路口，或者附近的标志。"),
        required=False,
        max_length=text.MAX_LINE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("怎么称呼您？"),
        required=False,
        max_length=50,
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "short"}),
    )
    phone = forms.CharField(
        label=_("电话"),
        help_text=_("办理的人可以打来问清楚；不留也照样办。"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "class": "short"}),
    )
    secret = forms.BooleanField(label=_("请为我保密"), help_text=_("不让被反映的单位知道是谁说的。"), required=False)


class Find(forms.Form):
    """Number and receipt code; nothing else opens a matter."""

    number = forms.CharField(
        label=_("编号"),
        help_text=_("像 HBW-2026-0000123。"),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "code", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("请填编号。")},
    )
    code = forms.CharField(
        label=_("回执码"),
        help_text=_("回执上的八个字母和数字，不分大小写。"),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "code", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("请填回执码。")},
    )

    def clean_number(self) -> str:
        given: str = self.cleaned_data["number"]
        return "".join(given.split()).upper()


class Add(forms.Form):
    """One more thing about a matter that is in hand."""

    words = forms.CharField(
        label=_("还有什么要说的？"),
        help_text=_("新的情况、更准的地点都可以写。办理的单位会看到；时限不变。"),
        max_length=text.MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("请写一句话。"),
            "max_length": _("写得太长了，请先说最要紧的，其余的以后补充。"),
            "null_characters_not_allowed": _("里面有电脑认不出的字符，请删去后再交。"),
        },
    )


YES_NO = (("yes", _("有")), ("no", _("没有")))
SOLVED = (("yes", _("解决了")), ("no", _("没有解决")))
CONTENT = (("satisfied", _("满意")), ("basically", _("基本满意")), ("dissatisfied", _("不满意")))


class Rate(Stepped):
    """Three answers that are never merged into one; a no asks why."""

    screens = (("contacted",), ("solved",), ("content",), ("why",))

    contacted = forms.ChoiceField(
        label=_("办理的单位联系过您吗？"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选：有没有联系过您。")},
    )
    solved = forms.ChoiceField(
        label=_("问题解决了吗？"),
        choices=SOLVED,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选：解决了没有。")},
    )
    content = forms.ChoiceField(
        label=_("您对办理满意吗？"),
        choices=CONTENT,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选：满意不满意。")},
    )
    why = forms.CharField(
        label=_("为什么？哪里还没办好？"),
        help_text=_("写清楚还差什么，重办时会照着办。"),
        required=False,
        max_length=text.MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        says_no = (
            found.get("contacted") == "no" or found.get("solved") == "no" or found.get("content") == "dissatisfied"
        )
        if says_no and not found.get("why") and "why" in self.shown:
            self.add_error("why", _("您有一项答了“没有”或“不满意”，请说说为什么。"))
        return found
