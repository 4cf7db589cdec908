"""Reads and writes what is watched: follows the ledger, gives arrivals and counts, keeps the alarms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from wushi.store.ledger import worklist
from wushi.store.watched.models import Burst, Heard, Progress

HOUR = 3_600_000_000
_AT_ONCE = 5_000
Arrival = tuple[int, int, str, str]  # matter, moment, subject, place


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm as it is kept; moments in microseconds."""

    subject: str
    place: str
    since: int
    found: int
    last: int
    count: int
    usual: float
    matters: tuple[int, ...]
    id: int = 0
    real: bool | None = None
    judged_at: int | None = None
    judged_by: str = ""
    reason: str = ""


def take_turn(now: int, until: int) -> Progress | None:
    """What was followed so far, for the one process that gets the turn; None for all others."""
    Progress.objects.get_or_create(id=1, defaults={"position": 0, "looked_until": 0, "busy_until": 0})
    if not Progress.objects.filter(id=1, busy_until__lt=now).update(busy_until=until):
        return None
    return Progress.objects.get(id=1)


def leave(looked_until: int | None = None) -> None:
    found = {} if looked_until is None else {"looked_until": looked_until}
    Progress.objects.filter(id=1).update(busy_until=0, **found)


def follow(position: int) -> int | None:
    """Bring `Heard` up to the ledger from that position; the earliest moment of what is new, None when nothing is."""
    earliest: int | None = None
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, registered_at, subject, place, simulated, changed, track, snapshot LIKE %s FROM ledger_matter"
                " WHERE changed > %s ORDER BY changed LIMIT %s",
                ['%"accused":%', position, _AT_ONCE],
            )
            rows = cursor.fetchall()
        if not rows:
            return earliest
        position = rows[-1][5]
        heard = [
            Heard(matter_id=id, at=at, subject="/".join(subject.split("/")[:2]), place=place, simulated=simulated)
            for id, at, subject, place, simulated, _, track, accusing in rows
            if track == "hotline" and not accusing and subject
        ]
        known = set(
            Heard.objects.filter(matter_id__in=[h.matter_id for h in heard]).values_list("matter_id", flat=True)
        )
        with transaction.atomic():
            Heard.objects.filter(matter_id__in=[row[0] for row in rows if row[7]]).delete()
            Heard.objects.bulk_create(
                heard, batch_size=500, update_conflicts=True, unique_fields=["matter_id"],
                update_fields=["at", "subject", "place"],
            )  # fmt: skip
            Progress.objects.filter(id=1).update(position=position)
        new = [h.at for h in heard if h.matter_id not in known]
        if new:
            earliest = min(new) if earliest is None else min(earliest, *new)


def arrivals(since: int, until: int) -> list[Arrival]:
    """What came from `since` up to and with `until`, in order of time."""
    rows = Heard.objects.filter(at__gte=since, at__lte=until).order_by("at", "matter_id")
    return list(rows.values_list("matter_id", "at", "subject", "place"))


def by_hour(since: int) -> list[tuple[int, str, str, int]]:
    """(beginning of the hour, subject, place, how many)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT at / %s, subject, place, count(*) FROM watched_heard WHERE at >= %s GROUP BY 1, 2, 3",
            [HOUR, since],
        )
        return [(hour * HOUR, subject, place, n) for hour, subject, place, n in cursor.fetchall()]


def keep(alarms: Iterable[Alarm]) -> None:
    Burst.objects.bulk_create([
        Burst(
            subject=a.subject, place=a.place, since=a.since, found=a.found, last=a.last, count=a.count, usual=a.usual,
            matters=",".join(map(str, a.matters)),
        )
        for a in alarms
    ])  # fmt: skip


def grow(id: int, last: int, count: int, usual: float, matters: Iterable[int]) -> None:
    """The alarm goes on: its evidence is of the fullest window."""
    Burst.objects.filter(id=id).update(last=last, count=count, usual=usual, matters=",".join(map(str, matters)))


def alarms(since: int, *, most: int = 200) -> list[Alarm]:
    """Alarms found since then, the newest first."""
    return [_alarm(b) for b in Burst.objects.filter(found__gte=since).order_by("-found", "-id")[:most]]


def standing(since: int) -> list[Alarm]:
    """Alarms that went on after that moment."""
    return [_alarm(b) for b in Burst.objects.filter(last__gte=since)]


def one(id: int) -> Alarm | None:
    row = Burst.objects.filter(id=id).first()
    return _alarm(row) if row else None


def judge(id: int, real: bool, reason: str, post: str, at: int) -> None:
    Burst.objects.filter(id=id).update(real=real, reason=reason[:400], judged_by=post, judged_at=at)


def judged(since: int) -> tuple[int, int, int]:
    """(alarms found since then, of these judged real, judged false)."""
    rows = list(Burst.objects.filter(found__gte=since).values_list("real", flat=True))
    return len(rows), sum(r is True for r in rows), sum(r is False for r in rows)


def _alarm(b: Burst) -> Alarm:
    ids = tuple(int(n) for n in b.matters.split(",") if n)
    return Alarm(
        b.subject, b.place, b.since, b.found, b.last, b.count, b.usual, ids, b.id, b.real, b.judged_at, b.judged_by,
        b.reason,
    )  # fmt: skip


def by_cell(since: int, until: int) -> list[tuple[str, str, int]]:
    """(subject, place, how many) of what came from `since` up to but without `until`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject, place, count(*) FROM watched_heard WHERE at >= %s AND at < %s GROUP BY subject, place",
            [since, until],
        )
        return [(subject, place, n) for subject, place, n in cursor.fetchall()]


def first() -> int | None:
    """The earliest moment that is on record."""
    return Heard.objects.order_by("at").values_list("at", flat=True).first()


def titled(ids: Sequence[int]) -> list[worklist.Row]:
    """These matters with their masked titles, as work lists have them, the newest first."""
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, due, snapshot FROM ledger_matter WHERE id IN ({', '.join(['%s'] * len(ids))})"
            " ORDER BY registered_at DESC, id DESC",
            list(ids),
        )
        return worklist.titled(cursor.fetchall())
