"""Asks a form's questions on one screen, or in large type (长者模式) one screen after another, without JavaScript."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.forms import BoundField


class Stepped(forms.Form):
    """A form that knows its screens. What was answered before goes along hidden; nothing is kept until it is sent."""

    screens: ClassVar[tuple[tuple[str, ...], ...]] = ()

    def __init__(self, *args: Any, one_by_one: bool = False, screen: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.one_by_one = one_by_one
        self.screen = min(max(screen, 0), len(self.screens) - 1)
        if one_by_one and not self.last:
            # what comes later is not asked yet
            for later in self.screens[self.screen + 1 :]:
                for name in later:
                    self.fields[name].required = False

    @property
    def shown(self) -> tuple[str, ...]:
        """Names of the questions on this screen."""
        if self.one_by_one:
            return self.screens[self.screen]
        return tuple(name for screen in self.screens for name in screen)

    @property
    def last(self) -> bool:
        return not self.one_by_one or self.screen == len(self.screens) - 1

    @property
    def asked(self) -> list[BoundField]:
        return [self[name] for name in self.shown]

    @property
    def carried(self) -> list[BoundField]:
        """What stands on other screens, to go along hidden."""
        return [self[name] for name in self.fields if name not in self.shown]

    @property
    def progress(self) -> tuple[int, int]:
        return self.screen + 1, len(self.screens)


def screen_of(posted: Any) -> int:
    given = posted.get("screen", "0")
    return int(given) if given.isdigit() and len(given) < 3 else 0


def turn(form: type[Stepped], posted: Any, one_by_one: bool) -> tuple[Stepped, bool]:
    """The form to show or to take after a POST, and whether it may be taken: forward only when this screen is right."""
    screen = screen_of(posted)
    if one_by_one and posted.get("go") == "back":
        return form(initial=posted.dict(), one_by_one=True, screen=screen - 1), False
    bound = form(posted, one_by_one=one_by_one, screen=screen)
    if not bound.is_valid():
        if one_by_one:
            wrong = [n for n, names in enumerate(form.screens) if any(name in bound.errors for name in names)]
            if wrong and wrong[0] != bound.screen:
                bound = form(posted, one_by_one=True, screen=wrong[0])
        return bound, False
    if not bound.last:
        return form(initial=posted.dict(), one_by_one=True, screen=screen + 1), False
    return bound, True
