"""The course of a case (调解过程): accepted, mediator settled or recused, rights told, talks recorded, longer or ended."""

from __future__ import annotations

from datetime import date, datetime, time

from wushi.domain import events as e
from wushi.domain import mediation as rules
from wushi.domain import parties, performance, text
from wushi.domain.actor import Actor
from wushi.domain.calendar import SHANGHAI
from wushi.domain.errors import BadInput, NotPermitted
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.moving import move
from wushi.store.vault import vault


def check_own(matter: Matter, actor: Actor, event: str) -> None:
    """Only who mediates the case, or helps with it, writes in it. Raises NotPermitted."""
    d = parties.facts(matter)
    if actor.post not in (d.mediator, *d.helpers):
        raise NotPermitted(post=actor.post, event=event, why="only the mediator of the case may")


def _units_of(mediator: str, policy: Policy) -> tuple[str, ...]:
    """Where the mediator works: the unit of the post, and the department that sends him to the centre."""
    post = policy.posts.get(mediator)
    if post is None or "SessionHeld" not in policy.roles[post.role].may:
        raise BadInput(field="mediator", why=f"{mediator} is no mediator of the pack")
    listed = policy.centre.mediators.get(mediator)
    return (post.unit, listed.department) if listed else (post.unit,)


def accept_dispute(
    number: str,
    sort: str,
    origin: str,
    *,
    public: bool = False,
    beware: tuple[str, ...] = (),
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    return move(
        number,
        lambda m: rules.accept(m, sort, origin, public, beware, policy, now),
        actor=actor,
        policy=policy,
        now=now,
        seen=seen,
    )


def declare_conflict(
    number: str,
    key: str,
    relation: str,
    *,
    mediator: str = "",
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """The mediator says it of himself; the clerk enters what a party says of a mediator."""

    def decide(m: Matter) -> list[e.Event]:
        of = mediator or parties.facts(m).mediator or actor.post
        if actor.role == "mediator" and of != actor.post:
            raise NotPermitted(post=actor.post, event="ConflictDeclared", why="a mediator speaks for nobody else")
        _units_of(of, policy)
        return rules.declare(m, of, key, relation, policy)

    return move(number, decide, actor=actor, policy=policy, now=now, seen=seen)


def confirm_mediator(
    number: str,
    mediator: str,
    *,
    how: str = "designated",
    helpers: tuple[str, ...] = (),
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    units = {one: _units_of(one, policy) for one in (mediator, *helpers)}
    return move(
        number,
        lambda m: rules.confirm_mediator(m, mediator, how, helpers, units, policy, now),
        actor=actor,
        policy=policy,
        now=now,
        seen=seen,
    )


def reach_parties(
    number: str, *, means: str = "phone", actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    means = parties.one_of(means, parties.MEANS, "means")
    return move(number, lambda m: e.Contacted(means), actor=actor, policy=policy, now=now, seen=seen)


def tell_rights(
    number: str, *, keys: tuple[str, ...] = (), actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """Blank `keys`: everybody."""
    return move(number, lambda m: rules.tell_rights(m, keys), actor=actor, policy=policy, now=now, seen=seen)


def _moment(day: date, hour: str, field: str) -> datetime:
    try:
        return datetime.combine(day, time.fromisoformat(hour.strip()), SHANGHAI)
    except ValueError:
        raise BadInput(field=field, why=f"{hour!r} is no time of the day; write it as 14:30") from None


def hold_session(
    number: str,
    sort: str,
    keys: tuple[str, ...],
    on: date,
    began: str,
    ended: str,
    words: str,
    *,
    room: str = "",
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """Record a session that took place. What was said goes into the vault and nowhere else: mediation is not public (人民调解法
    art.23), and a private talk is for the mediator alone."""
    said = text.clean(words, "words")
    if not said:
        raise BadInput(field="words", why="is empty; write what was said and what came of it")
    begins, ends = _moment(on, began, "began"), _moment(on, ended, "ended")
    sealed, commitment = vault.seal({"text": said})
    where = text.line(room, "room", limit=40)

    def decide(m: Matter) -> e.SessionHeld:
        check_own(m, actor, "SessionHeld")
        return rules.hold(m, sort, keys, begins, ends, commitment, now, where)

    return move(number, decide, actor=actor, policy=policy, now=now, seen=seen, words=(sealed, "", ""))


def file_material(
    number: str,
    sort: str,
    title: str,
    *,
    pages: int = 1,
    key: str = "",
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """A paper goes into the file: what it is called lies in the vault."""
    said = text.line(title, "title")
    if not said:
        raise BadInput(field="title", why="is empty; write what it is")
    if not 1 <= pages <= 9999:
        raise BadInput(field="pages", why="is between 1 and 9999")
    sealed, commitment = vault.seal({"title": said})

    def decide(m: Matter) -> e.MaterialFiled:
        parties.one_of(sort, policy.disputes.materials, "sort")
        if key:
            parties.check_keys(parties.facts(m), [key], "key")
        return e.MaterialFiled(sort=sort, pages=pages, commitment=commitment, key=key)

    return move(number, decide, actor=actor, policy=policy, now=now, seen=seen, words=(sealed, "", ""))


def prolong_mediation(
    number: str,
    keys: tuple[str, ...],
    until: date,
    *,
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    return move(
        number, lambda m: rules.prolong(m, keys, until, policy, now), actor=actor, policy=policy, now=now, seen=seen
    )


def fail_mediation(
    number: str, ground: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    def decide(m: Matter) -> e.MediationFailed:
        check_own(m, actor, "MediationFailed")
        return performance.fail(m, ground, policy)

    return move(number, decide, actor=actor, policy=policy, now=now, seen=seen)


def withdraw_dispute(
    number: str, key: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    return move(number, lambda m: performance.withdraw(m, key, policy), actor=actor, policy=policy, now=now, seen=seen)


def expire_mediation(number: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None) -> Matter:
    return move(number, lambda m: performance.expire(m, policy, now), actor=actor, policy=policy, now=now, seen=seen)
