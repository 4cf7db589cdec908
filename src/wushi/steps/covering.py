"""Covering (脱敏): which words of a step are covered and how much, by what the pack says; for every way into the ledger."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import datetime

from wushi.domain import events as e
from wushi.domain import masking, text
from wushi.domain.calendar import local
from wushi.domain.policy import Policy

# In these an office speaks: its own telephones and rooms are for the resident to use.
_ANSWERS = frozenset({"Replied", "Answered", "Informed"})
# Fields of events in which a person writes freely. Events cannot be deleted, so nobody's number may stand in one.
_FREE = ("reason", "reasons", "plan", "outcome", "means", "call")
_FREE_OF = {
    name: tuple(f.name for f in fields(kind) if f.name in _FREE)  # type: ignore[arg-type]
    for name, kind in e.KINDS.items()
}
_CODE = re.compile(r"[a-z_]*$")
# A machine's reasons are many and quote single words: only those with a row of digits or an address are looked at.
_QUOTES_A_NUMBER = re.compile("[0-9０-９零〇一二三四五六七八九①-⑨ ]{3}|[@＠]|单元|[0-9]室")


def words(said: str, event: str, policy: Policy, at: datetime) -> str:
    """The words of an event of that kind as staff read them."""
    rules = policy.masking_on(local(at).date())
    if event in _ANSWERS:
        return masking.mask(said, rules.answered, office=True)
    return masking.mask(said, rules.said)


def title_and_text(title: str, said: str, event: str, policy: Policy, at: datetime) -> tuple[str, str]:
    """A title that was cut from the text is cut anew from the covered one: a number cut in two would not be known."""
    covered = words(said, event, policy, at)
    if title.endswith("…") and text.title_from(said) == title:
        return text.title_from(covered), covered
    return words(title, event, policy, at), covered


def event(given: e.Event, policy: Policy, at: datetime) -> e.Event:
    """The event with what was written freely in it covered; the same event when there is nothing to cover."""
    changed: dict[str, object] = {}
    for name in _FREE_OF[given.kind]:
        value = getattr(given, name)
        if isinstance(value, str):
            covered: object = value if _CODE.match(value) else words(value, given.kind, policy, at)
        else:
            covered = tuple(
                words(v, given.kind, policy, at) if isinstance(v, str) and _QUOTES_A_NUMBER.search(v) else v
                for v in value
            )
        if covered != value:
            changed[name] = covered
    return replace(given, **changed) if changed else given  # type: ignore[type-var]
