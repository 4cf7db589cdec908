"""Holds the values that the components show: badge, timeline line, table row, figure, tab, page of a list."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext

from wushi.domain import alarms
from wushi.domain.matter import Clock
from wushi.domain.policy import Policy
from wushi.web import words

# kind -> shape; each kind has a word, a shape and a colour, so that no one of the three has to be seen.
SHAPES = {
    "on_time": "●",
    "soon": "◐",
    "late": "▲",
    "paused": "❚❚",
    "aside": "❚❚",
    "kept": "✓",
    "missed": "△",
    "none": "○",
}


@dataclass(frozen=True, slots=True)
class Badge:
    """A clock in a word, a shape and the time left: 按期 ● 还剩 2 个工作日."""

    kind: str  # one of SHAPES
    word: str
    left: str = ""

    @property
    def shape(self) -> str:
        return SHAPES[self.kind]


def _word(kind: str) -> str:
    return {
        "on_time": gettext("按期"),
        "soon": gettext("将到期"),
        "late": gettext("超期"),
        "paused": gettext("暂停"),
        "aside": gettext("随主单"),
        "kept": gettext("按期完成"),
        "missed": gettext("超期完成"),
        "none": gettext("没有时限"),
    }[kind]


def badge(clock: Clock | None, policy: Policy, now: datetime) -> Badge:
    """What a clock looks like now. It is soon due from the first warning of the pack's ladder on."""
    if clock is None:
        return Badge("none", _word("none"))
    if clock.set_aside:
        return Badge("aside", _word("aside"))
    if clock.stopped is not None:
        kind = "kept" if clock.met else "missed"
        return Badge(kind, _word(kind))
    if clock.paused is not None:
        return Badge("paused", _word("paused"))
    if now > clock.due:
        return Badge("late", _word("late"), words.late_by(clock.due, now, policy.calendar))
    left = words.left(clock.due, now, policy.calendar)
    warned = any(
        rung.act == "warn" and clock.start < alarms.moment(rung, clock, policy) <= now
        for rung in policy.rungs_of.get(clock.name, ())
    )
    kind = "soon" if warned else "on_time"
    return Badge(kind, _word(kind), left)


def plain_badge(kind: str, left: str = "") -> Badge:
    """A badge of a stated kind, for lists that know no clock."""
    return Badge(kind, _word(kind), left)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a timeline. `kind`: done, now, next (still to come), late."""

    title: str
    at: str = ""  # in words
    iso: str = ""  # for machines: 2023-08-03T17:14:00+08:00
    who: str = ""
    text: str = ""
    kind: str = "done"
    rule: str = ""  # the article, shown on demand


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: the whole row leads to `url`. `cells` follow the head of the table, after the badge."""

    url: str
    title: str
    badge: Badge | None = None
    cells: tuple[str, ...] = ()
    mine: bool = False
    note: str = ""  # second line below the title, small


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that opens to its rows: 96.2 %, 1,158 of 1,204."""

    name: str
    value: str
    numerator: str = ""
    denominator: str = ""
    url: str = ""
    change: str = ""  # compared with what, in words
    how: str = ""  # how it is counted


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart that is its own table: 8月, 83.6 %, and how long the bar is (0 to 1)."""

    label: str
    value: str
    share: float = 0.0
    here: bool = False
    url: str = ""

    @property
    def width(self) -> str:
        return f"{100 * min(max(self.share, 0.0), 1.0):.1f}%"


@dataclass(frozen=True, slots=True)
class Tab:
    name: str
    url: str
    here: bool = False
    count: int | None = None
    over: bool = False  # counted up to a bound only: 1,000+


@dataclass(frozen=True, slots=True)
class Pager:
    """Keyset paging: there is a first page and a next one, no page numbers; `shown` says what is on this page."""

    first: str = ""
    next: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of what happens next: what, by when, by which rule."""

    title: str
    text: str = ""
    by: str = ""
    rule: str = ""
    links: tuple[tuple[str, str], ...] = field(default=())
