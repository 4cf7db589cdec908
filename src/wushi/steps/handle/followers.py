"""Followers (随主单答复): one answer reaches everyone whose matter follows; an end without an answer sets them free."""

from __future__ import annotations

from datetime import datetime

from wushi.domain import events as e
from wushi.domain import handling, lifecycle
from wushi.domain.actor import MACHINE
from wushi.domain.policy import Policy
from wushi.steps.drafting import Draft
from wushi.steps.following import waiting
from wushi.store.ledger import ledger
from wushi.store.vault import vault


def _answer_of(id: int) -> str:
    """The words of the answer that stands, masked: what one resident told is not read out to another."""
    words = ledger.words(id)
    for entry in reversed(ledger.history(id)):
        if isinstance(entry.event, e.Replied | e.Answered):
            return words.get(entry.seq, ("", ""))[1]
    return ""


def answer(lead: Draft, policy: Policy, now: datetime) -> list[Draft]:
    """Each who follows gets the answer in its own record, and its own callback."""
    found = waiting(lead.matter, policy)
    said = _answer_of(lead.id) if found else ""
    for one in found:
        sealed, commitment = vault.seal({"text": said}) if said else (b"", "")
        event = handling.reply_through_lead(one.matter, lead.matter, policy, now, commitment)
        one.add(event, MACHINE, now, words=(sealed, "", said) if said else None)
    return found


def release(lead: Draft, policy: Policy, now: datetime) -> list[Draft]:
    """The lead ended without an answer (不予受理、移交、终止): those who follow stand by themselves again."""
    found = waiting(lead.matter, policy)
    for one in found:
        why = f"主单 {lead.matter.number} {lifecycle.STATES[lead.matter.state][0]}"
        one.add(e.Unmerged(why), MACHINE, now)
        lead.add(e.FollowerLeft(one.matter.number), MACHINE, now)
    return found
