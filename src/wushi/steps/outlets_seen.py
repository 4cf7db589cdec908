"""Outlets as they are seen (看监测): what each told last, its hours or days against the limit, the alarms that stand there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from wushi.domain import visibility
from wushi.domain.actor import Actor
from wushi.domain.calendar import local
from wushi.domain.errors import NotFound
from wushi.domain.lifecycle import alarm as track
from wushi.domain.monitors import air
from wushi.domain.monitors.outlets import AIR, DAY, GAS, HOUR, Limit, Outlet, limit_on
from wushi.domain.monitors.watching import Period
from wushi.domain.policy import Policy
from wushi.domain.wardens import Warden, warden_of
from wushi.packs import monitors
from wushi.steps.judging import HOURLY, by_factor, days, midnight, periods
from wushi.store.ledger import worklist
from wushi.store.ledger.worklist import Row
from wushi.store.monitors import values, watched

SILENT_AFTER = timedelta(hours=4)
_DAYS = 30  # of water, which is judged by the day
OPEN = tuple(s for s in track.STATES if s not in track.ENDED)
ENDED = tuple(s for s in track.STATES if s in track.ENDED)


@dataclass(frozen=True, slots=True)
class Line:
    """One factor of an outlet over a stretch of time, period by period."""

    factor: str
    limit: Limit | None
    periods: Sequence[Period]

    @property
    def over(self) -> list[Period]:
        return [p for p in self.periods if p.kept is False]

    @property
    def counted(self) -> int:
        return sum(p.kept is not None for p in self.periods)

    @property
    def highest(self) -> Decimal | None:
        return max((p.value for p in self.periods if p.value is not None), default=None)


@dataclass(frozen=True, slots=True)
class Seen:
    """An outlet with the last it told: `at` None: nothing yet. `worst`: the factor nearest to, or furthest above, its limit."""

    outlet: Outlet
    warden: Warden | None
    at: datetime | None = None
    worst: Line | None = None
    flag: str = ""


def outlet(code: str, policy: Policy) -> Outlet:
    """Raises NotFound."""
    found = next((o for o in monitors.of(policy).outlets if o.code == code), None)
    if found is None:
        raise NotFound(what="outlet", name=code)
    return found


def warden(one: Outlet, policy: Policy, now: datetime) -> Warden | None:
    """Who answers for it today."""
    return warden_of(one.code, one.place, local(now).date(), monitors.of(policy).wardens, policy.tree)


def board(policy: Policy, now: datetime) -> list[Seen]:
    """Every outlet that stands today."""
    pack, known, today = monitors.of(policy), values.devices(), local(now).date()
    found = []
    for one in pack.outlets:
        if not one.stands(today):
            continue
        warden = warden_of(one.code, one.place, today, pack.wardens, policy.tree)
        device = known.get(one.mn)
        at = watched.last_hour(device.id, HOURLY) if device else None
        if at is None:
            found.append(Seen(one, warden))
            continue
        told = lines(
            one, at if one.kind != "water" else midnight(at) - timedelta(days=1), at + timedelta(hours=1), policy
        )
        last = [(line, line.periods[-1]) for line in told if line.periods]
        judged = [(_part(line, p), line) for line, p in last if p.kept is not None]
        flags = {p.flag for _, p in last}
        worst = max(judged, key=lambda pair: pair[0], default=(0.0, None))[1]
        found.append(Seen(one, warden, at, worst, "" if "N" in flags or not flags else sorted(flags)[0]))
    return found


def _part(line: Line, period: Period) -> float:
    """How much of the limit is reached; what does not keep it comes before everything else."""
    if period.value is None:
        return 0.0
    share = float(period.value / line.limit.upper) if line.limit and line.limit.upper else 0.0
    return share + (0 if period.kept else 1000)


def span(one: Outlet, day: datetime) -> tuple[datetime, datetime]:
    """What the page of an outlet shows around a day: the day's hours, or of water the days until then."""
    begin = midnight(day)
    end = begin + timedelta(days=1)
    return (end - timedelta(days=_DAYS), end) if one.kind == "water" else (begin, end)


def lines(one: Outlet, since: datetime, until: datetime, policy: Policy) -> list[Line]:
    """Every factor that has a limit, judged; of air every pollutant as it was told."""
    device = values.devices().get(one.mn)
    if device is None:
        return []
    pack = monitors.of(policy)
    told = by_factor(values.hours([device.id], HOURLY, since, until))
    hours = [since + timedelta(hours=n) for n in range(int((until - since) / timedelta(hours=1)))]
    if one.kind == AIR:
        return [Line(code, None, [_plain(told.get((code, at)), at) for at in hours]) for code in air.CODES.values()]
    basis = HOUR if one.kind == GAS else DAY
    found = []
    for factor in dict.fromkeys(x.factor for x in pack.limits if x.process == one.process and x.basis == basis):
        limit = limit_on(pack.limits, one.process, factor, basis, local(since).date())
        if limit is None:
            continue
        judged = (
            periods(one, factor, limit, told, since, until)
            if basis == HOUR
            else days(factor, limit, told, pack.share, since, until)
        )
        found.append(Line(factor, limit, judged))
    if not found:  # a plant without limits: whether its water flows
        flow = [told.get(("w00000", at)) for at in hours]
        found.append(Line("w00000", None, [_flow(row, at) for row, at in zip(flow, hours, strict=True)]))
    return found


Told = tuple[float | None, float | None, float | None, str]


def _plain(row: Told | None, at: datetime) -> Period:
    if row is None or row[0] is None:
        return Period(at, None, "-", None)
    return Period(at, Decimal(str(row[0])), row[3], True if row[3] == "N" else None)


def _flow(row: Told | None, at: datetime) -> Period:
    if row is None or row[2] is None:
        return Period(at, None, "-", None)
    return Period(at, Decimal(str(row[2])), row[3], True if row[3] == "N" else None)


def alarms(actor: Actor, policy: Policy, *, ended: bool = False, source: str = "") -> list[Row]:
    """Alarms of the branch that the post sees, the soonest due first."""
    branch = visibility.branch(actor, policy)
    if branch is None:
        return []
    found = worklist.of_track(policy.tree.line(branch), track.TRACK.name, ENDED if ended else OPEN)
    return [
        row
        for row in found
        if visibility.sees(actor, row.matter, policy)
        and (not source or (row.matter.alarm and row.matter.alarm.source == source))
    ]


def in_charge(actor: Actor, policy: Policy, now: datetime) -> list[tuple[Outlet, Warden]]:
    """The outlets for which the post answers today, in the order of the pack."""
    pack, today = monitors.of(policy), local(now).date()
    found = ((o, warden_of(o.code, o.place, today, pack.wardens, policy.tree)) for o in pack.outlets if o.stands(today))
    return [(o, w) for o, w in found if w is not None and w.post == actor.post]
