"""Drafting: collect the events of one step on one matter, each checked for permission and by the transition table."""

from __future__ import annotations

from datetime import UTC, datetime

from wushi.domain import accusing, alarms, hub, lifecycle, permissions
from wushi.domain import events as e
from wushi.domain.actor import Actor
from wushi.domain.alarms import Alarm
from wushi.domain.matter import Matter, after
from wushi.domain.policy import Policy
from wushi.steps import covering
from wushi.store.ledger.rows import Change, Intake, Words

FOLLOW_UP = "follow_up"


def ground_of(event: e.Event, track: str = "hotline") -> tuple[str, str]:
    """(rule, article) on which the event rests: its clock's limit, the duty that made it, or the table's own article."""
    starts: tuple[e.ClockStart, ...] = getattr(event, "clocks", ())
    move = lifecycle.of(track).moves[event.kind]
    if isinstance(event, e.Dispatched):
        reply = next((s for s in starts if s.name == "reply"), None)
        return (reply.limit if reply else "", event.duty or (reply.reference if reply else ""))
    if starts:
        return starts[-1].limit, starts[-1].reference
    rung = getattr(event, "rung", "")
    return (rung or event.kind, move.reference)


class Draft:
    """One matter on its way through a step. Nothing is written until the change goes to the ledger."""

    def __init__(self, id: int, matter: Matter, policy: Policy) -> None:
        self.id = id
        self.matter = matter
        self.policy = policy
        self.seen = matter.version
        self._entries: list[e.Entry] = []
        self._words: list[Words] = []

    def add(
        self,
        event: e.Event,
        actor: Actor,
        at: datetime,
        *,
        permitted: bool = False,
        reference: str = "",
        words: tuple[bytes, str, str] | None = None,
        as_told: bool = False,
    ) -> Matter:
        """Append one event. `words`: (sealed record, title, text) that belong to it; they are masked here.

        Raises NotPermitted and WrongState. `permitted`: the door has checked a whole batch of its own already. `as_told`:
        the moment is another system's and stands, also where this house has noted something later before."""
        if not permitted:
            permissions.check(actor, event.kind, self.matter if self.seen or self._entries else None, self.policy)
        if at.tzinfo is not UTC:
            at = at.astimezone(UTC)  # a replay reads UTC: the same history has to make the same matter
        if not as_told and self.matter.last_at is not None and at < self.matter.last_at:
            # histories are in order: two clocks of two machines may differ by moments
            at = self.matter.last_at
        event = covering.event(event, self.policy, at)
        hub.check_parts(self.matter, event)
        made = after(self.matter, event, at)
        if made.accused:
            accusing.check(self.matter, made, self.policy)
        self.matter = made
        rule, article = ground_of(event, self.matter.track)
        self._entries.append(
            e.Entry(self.matter.version, at, actor.post, actor.unit, rule, reference or article, event)
        )
        if words is not None:
            sealed, title, text = words
            title, text = covering.title_and_text(title, text, event.kind, self.policy, at)
            self._words.append(Words(self.matter.version, sealed, title, text))
        return self.matter

    @property
    def empty(self) -> bool:
        return not self._entries

    def change(
        self, *, follow_up: datetime | None = None, intake: Intake | None = None, quiet_until: datetime | None = None
    ) -> Change:
        """What goes to the ledger. `follow_up`: from when the worker takes the matter on by itself; `quiet_until`: no rung of
        the ladder is climbed before that, though it fell due long ago."""
        alarm = Alarm(follow_up, "", FOLLOW_UP) if follow_up else alarms.next_alarm(self.matter, self.policy)
        if quiet_until is not None and alarm is not None and alarm.at < quiet_until:
            alarm = Alarm(quiet_until, alarm.clock, alarm.rung)
        return Change(self.id, self.seen, tuple(self._entries), self.matter, alarm, intake, tuple(self._words))
