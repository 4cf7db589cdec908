"""Rows of the open data (按件开放): matters told so coarsely that k of them look the same; who cannot be told so is counted by ground."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from wushi.domain import open_data as rules
from wushi.domain.anonymity import Cell, Told, told
from wushi.domain.open_data import ALWAYS, DONE, KNOWN, Record, Rules
from wushi.domain.periods import around
from wushi.store.facts.engine import TABLE, Engine, Window

# What comes with a finer column: who knows the community knows the town.
_WITH = {"community": "town", "subject_2": "subject_1"}
_COLUMNS = (*KNOWN, *ALWAYS)
_SQL = f"""
SELECT strftime(registered_on, '%Y-%m') AS month, coalesce(community, ''), coalesce(town, ''), coalesce(subject_2, ''),
  coalesce(subject_1, ''), coalesce(type, ''), coalesce(channel, ''), track, CASE WHEN simulated THEN 'yes' ELSE 'no' END,
  CASE WHEN reply_due IS NULL THEN 'no_clock'
       WHEN NOT in_time THEN 'late'
       WHEN reply_stopped IS NOT NULL THEN 'in_time'
       WHEN reply_due < $cutoff THEN 'overdue' ELSE 'waiting' END,
  CASE WHEN ended_at IS NULL THEN -1 ELSE floor(epoch(ended_at - registered_at) / 86400)::INTEGER END,
  CASE WHEN ended_at IS NULL THEN 'open' WHEN coalesce(refusal_ground, '') <> '' THEN 'refused'
       WHEN coalesce(transferred_to, '') <> '' THEN 'transferred' ELSE 'closed' END,
  CASE WHEN callback IS NULL OR NOT callback.contacted THEN '' WHEN callback.solved THEN 'yes' ELSE 'no' END,
  CASE WHEN reopened > 0 THEN 'yes' ELSE 'no' END,
  coalesce(secret, false), count(*)
FROM {TABLE} GROUP BY ALL
"""
_BEGIN = datetime(1990, 1, 1, tzinfo=UTC)  # before any record


@dataclass(slots=True)
class Rows:
    """What is told of single matters, and what is not, by ground."""

    records: list[Record] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    steps: Counter[int] = field(default_factory=Counter)  # step -> rows told by it
    near: Counter[Cell] = field(default_factory=Counter)  # (place, subject) -> matters, for texts that name both
    simulated: int = 0


# Why a row is not told.
SECRET, ACCUSING, TRACK, RUNNING, TOO_FEW = "secret", "accusing_type", "track", "month_not_over", "k_anonymity"


def over(month: str, as_of: datetime, wait_days: int) -> bool:
    """Is the month told by then? It has to be over for that many days."""
    first = datetime.strptime(month, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    return around(first, "month").until + timedelta(days=wait_days) <= as_of


def collect(facts: Engine, as_of: datetime, rule: Rules, never: frozenset[str]) -> Rows:
    """`never`: types of demand of which no single one is told, such as accusations; those that name a unit are in no fact."""
    cutoff = as_of + timedelta(microseconds=1)
    facts.open(Window(_BEGIN, cutoff))
    found, done = Rows(), dict[Cell, Counter[tuple[str, ...]]]()
    months: dict[str, bool] = {}
    for *values, days, outcome, solved, reopened, secret, count in facts.ask(_SQL, cutoff=cutoff):
        cell, answered = tuple(values[:-1]), values[-1]
        of = dict(zip(_COLUMNS, cell, strict=True))
        month = of["month"]
        if month not in months:
            months[month] = over(month, as_of, rule.wait_days)
        if why := _refusal(of, bool(secret), rule, never, months[month]):
            found.refused[why] += count
            continue
        span = "" if days < 0 else rules.band(days, rule.day_bands)
        done.setdefault(cell, Counter())[answered, span, outcome, solved, reopened] += count
        for place in {of["community"], of["town"]}:
            for subject in {of["subject_2"], of["subject_1"]}:
                found.near[place, subject] += count
        found.simulated += count if of["simulated"] == "yes" else 0
    _tell(found, done, rule)
    return found


def _refusal(of: dict[str, str], secret: bool, rule: Rules, never: frozenset[str], is_over: bool) -> str:
    if secret:
        return SECRET
    if of["type"] in never or "*" in never:
        return ACCUSING
    if of["track"] not in rule.tracks:
        return TRACK
    return "" if is_over else RUNNING


def _steps(rule: Rules) -> list[set[str]]:
    return [{*step, *ALWAYS, *(_WITH[name] for name in step if name in _WITH)} for step in rule.steps]


def _tell(found: Rows, done: dict[Cell, Counter[tuple[str, ...]]], rule: Rules) -> None:
    sizes = {cell: sum(results.values()) for cell, results in done.items()}
    groups: dict[Told, Counter[tuple[str, ...]]] = {}
    for cell, how in told(sizes, _COLUMNS, _steps(rule), rule.k).items():
        if how is None:
            found.refused[TOO_FEW] += sizes[cell]
            continue
        found.steps[how.step] += sizes[cell]
        groups.setdefault(how, Counter()).update(done[cell])
    for how, results in groups.items():
        facts = dict(zip(_COLUMNS, how.cell, strict=True))
        rows = [[*result, count] for result, count in sorted(results.items())]
        key = "|".join((facts["month"], str(how.step), *how.cell[1:]))
        found.records.append(
            rules.record("matters", key, {**facts, "precision": how.step, "columns": [*DONE, "count"], "rows": rows})
        )
