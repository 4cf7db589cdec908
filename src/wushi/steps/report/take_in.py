"""Take in (受理): what the desk does while the caller talks: register, class, place and send a demand in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from wushi.domain import events as e
from wushi.domain import incoming as door
from wushi.domain import permissions, registration, routing
from wushi.domain import points as rules
from wushi.domain.actor import MACHINE, Actor
from wushi.domain.calendar import local
from wushi.domain.dispatch import dispatch
from wushi.domain.errors import BadInput
from wushi.domain.incoming import Incoming
from wushi.domain.policy import Policy
from wushi.steps.drafting import Draft
from wushi.steps.loop import has_follow_up
from wushi.steps.report import danger, propose
from wushi.steps.report.register import Receipt, draft, receipt_for
from wushi.store.ledger import numbers, queue
from wushi.store.vault import vault

_CONFIRMED = ("人工确认",)


def _correct(made: Draft, actor: Actor, policy: Policy, at: datetime, subject: str, place: str) -> None:
    """What the person at the desk knows better than the proposal stands as that person's own event."""
    m = made.matter
    if subject and subject not in policy.subjects:
        raise BadInput(field="subject", why=f"{subject!r} is not in the subject tree of the pack")
    if place and place not in policy.tree:
        raise BadInput(field="place", why=f"{place!r} is no unit of the tree")
    changed = False
    if subject and subject != m.subject:
        made.add(e.Classified(subject, 1.0, _CONFIRMED, by="person"), actor, at)
        changed = True
    if place and place != m.place:
        crs = "wgs84" if m.lat is not None else ""
        made.add(e.Located(place, 1.0, _CONFIRMED, by="person", lat=m.lat, lon=m.lon, crs=crs), actor, at)
        changed = True
    if changed:
        m = made.matter
        p = routing.route(m.subject, m.type, m.place, policy)
        made.add(
            e.RouteProposed(p.unit, p.limit, p.confidence, p.reasons, p.reference),
            MACHINE, at, permitted=True, reference=p.reference,
        )  # fmt: skip


def _list(made: Draft, points: Sequence[str], actor: Actor, at: datetime) -> None:
    if points:
        lines = "\n".join(points)
        sealed, commitment = vault.seal({"text": lines})
        made.add(rules.list_points(made.matter, points, commitment, at_desk=True), actor, at, words=(sealed, "", lines))


def take_in(
    incoming: Incoming,
    *,
    subject: str = "",
    place: str = "",
    unit: str = "",
    send: bool = False,
    line: str = "",
    call: str = "",
    points: Sequence[str] = (),
    actor: Actor,
    policy: Policy,
    now: datetime,
) -> Receipt:
    """Register, and in the same transaction write down the proposals, what the person corrected, and what was decided:
    `send` dispatches to `unit` (blank: the proposed one), `line` hands over to 110, 119, 120 or 122; `points`: what has to be
    answered, one line each.

    Half of it never stands: either the caller gets a number and the unit has the matter, or nothing happened.
    Raises BadInput, NotPermitted, RuleBroken, KeyReused. The same client key gives the first receipt again."""
    permissions.check(actor, "Registered", None, policy)
    checked = door.check(incoming, policy, now)
    [id] = numbers.take(1)
    made, intake = draft(checked, id, actor=actor, policy=policy, now=now)
    at = checked.received_at or now
    found = propose.propose(
        checked.title, checked.text, type=checked.type, policy=policy, address=checked.address, place=checked.place,
        point=propose.point_of(checked), crs=checked.crs, day=local(at).date(),
    )  # fmt: skip
    danger.listen(made, checked.title, checked.text, policy, at)
    # the person decides here, so the machine does not: its own dispatch is left to what comes in without a person
    propose.write(made, found, policy, at, lat=checked.lat, lon=checked.lon, crs=checked.crs, automatic=False)
    _correct(made, actor, policy, at, subject, place)
    _list(made, rules.clean(points, policy.replies), actor, at)
    if line:
        made.add(registration.transfer_out(made.matter, line, call, policy), actor, at)
    elif send:
        m = made.matter
        proposal = replace(routing.route(m.subject, m.type, m.place, policy), confidence=1.0)
        if unit and unit != proposal.unit:
            proposal = replace(proposal, unit=unit, reasons=(f"派单员选定:{policy.tree.unit(unit).name}",))
        if proposal.unit != policy.main_desk:  # what is the desk's own stays on its list
            made.add(dispatch(m, proposal, policy, at), actor, at)
    change = made.change(follow_up=now if has_follow_up(made.matter) else None, intake=intake)
    return receipt_for(queue.submit(change, now), change)
