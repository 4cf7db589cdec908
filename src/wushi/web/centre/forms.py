"""Asks what is to be booked when, and who is away when."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wushi.domain.calendar import SHANGHAI
from wushi.web import words as say
from wushi.web.centre import words
from wushi.web.context import Here

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def times(here: Here) -> list[tuple[str, str]]:
    """Every quarter of an hour from opening to closing."""
    opens, closes = here.policy.centre.booking.open
    found = []
    for minute in range(opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute + 1, 15):
        told = f"{minute // 60:02d}:{minute % 60:02d}"
        found.append((told, told))
    return found


def mediators(here: Here) -> list[tuple[str, Any]]:
    """The mediators under the department that sends them."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in here.policy.centre.mediators.values():
        name = f"{words.resource(f'post:{one.post}', here.policy)} · {words.kind(one.kind)}"
        groups.setdefault(one.department, []).append((one.post, name))
    from wushi.web.templatetags.wushi import name_in

    return [(name_in(here.policy, "unit", unit), found) for unit, found in groups.items()]


class BookForm(forms.Form):
    """预约."""

    day = forms.DateField(label=_("哪一天"), widget=_DAY)
    begin = forms.ChoiceField(label=_("从"))
    end = forms.ChoiceField(label=_("到"))
    room = forms.ChoiceField(label=_("哪间房"), required=False)
    mediator = forms.ChoiceField(label=_("哪位调解员"), required=False)
    purpose = forms.ChoiceField(label=_("做什么"))
    number = forms.CharField(label=_("哪一件的编号"), required=False, max_length=32)

    def __init__(self, here: Here, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        found = times(here)
        fields["begin"].choices, fields["end"].choices = found[:-1], found[1:]
        rooms = here.policy.centre.rooms
        fields["room"].choices = [("", _("不用房间")), *((c, words.resource(f"room:{c}", here.policy)) for c in rooms)]
        fields["mediator"].choices = [("", _("不约调解员")), *mediators(here)]
        fields["purpose"].choices = list(words.purposes().items())

    @property
    def span(self) -> tuple[datetime, datetime]:
        given = self.cleaned_data
        begin, end = (
            datetime.combine(given["day"], time.fromisoformat(given[name]), SHANGHAI) for name in ("begin", "end")
        )
        return begin, end

    @property
    def resources(self) -> list[str]:
        given = self.cleaned_data
        return [f"{sort}:{given[name]}" for sort, name in (("room", "room"), ("post", "mediator")) if given[name]]


class AwayForm(forms.Form):
    """不能到岗."""

    mediator = forms.ChoiceField(label=_("哪位调解员"))
    since = forms.DateField(label=_("从哪天"), widget=_DAY)
    until = forms.DateField(label=_("到哪天（含）"), widget=_DAY)
    reason = forms.ChoiceField(label=_("原因"))

    def __init__(self, here: Here, own: str, *args: Any, **kwargs: Any) -> None:
        """`own`: the post that may enter it only for itself; blank for the clerk."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["mediator"].choices = [(own, words.resource(f"post:{own}", here.policy))] if own else mediators(here)
        english = say.english()
        fields["reason"].choices = [
            (a.code, a.name_en if english else a.name) for a in here.policy.centre.absences.values()
        ]
