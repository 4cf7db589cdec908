"""Asks what the caller says, in the order in which it is said; everything but the words may stay blank."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wushi.domain.incoming import Incoming
from wushi.domain.matter import Matter
from wushi.domain.text import MAX_LINE, MAX_TEXT
from wushi.steps.moves import MOVES
from wushi.web.context import Here
from wushi.web.matters.fields import Asked, PickField
from wushi.web.matters.picking import Options
from wushi.web.templatetags.wushi import name_in

# Not doors of a person who takes something down.
_MACHINES = ("api", "import", "open311", "web", "app", "mini_program", "internal")


_NOTHING = Matter("")  # the lists do not depend on a matter


def new_key() -> str:
    """One per form that is shown: pressed twice, or sent again on a bad line, it registers one matter."""
    return uuid.uuid4().hex


class Intake(forms.Form):
    """登记一件."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    choice = forms.CharField(required=False, max_length=64)  # of the places that the proposals offered to choose from
    phone = forms.CharField(
        label=_("来电号码"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel", "class": "short", "autofocus": True}),
    )
    what = forms.CharField(
        label=_("说了什么"),
        help_text=_("照原话记，边听边打。"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        error_messages={"required": _("还没有记下说了什么。")},
    )
    where = forms.CharField(
        label=_("在哪里"),
        required=False,
        max_length=MAX_LINE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("怎么称呼"),
        required=False,
        max_length=50,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short"}),
    )
    type = forms.ChoiceField(label=_("诉求类型"), required=False)
    channel = forms.ChoiceField(label=_("怎么来的"), required=False)
    secret = forms.BooleanField(label=_("要求保密"), required=False)

    def __init__(self, here: Here, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        policy = here.policy
        self.fields["type"].choices = [  # type: ignore[attr-defined]
            ("", gettext("没说定")),
            *((code, name_in(policy, "demand_types", code)) for code in policy.demand_types),
        ]
        self.at_desk = here.may_open("see.desk")
        if self.at_desk:
            self.fields["channel"].choices = [  # type: ignore[attr-defined]
                (code, name_in(policy, "channels", code)) for code in policy.channels if code not in _MACHINES
            ]
            asked = Asked(MOVES["dispatch"], _NOTHING, policy, here.now)
            for name, listed, label in (
                ("subject", "subjects", gettext("改分类")),
                ("place", "places", gettext("改地点")),
                ("unit", "units", gettext("改单位")),
            ):
                self.fields[name] = PickField(listed, asked, label=label, required=False)
            self.fields["points"] = forms.CharField(
                label=gettext("改要点"),
                help_text=gettext("一行一点。空着，就用上面建议的。"),
                required=False,
                max_length=MAX_TEXT,
                widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
            )
            self.fields["whole"] = forms.BooleanField(label=gettext("不列要点，整件一起答复"), required=False)
        else:
            del self.fields["channel"]
            self.fields["phone"].label = gettext("电话")
            self.fields["phone"].widget.attrs.pop("autofocus")
            self.fields["what"].widget.attrs["autofocus"] = True
            self.fields["what"].label, self.fields["what"].help_text = (
                gettext("出了什么事？"),
                gettext("什么事、从什么时候开始的。"),
            )
            self.door = "grid" if here.actor.role == "grid_worker" else "community"

    @property
    def lists(self) -> list[tuple[str, Options]]:
        found = {f.list_name: f.options for f in self.fields.values() if isinstance(f, PickField)}
        return sorted(found.items())

    def points(self, shown: str) -> tuple[str, ...]:
        """The points to list: what the person wrote, else those that were `shown`, a line each; none where none are wanted."""
        if self.cleaned_data.get("whole"):
            return ()
        written = str(self.cleaned_data.get("points", ""))
        return tuple(line for line in (written.strip() or shown).splitlines() if line.strip())

    def incoming(self, here: Here) -> Incoming:
        """What the door takes; the place goes along with the words, because the unit must know it."""
        given = self.cleaned_data
        where = given["where"].strip()
        said = (
            gettext("%(what)s\n\n地点：%(where)s") % {"what": given["what"], "where": where} if where else given["what"]
        )
        return Incoming(
            channel=given.get("channel") or ("phone" if self.at_desk else self.door),
            text=said,
            client_key=given["key"] or new_key(),
            type=given["type"],
            name=given["name"],
            phone=given["phone"],
            address=where,
            anonymous=not (given["name"] or given["phone"]),
            secret=given["secret"],
            language=here.language,
        )
