"""The reply's form: an answer to each point, what concerns all of it, and what the check says before it is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext

from wushi.domain.reply_check import Warned
from wushi.domain.text import MAX_LINE, MAX_TEXT
from wushi.web import parts, words
from wushi.web.matters import warning
from wushi.web.matters.fields import Asked, MoveForm
from wushi.web.matters.warning import Told
from wushi.web.parts import Badge

Checker = Callable[[dict[str, Any]], tuple[Warned, ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """One point in the form: its words (a field where the unit may change them), what became of it, and the answer."""

    text: str
    words: BoundField | None
    status: BoundField
    answer: BoundField


class ReplyForm(MoveForm):
    """答复. Points that the desk has listed stand as they are; where nobody has listed any, those that the text proposes may be
    changed or left out. `check` looks at it when it is sent; what it finds has to be ticked, never more than that."""

    def __init__(self, asked: Asked, data: Any = None, check: Checker | None = None) -> None:
        super().__init__(asked, data)
        self._check = check
        self.found: tuple[Warned, ...] = ()
        for n, point in enumerate(self._asked, 1):
            if not asked.listed:
                self.fields[f"point_{n}"] = forms.CharField(
                    label=gettext("第 %(n)d 点") % {"n": n},
                    help_text=gettext("可以改；不需要就清空。"),
                    initial=point,
                    required=False,
                    max_length=MAX_LINE,
                )
            self.fields[f"status_{n}"] = forms.ChoiceField(
                label=gettext("第 %(n)d 点办成什么样") % {"n": n},
                choices=[("", gettext("请选一项")), *words.point_statuses().items()],
                required=bool(asked.listed),
                error_messages={"required": gettext("第 %(n)d 点“%(point)s”还没有答复。") % {"n": n, "point": point}},
            )
            self.fields[f"answer_{n}"] = forms.CharField(
                label=gettext("怎么答复第 %(n)d 点") % {"n": n},
                required=False,
                max_length=MAX_TEXT,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        if self._asked:
            self.fields["words"].label = gettext("其他要说的")
            self.fields["words"].help_text = gettext("和每一点都有关的：联系谁、电话、哪天再看。")
            self.fields["words"].required = False
        self.fields["anyway"] = forms.BooleanField(label=gettext("我看过提醒，就这样交"), required=False)

    @property
    def _asked(self) -> tuple[str, ...]:
        return self.asked.listed or self.asked.proposed

    @property
    def rows(self) -> list[Row]:
        return [
            Row(
                point,
                self[f"point_{n}"] if f"point_{n}" in self.fields else None,
                self[f"status_{n}"],
                self[f"answer_{n}"],
            )
            for n, point in enumerate(self._asked, 1)
        ]

    @property
    def warnings(self) -> list[Told]:
        return warning.told(self.found, self.asked.policy)

    @property
    def badge(self) -> Badge:
        """How long there is left to answer."""
        return parts.badge(self.asked.matter.clock("reply"), self.asked.policy, self.asked.now)

    @property
    def why(self) -> str:
        """From which limit and article the day comes."""
        clock = self.asked.matter.clock("reply")
        if clock is None:
            return ""
        facts = {"span": words.amount(clock.amount, clock.unit), "article": self.asked.policy.title_of(clock.reference)}
        return gettext("%(span)s，依据%(article)s") % facts if clock.amount else facts["article"]

    def given(self) -> dict[str, Any]:
        """What the step is given; a proposed point that was cleared, or of which nothing is said, is left out."""
        said = getattr(self, "cleaned_data", {})
        found: dict[str, Any] = {name: said[name] for name in ("words", "outcome") if said.get(name)}
        rows = []
        for n, point in enumerate(self._asked, 1):
            text = point if self.asked.listed else said.get(f"point_{n}", "")
            status, answer = said.get(f"status_{n}", ""), said.get(f"answer_{n}", "")
            if self.asked.listed or (text and (status or answer)):
                rows.append((text, status, answer))
        if rows:
            found["points"], found["answers"] = tuple(r[1] for r in rows), tuple(r[2] for r in rows)
            if not self.asked.listed:
                found["listed"] = tuple(r[0] for r in rows)
        return found

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for n, _ in enumerate(self._asked, 1):
            if not self.asked.listed and said.get(f"answer_{n}") and not said.get(f"status_{n}"):
                self.add_error(f"status_{n}", gettext("第 %(n)d 点还没有选办成什么样。") % {"n": n})
        if (
            self._asked
            and not said.get("words")
            and not any(said.get(f"answer_{n + 1}") for n in range(len(self._asked)))
        ):
            self.add_error("words", gettext("写一句做了什么，或者在每一点下面写。"))
        if self._check is not None and not self.errors:
            self.found = self._check(self.given())
            if self.found and not said.get("anyway"):
                self.add_error("anyway", gettext("有 %(n)d 处提醒，请看过再交。") % {"n": len(self.found)})
        return said


def form_for(asked: Asked, data: Any = None, check: Checker | None = None) -> MoveForm:
    """The form of a move; a reply has one of its own."""
    return ReplyForm(asked, data, check) if asked.move.name == "reply" else MoveForm(asked, data)
