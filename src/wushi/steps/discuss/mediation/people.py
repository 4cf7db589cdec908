"""People of a case (当事人登记、同意): who stands on which side, sealed in the vault; the same person never on two sides."""

from __future__ import annotations

from datetime import datetime

from wushi.domain import parties, text
from wushi.domain import registration as rules
from wushi.domain.actor import Actor
from wushi.domain.errors import BadInput
from wushi.domain.matter import Matter
from wushi.domain.person import Person, check_apart
from wushi.domain.policy import Policy
from wushi.steps.moving import move
from wushi.store.ledger import ledger
from wushi.store.vault import vault

_LOOKED_FOR = "核对当事人有没有重复登记"


def standing(id: int, matter: Matter, *, actor: Actor, account: str, purpose: str, now: datetime) -> dict[str, Person]:
    """The parties of the case by key, out of the vault; the reading leaves its trace."""
    found = vault.read(id, post=actor.post, account=account or actor.post, purpose=purpose, at=now)
    return {p.key: Person.of(p.key, p.side, p.sort, found.get(p.seq, {})) for p in parties.facts(matter).standing}


def enter_party(
    number: str,
    side: str,
    name: str,
    *,
    sort: str = "person",
    id_number: str = "",
    phone: str = "",
    address: str = "",
    agent: str = "",
    agent_phone: str = "",
    unit: str = "",
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """Enter a party. Raises BadInput without a name, RuleBroken when the same person stands in the case already."""
    given = {"name": name, "id_number": id_number, "address": address, "agent": agent}
    record = {field: text.line(value, field) for field, value in given.items()}
    record |= {
        "phone": text.line(phone, "phone", limit=40),
        "agent_phone": text.line(agent_phone, "agent_phone", limit=40),
    }
    if not record["name"]:
        raise BadInput(field="name", why="is empty; write who it is")
    record = {field: value for field, value in record.items() if value}
    sealed, commitment = vault.seal(record)
    id, before = ledger.load(number)
    known = standing(id, before, actor=actor, account="", purpose=_LOOKED_FOR, now=now)

    def decide(m: Matter) -> parties.e.PartyEntered:
        made = parties.enter(m, side, sort, unit, commitment, policy)
        check_apart(Person.of(made.key, side, sort, record), known.values())
        return made

    return move(number, decide, actor=actor, policy=policy, now=now, seen=seen, words=(sealed, "", ""))


def strike_party(
    number: str, key: str, reason: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    said = text.line(reason, "reason", limit=200)
    return move(number, lambda m: parties.strike(m, key, said), actor=actor, policy=policy, now=now, seen=seen)


def consent(
    number: str, key: str, *, means: str = "phone", actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    return move(number, lambda m: parties.consent(m, key, means), actor=actor, policy=policy, now=now, seen=seen)


def refuse_consent(
    number: str, key: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """A party says no: the case ends, and the ways that stay open are named."""
    return move(number, lambda m: parties.refuse(m, key, policy), actor=actor, policy=policy, now=now, seen=seen)


def refuse_dispute(
    number: str, ground: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """Nothing for mediation: refused with the ground and the right channel."""
    return move(number, lambda m: rules.refuse(m, ground, policy), actor=actor, policy=policy, now=now, seen=seen)
