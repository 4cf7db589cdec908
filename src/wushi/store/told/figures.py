"""Told figures: keep what was published, read the last word on each, note what came out otherwise."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from wushi.domain.indicators import Figure
from wushi.store.moments import from_micros, to_micros
from wushi.store.told.models import Restated, Told

_AT_ONCE = 500
Name = tuple[str, str, str, str, str, int]


@dataclass(frozen=True, slots=True)
class Word:
    """A figure with what it was counted by."""

    figure: Figure
    cutoff: datetime
    definition: str
    pack: str


@dataclass(frozen=True, slots=True)
class Restatement:
    """A published figure that came out otherwise."""

    indicator: str
    period: str
    group: str
    key: str
    branch: str
    what: str  # where it stood
    value_before: float | None
    value_after: float | None
    parts_before: tuple[float, float, int]  # numerator, denominator, excluded
    parts_after: tuple[float, float, int]
    rows: tuple[int, int]
    positions: tuple[int, int]
    told_at: datetime
    noticed_at: datetime
    causes: tuple[dict[str, Any], ...]


def name_of(figure: Figure, cutoff: datetime) -> Name:
    return figure.indicator, figure.period, figure.group, figure.key, figure.branch, to_micros(cutoff)


def _name(row: Told) -> Name:
    return row.indicator, row.period, row.grouped, row.key, row.branch, row.cutoff


def last() -> dict[Name, Told]:
    """The last word on each figure that was ever published, in the order in which they were first told."""
    found: dict[Name, Told] = {}
    newest = Told.objects.values("indicator", "period", "grouped", "key", "branch", "cutoff").annotate(newest=Max("id"))
    ids = [row["newest"] for row in newest]
    for n in range(0, len(ids), _AT_ONCE):
        for row in Told.objects.filter(id__in=ids[n : n + _AT_ONCE]).order_by("id"):
            found[_name(row)] = row
    return found


def numbers(row: Told) -> tuple[Any, ...]:
    return row.value, row.numerator, row.denominator, row.excluded, row.rows


def of(figure: Figure) -> tuple[Any, ...]:
    return figure.value, float(figure.numerator), float(figure.denominator), sum(figure.excluded.values()), figure.rows


def _row(what: str, word: Word, position: int, at: datetime) -> Told:
    f, (value, numerator, denominator, excluded, rows) = word.figure, of(word.figure)
    return Told(
        what=what, indicator=f.indicator, period=f.period, grouped=f.group, key=f.key, branch=f.branch,
        cutoff=to_micros(word.cutoff), value=value, numerator=numerator, denominator=denominator, excluded=excluded,
        rows=rows, definition=word.definition, pack=word.pack, position=position, checked=position, at=to_micros(at),
    )  # fmt: skip


def keep(what: str, words: Iterable[Word], position: int, at: datetime) -> int:
    """Note what is being published; how many of them say something that was not said before."""
    with transaction.atomic():
        held = last()
        new: dict[Name, Told] = {}
        for word in words:
            name = name_of(word.figure, word.cutoff)
            old = held.get(name)
            if old is None or numbers(old) != of(word.figure) or old.definition != word.definition:
                new[name] = _row(what, word, position, at)
        Told.objects.bulk_create(new.values(), batch_size=_AT_ONCE)
        return len(new)


def restate(before: Told, word: Word, position: int, at: datetime, causes: Sequence[dict[str, Any]]) -> None:
    with transaction.atomic():
        after = _row("restatement", word, position, at)
        after.save()
        text = json.dumps(list(causes), ensure_ascii=False)
        Restated.objects.create(before=before, after=after, causes=text, at=to_micros(at))


def confirm(rows: Sequence[Told], position: int) -> None:
    """They came out the same at that position."""
    ids = [row.id for row in rows if row.checked < position]
    for n in range(0, len(ids), _AT_ONCE):
        Told.objects.filter(id__in=ids[n : n + _AT_ONCE]).update(checked=position)


def count() -> int:
    return Told.objects.count()


def restatements(period: str = "", indicator: str = "", size: int = 0) -> list[Restatement]:
    """The newest first."""
    rows = Restated.objects.select_related("before", "after").order_by("-id")
    if period:
        rows = rows.filter(before__period=period)
    if indicator:
        rows = rows.filter(before__indicator=indicator)
    return [_restatement(row) for row in (rows[:size] if size else rows)]


def _restatement(row: Restated) -> Restatement:
    b, a = row.before, row.after
    return Restatement(
        b.indicator, b.period, b.grouped, b.key, b.branch, b.what, b.value, a.value,
        (b.numerator, b.denominator, b.excluded), (a.numerator, a.denominator, a.excluded), (b.rows, a.rows),
        (b.position, a.position), from_micros(b.at), from_micros(row.at), tuple(json.loads(row.causes)),
    )  # fmt: skip
