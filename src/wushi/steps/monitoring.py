"""Monitoring (监测告警): what has come in since the last look becomes one matter an exceedance, handed over to who answers for it.

The look and what it leads to are one transaction a outlet, so that a worker that dies between two looks at nothing twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wushi.domain import alarming
from wushi.domain import events as e
from wushi.domain.actor import MACHINE
from wushi.domain.calendar import local
from wushi.domain.incoming import Incoming
from wushi.domain.monitors import watching
from wushi.domain.monitors.outlets import DAY, GAS, HOUR, WATER, Limit, Outlet, limit_on
from wushi.domain.monitors.watching import Began, Ended, Period, Rule, State
from wushi.domain.policy import Policy
from wushi.domain.wardens import Warden, warden_of
from wushi.packs import monitors
from wushi.packs.monitors import Monitoring
from wushi.steps.drafting import Draft
from wushi.steps.judging import HOURLY, Hours, by_factor, days, midnight, periods
from wushi.steps.report import register
from wushi.store.ledger import ledger, numbers
from wushi.store.ledger.rows import Intake
from wushi.store.monitors import values, watched

DEVICE = "*"  # the whole device: silent when none of its factors was sent
_LATE = timedelta(hours=2)  # an hour counts as missing when it is this long over: devices send a few minutes late
_MOST = 24 * 40  # hours looked at in one go


@dataclass(slots=True)
class Looked:
    """What one look did."""

    outlets: int = 0
    raised: int = 0
    ended: int = 0


def look(policy: Policy, now: datetime) -> Looked:
    """Go on from the last look at every outlet with a device that may send. A second worker at the same moment finds nothing left."""
    found, known = monitors.of(policy), values.devices()
    result = Looked()
    for outlet in found.outlets:
        device = known.get(outlet.mn)
        if device is None or not device.allowed or not outlet.stands(local(now).date()):
            continue
        result.outlets += 1
        _look_at(outlet, device.id, found, policy, now, result)
    return result


def _look_at(outlet: Outlet, device: int, found: Monitoring, policy: Policy, now: datetime, result: Looked) -> None:
    day = local(now).date()
    last = watched.last(outlet.code)
    since = last + timedelta(hours=1) if last else watched.first_hour(device, HOURLY)
    if since is None:
        return
    until = min((now - _LATE).replace(minute=0, second=0, microsecond=0), since + timedelta(hours=_MOST))
    if until <= since:
        return
    first = midnight(since) if outlet.kind == WATER else since
    told = by_factor(values.hours([device], HOURLY, first, until))
    drafts: dict[str, tuple[Draft, Intake | None]] = {}
    states: dict[str, tuple[State, str]] = {}
    rules = [r for r in found.rules if r.since <= day]
    for factor, limit, told_of, held in _lines(outlet, found, told, rules, since, until):
        state, number = watched.state(outlet.code, factor)
        state, events = watching.look(state, told_of, held)
        for event in events:
            if isinstance(event, Began):
                draft, intake = _raise(outlet, factor, limit, rules, event, found.wardens, policy, now)
                number = draft.matter.number
                drafts[number] = (draft, intake)
                result.raised += 1
            else:
                if number not in drafts:
                    drafts[number] = (Draft(*ledger.load(number), policy), None)
                _ended(drafts[number][0], event, now)
                result.ended += 1
        states[factor] = (state, number)
    changes = [draft.change(intake=intake) for draft, intake in drafts.values() if not draft.empty]
    watched.put(outlet.code, until - timedelta(hours=1), states, lambda: ledger.append(changes, now))


Line = tuple[str, Limit | None, list[Period], list[Rule]]


def _lines(
    outlet: Outlet, found: Monitoring, told: Hours, rules: list[Rule], since: datetime, until: datetime
) -> list[Line]:
    """(factor, limit, periods, rules) of all that is watched: gas by the hour; water by the mean of the day; of water and air also
    whether the device is silent or faulty, as one line and not one a factor."""
    basis, day = (HOUR if outlet.kind == GAS else DAY), local(until).date()
    lines: list[Line] = []
    for factor in dict.fromkeys(x.factor for x in found.limits if x.process == outlet.process and x.basis == basis):
        limit = limit_on(found.limits, outlet.process, factor, basis, day)
        if limit is None:
            continue
        if basis == HOUR:
            lines.append((factor, limit, periods(outlet, factor, limit, told, since, until), rules))
        else:
            over = [rule for rule in rules if rule.sort == watching.EXCEEDED]
            lines.append((factor, limit, days(factor, limit, told, found.share, since, until), over))
    if outlet.kind != GAS:
        silent = [rule for rule in rules if rule.sort in (watching.GAP, watching.FAULT)]
        lines.append((DEVICE, None, _heard(told, since, until), silent))
    return lines


def _heard(told: Hours, since: datetime, until: datetime) -> list[Period]:
    """Every hour: was anything sent, and is anything of the device at fault? Neither good nor bad where it stands still."""
    flags: dict[datetime, set[str]] = {}
    for (_, at), (_, _, _, flag) in told.items():
        flags.setdefault(at, set()).add(flag)
    found = []
    for n in range(int((until - since) / timedelta(hours=1))):
        at = since + timedelta(hours=n)
        there = flags.get(at, {"-"})
        flag = min(there & watching.FAULTY, default="N" if "N" in there else min(there))
        found.append(Period(at, None, flag, True if flag == "N" else None))
    return found


def _raise(
    outlet: Outlet,
    factor: str,
    limit: Limit | None,
    rules: Sequence[Rule],
    began: Began,
    wardens: Sequence[Warden],
    policy: Policy,
    now: datetime,
) -> tuple[Draft, Intake]:
    """Register, say what it is and where, and hand it over to the unit of the warden of that day; without one, to the outlet's unit."""
    warden = warden_of(outlet.code, outlet.place, local(began.since).date(), wardens, policy.tree)
    sort = watching.SORTS[began.sort][0]
    value = "" if began.value is None else f"{began.value.normalize():f}"
    words = f"{outlet.name}{factor if limit else ''} {sort}，自 {local(began.since):%Y-%m-%d %H:%M} 起"
    if limit and began.sort == watching.EXCEEDED:
        words += (
            f"，{'日均值' if limit.basis == DAY else '小时均值'} {value} {limit.unit}，限值 {limit.upper} {limit.unit}"
        )
    incoming = Incoming(
        channel="monitor", text=words, title=f"{outlet.name}{sort}", track="alarm",
        received_by=outlet.unit, simulated=outlet.illustrative,
    )  # fmt: skip
    [id] = numbers.take(1)
    draft, intake = register.draft(incoming, id, actor=MACHINE, policy=policy, now=now)
    draft.add(
        e.AlarmRaised(
            source=outlet.code, sort=began.sort, factor=factor if limit else "", began=began.since, value=value,
            limit=str(limit.upper) if limit else "", measured_in=limit.unit if limit else "", warden=warden.post if warden else "",
            duty=warden.reference if warden else "",
        ),
        MACHINE, now, reference=limit.reference if limit else _cited(began.sort, rules),
    )  # fmt: skip
    draft.add(e.Located(outlet.place, 1.0, (), lat=outlet.lat, lon=outlet.lon), MACHINE, now)
    unit = policy.post(warden.post).unit if warden else outlet.unit
    draft.add(
        alarming.hand_over(draft.matter, unit, warden.reference if warden else "", policy, now, automatic=True),
        MACHINE,
        now,
    )
    return draft, intake


def _cited(sort: str, rules: Sequence[Rule]) -> str:
    return next((rule.reference for rule in rules if rule.sort == sort), "")


def _ended(draft: Draft, ended: Ended, now: datetime) -> None:
    """Back to normal: said to whoever has it; a person closes. Nothing where a person has ended it already."""
    if draft.matter.open:
        highest = "" if ended.highest is None else f"{ended.highest.normalize():f}"
        draft.add(e.BackToNormal(since=ended.at, highest=highest), MACHINE, now)
