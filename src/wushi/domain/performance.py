"""Performance (协议履行) of a mediated agreement: instalments, default, judicial confirmation, and what counts as a success."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from wushi.domain import clocks, lifecycle
from wushi.domain import events as e
from wushi.domain.calendar import end_of_day, local
from wushi.domain.errors import BadInput, RuleBroken
from wushi.domain.matter import Matter
from wushi.domain.parties import LAW, check_keys, facts, one_of, remedies
from wushi.domain.policy import Policy
from wushi.domain.time_limits import last_day
from wushi.domain.tracks.dispute import Dispute, Promise

_ARTICLE = f"{LAW}#31"


def next_performance(promises: Sequence[Promise], at: datetime) -> tuple[e.ClockStart, ...]:
    """The clock of the instalment that falls due next; its day stands in the agreement."""
    waiting = [p for p in promises if p.kept is None]
    return (clocks.given("performance", at, end_of_day(waiting[0].due), _ARTICLE),) if waiting else ()


def _promise(d: Dispute, n: int) -> Promise:
    found = next((p for p in d.promises if p.n == n), None)
    if found is None:
        known = ", ".join(str(p.n) for p in d.promises) or "none"
        raise BadInput(field="n", why=f"there is no instalment {n}; the agreement has {known}")
    if found.kept is not None:
        raise RuleBroken(rule="instalment_kept", reference=_ARTICLE, why=f"instalment {n} was kept on {found.kept}")
    return found


def _day_of(d: Dispute, on: date, now: datetime) -> None:
    assert d.agreed_on is not None
    if on < d.agreed_on:
        raise BadInput(field="on", why="lies before the agreement took effect")
    if on > local(now).date():
        raise BadInput(field="on", why="lies in the future; enter it when it has happened")


def _left(d: Dispute, n: int) -> list[Promise]:
    return [p for p in d.promises if p.kept is None and p.n != n]


def keep(matter: Matter, n: int, on: date, proof: str, now: datetime) -> list[e.Event]:
    """One instalment as it was kept; the last one completes the agreement. Raises RuleBroken after a default: then the creditor
    has to say whether it still takes what comes."""
    d = facts(matter)
    if matter.state == "not_performed":
        raise RuleBroken(
            rule="after_default",
            reference=_ARTICLE,
            why="the agreement is in default; record what came late as late performance, if the creditor takes it",
        )
    lifecycle.check(matter.track, matter.state, e.InstalmentKept)
    _promise(d, n)
    _day_of(d, on, now)
    left = _left(d, n)
    kept: list[e.Event] = [e.InstalmentKept(n=n, on=on, proof=proof, clocks=next_performance(left, now))]
    return kept if left else [*kept, e.PerformanceCompleted()]


def complete(matter: Matter) -> e.PerformanceCompleted:
    """For an agreement without instalments, when all of it is done."""
    lifecycle.check(matter.track, matter.state, e.PerformanceCompleted)
    open_ = [str(p.n) for p in facts(matter).open_promises]
    if open_:
        raise RuleBroken(
            rule="instalments_open", reference=_ARTICLE, why=f"instalment {', '.join(open_)} is not kept yet"
        )
    return e.PerformanceCompleted()


def remind(matter: Matter, n: int) -> e.PerformanceReminded:
    lifecycle.check(matter.track, matter.state, e.PerformanceReminded)
    _promise(facts(matter), n)
    return e.PerformanceReminded(n=n)


def miss(matter: Matter, n: int, reason: str, policy: Policy, now: datetime) -> e.InstalmentMissed:
    """Default: only after its day, never by a machine. Names what the creditor can do (人民调解法 art.31-33)."""
    lifecycle.check(matter.track, matter.state, e.InstalmentMissed)
    d = facts(matter)
    promise = _promise(d, n)
    if local(now).date() <= promise.due:
        raise RuleBroken(rule="not_due", reference=_ARTICLE, why=f"instalment {n} is not due before {promise.due} ends")
    return e.InstalmentMissed(n=n, reason=reason, remedies=remedies(d, policy))


def late(matter: Matter, n: int, on: date, proof: str, accepted: bool, now: datetime) -> list[e.Event]:
    """What came after a default, when the creditor takes it."""
    lifecycle.check(matter.track, matter.state, e.LatePerformanceAccepted)
    d = facts(matter)
    _promise(d, n)
    _day_of(d, on, now)
    if not accepted:
        raise RuleBroken(
            rule="late_accepted", reference=_ARTICLE, why="the creditor has to take it; else the default stands"
        )
    left = _left(d, n)
    took: list[e.Event] = [e.LatePerformanceAccepted(n=n, on=on, proof=proof, clocks=next_performance(left, now))]
    return took if left else [*took, e.PerformanceCompleted()]


def apply(
    matter: Matter, court: str, keys: Sequence[str], on: date, policy: Policy, now: datetime
) -> e.ConfirmationApplied:
    """Jointly, within 30 days of the day on which it took effect, of a kind that a court confirms."""
    lifecycle.check(matter.track, matter.state, e.ConfirmationApplied)
    d = facts(matter)
    sort = policy.disputes.sorts[d.sort]
    if not sort.confirmable:
        raise RuleBroken(rule="not_confirmable", reference=sort.reference, why=f"no court confirms this: {sort.name}")
    if d.confirmation:
        raise RuleBroken(rule="applied_already", reference=f"{LAW}#33", why=f"it stands at {d.confirmation} already")
    together = check_keys(d, keys)
    missing = [k for k in d.keys if k not in together]
    if missing:
        raise RuleBroken(rule="apply_together", reference=f"{LAW}#33", why=f"not applied for by {', '.join(missing)}")
    _day_of(d, on, now)
    clock = matter.clock("confirmation")
    if clock is not None and end_of_day(on) > clock.due:
        why = f"the thirty days ended on {last_day(clock.due)}"
        raise RuleBroken(rule="confirmation_late", reference=f"{LAW}#33", why=why)
    start = end_of_day(on) - timedelta(seconds=1)
    started = tuple(clocks.start(policy, f"mediation.{name}", start) for name in ("court_acceptance", "court_ruling"))
    return e.ConfirmationApplied(court=court, keys=together, on=on, clocks=started)


def _applied(matter: Matter, kind: type[e.Event], on: date, now: datetime) -> None:
    lifecycle.check(matter.track, matter.state, kind)
    d = facts(matter)
    if d.confirmation != "applied" or d.applied_on is None:
        raise RuleBroken(rule="not_applied", reference=f"{LAW}#33", why="no application for confirmation is pending")
    if on < d.applied_on:
        raise BadInput(field="on", why="lies before the application")
    if on > local(now).date():
        raise BadInput(field="on", why="lies in the future")


def prolong_ruling(matter: Matter, policy: Policy, now: datetime) -> e.RulingProlonged:
    """The court takes ten days more (法释〔2011〕5号), once."""
    _applied(matter, e.RulingProlonged, local(now).date(), now)
    clock = matter.clock("court_ruling")
    assert clock is not None
    if clock.limit == "mediation.ruling_extension":
        raise RuleBroken(rule="extension_once", reference=clock.reference, why="the court has taken longer already")
    return e.RulingProlonged(clocks=(clocks.extended(policy, clock, "mediation.ruling_extension", now),))


def rule(matter: Matter, outcome: str, reference: str, on: date, now: datetime) -> e.Event:
    """What the court said: confirmed with the number of its ruling, not taken, or dismissed with the reason."""
    one_of(outcome, ("confirmed", "rejected", "dismissed"), "outcome")
    kind = {"confirmed": e.AgreementConfirmed, "rejected": e.ConfirmationRejected, "dismissed": e.ConfirmationDismissed}
    _applied(matter, kind[outcome], on, now)
    if outcome == "confirmed":
        return e.AgreementConfirmed(ruling=reference, on=on)
    return kind[outcome](ground=reference, on=on)  # type: ignore[call-arg]


def fail(matter: Matter, ground: str, policy: Policy) -> e.MediationFailed:
    """The end without agreement: the parties are told which ways stay open (人民调解法 art.26)."""
    lifecycle.check(matter.track, matter.state, e.MediationFailed)
    d = facts(matter)
    one_of(ground, tuple(policy.disputes.failures), "ground")
    return e.MediationFailed(ground=ground, remedies=remedies(d, policy))


def withdraw(matter: Matter, key: str, policy: Policy) -> e.MediationWithdrawn:
    lifecycle.check(matter.track, matter.state, e.MediationWithdrawn)
    d = facts(matter)
    check_keys(d, [key], "key")
    return e.MediationWithdrawn(key=key, remedies=remedies(d, policy))


def expire(matter: Matter, policy: Policy, now: datetime) -> e.MediationExpired:
    """The time is over and nobody agreed to more of it."""
    lifecycle.check(matter.track, matter.state, e.MediationExpired)
    d = facts(matter)
    clock = matter.clock("mediation")
    if clock is None or clock.paused is not None or now < clock.due:
        raise RuleBroken(
            rule="not_expired", reference="online-mediation-2022", why="the time for mediation is not over yet"
        )
    return e.MediationExpired(remedies=remedies(d, policy))


def succeeded(matter: Matter, at: datetime) -> bool:
    """Does it count as a success at that moment? Only an agreement that was performed or of which nothing is overdue: what was
    signed and not kept is none."""
    d = matter.dispute
    if d is None or d.agreed_on is None or any(p.missed and p.kept is None for p in d.promises):
        return False
    today = local(at).date()
    return all(p.kept is not None or p.due >= today for p in d.promises)
