"""What comes up (热点、反复发生、未诉先办): hot issues of the house, places that repeat, subjects expected to rise, in a branch."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from wushi.domain import forecast, heat, visibility
from wushi.domain.actor import Actor
from wushi.domain.calendar import SHANGHAI, local
from wushi.domain.forecast import Error, Month, Outlook
from wushi.domain.heat import Heat
from wushi.domain.policy import Policy
from wushi.store.ledger.worklist import Row
from wushi.store.moments import from_micros, to_micros
from wushi.store.watched import rows

HISTORY = 36  # months that are looked at for a forecast and its past errors


@dataclass(frozen=True, slots=True)
class Issue:
    """One subject at one place: its heat with the parts, when it came first and last, the newest of its matters. Nobody
    reads the vault for this, so `heat.people` is at most so many: each matter is taken for a person of its own."""

    subject: str
    place: str
    heat: Heat
    first: datetime
    last: datetime
    matters: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """A subject that comes back to a place: in how many of the months that are looked at, how many in all, month by month."""

    subject: str
    place: str
    months: int
    total: int
    by_month: tuple[int, ...]  # the oldest first; the running month last


@dataclass(frozen=True, slots=True)
class Rising:
    """A subject that is expected to rise next month, and where most of it came from in that month of last year."""

    subject: str
    outlook: Outlook
    places: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Ahead:
    """Next month: what rises, and how wrong such forecasts were. `error` is None while the records are too short."""

    month: Month
    rising: tuple[Rising, ...]
    error: Error | None
    enough: bool  # does the record reach back to that month of last year?


def _shown(actor: Actor, policy: Policy) -> frozenset[str] | None:
    """The places of the branch that the post sees; None for the whole district."""
    top = visibility.branch(actor, policy)
    if top == policy.district:
        return None
    return frozenset(u.code for u in policy.tree if top is not None and policy.tree.is_within(u.code, top))


def hot(actor: Actor, policy: Policy, now: datetime, *, top: int) -> list[Issue]:
    """The hottest subjects at places of the branch, over the days that the pack says."""
    day = local(now).date()
    values, weights, shown = policy.proactive_on(day), policy.heat_on(day), _shown(actor, policy)
    cells: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for id, at, subject, place in rows.arrivals(to_micros(now - timedelta(days=values.hot_days)), to_micros(now)):
        if place and (shown is None or place in shown):
            cells[subject, place].append((at, id))
    found = []
    for (subject, place), came in cells.items():
        moments = [from_micros(at) for at, _ in came]
        warm = heat.heat([heat.Message(at, place=place) for at in moments], now, weights)
        newest = tuple(id for _, id in reversed(came))
        found.append(Issue(subject, place, warm, moments[0], moments[-1], newest))
    return sorted(found, key=lambda i: (-i.heat.value, i.subject, i.place))[:top]


def _months(last: Month, count: int) -> Iterable[tuple[Month, list[tuple[str, str, int]]]]:
    for month in range(last - count + 1, last + 1):
        yield month, rows.by_cell(_begin(month), _begin(month + 1))


def _begin(month: Month) -> int:
    return to_micros(datetime.combine(forecast.first_of(month), time(0), SHANGHAI))


def repeated(actor: Actor, policy: Policy, now: datetime, *, top: int) -> list[Repeated]:
    """Places to which a subject comes back month after month, the most persistent first."""
    day = local(now).date()
    values, shown = policy.proactive_on(day), _shown(actor, policy)
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * values.repeat_months)
    for n, (_, cells) in enumerate(_months(forecast.month_of(day), values.repeat_months)):
        for subject, place, count in cells:
            if place and (shown is None or place in shown):
                counts[subject, place][n] += count
    found = []
    for (subject, place), by_month in counts.items():
        months = sum(n >= values.repeat_least for n in by_month)
        if months >= values.repeat_in:
            found.append(Repeated(subject, place, months, sum(by_month), tuple(by_month)))
    return sorted(found, key=lambda r: (-r.months, -r.total, r.subject, r.place))[:top]


def ahead(actor: Actor, policy: Policy, now: datetime, *, month: Month | None = None, places: int = 3) -> Ahead:
    """What the month after this one brings, or that month; from whole months before it."""
    day = local(now).date()
    values, shown = policy.proactive_on(day), _shown(actor, policy)
    month = forecast.month_of(day) + 1 if month is None else month
    begin = rows.first()
    if begin is None:
        return Ahead(month, (), None, False)
    since = local(from_micros(begin)).date()
    first = forecast.month_of(since) + (since.day > 1)  # the first whole month
    series: dict[str, Counter[Month]] = defaultdict(Counter)
    where: dict[str, Counter[str]] = defaultdict(Counter)
    last = min(month - 1, forecast.month_of(day) - 1)  # the running month is not whole
    for one, cells in _months(last, HISTORY):
        for subject, place, count in cells:
            if shown is None or place in shown:
                series[subject][one] += count
                if one == month - 12 and place:
                    where[subject][place] += count
    rising = []
    for subject, counts in series.items():
        found = forecast.outlook(counts, month, first, values, last)
        if found is not None and forecast.is_candidate(found, values):
            rising.append(Rising(subject, found, tuple(where[subject].most_common(places))))
    rising.sort(key=lambda r: (-(r.outlook.expected - r.outlook.before), r.subject))
    error = forecast.back_test(list(series.values()), last + 1, first, values, month - last)
    return Ahead(month, tuple(rising), error, month - 12 >= first)


def matters(ids: Sequence[int], actor: Actor, policy: Policy, *, most: int) -> list[Row]:
    """The newest of these that the post may see."""
    found = [row for row in rows.titled(list(ids)[:200]) if visibility.sees(actor, row.matter, policy)]
    return found[:most]
