"""The agreement (协议): drafted, signed or noted, performed by instalments, taken to the court for confirmation."""

from __future__ import annotations

from datetime import date, datetime

from wushi.domain import events as e
from wushi.domain import mediation as rules
from wushi.domain import parties, performance, promises, text
from wushi.domain.actor import Actor
from wushi.domain.errors import BadInput
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.discuss.mediation.course import check_own
from wushi.steps.moving import Decision, move
from wushi.store.vault import vault


def draft_agreement(
    number: str,
    form: str,
    facts: str,
    terms: str,
    *,
    duties: str = "",
    instalments: str = "",
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """`facts`: what happened and what is in dispute; `duties`: who answers for what; `terms`: what was agreed; `instalments`: one
    line each, such as B→A 2022-09-03 5000元 第一期. Contents of 人民调解法 art.29."""
    record = {
        "facts": text.clean(facts, "facts"),
        "terms": text.clean(terms, "terms"),
        "duties": text.clean(duties, "duties"),
    }
    for field in ("facts", "terms"):
        if not record[field]:
            raise BadInput(field=field, why="is empty; an agreement needs it (人民调解法 art.29)")
    lines = promises.read(text.clean(instalments, "instalments"))
    record |= {f"instalment-{line.instalment.n}": line.words for line in lines if line.words}
    sealed, commitment = vault.seal(record)

    def decide(m: Matter) -> e.AgreementDrafted:
        check_own(m, actor, "AgreementDrafted")
        return rules.draft(m, form, [line.instalment for line in lines], commitment)

    return move(number, decide, actor=actor, policy=policy, now=now, seen=seen, words=(sealed, "", ""))


def sign_agreement(
    number: str,
    keys: tuple[str, ...],
    on: date,
    *,
    by_mediator: bool = False,
    stamped: bool = False,
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    def decide(m: Matter) -> Decision:
        check_own(m, actor, "AgreementSigned")
        return rules.agree(m, "written", keys, on, policy, now, by_mediator=by_mediator, stamped=stamped)

    return move(number, decide, actor=actor, policy=policy, now=now, seen=seen)


def agree_orally(
    number: str,
    keys: tuple[str, ...],
    on: date,
    *,
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    def decide(m: Matter) -> Decision:
        check_own(m, actor, "OralAgreementNoted")
        return rules.agree(m, "oral", keys, on, policy, now)

    return move(number, decide, actor=actor, policy=policy, now=now, seen=seen)


def remind(number: str, n: int, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None) -> Matter:
    return move(number, lambda m: performance.remind(m, n), actor=actor, policy=policy, now=now, seen=seen)


def keep_instalment(
    number: str,
    n: int,
    on: date,
    *,
    proof: str = "",
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """`proof`: what shows it, such as a receipt; kept in the vault."""
    shown = text.line(proof, "proof")
    sealed, commitment = vault.seal({"title": shown}) if shown else (b"", "")
    return move(
        number,
        lambda m: performance.keep(m, n, on, commitment, now),
        actor=actor,
        policy=policy,
        now=now,
        seen=seen,
        words=(sealed, "", "") if shown else None,
    )


def miss_instalment(
    number: str, n: int, reason: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    said = text.line(reason, "reason")
    if not said:
        raise BadInput(field="reason", why="is empty; say what the debtor says")
    return move(
        number, lambda m: performance.miss(m, n, said, policy, now), actor=actor, policy=policy, now=now, seen=seen
    )


def take_late(
    number: str,
    n: int,
    on: date,
    *,
    accepted: bool = False,
    proof: str = "",
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """After a default: only when the creditor takes it."""
    shown = text.line(proof, "proof")
    sealed, commitment = vault.seal({"title": shown}) if shown else (b"", "")
    return move(
        number,
        lambda m: performance.late(m, n, on, commitment, accepted, now),
        actor=actor,
        policy=policy,
        now=now,
        seen=seen,
        words=(sealed, "", "") if shown else None,
    )


def complete(number: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None) -> Matter:
    return move(number, performance.complete, actor=actor, policy=policy, now=now, seen=seen)


def visit_party(
    number: str,
    key: str,
    content: bool,
    words: str,
    *,
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """The visit after the agreement: is the party content with how it is kept?"""
    said = text.clean(words, "words")
    sealed, commitment = vault.seal({"text": said})

    def decide(m: Matter) -> e.PartyVisited:
        parties.check_keys(parties.facts(m), [key], "key")
        return e.PartyVisited(key=key, content=content, commitment=commitment)

    return move(number, decide, actor=actor, policy=policy, now=now, seen=seen, words=(sealed, "", ""))


def apply_confirmation(
    number: str,
    keys: tuple[str, ...],
    court: str,
    on: date,
    *,
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    where = text.line(court, "court")
    if not where:
        raise BadInput(field="court", why="is empty; name the court")
    return move(
        number,
        lambda m: performance.apply(m, where, keys, on, policy, now),
        actor=actor,
        policy=policy,
        now=now,
        seen=seen,
    )


def prolong_ruling(number: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None) -> Matter:
    return move(
        number, lambda m: performance.prolong_ruling(m, policy, now), actor=actor, policy=policy, now=now, seen=seen
    )


def record_ruling(
    number: str,
    outcome: str,
    reference: str,
    on: date,
    *,
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """`outcome`: confirmed, rejected, dismissed; `reference`: number of the ruling, or the reason."""
    said = text.line(reference, "reference")
    if not said:
        raise BadInput(field="reference", why="is empty; write the number of the ruling, or the reason")
    return move(
        number,
        lambda m: performance.rule(m, outcome, said, on, now),
        actor=actor,
        policy=policy,
        now=now,
        seen=seen,
    )
