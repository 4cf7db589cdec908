"""The controls of which the forms of moves are made: a line or several, a choice."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms

REASON = 500  # characters of a reason


def line(label: str, help: str = "", *, required: bool = True, limit: int = REASON, rows: int = 2) -> forms.Field:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, help_text=help, required=required, max_length=limit, widget=widget)


def choice(
    label: str,
    choices: Iterable[tuple[str, str]],
    *,
    radio: bool = False,
    help: str = "",
    blank: str = "",
    required: bool = True,
) -> forms.Field:
    found = list(choices)
    if blank:
        found.insert(0, ("", blank))
    widget = forms.RadioSelect() if radio else forms.Select()
    return forms.ChoiceField(label=label, help_text=help, choices=found, widget=widget, required=required)
