"""Acting for a resident (代办): consent form and mandate, judgement, errands, reports, the end, the visit after it."""

from __future__ import annotations

from datetime import date, datetime

from wushi.domain import agency as rules
from wushi.domain import text
from wushi.domain.actor import Actor
from wushi.domain.errors import BadInput
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.moving import move
from wushi.store.vault import vault


def _said(words: str, field: str = "words") -> str:
    said = text.clean(words, field)
    if not said:
        raise BadInput(field=field, why="is empty; write it down")
    return said


def give_mandate(
    number: str,
    name: str,
    services: tuple[str, ...],
    scope: tuple[str, ...],
    until: date,
    *,
    means: str = "written",
    signed: bool = False,
    phone: str = "",
    address: str = "",
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """The consent form, sealed. Raises RuleBroken without the resident's signature."""
    record = {
        "name": text.line(name, "name"),
        "phone": text.line(phone, "phone", limit=40),
        "address": text.line(address, "address"),
    }
    if not record["name"]:
        raise BadInput(field="name", why="is empty; write who gives the mandate")
    sealed, commitment = vault.seal({key: value for key, value in record.items() if value})
    return move(
        number,
        lambda m: rules.give(m, services, scope, until, means, signed, commitment, actor, policy, now),
        actor=actor, policy=policy, now=now, seen=seen, words=(sealed, "", ""),
    )  # fmt: skip


def change_mandate(
    number: str,
    scope: tuple[str, ...],
    until: date,
    *,
    means: str = "written",
    signed: bool = False,
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    sealed, commitment = vault.seal({"means": means})
    return move(
        number,
        lambda m: rules.change(m, scope, until, means, signed, commitment, policy, now),
        actor=actor, policy=policy, now=now, seen=seen, words=(sealed, "", ""),
    )  # fmt: skip


def end_mandate(
    number: str, ground: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    return move(number, lambda m: rules.end(m, ground, now), actor=actor, policy=policy, now=now, seen=seen)


def judge_agency(
    number: str,
    path: str,
    *,
    units: tuple[str, ...] = (),
    reason: str = "",
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """`reason`: why it is sent up, for whoever gets it."""
    said = text.line(reason, "reason", limit=500)
    return move(
        number, lambda m: rules.judge(m, path, units, said, policy), actor=actor, policy=policy, now=now, seen=seen
    )


def do_errand(
    number: str,
    sort: str,
    on: date,
    words: str,
    *,
    unit: str = "",
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """One line of the errands log: what was done, where, on which day, what came of it."""
    said = _said(words)
    sealed, commitment = vault.seal({"text": said})
    return move(
        number,
        lambda m: rules.errand(m, sort, on, unit, commitment, actor, policy, now),
        actor=actor, policy=policy, now=now, seen=seen, words=(sealed, "", said),
    )  # fmt: skip


def report_agency(
    number: str,
    words: str,
    *,
    means: str = "phone",
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """What the resident was told; it stands on the receipt's page too."""
    said = _said(words)
    sealed, commitment = vault.seal({"text": said})
    return move(
        number, lambda m: rules.report(m, means, commitment), actor=actor, policy=policy, now=now, seen=seen,
        words=(sealed, "", said),
    )  # fmt: skip


def conclude_agency(
    number: str,
    outcome: str,
    words: str,
    *,
    channel: str = "",
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    said = _said(words)
    sealed, commitment = vault.seal({"text": said})
    return move(
        number,
        lambda m: rules.conclude(m, outcome, channel, commitment, policy, now),
        actor=actor, policy=policy, now=now, seen=seen, words=(sealed, "", said),
    )  # fmt: skip


def visit_agency(
    number: str,
    *,
    solved: bool = False,
    content: bool = False,
    words: str = "",
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """What was called resolved and is not goes back to the agent."""
    said = text.clean(words, "words")
    sealed, commitment = vault.seal({"text": said} if said else {})
    return move(
        number,
        lambda m: rules.visit(m, solved, content, commitment, actor, policy, now),
        actor=actor, policy=policy, now=now, seen=seen, words=(sealed, "", said),
    )  # fmt: skip
