"""Split (拆单): one call that said several things becomes several matters, each with its clocks from the time of the call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wushi.domain import incoming as door
from wushi.domain import permissions, registration, visibility
from wushi.domain.actor import Actor
from wushi.domain.errors import BadInput
from wushi.domain.incoming import Incoming
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.drafting import Draft
from wushi.steps.following import change
from wushi.steps.report import propose
from wushi.steps.report.register import draft as registered
from wushi.store.ledger import ledger, numbers
from wushi.store.ledger.rows import Change
from wushi.store.vault import vault

_PURPOSE = "拆单：把诉求人和联系方式带到各件"


@dataclass(frozen=True, slots=True)
class Part:
    """One of the things that the call said, in words of its own; blank: type and place of the call."""

    text: str
    title: str = ""
    type: str = ""
    place: str = ""

    @property
    def digest(self) -> str:
        return vault.intake_digest({"text": self.text, "title": self.title, "type": self.type, "place": self.place})


def _key(number: str, n: int) -> str:
    return f"split:{number}:{n}"


def _already(matter: Matter, parts: tuple[Part, ...]) -> bool:
    """Was the call split into these very parts before? Then the same request has come twice."""
    if len(parts) != len(matter.parts):
        return False
    keys = [_key(matter.number, n) for n in range(1, len(parts) + 1)]
    known = ledger.by_client_key(matter.channel, keys)
    return all(key in known and known[key][2] == part.digest for key, part in zip(keys, parts, strict=True))


def split(
    number: str, parts: tuple[Part, ...], *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """All parts and the call in one transaction; the same parts sent again change nothing. The parts are on `parts` of the matter
    that is given back. Who asked is copied in the vault, which leaves a trace.

    Raises NotFound, OutOfScope, NotPermitted, WrongState, RuleBroken, BadInput, StaleMatter."""
    id, matter = ledger.load(number)
    visibility.check(actor, matter, policy)
    if matter.parts and _already(matter, parts):
        return matter
    if seen is not None and seen != matter.version:
        raise ledger.stale(number, id, seen)
    permissions.check(actor, "SplitInto", matter, policy)
    registration.split(
        matter, tuple(str(n) for n, _ in enumerate(parts))
    )  # refused before anything is read or numbered
    ids = numbers.take(len(parts))
    with transaction.atomic():
        who = vault.read(id, post=actor.post, account="", purpose=_PURPOSE, at=now).get(1, {})
        made = [
            _part(matter, part, n, ids[n - 1], who, actor=actor, policy=policy, now=now)
            for n, part in enumerate(parts, 1)
        ]
        call = Draft(id, matter, policy)
        call.add(registration.split(matter, tuple(one.matter.number for one in made)), actor, now)
        ledger.append([change(call, now), *made], now)
    return call.matter


def _part(
    call: Matter, part: Part, n: int, id: int, who: dict[str, str], *, actor: Actor, policy: Policy, now: datetime
) -> Change:
    if not part.text.strip():
        raise BadInput(field="parts", why=f"part {n} has no words; write what it is about")
    incoming = Incoming(
        channel=call.channel,
        text=part.text,
        title=part.title,
        client_key=_key(call.number, n),
        type=part.type or call.type,
        place=part.place,
        received_at=call.registered_at,
        anonymous=call.anonymous,
        secret=call.secret,
        simulated=call.simulated,
        name=who.get("name", ""),
        phone=who.get("phone", ""),
        contact=who.get("contact", ""),
        address=who.get("address", ""),
    )
    checked = door.check(incoming, policy, now)
    made, intake = registered(checked, id, actor=actor, policy=policy, now=now, digest=part.digest, split_from=call)
    found = propose.propose(checked.title, checked.text, type=checked.type, policy=policy, place=checked.place)
    if not found.place.unit and call.place:
        found = propose.propose(checked.title, checked.text, type=checked.type, policy=policy, place=call.place)
    # a person is at it and sends each part on
    propose.write(made, found, policy, now, automatic=False)
    return made.change(intake=intake)
