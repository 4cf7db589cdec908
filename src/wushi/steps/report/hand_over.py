"""Hand-over (移交): 110, the court, the grid and others hand a matter over once; number, time and limit stay; the result goes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wushi.domain import events as e
from wushi.domain import hub, permissions, text
from wushi.domain import incoming as door
from wushi.domain.actor import Actor
from wushi.domain.centre import Source
from wushi.domain.errors import BadInput, NotFound, NotPermitted
from wushi.domain.incoming import Incoming
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.moving import move
from wushi.steps.report import danger, propose, register
from wushi.store.ledger import ledger, numbers, queue
from wushi.store.vault import vault


@dataclass(frozen=True, slots=True)
class HandOver:
    """The one record that every source fills in; the persons in it lie in the vault."""

    source: str
    number: str  # the source's own
    received_at: datetime
    text: str
    title: str = ""
    name: str = ""
    phone: str = ""
    address: str = ""
    place: str = ""
    due: datetime | None = None  # the source's own limit, where it says one
    to: str = ""  # the unit that is to have it; blank: the desk of the track
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the source keeps: our number beside its own, and until when it hears the result."""

    number: str
    source: str
    source_number: str
    unit: str
    received_at: datetime
    due: datetime | None
    already: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """What the source may know: where it stands, the result, or whose it is."""

    number: str
    source_number: str
    state: str
    unit: str
    due: datetime | None
    result: str
    owner: str


def source_of(code: str, policy: Policy) -> Source:
    found = policy.centre.sources.get(code)
    if found is None:
        raise BadInput(field="source", why=f"one of {', '.join(policy.centre.sources)}")
    return found


def _receipt(matter: Matter, already: bool) -> Receipt:
    joint, clock = hub.facts(matter), matter.clock("feedback")
    assert joint.received is not None
    due = clock.due if clock else None
    return Receipt(matter.number, joint.source, joint.source_number, matter.unit, joint.received, due, already)


def take_over(given: HandOver, *, actor: Actor, policy: Policy, now: datetime) -> Receipt:
    """Registered and acknowledged in one transaction. The same number of the same source again gives the first receipt.

    Raises BadInput, NotPermitted, KeyReused."""
    permissions.check(actor, "HandedOver", None, policy)
    source = source_of(given.source, policy)
    number = text.line(given.number, "number", limit=64)
    if not number:
        raise BadInput(field="number", why="the source's own number is missing; by it the result goes back")
    if given.due is not None and given.due.tzinfo is None:
        raise BadInput(field="due", why="has no time zone")
    if given.due is not None and given.due <= given.received_at:
        raise BadInput(field="due", why="lies before the moment of receipt")
    if given.to and given.to not in policy.tree:
        raise BadInput(field="to", why=f"{given.to} is no unit of the tree")
    checked = door.check(
        Incoming(
            channel=source.channel,
            track=source.track,
            text=given.text,
            title=given.title,
            client_key=f"{source.code}:{number}",
            name=given.name,
            phone=given.phone,
            address=given.address,
            place=given.place,
            received_at=given.received_at,
            received_by=given.to,
            source_number=number,
            simulated=given.simulated,
        ),
        policy,
        now,
    )
    [id] = numbers.take(1)
    made, intake = register.draft(checked, id, actor=actor, policy=policy, now=now)
    started = hub.inherited(source, given.received_at, given.due, policy)
    made.add(e.HandedOver(source.code, number, given.received_at, started), actor, now, permitted=True)
    propose.locate_at_door(made, checked, policy, now)
    danger.listen(made, checked.title, checked.text, policy, now)
    change = made.change(intake=intake)
    written = queue.submit(change, now)
    receipt = register.receipt_for(written, change)
    return _receipt(ledger.load(receipt.number)[1] if receipt.already else made.matter, receipt.already)


def progress(source: str, number: str, *, channel: str, policy: Policy) -> Progress:
    """For the source's own key only: `channel` is the key's. Raises NotFound, NotPermitted."""
    found = source_of(source, policy)
    if found.channel != channel:
        raise NotPermitted(post=channel, event="HandedOver", why=f"the key is not {source}'s")
    key = f"{source}:{number}"
    known = ledger.by_client_key(found.channel, [key])
    if key not in known:
        raise NotFound(what="hand-over", name=number)
    matter = ledger.load(known[key][1])[1]
    joint, clock = hub.facts(matter), matter.clock("feedback")
    return Progress(
        matter.number, number, matter.state, matter.unit, clock.due if clock else None, joint.result, joint.owner
    )


def refuse_hand_over(
    number: str, owner: str, reason: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """Not ours, but theirs. Raises RuleBroken where the owner named is the refusing unit itself."""
    return move(number, lambda m: hub.refuse(m, owner, reason, policy), actor=actor, policy=policy, now=now, seen=seen)


def answer_hand_over(
    number: str, result: str, words: str = "", *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """The result goes back to the source and stops the clock that came along."""
    if result not in hub.RESULTS:
        raise BadInput(field="result", why=f"one of {', '.join(hub.RESULTS)}")
    said = text.clean(words, "words")
    sealed, commitment = vault.seal({"text": said}) if said else (b"", "")

    def decide(m: Matter) -> e.Event:
        if not hub.facts(m).source:
            raise BadInput(field="number", why="nobody handed it over")
        return e.HandOverAnswered(result, commitment)

    words_of = (sealed, "", said) if said else None
    return move(number, decide, actor=actor, policy=policy, now=now, seen=seen, words=words_of)
