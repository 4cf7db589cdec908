"""The consent form (委托书): opened for those who act in the matter, with a trace in the audit record."""

from __future__ import annotations

from datetime import datetime

from wushi.domain import agency_papers, permissions
from wushi.domain.actor import Actor
from wushi.domain.errors import BadInput, NotPermitted
from wushi.domain.matter import Matter
from wushi.domain.paper import Paper
from wushi.domain.policy import Policy
from wushi.steps import reading
from wushi.store.vault import vault


def may_open(actor: Actor, matter: Matter, policy: Policy) -> bool:
    """Whoever may act in the matter now."""
    return permissions.may(actor, "MandateGiven", matter, policy)


def consent_form(number: str, *, actor: Actor, account: str, policy: Policy, now: datetime) -> Paper:
    """The form as it was agreed. Raises NotFound, OutOfScope, NotPermitted; BadInput where no mandate was given."""
    whole = reading.matter(number, actor, policy)
    if not may_open(actor, whole.matter, policy):
        raise NotPermitted(post=actor.post, event="vault.read", why="only who acts in the matter opens its mandate")
    given = next((n.seq for n in whole.history if n.event.kind == "MandateGiven"), 0)
    if not given:
        raise BadInput(field="paper", why="no mandate was given in this matter")
    found = vault.read(whole.id, post=actor.post, account=account, purpose=f"打印{agency_papers.TITLE}", at=now)
    return agency_papers.consent_form(whole.matter, whole.title, found.get(given, {}), policy)
