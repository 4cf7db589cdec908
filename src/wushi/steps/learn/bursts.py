"""Watch for bursts (突增): follow the ledger, compare the last hours with the usual, keep an alarm with its evidence, take a judgement."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from wushi.domain import visibility
from wushi.domain.actor import Actor
from wushi.domain.bursts import Watched
from wushi.domain.calendar import local
from wushi.domain.errors import BadInput, NotFound, NotPermitted
from wushi.domain.permissions import may_open
from wushi.domain.policy import Policy
from wushi.domain.usual import Burst, Cell, Usual, scan, usual, without_shadows
from wushi.store.moments import from_micros, to_micros
from wushi.store.watched import rows
from wushi.store.watched.rows import Alarm

BACK = timedelta(days=60)  # how far back is looked when much has come at once: an import, a first start
LEARNT_FOR = timedelta(hours=6)  # how long the usual is good for
_BUSY = timedelta(minutes=5)  # after which another process looks, should one have ended in the middle
_DAY = timedelta(days=1)


@dataclass
class _Learnt:
    at: datetime
    known: Usual


_learnt: dict[str, _Learnt] = {}  # by the digest of the pack: of this process


def watch(policy: Policy, now: datetime) -> int:
    """One look; how many alarms are new. Nothing while another process looks."""
    watched = policy.bursts_on(local(now).date())
    progress = rows.take_turn(to_micros(now), to_micros(now + _BUSY))
    if progress is None:
        return 0
    done = None
    try:
        earliest, new = rows.follow(progress.position), 0
        if earliest is not None:  # only an arrival makes a burst
            since = from_micros(min(progress.looked_until, earliest - 1))
            new = _look(policy, watched, max(since, now - BACK), now)
        done = to_micros(now)
        return new
    finally:
        rows.leave(done)


def _look(policy: Policy, watched: Watched, since: datetime, now: datetime) -> int:
    window, quiet = timedelta(hours=watched.window_hours), timedelta(hours=watched.quiet_hours)
    arrivals: dict[Cell, list[tuple[datetime, int]]] = defaultdict(list)
    for id, at, subject, place in rows.arrivals(to_micros(since - window), to_micros(now)):
        arrivals[subject, ""].append((from_micros(at), id))
        if place:
            arrivals[subject, place].append((from_micros(at), id))
    if not any(len(times) >= watched.at_least for times in arrivals.values()):
        return 0
    known = _usual(policy, watched, now)
    standing = {(a.subject, a.place): a for a in rows.standing(to_micros(since - quiet))}
    found = without_shadows(scan(arrivals, since, known, max(1, len(known.a_week)), watched))
    fresh: list[Burst] = []
    for burst in found:
        old = standing.get(burst.cell)
        if old is not None and burst.since <= from_micros(old.last) + quiet and burst.last >= from_micros(old.since):
            _grow(old, burst)
        elif not _explained(burst, standing):
            fresh.append(burst)
    rows.keep(_alarm(b) for b in fresh)
    return len(fresh)


def _usual(policy: Policy, watched: Watched, now: datetime) -> Usual:
    learnt = _learnt.get(policy.digest)
    if learnt is None or not learnt.at <= now < learnt.at + LEARNT_FOR:
        since = to_micros(now - timedelta(weeks=watched.history_weeks))
        counted = ((from_micros(hour), subject, place, n) for hour, subject, place, n in rows.by_hour(since))
        # of the hours that are looked at now nothing is learnt: a burst would become usual by itself
        learnt = _Learnt(now, usual((c for c in counted if c[0] < now - _DAY), now, watched))
        _learnt[policy.digest] = learnt
    return learnt.known


def forget() -> None:
    """What this process has learnt of the usual: before another ledger, in tests."""
    _learnt.clear()


def _explained(burst: Burst, standing: dict[Cell, Alarm]) -> bool:
    """Is it the whole district's shadow of one place that has an alarm already?"""
    mine = set(burst.ids)
    return not burst.cell[1] and any(
        a.place and a.subject == burst.cell[0] and 2 * len(mine & set(a.matters)) >= len(mine)
        for a in standing.values()
    )


def _grow(old: Alarm, burst: Burst) -> None:
    last = max(old.last, to_micros(burst.last))
    ids = list(dict.fromkeys((*old.matters, *burst.ids)))
    more = burst.count > old.count
    rows.grow(old.id, last, burst.count if more else old.count, burst.usual if more else old.usual, ids)


def _alarm(b: Burst) -> Alarm:
    subject, place = b.cell
    ids = tuple(b.ids)
    return Alarm(subject, place, to_micros(b.since), to_micros(b.found), to_micros(b.last), b.count, b.usual, ids)


def alarms(actor: Actor, policy: Policy, now: datetime, *, back: timedelta) -> list[Alarm]:
    """The alarms of the branch that the post sees, the newest first; those of the whole district for who sees it whole."""
    return [a for a in rows.alarms(to_micros(now - back)) if sees(actor, a, policy)]


def sees(actor: Actor, alarm: Alarm, policy: Policy) -> bool:
    top = visibility.branch(actor, policy)
    if top is None:
        return False
    if not alarm.place or alarm.place not in policy.tree:
        return top == policy.district
    return policy.tree.is_within(alarm.place, top)


def judge(id: int, *, real: bool, reason: str, actor: Actor, policy: Policy, now: datetime) -> None:
    """A person says whether it was one. Raises NotFound, NotPermitted, and BadInput for a false alarm without a reason."""
    alarm = rows.one(id)
    if alarm is None or not sees(actor, alarm, policy):
        raise NotFound(what="burst", name=str(id))
    if not may_open(actor, "see.week", policy):
        raise NotPermitted(post=actor.post, event="see.week", why="the role does not judge bursts")
    said = reason.strip()
    if not real and not said:
        raise BadInput(field="reason", why="is needed where it was no burst: what was it?")
    rows.judge(id, real, said, actor.post, to_micros(now.astimezone(UTC)))
