"""Figures (指标): bring the facts up to date, ask them for a period, and open each figure to the matters that make it."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from types import TracebackType
from typing import Any

import duckdb

from wushi.domain import indicators as rules
from wushi.domain import periods
from wushi.domain.calendar import local
from wushi.domain.errors import BadInput, BadPack, NotFound
from wushi.domain.indicators import Figure, Indicator, Totals
from wushi.domain.periods import Period
from wushi.domain.policy import Policy
from wushi.domain.reports import Publication
from wushi.packs.reports import Book, load
from wushi.steps.evaluate import item_rows, reading_rows
from wushi.store.facts import export as exports
from wushi.store.facts import manifest as manifests
from wushi.store.facts.engine import COLUMNS, Engine, Window
from wushi.store.facts.export import Exported
from wushi.store.facts.query import Facts, empty
from wushi.store.facts.schema import VERSION

logger = logging.getLogger(__name__)

# A page does not wait for an export longer than this many events take (about a second each ten thousand).
PAGE_WAITS_FOR = 20_000
_KEPT = 4_000  # sums that a process remembers

Key = tuple[str, str, int, datetime, datetime, str, str, str]
_sums: OrderedDict[Key, dict[str, Totals]] = OrderedDict()
_lock = threading.Lock()


@lru_cache(maxsize=4)
def _book(policy: Policy) -> Book:
    return load(policy)


def book(policy: Policy) -> Book:
    """Indicators, reports and rules of publication of the pack. Raises BadPacks."""
    return _book(policy)


def publication(policy: Policy, period: Period) -> Publication:
    """The rules of publication in force on the last day of the period."""
    known = book(policy).publication
    return max((p for p in known if p.since <= period.last), key=lambda p: p.since, default=known[0])


def indicator(slug: str, policy: Policy) -> Indicator:
    """By its slug or by another id under which it is asked for. Raises NotFound."""
    known = book(policy).indicators
    found = known.get(slug) or next((i for i in known.values() if slug in i.also), None)
    if found is None:
        raise NotFound(what="figure", name=slug)
    return found


def refresh(
    policy: Policy, now: datetime, *, most: int | None = None, progress: Callable[[int, int], None] | None = None
) -> Exported | None:
    """Bring the facts up to the ledger. `most`: leave it when more events than that wait; None is answered then."""
    held = manifests.load(manifests.folder())
    if held is not None and held.schema != VERSION:
        held, most = None, None  # of another version: its files lack what the queries ask for, so nobody can read them
    waiting = exports.head() - (held.position if held else 0)
    if held is not None and waiting == 0 and held.ledger == exports.ledger_mark():
        return Exported(0, 0, held.position)
    if most is not None and abs(waiting) > most:
        return None
    return exports.export(policy, now, progress=progress)


def begin_anew() -> None:
    """Let the next export begin from nothing. The files stay until the new ones are there."""
    held = manifests.load(manifests.folder())
    if held is not None:
        with manifests.alone(manifests.folder()):
            manifests.put(manifests.folder(), replace(held, ledger=""))
    forget()


def check(policy: Policy) -> list[BadPack]:
    """Indicators whose query cannot run or lacks a column: what `wushi check` tells beside the mistakes of the files."""
    found: list[BadPack] = []
    moment = datetime(2000, 1, 1, tzinfo=UTC)
    given: dict[str, Any] = dict.fromkeys(rules.PARAMETERS, 1.0)
    given |= {"since": moment, "until": moment, "cutoff": moment}
    for one in book(policy).indicators.values():
        file = f"{one.folder.rsplit('/packs/', 1)[-1]}/rows.sql"
        try:
            columns = empty().check(one.sql, given)
        except duckdb.Error as error:
            why = str(error).splitlines()[0]
            found.append(BadPack(file=file, line=0, why=f"the query cannot run: {why}", mend="correct it"))
            continue
        for name in sorted({c for c in columns if columns.count(c) > 1}):
            why = f"the query returns {name} twice"
            found.append(BadPack(file=file, line=0, why=why, mend=f"write SELECT * EXCLUDE ({name})"))
        needed = ["number", "in_numerator"] + (["duration_s", "ended"] if one.kind == rules.MEDIAN else [])
        for name in needed:
            if name not in columns:
                found.append(BadPack(file=file, line=0, why=f"the query returns no {name}", mend="add the column"))
    return found


@dataclass(frozen=True, slots=True)
class Branch:
    """The part of the tree that is asked for: a unit's code, its line from the root, its depth."""

    code: str = ""
    line: str = ""
    depth: int = 1


