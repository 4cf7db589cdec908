"""The case file (卷宗): who the parties are, what was said and agreed, opened for those who mediate the case, with a trace."""

from __future__ import annotations

from datetime import datetime

from wushi.domain import mediation_papers, parties, permissions
from wushi.domain.actor import Actor
from wushi.domain.casefile import CaseFile
from wushi.domain.errors import BadInput, NotPermitted
from wushi.domain.matter import Matter
from wushi.domain.paper import Paper
from wushi.domain.person import Person
from wushi.domain.policy import Policy
from wushi.steps import reading
from wushi.store.vault import vault


def may_open(actor: Actor, matter: Matter, policy: Policy) -> bool:
    """Whoever mediates the case, and the clerk who keeps its file; other mediators do not."""
    d = matter.dispute
    if matter.track != "dispute" or not permissions.may_open(actor, "see.mediation", policy):
        return False
    keeps = permissions.may(actor, "MediatorConfirmed", matter, policy)
    return keeps or (d is not None and actor.post in (d.mediator, *d.helpers))


def open_file(number: str, *, actor: Actor, account: str, purpose: str, policy: Policy, now: datetime) -> CaseFile:
    """Everything of the case that this post may read: of private talks only those that it held itself.

    Raises NotFound, OutOfScope, NotPermitted; BadInput for a matter that is no dispute."""
    whole = reading.matter(number, actor, policy)
    m = whole.matter
    if m.track != "dispute":
        raise BadInput(field="number", why=f"{number} is no dispute")
    if not may_open(actor, m, policy):
        raise NotPermitted(post=actor.post, event="vault.read", why="only who mediates the case opens its file")
    d = parties.facts(m)
    found = vault.read(whole.id, post=actor.post, account=account, purpose=purpose, at=now)
    people = {p.key: Person.of(p.key, p.side, p.sort, found.get(p.seq, {})) for p in d.standing}
    records = {
        s.n: found.get(s.seq, {}).get("text", "") for s in d.sessions if s.sort == "joint" or s.mediator == actor.post
    }
    titles = {one.seq: found.get(one.seq, {}).get("title", "") for one in d.materials}
    visits = tuple(found.get(n.seq, {}).get("text", "") for n in whole.history if n.event.kind == "PartyVisited")
    return CaseFile(
        matter=m,
        history=tuple(whole.history),
        title=whole.title,
        text=whole.text,
        people=people,
        records=records,
        agreement=found.get(d.draft_seq, {}) if d.draft_seq else {},
        titles=titles,
        visits=visits,
    )


def paper(number: str, kind: str, *, actor: Actor, account: str, policy: Policy, now: datetime) -> Paper:
    """One official paper of the case. Raises BadInput for one that the case does not have yet, with why."""
    known = mediation_papers.KINDS
    name, _, n = kind.partition("-")
    if name not in known or (n and (name != "record" or not n.isdigit() or len(n) > 4)):
        raise BadInput(field="paper", why=f"one of {', '.join(known)}")
    case = open_file(number, actor=actor, account=account, purpose=f"打印{known[name]}", policy=policy, now=now)
    return mediation_papers.write(case, kind, policy, now)
