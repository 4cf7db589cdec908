"""Reads the public figures: all of a period for the answer sheet, one with its trend and parts, two sentences for the front page."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from wushi.domain import indicators as rules
from wushi.domain import periods
from wushi.domain.errors import NotFound
from wushi.domain.indicators import Figure, Indicator
from wushi.domain.periods import Period
from wushi.domain.policy import Policy
from wushi.steps.evaluate import figures
from wushi.web import words
from wushi.web.parts import Bar
from wushi.web.sheet import telling
from wushi.web.templatetags.wushi import name_in, subject_in

logger = logging.getLogger(__name__)

_TREND = {"year": 5, "month": 12, "week": 12, "days": 1}
_FIRST = 12  # parts shown at once
_KEEP_SECONDS = 300.0


def address(slug: str, over: Period, **more: str) -> str:
    return f"{reverse('sheet:figure', args=[slug])}?{urlencode({'period': over.text, **more})}"


def public(slug: str, policy: Policy) -> Indicator:
    """Raises NotFound also for a figure that is not for the public: it answers as if there were none."""
    one = figures.indicator(slug, policy)
    if not one.public:
        raise NotFound(what="figure", name=slug)
    return one


def asking(policy: Policy, now: datetime) -> figures.Asking:
    """The facts, brought up to the ledger where that is a matter of moments."""
    figures.refresh(policy, now, most=figures.PAGE_WAITS_FOR)
    return figures.Asking(policy, now)


@dataclass(frozen=True, slots=True)
class Told:
    """One figure as the sheet shows it."""

    slug: str
    name: str
    value: str
    before: str  # the sentence up to the value
    after: str
    url: str
    change: str
    none: str
    how: str


def told(one: Indicator, figure: Figure, earlier: Figure | None, over: Period) -> Told:
    sentence, value = telling.sentence(one, figure), telling.value(figure)
    before, found, after = sentence.partition(value)
    language = words.pack_language()
    return Told(
        one.slug,
        one.word("name", language),
        value if found else "",
        before,
        after,
        address(one.slug, over),
        telling.change(figure, earlier, over.before()) if earlier else "",
        telling.why_none(figure),
        one.word("how", language),
    )


def sheet(policy: Policy, ask: figures.Asking, over: Period) -> list[Told]:
    """Every public figure of the period, good and bad in one size, in the order of the pack's answer sheet."""
    book = figures.book(policy)
    wanted = [one for one in book.indicators.values() if one.public]
    report = book.reports.get("answer-sheet")
    if report is not None:
        order = [slug for section in report.sections for block in section.blocks for slug in block.indicators]
        wanted.sort(key=lambda one: order.index(one.slug) if one.slug in order else len(order))
    now = ask.figures(over, wanted)
    earlier = before(ask, over, wanted)
    return [told(one, f, e, over) for one, f, e in zip(wanted, now, earlier, strict=True)]


def before(ask: figures.Asking, over: Period, wanted: list[Indicator]) -> list[Figure] | list[None]:
    """The same figures of the period before; none where this one has none (the calendar may end there)."""
    return [None] * len(wanted) if ask.covers(over) else ask.figures(over.before(), wanted)


def _longest(found: Sequence[Figure]) -> float:
    return max((f.value for f in found if f.value), default=0.0)


def _share(figure: Figure, longest: float) -> float:
    if figure.value is None:
        return 0.0
    return figure.value / 100 if figure.unit == "percent" else figure.value / longest if longest else 0.0


def _steps(over: Period, ask: figures.Asking) -> list[Period]:
    """The periods of a trend: this one and the ones before it; of the only year on record its months."""
    if ask.covers(over):
        return []
    found = [p for p in over.latest(_TREND[over.kind]) if not ask.covers(p)]
    if over.kind == "year" and len(found) < 2:
        found = [m for m in (periods.of_month(over.first.year, n) for n in range(1, 13)) if not ask.covers(m)]
    return found


def trend(ask: figures.Asking, one: Indicator, over: Period) -> list[Bar]:
    """How the figure went; periods without records are left out."""
    found = [(p, ask.figures(p, [one])[0]) for p in _steps(over, ask)]
    longest = _longest([f for _, f in found])
    return [
        Bar(telling.short(p), telling.value(f), _share(f, longest), p == over, address(one.slug, p)) for p, f in found
    ]


