"""History (历史答复): the events that stand for an answer which another system gave, at the times when it was given."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from wushi.domain import callback, handling, text
from wushi.domain import events as e
from wushi.domain.calendar import local
from wushi.domain.errors import BadInput, WrongState
from wushi.domain.lifecycle import of
from wushi.domain.matter import Matter, after
from wushi.domain.policy import Policy


@dataclass(frozen=True, slots=True)
class Told:
    """What another system tells of an answer. `at` None: there were signs of life but no answer yet."""

    at: datetime | None
    text: str = ""
    outcome: str = "explained"
    close: str = ""
    signs: tuple[tuple[datetime, str], ...] = ()  # (moment, means), before the answer


_BEFORE = frozenset({"dispatched", "signed", "in_progress"})


def already(matter: Matter, told: Told) -> bool:
    """Has this very answer been taken in before?"""
    return told.at is not None and matter.replied_at == told.at


def check(told: Told, now: datetime) -> Told:
    """The same with clean words. Raises BadInput for words that cannot be kept and for an answer in the future."""
    if told.at is not None and told.at > now:
        raise BadInput(field="at", why=f"the answer lies in the future ({local(told.at):%Y-%m-%d %H:%M})")
    return replace(told, text=text.clean(told.text, "reply"))


def answer(matter: Matter, told: Told, commitment: str, policy: Policy) -> list[tuple[e.Event, datetime]]:
    """Events with their moments, in order: signed for and in touch at the first sign of life, the answer, the closing.

    The source does not say when the unit signed; nothing earlier is claimed for it than it has shown. Raises WrongState for
    a matter that no unit has in hand, BadInput for an answer before the matter came in."""
    if matter.state not in _BEFORE:
        raise WrongState(event="Replied", state=matter.state, possible=sorted(of("hotline").moves["Replied"].sources))
    began = matter.received_at or matter.registered_at
    moments = sorted(s for s in told.signs if told.at is None or s[0] < told.at)
    first = moments[0][0] if moments else told.at
    if first is None:
        return []
    if began is not None and first < began:
        raise BadInput(
            field="at",
            why=f"{local(first):%Y-%m-%d %H:%M} lies before {matter.number} came in ({local(began):%Y-%m-%d %H:%M})",
        )
    found: list[tuple[e.Event, datetime]] = []
    if matter.state == "dispatched":
        found.append((e.SignedFor(), first))
    found += [(e.Contacted(means), at) for at, means in moments]
    if told.at is None:
        return found
    if not moments and matter.state != "in_progress":
        # an answer is a contact too: the clock of the first contact stops with it
        found.append((e.Contacted("reply"), told.at))
    now = matter
    for event, at in found:
        now = after(now, event, at)
    reply = handling.reply(now, told.outcome, commitment, policy, told.at)
    found.append((reply, told.at))
    if told.close:
        found.append((callback.close(after(now, reply, told.at), told.close, policy), told.at))
    return found
