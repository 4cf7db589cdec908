"""The petition's course (信访程序): sorted, sent, accepted, prolonged, answered, reviewed; each word to the petitioner sealed and shown."""

from __future__ import annotations

from datetime import datetime

from wushi.domain import petitions as rules
from wushi.domain import text
from wushi.domain.actor import Actor
from wushi.domain.errors import BadInput, RuleBroken
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.moving import Spoken, move
from wushi.store.ledger import ledger
from wushi.store.vault import vault


def _said(words: str, field: str = "words") -> str:
    said = text.clean(words, field)
    if not said:
        raise BadInput(field=field, why="is empty; write it down")
    return said


def _sealed(said: str) -> tuple[Spoken, str]:
    sealed, commitment = vault.seal({"text": said} if said else {})
    return (sealed, "", said), commitment


def sort_petition(
    number: str, way: str, words: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """`words`: what the petitioner is told beside the name of the way."""
    spoken, commitment = _sealed(_said(words))
    return move(
        number, lambda m: rules.sort(m, way, commitment, policy, now), actor=actor, policy=policy, now=now, seen=seen,
        words=spoken,
    )  # fmt: skip


def send_petition(
    number: str, unit: str, *, reason: str = "", actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    said = text.line(reason, "reason", limit=500)
    return move(
        number, lambda m: rules.send(m, unit, said, policy, now), actor=actor, policy=policy, now=now, seen=seen
    )


def object_petition(
    number: str, reason: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    said = text.line(reason, "reason", limit=500)
    return move(number, lambda m: rules.object_to(m, said, policy, now), actor=actor, policy=policy, now=now, seen=seen)


def accept_petition(
    number: str, words: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """`words`: the written notice: by whom it is handled, by which procedure."""
    spoken, commitment = _sealed(_said(words))
    return move(
        number, lambda m: rules.accept(m, commitment, policy, now), actor=actor, policy=policy, now=now, seen=seen,
        words=spoken,
    )  # fmt: skip


def prolong_petition(
    number: str, reason: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    said = text.line(reason, "reason", limit=500)
    return move(
        number, lambda m: rules.prolong(m, said, actor, policy, now), actor=actor, policy=policy, now=now, seen=seen
    )


def settle_petition(
    number: str,
    words: str,
    *,
    signed: bool = False,
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """`words`: what was agreed."""
    spoken, commitment = _sealed(_said(words))
    return move(
        number,
        lambda m: rules.settle(m, signed, commitment),
        actor=actor,
        policy=policy,
        now=now,
        seen=seen,
        words=spoken,
    )


def give_opinion(
    number: str,
    outcome: str,
    request: str,
    facts: str,
    reasons: str,
    opinion: str,
    basis: str,
    remedy: str,
    *,
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """The opinion letter with all its parts (第32条). Raises BadInput for a part that is empty."""
    given = dict(zip(rules.PARTS, (request, facts, reasons, opinion, basis, remedy), strict=True))
    parts = {name: _said(words, name) for name, words in given.items()}
    shown = "\n".join(f"{rules.HEADS[name]}：{words}" for name, words in parts.items())
    sealed, commitment = vault.seal(parts | {"text": shown})
    return move(
        number, lambda m: rules.opinion(m, outcome, commitment, policy, now), actor=actor, policy=policy, now=now,
        seen=seen, words=(sealed, "", shown),
    )  # fmt: skip


def ask_review(
    number: str,
    words: str,
    *,
    organ: str = "",
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """`words`: why the petitioner does not agree; `organ`: who reviews, where it is no unit of the district's."""
    named = text.line(organ, "organ")
    spoken, commitment = _sealed(_said(words))
    return move(
        number, lambda m: rules.ask_review(m, named, commitment, policy, now), actor=actor, policy=policy, now=now,
        seen=seen, words=spoken,
    )  # fmt: skip


def give_review(
    number: str, outcome: str, words: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    spoken, commitment = _sealed(_said(words))

    def decide(m: Matter) -> rules.e.ReviewGiven:
        p = rules.facts(m)
        if actor.unit == p.opinion_by and p.organ == policy.tree.unit(actor.unit).name:
            why = f"{actor.unit} gave the opinion; the organ above reviews it"
            raise RuleBroken(rule="own_review", reference="xinfang-2022#35", why=why)
        return rules.give_review(m, outcome, commitment, policy, now)

    return move(number, decide, actor=actor, policy=policy, now=now, seen=seen, words=spoken)


def ask_recheck(
    number: str, organ: str, words: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    named = text.line(organ, "organ")
    spoken, commitment = _sealed(_said(words))
    return move(
        number, lambda m: rules.ask_recheck(m, named, commitment, policy, now), actor=actor, policy=policy, now=now,
        seen=seen, words=spoken,
    )  # fmt: skip


def give_recheck(
    number: str, outcome: str, words: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    spoken, commitment = _sealed(_said(words))
    return move(
        number, lambda m: rules.give_recheck(m, outcome, commitment, now), actor=actor, policy=policy, now=now, seen=seen,
        words=spoken,
    )  # fmt: skip


def end_petition(
    number: str, ground: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    return move(number, lambda m: rules.end(m, ground, now), actor=actor, policy=policy, now=now, seen=seen)


def name_representatives(
    number: str,
    persons: int,
    names: str,
    *,
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """`names`: one a line; they are sealed, the ledger counts them."""
    found = tuple(line for raw in names.splitlines() if (line := text.line(raw, "names")))
    sealed, commitment = vault.seal({f"representative {n}": name for n, name in enumerate(found, 1)})
    return move(
        number, lambda m: rules.represent(m, persons, found, commitment, policy), actor=actor, policy=policy, now=now,
        seen=seen, words=(sealed, "", ""),
    )  # fmt: skip


def link_repeat(
    number: str, to: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    earlier = ledger.load(text.line(to, "to"))[1]
    return move(number, lambda m: rules.link(m, earlier), actor=actor, policy=policy, now=now, seen=seen)
