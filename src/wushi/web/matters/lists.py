"""Makes work lists: tabs with counts, rows sorted by what burns, the next page; shared by desk, units and supervisors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from wushi.domain.calendar import local
from wushi.domain.matter import Matter
from wushi.steps import reading
from wushi.store.ledger.worklist import Row as Found
from wushi.web import parts, words
from wushi.web.context import Here
from wushi.web.matters.facts import main_badge, pressed
from wushi.web.matters.offers import next_words
from wushi.web.templatetags.wushi import name_in

MOST = 1000  # the store counts up to this; beyond it a tab says 1,000+


@dataclass(frozen=True, slots=True)
class Named:
    """A list of the house under the name of a page, and why it is empty when it is."""

    list: str
    name: str
    empty: str


@dataclass(frozen=True, slots=True)
class Alike:
    """An open matter about the same thing at the same place."""

    number: str
    url: str
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class Listed:
    """All that a list page shows."""

    rows: tuple[parts.Row, ...]
    tabs: tuple[parts.Tab, ...]
    pager: parts.Pager
    empty: str
    heads: str
    unit: str  # the part of the tree to which the list was narrowed; blank: all that the post sees


def last_word(matter: Matter, here: Here) -> str:
    """签收 8月3日 17:20; of today the hour says enough."""
    said = words.state(matter.state)
    if matter.last_at is None:
        return said
    at = local(matter.last_at)
    when = gettext("今天 %(at)s") % {"at": f"{at:%H:%M}"} if at.date() == here.today else words.moment(at, here.today)
    return f"{said} {when}"


def _where(matter: Matter, here: Here) -> str:
    return name_in(here.policy, "unit", matter.place) if matter.place else gettext("地点没写明")


def _who(matter: Matter, here: Here) -> str:
    """Who has it; while nobody has it yet, to whom it is proposed to go."""
    if matter.state == "registered":
        unit = matter.proposed_unit
        return gettext("建议%(unit)s") % {"unit": name_in(here.policy, "unit", unit)} if unit else gettext("还没建议")
    return name_in(here.policy, "unit", matter.unit)


def _mine(matter: Matter, here: Here) -> bool:
    """Marks what is the unit's own among what lies below it; where everything is its own, nothing is marked."""
    return bool(here.policy.tree.children(here.actor.unit)) and matter.unit == here.actor.unit


def row_of(found: Found, here: Here, next_step: str = "", page: str = "matters:matter") -> parts.Row:
    """One line a matter: clock, what, where, who, last word. For a unit the next step stands where its own name would."""
    m = found.matter
    note = [m.number]
    if m.simulated:
        note.append(gettext("模拟"))
    if m.subject:
        note.append(name_in(here.policy, "subjects", m.subject))
    if pressed(m):
        note.append(pressed(m))
    where, last = _where(m, here), last_word(m, here)
    return parts.Row(
        reverse(page, args=[m.number]),
        found.title or m.number,
        main_badge(m, here.policy, here.now),
        (next_step, where, last) if next_step else (where, _who(m, here), last),
        mine=bool(next_step) and _mine(m, here),
        note=" · ".join(note),
    )


def alike(here: Here, matter: Matter, unit: str) -> list[Alike]:
    """What the desk looks at before it sends a second one of the same."""
    found = reading.alike(
        here.actor, here.policy, unit=unit, subject=matter.subject, place=matter.place, but=matter.number
    )
    return [
        Alike(
            row.matter.number,
            reverse("matters:matter", args=[row.matter.number]),
            row.title or row.matter.number,
            " · ".join((row.matter.number, _who(row.matter, here), last_word(row.matter, here))),
        )
        for row in found
    ]


def _tabs(
    lists: Iterable[Named], counts: dict[str, int], chosen: str, address: str, more: dict[str, str]
) -> tuple[parts.Tab, ...]:
    tabs = []
    for one in lists:
        states = reading.LISTS.get(one.list, (one.list,))
        known = all(state in counts for state in states)
        n = sum(counts.get(state, 0) for state in states)
        over = any(counts.get(state, 0) >= MOST for state in states)
        query = urlencode({"list": one.list, **more})
        tabs.append(parts.Tab(one.name, f"{address}?{query}", one.list == chosen, n if known else None, over))
    return tuple(tabs)


def page(
    here: Here,
    asked: dict[str, str],
    *,
    lists: tuple[Named, ...],
    first: str,
    address: str,
    heads: str,
    next_step: bool = False,
    page: str = "matters:matter",
) -> Listed:
    """A page of the list that was asked for (`list`, `unit`, `after`); an unknown list is the first one of this post."""
    chosen = asked.get("list", "")
    named = next((one for one in lists if one.list == chosen), None) or next(one for one in lists if one.list == first)
    unit, after = asked.get("unit", ""), asked.get("after", "")
    found = reading.work_list(here.actor, here.policy, unit=unit, name=named.list, after=after)
    counts = reading.counts(here.actor, here.policy, unit=unit)
    more = {"unit": unit} if unit else {}
    here_again = f"{address}?{urlencode({'list': named.list, **more})}"
    rows = tuple(
        row_of(r, here, next_words(here.actor, r.matter, here.policy) if next_step else "", page) for r in found.rows
    )
    pager = parts.Pager(
        here_again if after else "",
        f"{here_again}&{urlencode({'after': found.next})}" if found.next else "",
        gettext("这一页 %(n)s 件，先到期的在前。") % {"n": len(rows)} if found.next or after else "",
    )
    return Listed(rows, _tabs(lists, counts, named.list, address, more), pager, named.empty, heads, unit)
