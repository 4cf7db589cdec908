"""The form with which a dispute is registered at the centre: what it is about, who came, from where it was sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext

from wushi.domain.incoming import Incoming
from wushi.domain.text import MAX_LINE, MAX_TEXT
from wushi.web import words
from wushi.web.context import Here

# The doors through which a dispute reaches the centre, in the order of the list.
_CHANNELS = ("walk_in", "court", "110", "community", "grid", "phone", "mini_program", "petition", "higher")


class NewCase(forms.Form):
    def __init__(self, here: Here, data: Any = None) -> None:
        super().__init__(data)
        english = words.english()
        channels = [here.policy.channels[code] for code in _CHANNELS if code in here.policy.channels]
        self.here = here
        self.fields["text"] = forms.CharField(
            label=gettext("什么纠纷"),
            help_text=gettext("谁和谁、为了什么、现在怎样。当事人的姓名和电话在下一步登记。"),
            max_length=MAX_TEXT,
            widget=forms.Textarea(attrs={"rows": 5}),
        )
        self.fields["channel"] = forms.ChoiceField(
            label=gettext("从哪里来"), choices=[(c.code, (c.name_en if english else "") or c.name) for c in channels]
        )
        self.fields["source_number"] = forms.CharField(
            label=gettext("来处的编号"),
            help_text=gettext("法院的案号、110 的警情编号。"),
            max_length=64,
            required=False,
        )
        self.fields["name"] = forms.CharField(label=gettext("来说的人"), max_length=MAX_LINE, required=False)
        self.fields["phone"] = forms.CharField(
            label=gettext("电话"), max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
        )

    def incoming(self) -> Incoming:
        return Incoming(track="dispute", received_by=self.here.actor.unit, **self.cleaned_data)
