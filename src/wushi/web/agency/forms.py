"""The form with which an agent takes down what a resident says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext

from wushi.domain.incoming import Incoming
from wushi.domain.text import MAX_LINE, MAX_TEXT
from wushi.web.context import Here


class NewMatter(forms.Form):
    def __init__(self, here: Here, data: Any = None) -> None:
        super().__init__(data)
        self.here = here
        self.fields["text"] = forms.CharField(
            label=gettext("群众说的事"),
            help_text=gettext("照群众的话写：什么事、多久了、想要什么结果。"),
            max_length=MAX_TEXT,
            widget=forms.Textarea(attrs={"rows": 5}),
        )
        self.fields["name"] = forms.CharField(label=gettext("来说的人"), max_length=MAX_LINE, required=False)
        self.fields["phone"] = forms.CharField(
            label=gettext("电话"), max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
        )

    def incoming(self) -> Incoming:
        return Incoming(track="petition", channel="walk_in", received_by=self.here.actor.unit, **self.cleaned_data)
