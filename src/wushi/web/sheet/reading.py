"""Reads the public figures: all of a period for the answer sheet, one with its trend and parts, two sentences for the front page."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from wushi.domain import indicators as rules
from wushi.domain import periods, telling
from wushi.domain.errors import NotFound
from wushi.domain.indicators import Figure, Indicator
from wushi.domain.periods import Period
from wushi.domain.policy import Policy
from wushi.domain.written import Written
from wushi.steps.evaluate import figures, naming
from wushi.web import words
from wushi.web.parts import Bar
from wushi.web.written import Address, label, largest, share

logger = logging.getLogger(__name__)

_TREND = {"year": 5, "month": 12, "week": 12, "days": 1}
_FIRST = 12  # parts shown at once
_YEARS = 20
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
    """A number of the front page and where it opens."""

    value: str
    url: str


def _told(figure: Figure, over: Period) -> Told:
    return Told(telling.value(figure, words.pack_language()), address(figure.indicator, over))


def opens(policy: Policy) -> Address:
    """Where a number of the answer sheet opens: its page, at its period; an inner figure and one part of a
    figure do not open in public."""
    known = figures.book(policy).indicators

    def where(figure: Figure) -> str:
        if figure.group or not known[figure.indicator].public:
            return ""
        return address(figure.indicator, periods.parse(figure.period))

    return where


def before(ask: figures.Asking, over: Period, wanted: list[Indicator]) -> list[Figure] | list[None]:
    """The same figures of the period before; none where this one has none (the calendar may end there)."""
    return [None] * len(wanted) if ask.covers(over) else ask.figures(over.before(), wanted)


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
    top = largest([f for _, f in found])
    return [
        Bar(label(p), telling.value(f, words.pack_language()), share(f, top), p == over, address(one.slug, p))
        for p, f in found
    ]


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
    top, language = largest(shown), words.pack_language()
    bars = [
        Bar(
            naming.key_name(group, f.key, policy, language) + (" *" if f.few else ""),
            telling.value(f, language),
            share(f, top),
        )
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
    language = words.pack_language()
    return Brief(
        telling.period(month, language),
        _told(first[0], month),
        _told(first[1], month),
        gettext("现在") if latest.until > now else gettext("到%(day)s") % {"day": words.day(latest.last)},
        _told(second[0], latest),
        _told(second[1], latest),
    )


def years(ask: figures.Asking) -> list[Period]:
    """The years of which there are records, newest first."""
    found: list[Period] = []
    over = periods.around(ask.last_month().first, "year")
    while not ask.covers(over) and len(found) < _YEARS:
        found.append(over)
        over = over.before()
    return found


def others(policy: Policy, report: Written) -> list[tuple[str, str]]:
    """(name, address) of the public figures that no sentence of the report names: nothing is left unsaid by its text."""
    known = figures.book(policy).indicators
    language = words.pack_language()
    return [
        (one.word("name", language), address(one.slug, report.period))
        for one in known.values()
        if one.public and one.slug not in report.definitions
    ]
