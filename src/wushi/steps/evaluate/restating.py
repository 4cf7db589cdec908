"""Restating (数字更正): keep every figure that is published, ask each again, and say what moved the one that came out otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from wushi.domain import periods
from wushi.domain.errors import NotFound
from wushi.domain.indicators import Figure, Indicator
from wushi.domain.policy import Policy
from wushi.domain.written import Chapter, Sentence, Table, Trend, Written
from wushi.steps.evaluate import figures as step
from wushi.steps.evaluate import versions
from wushi.steps.evaluate.figures import Asking
from wushi.store.moments import from_micros
from wushi.store.told import figures as told
from wushi.store.told.figures import Restatement, Word
from wushi.store.told.models import Told

_NAMED = 5  # numbers of matters that a cause names
# Why a figure came out otherwise.
EVENT, DEFINITION, CATALOGUE, READINGS, PACK, TOGETHER = (
    "event", "definition", "catalogue", "readings", "pack", "together",
)  # fmt: skip


# --- what is published -------------------------------------------------------------------------------------------------


def keep(what: str, found: Iterable[Figure], policy: Policy, now: datetime, position: int) -> int:
    """Note what is published with the position and the definition it was counted by; how much of it is new."""
    words = []
    for figure in found:
        one = step.indicator(figure.indicator, policy)
        cutoff = min(periods.parse(figure.period).until, now)
        words.append(Word(figure, cutoff, one.digest, policy.digest[:16]))
    return told.keep(what, words, position, now)


def keep_report(written: Written, policy: Policy) -> int:
    """Every figure of a report that leaves the house."""
    return keep(written.id, _figures_of(written.chapters), policy, written.written_at, written.position)


def _figures_of(chapters: Iterable[Chapter]) -> Iterator[Figure]:
    for part in (part for chapter in chapters for part in chapter.parts):
        if isinstance(part, Sentence):
            yield from (said.figure for said in part.parts if not isinstance(said, str))
        elif isinstance(part, Table):
            cells = [cell for line in (*part.lines, part.whole) for cell in line.cells]
            yield from (cell.figure for cell in cells if cell.figure is not None)
        elif isinstance(part, Trend):
            yield from (figure for series in part.series for figure in series.figures)


# --- asked again -------------------------------------------------------------------------------------------------------


def look(policy: Policy, now: datetime) -> int:
    """Ask every published figure again, as of the moment up to which it was counted; how many came out otherwise."""
    step.refresh(policy, now)
    by_cutoff: dict[int, list[Told]] = defaultdict(list)
    for row in told.last().values():
        by_cutoff[row.cutoff].append(row)
    restated = 0
    for cutoff, rows in by_cutoff.items():
        with Asking(policy, from_micros(cutoff)) as asking:
            restated += _look(asking, rows, now)
    return restated


def _look(asking: Asking, rows: list[Told], now: datetime) -> int:
    same, restated = [], 0
    groups: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for row in rows:
        groups[row.period, row.branch].append(row)
    for (text, branch), part in groups.items():
        found = _again(asking, text, branch, part)
        for row in part:
            word = found.get(_name(row))
            if word is None:
                continue  # the pack has the indicator or the unit no longer: nothing comes out
            if told.numbers(row) != told.of(word.figure):
                told.restate(row, word, asking.position, now, _causes(asking, row, word, now))
                restated += 1
            elif row.definition != word.definition:
                told.keep(row.what, [word], asking.position, now)  # counted otherwise, with the same result
            else:
                same.append(row)
    told.confirm(same, asking.position)
    return restated


def _name(row: Told) -> tuple[str, str, str]:
    return row.indicator, row.grouped, row.key


def _again(asking: Asking, text: str, branch: str, rows: list[Told]) -> dict[tuple[str, str, str], Word]:
    """The figures of one period and branch as they come out now."""
    period, policy = periods.parse(text), asking.policy
    wanted: dict[tuple[str, str], Indicator] = {}
    for row in rows:
        one = step.book(policy).indicators.get(row.indicator)
        if one is not None and (not row.grouped or row.grouped in one.groups):
            wanted[row.indicator, row.grouped] = one
    try:
        line = step.branch_of(branch, policy)
    except NotFound:
        return {}
    asking.totals(period, [(o, g) for (_, g), o in wanted.items() if not asking.why_none(o, period)], line)
    found = {}
    for (slug, group), one in wanted.items():
        if slug in asking.failed:
            continue
        for figure in asking.figures(period, [one], group, branch):
            cutoff = min(period.until, asking.now)
            found[slug, group, figure.key] = Word(figure, cutoff, one.digest, policy.digest[:16])
    for row in rows:
        one = wanted.get((row.indicator, row.grouped))
        if one is not None and row.indicator not in asking.failed and _name(row) not in found:
            figure = _none(one, row)
            found[_name(row)] = Word(figure, asking.now, one.digest, policy.digest[:16])
    return found


def _none(one: Indicator, row: Told) -> Figure:
    """A part of which nothing is left."""
    return Figure(
        one.slug,
        row.period,
        None,
        0,
        0,
        {},
        one.unit,
        one.decimals,
        0,
        0,
        group=row.grouped,
        key=row.key,
        branch=row.branch,
    )


# --- why ---------------------------------------------------------------------------------------------------------------


def _causes(asking: Asking, row: Told, word: Word, now: datetime) -> list[dict[str, Any]]:
    one = step.indicator(row.indicator, asking.policy)
    found: list[dict[str, Any]] = []
    if row.definition != word.definition:
        found.append({"cause": DEFINITION, "before": row.definition, "after": word.definition})
    if one.of_items or one.of_readings:
        found.append({"cause": CATALOGUE if one.of_items else READINGS})
        return found
    events, moved = _events(asking, row, one, now)
    found += events
    if found and (row.definition != word.definition or moved == _moved(row, word)):
        return found
    # nothing that happened to single matters explains all of it
    if row.pack != word.pack:
        found.append({"cause": PACK, "before": row.pack, "after": word.pack})
    elif not found or moved != _moved(row, word):
        found.append({"cause": TOGETHER, "since": row.checked})
    return found


def _moved(row: Told, word: Word) -> tuple[float, float]:
    figure = word.figure
    return round(figure.numerator - row.numerator, 6), round(figure.denominator - row.denominator, 6)


Share = tuple[float, float, str, Any, Any]
_ABSENT: Share = (0.0, 0.0, "", None, None)


def _events(
    asking: Asking, row: Told, one: Indicator, now: datetime
) -> tuple[list[dict[str, Any]], tuple[float, float]]:
    """The kinds of events that moved what single matters add to the figure, and by how much in all."""
    cutoff, policy = from_micros(row.cutoff), asking.policy
    matters = versions.changed(row.checked, cutoff)
    if not matters or len(matters) > versions.MOST:
        return [], (0.0, 0.0)
    with versions.versions(matters, row.checked, policy, now) as (facts, made):
        with Asking(policy, cutoff, facts=facts) as then:
            then.failed = dict(asking.failed)
            rows = then.rows(periods.parse(row.period), one, group=row.grouped, key=row.key, unit=row.branch)
        adds = {r["number"]: _share(r) for r in rows}
    course: dict[str, list[tuple[versions.Step | None, Share]]] = defaultdict(list)
    for name, at in made.items():
        course[name.rpartition("@")[0]].append((at, adds.get(name, _ABSENT)))
    return _told(course)


def _share(row: dict[str, Any]) -> Share:
    if row["excluded"]:
        return 0.0, 0.0, str(row["excluded"]), None, None
    numerator, denominator = float(row["in_numerator"] or 0), float(row["in_denominator"])
    return numerator, denominator, "", row["duration_s"], row["ended"]


def _told(
    course: dict[str, list[tuple[versions.Step | None, Share]]],
) -> tuple[list[dict[str, Any]], tuple[float, float]]:
    by_kind: dict[str, list[versions.Step]] = defaultdict(list)
    above = below = 0.0
    for steps in course.values():
        before = next((share for at, share in steps if at is None), _ABSENT)
        last = steps[-1][1]
        if last == before:
            continue
        above, below = above + last[0] - before[0], below + last[1] - before[1]
        held = before
        for at, share in steps:
            if at is not None and share != held:
                by_kind[at.kind].append(at)
            held = share
    found = []
    for kind, moved in sorted(by_kind.items(), key=lambda item: (-len(item[1]), item[0])):
        first = min(moved, key=lambda s: s.position)
        found.append({
            "cause": EVENT, "kind": kind, "name": first.zh, "matters": len({s.number for s in moved}),
            "position": first.position, "at": first.at.isoformat(), "recorded_at": first.recorded_at.isoformat(),
            "numbers": sorted({s.number for s in moved})[:_NAMED],
        })  # fmt: skip
    return found, (round(above, 6), round(below, 6))


# --- told --------------------------------------------------------------------------------------------------------------


def restatements(policy: Policy, *, period: str = "", indicator: str = "", size: int = 0) -> list[Restatement]:
    """What came out otherwise, the newest first. Raises BadInput and NotFound for a period or indicator that is not known."""
    text = periods.parse(period).text if period else ""
    slug = step.indicator(indicator, policy).slug if indicator else ""
    return told.restatements(text, slug, size)


def in_public(policy: Policy, size: int) -> list[Restatement]:
    """Those of figures that everybody may see, without small cells."""
    found = []
    for one in told.restatements():
        definition = step.book(policy).indicators.get(one.indicator)
        below = step.publication(policy, periods.parse(one.period)).suppress_below
        small = one.group and min(one.rows) < below
        if definition is not None and definition.public and not one.branch and not small:
            found.append(one)
        if len(found) == size:
            break
    return found


def kept() -> int:
    """How many words were kept of published figures."""
    return told.count()
