"""Moving: the common course of every step on one matter: load, may the post see it, did it move, decide, append."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from wushi.domain import events as e
from wushi.domain import visibility
from wushi.domain.actor import BUILT_IN, MACHINE, Actor
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.drafting import Draft
from wushi.steps.following import append, change, draft_of
from wushi.store.ledger import ledger
from wushi.store.ledger.rows import Change

Decision = e.Event | Sequence[e.Event]
Spoken = tuple[bytes, str, str]


def move(
    number: str,
    decide: Callable[[Matter], Decision],
    *,
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
    words: Spoken | None = None,
    spoken: Sequence[Spoken] = (),
    then: Callable[[Draft], None] | None = None,
) -> Matter:
    """Take one step. `seen` is the version that the person had on the screen; None: a machine that has just read it. `words`
    belong to the first event; `spoken` are those of several events, in order. `then` adds what the machine
    has to say to it, in the same transaction.

    Raises NotFound, OutOfScope, NotPermitted, WrongState, RuleBroken, and StaleMatter with what happened meanwhile."""
    id, matter = ledger.load(number)
    if actor.role not in BUILT_IN:
        visibility.check(actor, matter, policy)
    if seen is not None and seen != matter.version:
        raise ledger.stale(number, id, seen)
    draft = Draft(id, matter, policy)
    decided = decide(matter)
    said = spoken or ([words] if words is not None else [])
    for n, event in enumerate([decided] if isinstance(decided, e.Event) else decided):
        draft.add(event, actor, now, words=said[n] if n < len(said) else None)
    if then is not None:
        then(draft)
    left = matter.merged_into if matter.merged_into != draft.matter.merged_into else ""

    def changes() -> list[Change]:
        found = [change(draft, now)]
        if left:  # whoever goes its own way is taken off the list of the one it followed, in the same transaction
            lead = draft_of(left, policy)
            lead.add(e.FollowerLeft(number), MACHINE, now)
            found.append(change(lead, now))
        return found

    append(changes, now, number)
    return draft.matter