def key_name(policy: Policy, group: str, key: str) -> str:
    """The key of a group in words."""
    if not key:
        return "–"
    if group in ("unit", "place", "community"):
        return name_in(policy, "unit", key)
    if group in ("subject", "subject_2"):
        return subject_in(policy, key)
    tables = {"channel": "channels", "type": "demand_types"}
    return name_in(policy, tables[group], key) if group in tables else key


@dataclass(frozen=True, slots=True)
class Parts:
    """A figure by unit, subject or place; small cells are not shown in public."""

    bars: list[Bar]
    rest: list[Bar]  # beyond the first ones, shown on demand
    hidden: int
    below: int
    few: int  # shown, but with too few rows to compare


def parts(policy: Policy, ask: figures.Asking, one: Indicator, over: Period, group: str) -> Parts:
    found = ask.figures(over, [one], group)
    below = figures.publication(policy, over).suppress_below
    hidden = rules.suppressed({f.key: f.rows for f in found}, below)
    shown = [f for f in found if f.key not in hidden and f.value is not None]
    longest = _longest(shown)
    bars = [
        Bar(key_name(policy, group, f.key) + (" *" if f.few else ""), telling.value(f), _share(f, longest))
        for f in shown
    ]
    return Parts(bars[:_FIRST], bars[_FIRST:], len(hidden), below, sum(f.few for f in shown))


@dataclass(frozen=True, slots=True)
class Brief:
    """The two sentences of the front page, as numbers with their addresses."""

    when: str
    intake: Told
    on_time: Told
    as_of: str
    open: Told
    overdue: Told


class _Kept:
    lock = threading.Lock()
    at = -_KEEP_SECONDS
    found: dict[str, Brief] = {}


def brief(policy: Policy, now: datetime) -> Brief | None:
    """What the district did last month and what is open, at most some minutes old; None while nobody knows. One request in
    those minutes asks the facts; the others, and a front page whose figures fail, do not wait for them."""
    language = words.pack_language()
    fresh = time.monotonic() - _Kept.at < _KEEP_SECONDS
    if fresh and language in _Kept.found:
        return _Kept.found[language]
    if not _Kept.lock.acquire(blocking=False):
        return _Kept.found.get(language)
    try:
        made = _brief(policy, now)
        if not fresh:
            _Kept.found = {}
        _Kept.at = time.monotonic()
        if made is not None:
            _Kept.found = {**_Kept.found, language: made}
        return made
    except Exception:  # a resident with a burst pipe must be able to say so whatever the figures do
        logger.exception("the front page has no figures")
        _Kept.at = time.monotonic()
        return None
    finally:
        _Kept.lock.release()


def forget() -> None:
    _Kept.at, _Kept.found = -_KEEP_SECONDS, {}


def _brief(policy: Policy, now: datetime) -> Brief | None:
    known = figures.book(policy).indicators
    wanted = ["demand.intake", "demand.on_time_rate", "demand.open", "demand.overdue"]
    if not all(slug in known for slug in wanted):
        return None
    intake, on_time, open_now, overdue = (known[slug] for slug in wanted)
    with asking(policy, now) as ask:
        latest = ask.last_month()
        if ask.covers(latest):
            return None
        # a month that has just begun says little; the one before it is whole
        month = latest.before() if latest.until > now and not ask.covers(latest.before()) else latest
        first = ask.figures(month, [intake, on_time])
        second = ask.figures(latest, [open_now, overdue])
    return Brief(
        telling.period(month),
        told(intake, first[0], None, month),
        told(on_time, first[1], None, month),
        telling.moment_of(latest, now),
        told(open_now, second[0], None, latest),
        told(overdue, second[1], None, latest),
    )


def years(ask: figures.Asking, now: datetime) -> list[Period]:
    """The years of which there are records, newest first."""
    found: list[Period] = []
    over = periods.around(ask.last_month().first, "year")
    while not ask.covers(over) and len(found) < 20:
        found.append(over)
        over = over.before()
    return found
