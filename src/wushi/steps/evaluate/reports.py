"""Write a report (周报督办、月报分析、合格答卷): fill the pack's sentences, tables, lists and trends with figures of one position."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import partial

from wushi.domain import indicators as rules
from wushi.domain import telling
from wushi.domain.calendar import SHANGHAI, local
from wushi.domain.errors import BadInput, NotFound
from wushi.domain.indicators import Figure, Indicator
from wushi.domain.periods import Period, around, parse
from wushi.domain.policy import Policy
from wushi.domain.reports import Block, Report
from wushi.domain.written import (
    Cell,
    Chapter,
    Line,
    Listed,
    Matters,
    Part,
    Said,
    Sentence,
    Series,
    Table,
    Trend,
    Written,
)
from wushi.steps.evaluate import figures as step
from wushi.steps.evaluate.figures import Asking
from wushi.steps.evaluate.naming import group_name, key_name, post_of, subject_name, unit_name

_LISTED = 500
_SIMULATED = (
    "演示数据：本报告所依据的事项里有模拟的，不是真人真事。",
    "Demonstration data: some of the matters behind this report are simulated.",
)


def definition(name: str, policy: Policy) -> Report:
    """Raises NotFound for a report that the pack does not have."""
    found = step.book(policy).reports.get(name)
    if found is None:
        raise NotFound(what="report", name=name)
    return found


def write(
    name: str,
    period: str,
    *,
    policy: Policy,
    now: datetime,
    language: str = "zh-Hans",
    unit: str = "",
    asking: Asking | None = None,
) -> Written:
    """The report of a period, of the district or of a branch. Blank period: the last one in which there is something.

    Raises NotFound, and BadInput for a period of another kind than the report's."""
    report = definition(name, policy)
    if asking is not None:
        return _Writer(report, asking, unit, language).write(_period(report, period, asking))
    step.refresh(policy, now)
    with Asking(policy, now) as opened:
        return _Writer(report, opened, unit, language).write(_period(report, period, opened))


def last_of_kind(kind: str, asking: Asking) -> Period:
    """The last period of that kind which is over and for which there are records; else the one that runs."""
    day = min(asking.last_month().last, local(asking.now).date())
    found = around(day, kind)
    return found.before() if found.until > asking.now and not asking.covers(found.before()) else found


def _period(report: Report, text: str, asking: Asking) -> Period:
    if not text:
        return last_of_kind(report.period, asking)
    found = parse(text)
    # a span of days is taken as it is; a weekly report of a year would compare what cannot be compared
    if found.kind not in (report.period, "days"):
        raise BadInput(field="period", why=f"{text} is a {found.kind}; the {report.id} report is of a {report.period}")
    return found


