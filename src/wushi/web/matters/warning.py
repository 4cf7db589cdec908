"""Says what the check of a reply warns of: what is missing, by which words it was seen, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from wushi.domain.policy import Policy
from wushi.domain.reply_check import Warned
from wushi.web import words


@dataclass(frozen=True, slots=True)
class Told:
    """One warning in words; `point` names the point that it is about."""

    code: str
    point: str
    missing: str
    seen: str
    mend: str


def warning_name(code: str, policy: Policy) -> str:
    """What is missing, in a few words."""
    return policy.text(words.pack_language(), "reply_warning", code).rstrip("。.")


def names(codes: Iterable[str], policy: Policy) -> list[str]:
    return [warning_name(code, policy) for code in codes]


def told(found: Iterable[Warned], policy: Policy) -> list[Told]:
    language = words.pack_language()
    return [
        Told(
            w.code,
            gettext("第 %(n)d 点") % {"n": w.point} if w.point else "",
            policy.text(language, "reply_warning", w.code),
            _seen(w, policy),
            policy.text(language, "reply_mend", w.code),
        )
        for w in found
    ]


def _seen(w: Warned, policy: Policy) -> str:
    """The words that show it; for officialese what a person would say instead."""
    if w.code == "officialese":
        plain = policy.replies.plain
        said = (
            gettext("“%(word)s”：%(plain)s") % {"word": word, "plain": plain[word] or gettext("删去")}
            for word in w.found
        )
    elif w.code == "template":
        said = (number for number in w.found)
    else:
        said = (gettext("“%(word)s”") % {"word": word} for word in w.found)
    return words.listed(said)
