"""Apply (申请): one item, or a bundle of items from one form; registered once, with the list of papers in force that day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from wushi.domain import applying, bundling, permissions, text
from wushi.domain import events as e
from wushi.domain import incoming as door
from wushi.domain.actor import Actor
from wushi.domain.calendar import local
from wushi.domain.catalogue import Item
from wushi.domain.errors import BadInput
from wushi.domain.incoming import Incoming
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.domain.service import FormField, check
from wushi.steps import catalogue
from wushi.steps.drafting import Draft
from wushi.steps.moving import move
from wushi.steps.report.register import Receipt, draft, receipt_for
from wushi.store.ledger import ledger, numbers, queue
from wushi.store.ledger.rows import Change
from wushi.store.vault import vault


@dataclass(frozen=True, slots=True)
class Who:
    """Who applies; all may be blank at the window, where the identity is seen and not kept."""

    name: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """An application as a door hands it over. `way`: window, online or phone; `said`: what else the applicant says."""

    who: Who = field(default_factory=Who)
    way: str = "window"
    brought: tuple[str, ...] = ()
    said: str = ""
    client_key: str | None = None
    simulated: bool = False
    language: str = "zh-Hans"


_CHANNELS = {"window": "window", "online": "web", "phone": "phone"}


def _incoming(title: str, lines: Sequence[str], asked: Asked, now: datetime, key: str | None) -> Incoming:
    if asked.way not in _CHANNELS:
        raise BadInput(field="way", why=f"one of {', '.join(_CHANNELS)}")
    return Incoming(
        channel=_CHANNELS[asked.way], title=title, text="\n".join((title, *lines)), client_key=key, name=asked.who.name,
        phone=asked.who.phone, address=asked.who.address, received_at=now, simulated=asked.simulated,
        anonymous=not (asked.who.name or asked.who.phone), language=asked.language, track=applying.TRACK,
    )  # fmt: skip


def apply(code: str, asked: Asked, *, actor: Actor, policy: Policy, now: datetime) -> Receipt:
    """Apply for one item. The same client key gives the first receipt again. Raises NotFound, BadInput, NotPermitted."""
    permissions.check(actor, "Registered", None, policy)
    item = catalogue.current(policy).item(code, local(now).date())
    event = applying.apply(item, asked.brought, way=asked.way)
    incoming = door.check(
        _incoming(item.name, [asked.said] if asked.said else [], asked, now, asked.client_key), policy, now
    )
    [id] = numbers.take(1)
    made, intake = draft(incoming, id, actor=actor, policy=policy, now=now)
    made.add(event, actor, now)
    change = made.change(intake=intake)
    return receipt_for(queue.submit(change, now), change)


def lines_of(fields: Sequence[FormField], kept: Mapping[str, str]) -> list[str]:
    """The answers in words, one a line, as they stand in the application."""
    yes_no = {"yes": "是", "no": "否"}
    return [f"{f.label}：{yes_no.get(kept[f.code], kept[f.code])}" for f in fields if f.code in kept]


@dataclass(frozen=True, slots=True)
class Opened:
    """A bundle that was applied for: its own receipt, the numbers of the parts by item, and what may still be filled in."""

    receipt: Receipt
    parts: Mapping[str, str]
    open: tuple[str, ...]


def items_of(code: str, policy: Policy, now: datetime) -> dict[str, Item]:
    """The items of a bundle in force that day, by code. Raises NotFound."""
    book, day = catalogue.current(policy), local(now).date()
    return {part.item: book.item(part.item, day) for part in policy.service.bundle(code).parts}


def apply_bundle(
    code: str, answers: Mapping[str, str], asked: Asked, *, actor: Actor, policy: Policy, now: datetime
) -> Opened:
    """One form becomes one matter for the whole and one for each item, all in one transaction. Each part gets only the answers that
    its own form asks for. Raises BadInput for the first answer that is wrong, NotFound, NotPermitted."""
    permissions.check(actor, "Registered", None, policy)
    bundle = policy.service.bundle(code)
    form = policy.service.form_of(bundle)
    told = check(form, answers)
    if told.wrong:
        name, why = next(iter(told.wrong.items()))
        raise BadInput(field=name, why=why)
    if asked.client_key:
        channel = _CHANNELS.get(asked.way, "")
        known = ledger.by_client_key(channel, [asked.client_key]).get(asked.client_key)
        if known is not None:  # the same form came twice: nothing is doubled
            _, there = ledger.load(known[1])
            assert there.registered_at is not None and there.application is not None
            receipt = Receipt(there.number, vault.receipt_code(there.number), there.registered_at, already=True)
            return Opened(receipt, {p: p for p in there.application.parts}, told.open)
    items = items_of(code, policy, now)
    ids = numbers.take(1 + len(bundle.parts))
    asked_fields = form.asked(told.kept)
    whole = door.check(
        _incoming(bundle.name, lines_of(asked_fields, told.kept), asked, now, asked.client_key), policy, now
    )
    parent, parent_intake = draft(whole, ids[0], actor=actor, policy=policy, now=now)
    found: dict[str, tuple[Draft, Change]] = {}
    number: dict[str, str] = {}
    for id, part in zip(ids[1:], bundling.in_order(bundle.parts), strict=True):
        item = items[part.item]
        mine = [f for f in asked_fields if f.code in part.fields]
        incoming = door.check(_incoming(item.name, lines_of(mine, told.kept), asked, now, None), policy, now)
        made, intake = draft(incoming, id, actor=actor, policy=policy, now=now)
        brought = [n.material for n in item.materials if n.must and n.material in asked.brought]
        after = tuple(number[one] for one in part.after)
        made.add(
            applying.apply(
                item, brought, way=asked.way, bundle=parent.matter.number, after=after, cosign=bundle.cosign
            ),
            actor,
            now,
        )
        number[part.item] = made.matter.number
        found[part.item] = (made, made.change(intake=intake))
    parent.add(bundling.open_(bundle, tuple(number[p.item] for p in bundle.parts), items, policy, now), actor, now)
    ledger.append([parent.change(intake=parent_intake), *(change for _, change in found.values())], now)
    assert parent.matter.registered_at is not None
    receipt = Receipt(parent.matter.number, vault.receipt_code(parent.matter.number), parent.matter.registered_at)
    return Opened(receipt, number, told.open)


def cosign(number: str, name: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None) -> None:
    """The second person signs (共同签署): the matter, and all parts of a bundle with it."""
    said = text.line(name, "name")
    if not said:
        raise BadInput(field="name", why="write who signs")
    _, matter = ledger.load(number)
    app = applying.facts_of(matter)
    for one in app.parts or (number,):
        _, part = ledger.load(one)
        if part.application is None or not part.application.cosign or part.application.cosigned:
            continue
        sealed, commitment = vault.seal({"name": said})
        move(
            one, _signed(commitment), actor=actor, policy=policy, now=now, words=(sealed, "", ""),
            seen=seen if one == number else None,
        )  # fmt: skip


def _signed(commitment: str) -> Callable[[Matter], e.CoSigned]:
    return lambda matter: e.CoSigned(commitment=commitment)
