"""Asks what is looked for: the words, and by what the hits are narrowed; every filter may stay blank."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wushi.domain.matter import Matter
from wushi.steps.moves import MOVES
from wushi.steps.searching import Asked
from wushi.web.context import Here
from wushi.web.matters.fields import Asked as Listed
from wushi.web.matters.fields import PickField


class SearchForm(forms.Form):
    """找一件事."""

    q = forms.CharField(
        label=_("找什么"),
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "enterkeyhint": "search", "data-shortcut": "/"}
        ),
    )
    state = forms.ChoiceField(label=_("办到哪里"), required=False)
    since = forms.DateField(label=_("从哪天"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("到哪天"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, here: Here, data: Any) -> None:
        super().__init__(data)
        self.fields["q"].validators.clear()  # what cannot be looked for, the search itself refuses in its own words
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            ("", gettext("都看")),
            ("open", gettext("没办结的")),
            ("closed", gettext("办结的")),
        ]
        listed = Listed(MOVES["dispatch"], Matter(""), here.policy, here.now)
        for name, which, label in (
            ("unit", "units", gettext("谁在办")),
            ("subject", "subjects", gettext("什么事")),
            ("place", "places", gettext("在哪里")),
        ):
            self.fields[name] = PickField(which, listed, label=label, required=False)

    def asked(self, after: str) -> Asked:
        """What the fields say. A field that cannot be read filters nothing, and says so beside it."""
        given = self.cleaned_data
        return Asked(
            given.get("q", ""),
            given.get("unit") or "",
            given.get("subject") or "",
            given.get("place") or "",
            given.get("state") or "",
            given.get("since"),
            given.get("until"),
            after,
        )

    @property
    def narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("unit", "subject", "place", "state", "since", "until"))
