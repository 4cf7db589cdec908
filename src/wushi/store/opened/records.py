"""Open records: replace what is public by a new state, take one back at once, read what changed since a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Max

from wushi.domain.open_data import KINDS, Record
from wushi.store.ledger import pen
from wushi.store.opened.models import Opened

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a record: a new body, or none."""

    change: int
    position: int
    kind: str
    key: str
    body: str
    gone: bool


@dataclass(frozen=True, slots=True)
class Replaced:
    """What a publication did."""

    new: int
    changed: int
    gone: int
    change: int  # the last one there is


def last() -> int:
    return int(Opened.objects.aggregate(last=Max("change"))["last"] or 0)


def replace(state: Iterable[Record], position: int) -> Replaced:
    """Make this the public state: only what differs changes its place. All of it or nothing."""
    with transaction.atomic():
        pen.hold()  # one at a time, and the order of changes is the order of commits
        at = last()
        held = {(r.kind, r.key): r for r in Opened.objects.all().iterator(chunk_size=2000)}
        made, moved, counts = [], [], {"new": 0, "changed": 0, "gone": 0}
        for one in state:
            old = held.pop((one.kind, one.key), None)
            if old is not None and not old.gone and old.body == one.body:
                continue
            at += 1
            if old is None:
                counts["new"] += 1
                made.append(Opened(kind=one.kind, key=one.key, body=one.body, position=position, change=at))
                continue
            counts["new" if old.gone else "changed"] += 1
            old.body, old.gone, old.position, old.change = one.body, False, position, at
            moved.append(old)
        for old in sorted((r for r in held.values() if not r.gone), key=lambda r: r.change):
            at += 1
            counts["gone"] += 1
            old.body, old.gone, old.position, old.change = "", True, position, at
            moved.append(old)
        Opened.objects.bulk_create(made, batch_size=_AT_ONCE)
        Opened.objects.bulk_update(moved, ["body", "gone", "position", "change"], batch_size=_AT_ONCE)
        return Replaced(**counts, change=at)


def take_back(kind: str, keys: Iterable[str], position: int) -> int:
    """At once, with the event that takes them back: no later reader gets the words; how many were public."""
    taken = 0
    for key in keys:
        row = Opened.objects.filter(kind=kind, key=key, gone=False).first()
        if row is not None:
            row.body, row.gone, row.position, row.change = "", True, position, last() + 1
            row.save()
            taken += 1
    return taken


def since(change: int, size: int) -> list[Change]:
    """What changed after that place, in order; of a record that changed twice only the last."""
    rows = Opened.objects.filter(change__gt=change).order_by("change")[:size]
    return [Change(r.change, r.position, r.kind, r.key, r.body, r.gone) for r in rows]


def counts() -> dict[str, int]:
    """kind -> how many are public."""
    found = Opened.objects.filter(gone=False).values("kind").annotate(n=Count("id"))
    return {row["kind"]: row["n"] for row in found}


def every(kinds: Iterable[str] = KINDS) -> Iterator[Record]:
    """The public state, or these kinds of it, in its order, without holding it at once."""
    for kind in kinds:
        keys = sorted(Opened.objects.filter(kind=kind, gone=False).values_list("key", flat=True))
        for n in range(0, len(keys), _AT_ONCE):
            found = Opened.objects.filter(kind=kind, key__in=keys[n : n + _AT_ONCE], gone=False)
            bodies = {r.key: r.body for r in found}
            yield from (Record(kind, key, bodies[key]) for key in keys[n : n + _AT_ONCE] if key in bodies)
