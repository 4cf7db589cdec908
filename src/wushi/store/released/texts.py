"""Texts: put a released text, take it back, read them newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from wushi.store.moments import from_micros, to_micros
from wushi.store.released.models import Released


@dataclass(frozen=True, slots=True)
class Text:
    id: int
    matter_id: int
    at: datetime
    title: str
    text: str
    reply: str
    unit: str
    subject: str
    place: str


def _text(row: Released) -> Text:
    return Text(
        row.id, row.matter_id, from_micros(row.at), row.title, row.text, row.reply, row.unit, row.subject, row.place
    )


def put(text: Text, seq: int) -> None:
    """In the place of what was released of that matter before; under a new number, so that an old copy is known as one."""
    Released.objects.filter(matter_id=text.matter_id).delete()
    Released.objects.create(
        matter_id=text.matter_id, seq=seq, at=to_micros(text.at), title=text.title, text=text.text, reply=text.reply,
        unit=text.unit, subject=text.subject, place=text.place,
    )  # fmt: skip


def take_back(matter_id: int) -> bool:
    return Released.objects.filter(matter_id=matter_id).delete()[0] > 0


def of_matter(matter_id: int) -> Text | None:
    row = Released.objects.filter(matter_id=matter_id).first()
    return _text(row) if row else None


def one(id: int) -> Text | None:
    row = Released.objects.filter(id=id).first()
    return _text(row) if row else None


def page(size: int, before: int | None = None) -> list[Text]:
    """The newest; those with a smaller number than `before`."""
    rows = Released.objects.order_by("-id")
    return [_text(row) for row in (rows.filter(id__lt=before) if before else rows)[:size]]


def every() -> Iterator[Text]:
    """All of them, oldest first, without holding them at once."""
    return map(_text, Released.objects.order_by("id").iterator(chunk_size=500))