def branch_of(unit: str, policy: Policy) -> Branch:
    """The whole district needs no condition. Raises NotFound for a unit that the pack does not know."""
    if not unit or unit == policy.district:
        return Branch()
    return Branch(unit, "/".join(policy.tree.line(unit)), policy.tree.depth(unit))


class Asking:
    """One asking of the facts as they stand: all figures of a report come from the same position of the ledger."""

    def __init__(self, policy: Policy, now: datetime, *, facts: Engine | None = None) -> None:
        self.policy = policy
        self.now = now
        self._facts: Engine = facts or Facts()
        self.failed: dict[str, str] = {}  # indicator -> what its query says when it cannot run

    def __enter__(self) -> Asking:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._facts.close()

    @property
    def position(self) -> int:
        return self._facts.position

    @property
    def exported_at(self) -> datetime | None:
        held = self._facts.manifest
        return datetime.fromisoformat(held.exported_at) if held else None

    def span(self) -> tuple[str, str] | None:
        """First and last month of registration; None when there are no facts."""
        return self._facts.span()

    def last_month(self) -> Period:
        """The last month in which something was registered; the present month when there is nothing."""
        span = self._facts.span()
        return periods.parse(span[1]) if span else periods.around(local(self.now).date(), "month")

    def covers(self, period: Period) -> str:
        """Why nothing can be said of the period; blank when something can."""
        if period.since >= self.now:
            return rules.NOT_BEGUN
        span = self._facts.span()
        if span is None or period.last < periods.parse(span[0]).first:
            return rules.NO_RECORDS
        return ""

    def why_none(self, one: Indicator, period: Period) -> str:
        """Why nothing can be said by this figure: what monitors told does not begin with the first matter."""
        if not one.of_readings:
            return self.covers(period)
        if period.since >= self.now:
            return rules.NOT_BEGUN
        return "" if reading_rows.mark(self.policy, period, self.now) else rules.NO_RECORDS

    def _window(self, period: Period, branch: Branch) -> Window:
        return Window(period.since, min(period.until, self.now), branch.line, branch.depth)

    def parameters(self, period: Period) -> dict[str, Any]:
        rates = self.policy.rates_on(period.last)
        return {
            "since": period.since,
            "until": period.until,
            "cutoff": min(period.until, self.now),
            "w_response": rates.response,
            "w_resolution": rates.resolution,
            "w_satisfaction": rates.satisfaction,
            "w_satisfied": rates.satisfied,
            "w_basically": rates.basically_satisfied,
        }

    def totals(
        self, period: Period, wanted: Iterable[tuple[Indicator, str]], branch: Branch
    ) -> dict[tuple[str, str], dict[str, Totals]]:
        """Sums of (indicator, group) by the group's key; what was asked before of the same facts is remembered."""
        window, given = self._window(period, branch), self.parameters(period)
        mark = self._facts.manifest.ledger if self._facts.manifest else ""
        generation = self._facts.manifest.generation if self._facts.manifest else 0
        found: dict[tuple[str, str], dict[str, Totals]] = {}
        missing: list[tuple[Indicator, str, Key]] = []
        for one, group in wanted:
            # the pack's digest: another definition or weight is another sum
            name = f"{self.policy.digest[:16]} {one.slug} {group}"
            if one.of_readings:
                name += f" {reading_rows.mark(self.policy, period, self.now)}"
            key = (self._facts.name, mark, generation, window.since, window.cutoff, window.line, name, period.text)
            with _lock:
                kept = _sums.get(key)
            if kept is None:
                missing.append((one, group, key))
            else:
                found[one.slug, group] = kept
        if not missing:
            return found
        texts = [one.sql for one, _, _ in missing] + [COLUMNS[group] for _, group, _ in missing if group]
        if any(one.of_items for one, _, _ in missing):
            self._facts.items = item_rows.rows(self.policy, period, self.now, branch.line)
        self._take_readings([one for one, _, _ in missing], period, branch)
        self._facts.open(window, texts if len(missing) > 1 else None)
        columns: dict[str, list[str]] = {}
        for one, group, key in missing:
            if one.slug in self.failed:
                continue
            try:
                if one.slug not in columns:
                    columns[one.slug] = self._facts.check(one.sql, given)
                sums = self._facts.totals(one.sql, columns[one.slug], given, group)
            except self._facts.errors as error:
                # one wrong query of a pack does not take the other figures with it, and is not remembered
                self.failed[one.slug] = str(error).splitlines()[0]
                logger.error("the query of %s cannot run: %s", one.slug, self.failed[one.slug])
                continue
            found[one.slug, group] = sums
            with _lock:
                _sums[key] = sums
                while len(_sums) > _KEPT:
                    _sums.popitem(last=False)
        return found

    def _take_readings(self, wanted: Iterable[Indicator], period: Period, branch: Branch) -> None:
        queries = " ".join(one.sql for one in wanted if one.of_readings)
        if queries:
            self._facts.readings = reading_rows.table(self.policy, period, self.now, branch.line, queries)

    def figures(self, period: Period, wanted: Sequence[Indicator], group: str = "", unit: str = "") -> list[Figure]:
        """The figures of these indicators, in their order; with a group one for each of its keys, largest first."""
        branch = branch_of(unit, self.policy)
        none = {one.slug: self.why_none(one, period) for one in wanted}
        sums = self.totals(period, [(one, group) for one in wanted if not none[one.slug]], branch)
        rank_from = publication(self.policy, period).rank_from
        made: list[Figure] = []
        for one in wanted:
            if why := none[one.slug]:
                made.append(rules.without_value(one, period.text, why, branch=branch.code, position=self.position))
                continue
            if one.slug in self.failed:
                made.append(self._failed(one, period, branch))
                continue
            found = sums[one.slug, group] or ({} if group else {"": Totals()})
            parts = [
                rules.figure(
                    one, totals, period.text, group=group, key=key, branch=branch.code, rank_from=rank_from,
                    position=self.position,
                )
                for key, totals in found.items()
            ]  # fmt: skip
            made += sorted(parts, key=lambda f: (-f.denominator, -f.numerator, f.key)) if group else parts
        return made

    def _failed(self, one: Indicator, period: Period, branch: Branch) -> Figure:
        return rules.without_value(one, period.text, rules.QUERY_FAILED, branch=branch.code, position=self.position)

    def rows(
        self,
        period: Period,
        one: Indicator,
        *,
        group: str = "",
        key: str = "",
        unit: str = "",
        after: str = "",
        limit: int = 0,
        only: str = "",
        by_due: bool = False,
    ) -> list[dict[str, Any]]:
        """The matters behind a figure, in order of number; those left out stand among them with their ground.
        `by_due`: those due first come first, which is not for paging."""
        if self.why_none(one, period) or one.slug in self.failed:
            return []
        given = self.parameters(period)
        branch = branch_of(unit, self.policy)
        if one.of_items:
            self._facts.items = item_rows.rows(self.policy, period, self.now, branch.line)
        self._take_readings([one], period, branch)
        self._facts.open(self._window(period, branch))
        columns = self._facts.check(one.sql, given)
        return self._facts.rows(
            one.sql, columns, given, group=group, key=key, after=after, limit=limit, only=only, by_due=by_due
        )


