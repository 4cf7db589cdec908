"""Versions of items that were taken in: put them, read them all, and a mark by which a process sees that there are more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from django.db import transaction
from django.db.models import Max

from wushi.domain.catalogue import Item, Material
from wushi.store.catalogue.models import ItemVersion, TakenIn
from wushi.store.moments import from_micros, to_micros


@dataclass(frozen=True, slots=True)
class File:
    """A file that was taken in: when, by which post, with how many versions."""

    at: datetime
    post: str
    file: str
    since: date
    versions: int


def mark() -> int:
    """Grows with every file that is taken in."""
    return TakenIn.objects.aggregate(newest=Max("id"))["newest"] or 0


def put(
    items: Sequence[Item],
    materials: Iterable[Material],
    *,
    at: datetime,
    post: str,
    file: str,
    digest: str,
    since: date,
) -> None:
    """A version of the same day is replaced: the later file corrects the earlier one."""
    with transaction.atomic():
        listed = msgspec.json.encode(list(materials)).decode()
        taken = TakenIn.objects.create(
            at=to_micros(at), post=post, file=file[:200], digest=digest, since=since, materials=listed
        )
        by_day: dict[date, list[str]] = {}
        for item in items:
            by_day.setdefault(item.since, []).append(item.code)
        for day, codes in by_day.items():
            for n in range(0, len(codes), 500):
                ItemVersion.objects.filter(since=day, code__in=codes[n : n + 500]).delete()
        rows = (
            ItemVersion(taken_in=taken, code=i.code, since=i.since, content=msgspec.json.encode(i).decode())
            for i in items
        )
        ItemVersion.objects.bulk_create(rows, batch_size=200)


def every() -> tuple[list[Item], dict[str, Material]]:
    """All versions, the earliest first, and the materials that came with them."""
    materials: dict[str, Material] = {}
    for listed in TakenIn.objects.order_by("id").values_list("materials", flat=True):
        materials |= {m.code: m for m in msgspec.json.decode(listed, type=list[Material])}
    contents = ItemVersion.objects.order_by("since", "id").values_list("content", flat=True)
    return [msgspec.json.decode(content, type=Item) for content in contents], materials


def files(most: int = 20) -> list[File]:
    """The newest first."""
    found = TakenIn.objects.order_by("-id")[:most]
    return [File(from_micros(t.at), t.post, t.file, t.since, t.versions.count()) for t in found]
