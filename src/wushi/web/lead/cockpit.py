"""Says what burns in a branch in sentences: three things that need somebody today, and who carries how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from wushi.steps import moves
from wushi.steps.overseeing import Burning, UnitLoad
from wushi.store.ledger.worklist import Row
from wushi.web import words
from wushi.web.context import Here
from wushi.web.matters.facts import main_badge, pressed
from wushi.web.parts import Badge
from wushi.web.templatetags.wushi import name_in

SHOWN = 3  # matters of each kind on the page; the list behind them has all
BARS = 12  # units in the chart before the rest is folded


@dataclass(frozen=True, slots=True)
class Item:
    """One matter that needs somebody: what, with whom, since when, and what can be done from here."""

    number: str
    title: str
    badge: Badge
    who: str
    note: str
    version: int
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class Need:
    """One of the three things: a sentence with its finding, the first matters, the way to all of them."""

    kind: str
    sentence: str
    items: tuple[Item, ...]
    url: str
    quiet: bool  # nothing of this kind
    note: str = ""
    more: tuple[Item, ...] = ()  # the others, folded, where no list has them all


@dataclass(frozen=True, slots=True)
class Bar:
    """One unit of the chart; widths are percent of the longest bar."""

    name: str
    url: str
    open: int
    soon: int
    overdue: int
    width: str
    late: str


def _item(row: Row, here: Here, note: str, may: frozenset[str]) -> Item:
    m = row.matter
    open_now = {move.name for move in moves.open_to(here.actor, m, here.policy)}
    return Item(
        m.number,
        row.title or m.number,
        main_badge(m, here.policy, here.now),
        name_in(here.policy, "unit", m.lead or m.unit),
        note,
        m.version,
        may & open_now,
    )


def _list_url(name: str, unit: str) -> str:
    return f"{reverse('lead:matters')}?{urlencode({'list': name, 'unit': unit})}"


def _overdue(found: Burning, here: Here) -> Need:
    """Overdue and not yet under supervision comes first: there somebody has to decide."""
    n = found.total.overdue
    if not n or found.worst is None:
        return Need("overdue", gettext("没有超期的。"), (), "", True)
    sentence = ngettext("%(n)d 件超期没答复", "%(n)d 件超期没答复", n) % {"n": n}
    due = found.worst.matter.due
    if due is not None:
        left = words.left(due, here.now, here.policy.calendar)
        sentence = gettext("%(sentence)s，最久的%(left)s。") % {"sentence": sentence, "left": left}
    items = tuple(
        _item(r, here, pressed(r.matter) or gettext("还没有催过"), frozenset({"urge", "supervise"}))
        for r in found.overdue[:SHOWN]
    )
    note = "" if items else gettext("都已经在督办。")
    if items and found.worst.matter.supervision:
        note = gettext("先列还没有督办的：")
    return Need("overdue", sentence, items, _list_url("with_units", found.unit), False, note)


def _supervised(found: Burning, here: Here) -> Need:
    n = len(found.supervised)
    if not n:
        return Need("supervised", gettext("没有在督办的。"), (), "", True)
    sentence = ngettext("%(n)d 件在督办。", "%(n)d 件在督办。", n) % {"n": n}
    items = [_item(r, here, pressed(r.matter), frozenset({"urge", "lift"})) for r in found.supervised]
    return Need("supervised", sentence, tuple(items[:SHOWN]), "", False, more=tuple(items[SHOWN:]))


def _objections(found: Burning, here: Here) -> Need:
    n = len(found.objections)
    if not n:
        return Need("objections", gettext("没有悬着的异议。"), (), "", True)
    items = []
    for row in found.objections[:SHOWN]:
        clock = row.matter.clock("adjudicate")
        since = clock.start if clock else row.matter.last_at or here.now
        waited = gettext("等了%(span)s") % {"span": words.span((here.now - since).total_seconds())}
        items.append(_item(row, here, waited, frozenset({"designate"})))
    sentence = ngettext("%(n)d 件异议还没裁定", "%(n)d 件异议还没裁定", n) % {"n": n}
    sentence = gettext("%(sentence)s，最久的%(waited)s。") % {"sentence": sentence, "waited": items[0].note}
    return Need("objections", sentence, tuple(items), _list_url("objection", found.unit), False)


def needs(found: Burning, here: Here) -> list[Need]:
    """The three, those with something to do first."""
    made = [_overdue(found, here), _supervised(found, here), _objections(found, here)]
    return sorted(made, key=lambda need: need.quiet)


def sentence(found: Burning) -> str:
    facts = {"open": words.count(found.total.open), "soon": found.total.soon}
    if not found.total.open:
        return gettext("单位手里现在没有事项。")
    if not found.total.soon:
        return gettext("单位手里有 %(open)s 件，今天没有到期的。") % facts
    return gettext("单位手里有 %(open)s 件，今天到期 %(soon)s 件。") % facts


def finding(units: Sequence[UnitLoad], here: Here) -> str:
    """The title of the chart: what it shows."""
    late = [u for u in units if u.load.overdue]
    if not units:
        return gettext("没有单位手里有事")
    if not late:
        most = max(units, key=lambda u: u.load.open)
        return gettext("没有单位超期；手里最多的是%(unit)s，%(n)s 件") % {
            "unit": name_in(here.policy, "unit", most.unit),
            "n": most.load.open,
        }
    worst, total = late[0], sum(u.load.overdue for u in late)
    facts = {"unit": name_in(here.policy, "unit", worst.unit), "n": worst.load.overdue, "total": total}
    if len(late) == 1:
        return gettext("超期的 %(total)s 件都在%(unit)s") % facts
    return gettext("超期最多的是%(unit)s，%(n)s 件，全部 %(total)s 件") % facts


def bars(units: Sequence[UnitLoad], here: Here) -> list[Bar]:
    longest = max((u.load.open for u in units), default=1) or 1
    made = []
    for u in units:
        below = bool(here.policy.tree.children(u.unit)) and not u.own
        url = f"{reverse('lead:cockpit')}?{urlencode({'unit': u.unit})}" if below else _list_url("with_units", u.unit)
        name = name_in(here.policy, "unit", u.unit)
        made.append(
            Bar(
                gettext("%(unit)s本级") % {"unit": name} if u.own and len(units) > 1 else name,
                url,
                u.load.open,
                u.load.soon,
                u.load.overdue,
                f"{100 * u.load.open / longest:.1f}%",
                f"{100 * u.load.overdue / longest:.1f}%",
            )
        )
    return made
