"""Explains a deadline day by day: where the count began, which days counted, which were skipped, what moved it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext

from wushi.domain import events as e
from wushi.domain.calendar import local
from wushi.domain.matter import Clock, Matter
from wushi.domain.policy import Policy
from wushi.steps import explaining
from wushi.web import words
from wushi.web.parts import Badge, badge
from wushi.web.templatetags.wushi import name_in

_LONGEST = 62  # days shown one by one; beyond that the sentence must do


@dataclass(frozen=True, slots=True)
class Day:
    """One square of the strip: counted as number n, or not counted and why."""

    on: date
    n: int
    why: str
    kind: str  # start | counted | off | last

    @property
    def label(self) -> str:
        return words.day(self.on)


@dataclass(frozen=True, slots=True)
class Told:
    """One clock in the words of the page."""

    name: str
    badge: Badge
    start: str
    due: str
    limit: str
    rule: str
    status: str
    days: tuple[Day, ...]
    notes: tuple[str, ...]


def names() -> dict[str, str]:
    return {
        "dispatch": gettext("派给负责的单位"),
        "sign": gettext("单位签收"),
        "contact": gettext("单位联系您"),
        "reply": gettext("答复您"),
        "adjudicate": gettext("裁定由谁办理"),
        "callback": gettext("回访您"),
        "review": gettext("再看一次能不能办"),
    }


def days_of(found: explaining.Explained) -> tuple[Day, ...]:
    """The days from the start to the last in order; nothing where hours count or the span is too long to draw."""
    if not found.counted or len(found.counted) + len(found.skipped) > _LONGEST:
        return ()
    days = []
    for n, on in enumerate(found.counted, 1):
        made_up = gettext("调休上班") if on.weekday() >= 5 else ""
        days.append(Day(on, n, made_up, "last" if n == len(found.counted) else "counted"))
    for on, feast in found.skipped:
        days.append(Day(on, 0, feast or (gettext("周末") if on.weekday() >= 5 else gettext("放假")), "off"))
    start = Day(local(found.start).date(), 0, gettext("起算，当天不算"), "start")
    return (start, *sorted(days, key=lambda d: d.on))


def _notes(found: explaining.Explained, clock: Clock, history: Sequence[e.Entry], policy: Policy) -> tuple[str, ...]:
    """What moved the day: extension, pause, a calendar that is not announced yet."""
    notes = []
    for entry in history:
        if isinstance(entry.event, e.ClocksPaused) and clock.name in entry.event.which:
            reason = name_in(policy, "pauses", entry.event.ground)
            notes.append(gettext("%(day)s 起暂停：%(reason)s。") % {"day": words.moment(entry.at), "reason": reason})
        elif isinstance(entry.event, e.ClocksResumed) and clock.name in [c.name for c in entry.event.clocks]:
            notes.append(gettext("%(day)s 起接着算，剩下的时间一天不少。") % {"day": words.moment(entry.at)})
        if clock.name != "reply" or entry.at < clock.start or (clock.stopped and entry.at > clock.stopped):
            continue
        at = {"day": words.moment(entry.at)}
        if isinstance(entry.event, e.ExtensionGranted):
            notes.append(gettext("%(day)s 同意延长一次。") % at)
        elif isinstance(entry.event, e.Deferred):
            notes.append(gettext("%(day)s 起暂停。") % at)
        elif isinstance(entry.event, e.Resumed):
            notes.append(gettext("%(day)s 起接着算，剩下的时间一天不少。") % at)
    if clock.aside is not None and clock.set_aside:
        notes.append(
            gettext("%(day)s 起随主单一起办，这个时限留着不响；拆出来就照原来的算。")
            % {"day": words.moment(clock.aside)}
        )
    if found.provisional:
        notes.append(gettext("用到的年份国务院还没有公布放假安排，公布以后可能有变化。"))
    return tuple(notes)


def _limit(clock: Clock, policy: Policy) -> tuple[str, str]:
    """(the limit in words, a remark when it is no law's)."""
    limit = policy.limits.get(clock.limit)
    if clock.unit == "given" or limit is None:
        return gettext("期限是随件带来的。"), ""
    name = (limit.description_en if words.english() else "") or limit.description
    said = f"{name}{': ' if words.english() else '：'}{words.amount(clock.amount, clock.unit)}"
    value = next((v for v in limit.values if v.since.isoformat() == clock.value_since), None)
    if value is None or value.status == "sourced":
        return said, ""
    return said, gettext("这是拟定的时限，还没有本区的正式规定。")


def explain(
    matter: Matter,
    history: Sequence[e.Entry],
    policy: Policy,
    now: datetime,
    called: Mapping[str, str] | None = None,
) -> list[Told]:
    """Every clock of the matter, the one that answers the resident first. `called`: names of the clocks for another reader."""
    order = {"reply": 0, "review": 1}
    pairs = list(zip(matter.clocks, explaining.explain(matter, policy, now, words.pack_language()), strict=True))
    told, today = called or names(), local(now).date()
    found = []
    for clock, facts in sorted(pairs, key=lambda p: (order.get(p[0].name, 2), p[0].start)):
        said, status = _limit(clock, policy)
        found.append(
            Told(
                told.get(clock.name, clock.name),
                badge(clock, policy, now),
                words.moment(clock.start, today),
                words.deadline(clock.due, today),
                said,
                facts.article,
                status,
                days_of(facts),
                _notes(facts, clock, history, policy),
            )
        )
    return found
