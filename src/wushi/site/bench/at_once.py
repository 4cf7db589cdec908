"""What the benches of bookings and of the ladder do inside the house that they measure."""

from __future__ import annotations

import json
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import django

THREADS = 4
_DAYS = 5


def book(attempts: str, seed: str) -> str:
    """Book a random room with a random mediator for one to eight quarter-hours, so many times, from several threads."""
    from django.db import connections

    from wushi.domain.booking import QUARTER, Wanted
    from wushi.domain.errors import AlreadyTaken
    from wushi.steps import booking
    from wushi.steps.policy import current
    from wushi.store.bookings import bookings

    policy, now, rng = current(), datetime.now(UTC), random.Random(int(seed))
    names = list(policy.centre.resources)
    rooms = len(policy.centre.rooms)
    opens, closes = booking.day_of((now + timedelta(days=1)).date(), policy)
    longest = (closes - opens) // QUARTER
    wanted = []
    for _ in range(int(attempts)):
        length = rng.randint(1, 8)
        begin = opens + timedelta(days=rng.randrange(_DAYS)) + rng.randint(0, longest - length) * QUARTER
        chosen = (rng.choice(names[:rooms]), rng.choice(names[rooms:]))
        wanted.append(Wanted(chosen, begin, begin + length * QUARTER, "session"))

    def take(part: list[Wanted]) -> list[int]:
        told = [0, 0]
        for one in part:
            try:
                bookings.put(one, post="bench", now=now)
                told[0] += 1
            except AlreadyTaken:
                told[1] += 1
        connections.close_all()
        return told

    began = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        told = list(pool.map(take, [wanted[n::THREADS] for n in range(THREADS)]))
    seconds = time.perf_counter() - began
    booked, taken = (sum(one[n] for one in told) for n in (0, 1))
    return json.dumps({"booked": booked, "taken": taken, "seconds": seconds, "threads": THREADS})


def booked() -> str:
    """What stands after all have tried: bookings, quarter-hours that two of them take, and bookings without all of theirs."""
    from django.db.models import Count

    from wushi.domain.booking import slot_of
    from wushi.store.bookings import bookings
    from wushi.store.bookings.models import Booking
    from wushi.store.moments import from_micros

    half = 0
    for row in Booking.objects.annotate(n=Count("quarters")):
        slots = slot_of(from_micros(row.end)) - slot_of(from_micros(row.begin))
        half += row.n != slots * len(row.resources.split())
    return json.dumps({"bookings": Booking.objects.count(), "clashes": bookings.clashes(), "half_booked": half})


def climb(matters: str) -> str:
    """Let so many matters fall overdue, of three sorts: with a unit, with nobody yet, and disputes nobody has accepted; turn the
    clocks once and look at what was logged."""
    from django.db import connection

    from wushi.domain.matter import Clock, Matter
    from wushi.site.bench import filling
    from wushi.steps import turning
    from wushi.steps.policy import current
    from wushi.store.ledger import alarms
    from wushi.store.ledger.encoding import encode
    from wushi.store.moments import to_micros

    policy, now, count = current(), datetime.now(UTC), int(matters)
    ended, since = now - timedelta(minutes=1), now - timedelta(days=9)
    unit = next(u for u in policy.tree if u.level == "department").code
    desk = policy.desk_of("dispute")
    sorts = (("hotline", "in_progress", unit, unit, "reply"), ("hotline", "registered", policy.main_desk, "", "dispatch"),
             ("dispute", "registered", desk, "", "acceptance"))  # fmt: skip
    filling.fill(count, all_open=True)
    with connection.cursor() as cursor:
        for n, (track, state, of, lead, name) in enumerate(sorts):
            reached = tuple(r.id for r in policy.rungs_of[name] if r.unit == "before_hours")
            clock = Clock(name, since, ended, "bench", 1.0, "days", "2000-01-01", "bench", rungs=reached)
            path = policy.tree.line(of)
            made = Matter("B-", track=track, version=1, state=state, unit=of, lead=lead, path=path, clocks=(clock,))
            head, tail = encode(made).split('"B-"', 1)
            cursor.execute(
                "UPDATE ledger_matter SET snapshot = %s || number || %s, state = %s, track = %s, unit = %s"
                f" WHERE id %% {len(sorts)} = {n}",
                [head + '"', '"' + tail, state, track, of],
            )
        cursor.execute(
            "INSERT INTO ledger_alarm (matter_id, at, clock, rung, failures, error)"
            " SELECT id, %s, '', '', 0, '' FROM ledger_matter",
            [to_micros(ended)],
        )
        cursor.execute("VACUUM ANALYZE ledger_alarm" if connection.vendor == "postgresql" else "ANALYZE")
    began, cpu = time.perf_counter(), time.process_time()
    turned = turning.turn_all(policy, now)
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    again = turning.turn_all(policy, now).taken
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT matter_id) FROM ledger_event")
        logged, climbed = cursor.fetchone()
        # the sorts that no unit has been given yet
        cursor.execute(f"SELECT count(*) FROM ledger_event WHERE matter_id %% {len(sorts)} > 0", [])
        unassigned = cursor.fetchone()[0]
    found = {"taken": turned.taken, "failed": turned.failed, "logged": logged, "climbed": climbed, "again": again}
    return json.dumps(
        {**found, "unassigned": unassigned, "seconds": seconds, "cpu": cpu, "left": len(alarms.due(now, 1))}
    )


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(globals()[sys.argv[1]](*sys.argv[2:]) + "\n")
