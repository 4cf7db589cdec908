"""Asks what a resident wants to have done: a word, and what narrows the list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wushi.domain import catalogue as rules
from wushi.steps import catalogue
from wushi.steps.catalogue import Filters
from wushi.web import words
from wushi.web.context import Here
from wushi.web.templatetags.wushi import name_in


def named(table: dict[str, tuple[str, str]], code: str) -> str:
    """The name of a code of the national schema in the page's language."""
    return table[code][1 if words.english() else 0] if code in table else code


class Find(forms.Form):
    """要办什么事."""

    q = forms.CharField(
        label=_("要办什么事？"),
        help_text=_("写几个字，或者拼音首字母：身份证、spjy、残疾 补贴。"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "enterkeyhint": "search"}),
    )
    unit = forms.ChoiceField(label=_("哪个部门"), required=False)
    audience = forms.ChoiceField(label=_("谁来办"), required=False)
    type = forms.ChoiceField(label=_("多快"), required=False)

    def __init__(self, here: Here, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = catalogue.current(here.policy).on(here.today)
        units = sorted({i.unit for i in items}, key=lambda code: list(here.policy.tree.units).index(code))
        fields: dict[str, Any] = self.fields
        fields["unit"].choices = [("", _("所有部门")), *((u, name_in(here.policy, "unit", u)) for u in units)]
        fields["audience"].choices = [
            ("", _("不限")), ("person", named(rules.AUDIENCES, "person")), ("organisation", named(rules.AUDIENCES, "organisation")),
        ]  # fmt: skip
        fields["type"].choices = [("", _("不限")), ("instant", _("当场办结")), ("promise", _("几天办结"))]

    @property
    def filters(self) -> Filters:
        given = self.cleaned_data
        return Filters(given.get("unit", ""), "", given.get("type", ""), given.get("audience", ""))
