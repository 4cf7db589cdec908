"""Reading and writing the links between matters."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from wushi.store.likeness.models import Link, Progress


def position() -> int:
    row = Progress.objects.filter(id=1).first()
    return row.position if row else 0


def write(links: Sequence[Link], seen: int, until: int) -> bool:
    """All links of the registrations between the two positions, or none of them where another process was faster."""
    with transaction.atomic():
        Progress.objects.get_or_create(id=1, defaults={"position": 0})
        if not Progress.objects.filter(id=1, position=seen).update(position=until):
            return False
        Link.objects.bulk_create(links, batch_size=200)
        return True


def forget() -> None:
    """Before they are made again."""
    with transaction.atomic():
        Progress.objects.all().delete()
        Link.objects.all().delete()


def of(matter_id: int, most: int) -> list[Link]:
    """Links of that matter to earlier and from later ones, the surest first."""
    both = Q(matter_id=matter_id) | Q(other_id=matter_id)
    return list(Link.objects.filter(both).order_by("-likelihood", "-matter_id", "-other_id")[:most])
