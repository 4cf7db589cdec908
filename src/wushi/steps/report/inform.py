"""Inform (告知): an interim word to the resident of a matter and to all who follow it, one text; no clock moves."""

from __future__ import annotations

from datetime import datetime

from wushi.domain import events as e
from wushi.domain import masking, text, visibility
from wushi.domain.actor import MACHINE, Actor
from wushi.domain.errors import BadInput
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.drafting import Draft
from wushi.steps.following import append, change, followers
from wushi.store.ledger import ledger
from wushi.store.ledger.rows import Change
from wushi.store.vault import vault


def inform(number: str, words: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None) -> Matter:
    """The same words for everybody; who follows gets them masked, so that nobody is named to a neighbour."""
    said = text.clean(words, "words")
    if not said:
        raise BadInput(field="words", why="is empty; write what is being done and what comes next")
    id, matter = ledger.load(number)
    visibility.check(actor, matter, policy)
    if seen is not None and seen != matter.version:
        raise ledger.stale(number, id, seen)
    draft, shown = Draft(id, matter, policy), masking.mask(said)
    sealed, commitment = vault.seal({"text": said})
    draft.add(e.Informed(commitment, actor.unit), actor, now, words=(sealed, "", said))

    def changes() -> list[Change]:
        found = [change(draft, now)]
        for one in followers(matter, policy):
            if one.matter.open and one.matter.merged_into == number:
                sealed, commitment = vault.seal({"text": shown})
                one.add(e.Informed(commitment, actor.unit, number), MACHINE, now, words=(sealed, "", shown))
                found.append(change(one, now))
        return found

    append(changes, now, number)
    return draft.matter