def check_group(one: Indicator | None, group: str) -> str:
    """Raises BadInput for a group that is not known, or not by this indicator."""
    if group and group not in (one.groups if one else rules.GROUPS):
        raise BadInput(field="group", why=f"one of {', '.join(one.groups if one else rules.GROUPS)}")
    return group


def figures(
    period: str,
    indicator_: str | None = None,
    group: str | None = None,
    unit: str | None = None,
    *,
    policy: Policy,
    now: datetime,
) -> list[Figure]:
    """All figures of a period, or one, whole or by group, of the district or of a branch. The facts are brought up to date
    first. Raises BadInput and NotFound for what is not known."""
    wanted = [indicator(indicator_, policy)] if indicator_ else list(book(policy).indicators.values())
    check_group(wanted[0] if indicator_ else None, group or "")
    over = periods.parse(period)
    refresh(policy, now)
    with Asking(policy, now) as asking:
        fitting = [one for one in wanted if not group or group in one.groups]
        return asking.figures(over, fitting, group or "", unit or "")


def rows(
    period: str,
    indicator_: str,
    *,
    policy: Policy,
    now: datetime,
    group: str = "",
    key: str = "",
    unit: str = "",
    after: str = "",
    limit: int = 0,
    only: str = "",
) -> list[dict[str, Any]]:
    """The matters that make a figure, in order of number. Raises BadInput and NotFound for what is not known."""
    one = indicator(indicator_, policy)
    over = periods.parse(period)
    refresh(policy, now)
    with Asking(policy, now) as asking:
        return asking.rows(
            over, one, group=check_group(one, group), key=key, unit=unit, after=after, limit=limit, only=only
        )


def forget() -> None:
    """Drop the sums that the process remembers (another ledger, a test)."""
    with _lock:
        _sums.clear()
