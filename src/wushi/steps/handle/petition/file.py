"""The papers of a petition (信访文书): opened for those who see the matter, with a trace in the audit record."""

from __future__ import annotations

from datetime import datetime

from wushi.domain import petition_papers
from wushi.domain.actor import Actor
from wushi.domain.errors import BadInput
from wushi.domain.paper import Paper
from wushi.domain.policy import Policy
from wushi.steps import reading
from wushi.store.vault import vault


def paper(number: str, seq: int, *, actor: Actor, account: str, policy: Policy, now: datetime) -> Paper:
    """The paper of the event with that number. Raises NotFound, OutOfScope; BadInput where there is none."""
    whole = reading.matter(number, actor, policy)
    titles = dict(petition_papers.offered(whole.history))
    if seq not in titles:
        raise BadInput(field="paper", why=f"one of {', '.join(map(str, titles)) or 'none yet'}")
    found = vault.read(whole.id, post=actor.post, account=account, purpose=f"打印{titles[seq]}", at=now)
    entry = next(n for n in whole.history if n.seq == seq)
    who = next((record["name"] for _, record in sorted(found.items()) if record.get("name")), "")
    return petition_papers.write(whole.matter, entry, found.get(seq, {}), who, policy, now)