class _Writer:
    def __init__(self, report: Report, asking: Asking, unit: str, language: str) -> None:
        self.report, self.asking, self.unit, self.language = report, asking, unit, language
        self.policy = asking.policy
        self.book = step.book(asking.policy)
        self._figures: dict[tuple[str, str], Figure] = {}
        self._used: dict[str, None] = {}

    def _word(self, of: object, key: str) -> str:
        english = getattr(of, f"{key}_en") if self.language == "en" else ""
        return str(english or getattr(of, key))

    def write(self, period: Period) -> Written:
        self.period = period
        self.rules = step.publication(self.policy, period)
        self._prepare()
        chapters = tuple(
            Chapter(s.id, self._word(s, "title"), tuple(self._part(b) for b in s.blocks)) for s in self.report.sections
        )
        intake = self._figure(self._counted(), period)
        unit = self.unit or self.policy.district
        plain = {
            "period": telling.period(period, self.language),
            "district": unit_name(unit, self.policy, self.language),
        }
        definitions = {
            slug: (i.word("name", self.language), i.word("how", self.language), i.word("exclusions", self.language))
            for slug in self._used
            for i in [self.book.indicators[slug]]
        }
        return Written(
            id=self.report.id,
            name=self._word(self.report, "name"),
            title=self._word(self.report, "title").format(**plain),
            lead=self._word(self.report, "lead"),
            language=self.language,
            period=period,
            period_name=plain["period"],
            branch=self.unit,
            branch_name=plain["district"],
            public=self.report.public,
            position=self.asking.position,
            exported_at=self.asking.exported_at,
            written_at=self.asking.now,
            running=period.until > self.asking.now,
            rows=intake.rows,
            simulated=intake.simulated,
            chapters=chapters,
            definitions=definitions,
            suppress_below=self.rules.suppress_below if self.report.public else 0,
            notice=_SIMULATED[self.language == "en"] if self._any_simulated() else "",
        )

    def _counted(self) -> str:
        """The first count that the report names: what tells how much of it is simulated."""
        named = [slug for s in self.report.sections for b in s.blocks for slug in (*_bound(b.text), *b.indicators)]
        return next((slug for slug in named if self.book.indicators[slug].kind == rules.COUNT), named[0])

    def _any_simulated(self) -> bool:
        return any(f.simulated for f in self._figures.values())

    def _prepare(self) -> None:
        """Ask for everything of a period at once: one reading of the facts for each period."""
        named = [slug for s in self.report.sections for b in s.blocks for slug in (*_bound(b.text), *b.indicators)]
        grouped = [(slug, b.group) for s in self.report.sections for b in s.blocks if b.group for slug in b.indicators]
        all_of_them = [(slug, "") for slug in dict.fromkeys([*named, self._counted()])] + grouped
        branch = step.branch_of(self.unit, self.policy)
        compared = {slug for s in self.report.sections for b in s.blocks for slug in _bound(b.text, _COMPARED)}
        for period, wanted in (
            (self.period, all_of_them),
            (self.period.before(), [(slug, "") for slug in compared]),
            (self.period.a_year_before(), [(slug, "") for slug in compared]),
        ):
            if wanted and not self.asking.covers(period):
                self.asking.totals(period, [(self.book.indicators[s], g) for s, g in wanted], branch)

    def _figure(self, slug: str, period: Period) -> Figure:
        key = (slug, period.text)
        if key not in self._figures:
            [self._figures[key]] = self.asking.figures(period, [self.book.indicators[slug]], unit=self.unit)
        self._used[slug] = None
        return self._figures[key]

    def _part(self, block: Block) -> Part:
        if block.kind == "sentence":
            return self._sentence(block)
        if block.kind == "table":
            return self._table(block)
        return self._list(block) if block.kind == "list" else self._trend(block)

    # --- sentences -------------------------------------------------------------------------------------------------

    def _sentence(self, block: Block) -> Sentence:
        parts: list[str | Said] = []
        unit = self.unit or self.policy.district
        plain = {
            "period": telling.period(self.period, self.language),
            "district": unit_name(unit, self.policy, self.language),
        }
        for literal, name, part, _ in string.Formatter().parse(self._word(block, "text")):
            if literal:
                parts.append(literal)
            if name is not None:
                parts.append(plain[name] if name in plain else self._said(name, part or "value"))
        return Sentence(tuple(parts))

    def _said(self, slug: str, part: str) -> Said:
        figure, say = self._figure(slug, self.period), partial(telling.value, language=self.language)
        if part in ("numerator", "denominator"):
            return Said("–" if figure.why in _SILENT else telling.amount(getattr(figure, part)), figure)
        if part == "excluded":
            return Said(telling.amount(sum(figure.excluded.values())), figure)
        if part == "sentence":
            return Said(telling.sentence(self.book.indicators[slug], figure, self.language, self.period), figure)
        if part in _COMPARED:
            with_ = self.period.before() if part in ("before", "change") else self.period.a_year_before()
            other = self._figure(slug, with_)
            if part in ("before", "year"):
                return Said(say(other), other)
            change = telling.change(figure, other, self.language)
            return Said(telling.compared(change, with_, self.language, a_year=part == "year_change"), other)
        return Said(say(figure), figure)

    # --- tables ----------------------------------------------------------------------------------------------------

    def _table(self, block: Block) -> Table:
        columns = [self.book.indicators[slug] for slug in block.indicators]
        cells: dict[str, dict[str, Figure]] = {}
        covered: dict[str, frozenset[str]] = {}
        for one in columns:
            self._used[one.slug] = None
            found = [f for f in self.asking.figures(self.period, [one], block.group, self.unit) if f.why not in _SILENT]
            for figure in found:
                cells.setdefault(figure.key, {})[one.slug] = figure
            below = self.rules.suppress_below if self.report.public else 0
            covered[one.slug] = rules.suppressed({f.key: f.rows for f in found}, below)
        ordered = self._order(cells, block)
        shown = ordered[: block.top] if block.top else ordered
        lines = tuple(self._line(key, cells[key], columns, block.group, covered) for key in shown)
        whole = Line(
            "",
            "全部" if self.language != "en" else "All",
            tuple(self._cell(self._figure(one.slug, self.period)) for one in columns),
        )
        return Table(
            self._word(block, "text"),
            block.group,
            group_name(block.group, self.language),
            tuple((one.slug, one.word("name", self.language)) for one in columns),
            lines,
            whole,
            len(ordered) - len(shown),
            self.rules.rank_from,
        )

    def _order(self, cells: dict[str, dict[str, Figure]], block: Block) -> list[str]:
        """By the block's indicator; those with too few rows to be compared stand behind, without order among values."""
        by = block.order_by or block.indicators[0]

        def place(key: str) -> tuple[int, float, str]:
            figure = cells[key].get(by)
            if figure is None or figure.value is None:
                return 2, 0.0, key
            if figure.few:
                return 1, 0.0, key
            return 0, -figure.value if block.descending else figure.value, key

        return sorted(cells, key=place)

    def _line(
        self,
        key: str,
        cells: dict[str, Figure],
        columns: Iterable[Indicator],
        group: str,
        covered: Mapping[str, frozenset[str]],
    ) -> Line:
        made = tuple(
            Cell("", None, True) if key in covered[one.slug] else self._cell(cells.get(one.slug)) for one in columns
        )
        return Line(key, key_name(group, key, self.policy, self.language), made)

    def _cell(self, figure: Figure | None) -> Cell:
        return Cell("–") if figure is None else Cell(telling.value(figure, self.language), figure)

    # --- lists and trends ------------------------------------------------------------------------------------------

    def _list(self, block: Block) -> Matters:
        slug = block.indicators[0]
        figure = self._figure(slug, self.period)
        found = self.asking.rows(
            self.period,
            self.book.indicators[slug],
            unit=self.unit,
            limit=block.top or _LISTED,
            only="numerator",
            by_due=True,
        )
        if self.report.public:
            found = []  # a public report names no matter; its figures open to masked rows
        return Matters(self._word(block, "text"), slug, int(figure.numerator), tuple(map(self._listed, found)))

    def _listed(self, row: dict[str, object]) -> Listed:
        unit, level = str(row["unit"]), int(row["supervision_level"] or 0)  # type: ignore[call-overload]
        due = row["reply_due"]
        above = self.policy.tree.above(unit, level) if level and unit in self.policy.tree else ""
        return Listed(
            number=str(row["number"]),
            subject=subject_name(str(row["subject"]), self.policy, self.language),
            unit=unit_name(unit, self.policy, self.language),
            post=post_of(unit, self.policy, self.language),
            place=unit_name(str(row["place"]), self.policy, self.language) if row["place"] else "",
            registered_on=row["registered_on"],  # type: ignore[arg-type]
            due=_shown_due(due) if isinstance(due, datetime) else None,
            level=level,
            addressed=unit_name(above, self.policy, self.language) if above else "",
            simulated=bool(row["simulated"]),
        )

    def _trend(self, block: Block) -> Trend:
        # a year is shown month by month, a month among months, a week among weeks
        if self.period.kind == "year":
            year = self.period.first.year
            over = tuple(parse(f"{year:04d}-{month:02d}") for month in range(1, 13))
        else:
            over = self.period.latest(block.back)
        # periods before the first record and after the present day say nothing
        over = tuple(p for p in over if not self.asking.covers(p)) or (self.period,)
        branch = step.branch_of(self.unit, self.policy)
        columns = [self.book.indicators[slug] for slug in block.indicators]
        for period in over:
            if not self.asking.covers(period):
                self.asking.totals(period, [(one, "") for one in columns], branch)
        return Trend(
            self._word(block, "text"),
            over,
            tuple(telling.period(p, self.language) for p in over),
            tuple(self._series(one, over) for one in columns),
        )

    def _series(self, one: Indicator, over: tuple[Period, ...]) -> Series:
        found = tuple(self._figure(one.slug, p) for p in over)
        name = one.word("name", self.language)
        return Series(one.slug, name, found, tuple(telling.value(f, self.language) for f in found))


_COMPARED = ("before", "change", "year", "year_change")
_SILENT = (rules.NOT_BEGUN, rules.NO_RECORDS)


def _shown_due(due: datetime) -> datetime:
    """Facts hold UTC without a zone; people read the clock on the wall."""
    return due.replace(tzinfo=UTC).astimezone(SHANGHAI)


def _bound(text: str, parts: tuple[str, ...] = ()) -> list[str]:
    """The figures that a text names; with `parts` only those of which such a part is asked for."""
    return [
        name
        for _, name, part, _ in string.Formatter().parse(text)
        if name and "." in name and (not parts or part in parts)
    ]
