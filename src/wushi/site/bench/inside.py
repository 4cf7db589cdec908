"""What a bench does inside the house that it measures: make a key, count what was kept, write the same rows by the driver."""

from __future__ import annotations

import hashlib
import json
import secrets
import sys
import time
from datetime import UTC, datetime

import django

TEXT = "青山社区3号楼从昨天晚上起停水，物业电话一直没人接，家里有老人，请尽快派人来看看，联系电话13900001234。"


def key() -> str:
    """An API key of an operator without a limit that would be felt."""
    from wushi.steps.policy import current
    from wushi.store.accounts.models import ApiKey

    made = f"wushi_{secrets.token_urlsafe(24)}"
    post = next(p for p in current().posts.values() if p.role == "operator")
    digest = hashlib.sha256(made.encode()).hexdigest()
    ApiKey.objects.create(name="bench", digest=digest, channel="phone", post=post.code, per_minute=10**9)
    return made


def count() -> str:
    """Matters, events, sealed records and clocks that the database holds."""
    from django.db import connection

    with connection.cursor() as cursor:
        found = []
        for table in ("ledger_matter", "ledger_event", "vault_sealed", "ledger_alarm"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            found.append(str(cursor.fetchone()[0]))
    return " ".join(found)


def raw(seconds: str) -> str:
    """The rows of a registration, as the house writes them, by the driver in one process: five statements and a commit each."""
    from django.db import connection

    from wushi.domain.actor import Actor
    from wushi.domain.incoming import Incoming
    from wushi.steps.policy import current
    from wushi.steps.report import register
    from wushi.store.ledger import pen
    from wushi.store.ledger.rows import rows_of

    policy, now = current(), datetime.now(UTC)
    one = Incoming(channel="phone", text=TEXT, title="停水", name="王阿姨", phone="13900001234", client_key="raw")
    made, intake = register.draft(one, 0, actor=Actor("bench", policy.main_desk, "operator"), policy=policy, now=now)
    change = made.change(follow_up=now, intake=intake)
    rows = rows_of([change], now)
    matter = [0, *rows.matters[0][:-1]]
    event, alarm = [0, *rows.events[0]], list(rows.alarms[0])
    sealed, said = list(rows.sealed[0]), list(rows.said[0])
    connection.ensure_connection()
    driver, lite = connection.connection, connection.vendor == "sqlite"
    mark = "?" if lite else "%s"
    statements = [
        (f"INSERT INTO {table} ({pen._names(columns)}) VALUES ({', '.join([mark] * len(columns))})", row)
        for table, columns, row in (
            ("ledger_matter", pen._MATTER, matter),
            ("ledger_event", pen._EVENT, event),
            ("vault_sealed", pen._SEALED, sealed),
            ("ledger_said", pen._SAID, said),
            ("ledger_alarm", pen._ALARM, alarm),
        )
    ]
    cursor = driver.cursor()
    if not lite:
        driver.autocommit = False
    base, n, times = 10**9, 0, []
    end = time.perf_counter() + float(seconds)
    while time.perf_counter() < end:
        n += 1
        id = base + n
        matter[1], matter[2], matter[4] = id, f"RAW-{id}", f"raw-{id}"
        event[0] = event[1] = sealed[0] = said[0] = alarm[0] = id
        began = time.perf_counter()
        if lite:
            cursor.execute("BEGIN IMMEDIATE")
        for sql, row in statements:
            cursor.execute(sql, row)
        driver.commit()
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    return json.dumps({"n": n, "times": [times[len(times) // 2], times[int(len(times) * 0.99)]]})


def worklist(matters: str) -> str:
    """Fill up to that many matters, then time pages of every kind of branch: the root, a street, a department, a community,
    a grid, the coldest; by all open states, one open state, one ended state."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from wushi.site.bench import filling
    from wushi.steps import reading
    from wushi.steps.policy import current
    from wushi.store.ledger import worklist as lists
    from wushi.store.registers import units

    policy = current()
    seconds = filling.fill(int(matters))
    by_level: dict[str, list[str]] = {}
    for unit in policy.tree:
        by_level.setdefault(unit.level, []).append(unit.code)
    branches = [codes[n] for codes in by_level.values() for n in dict.fromkeys((0, len(codes) // 2, len(codes) - 1))]
    asked = [reading.LISTS["open"], ("in_progress",), ("closed",), reading.LISTS["ended"]]
    cases = []
    with connection.cursor() as cursor:
        for code in branches:
            line = policy.tree.line(code)
            number = units.id_of(code)
            for states in asked:
                cursor.execute(lists.sql(len(line), states, None), lists.parameters(number, states, None, 99 * 50))
                before = cursor.fetchall()
                cursors: list[tuple[str, tuple[int, int] | None]] = [("first page", None)]
                if len(before) == 99 * 50:
                    cursors.append(("100th page", (before[-1][1], before[-1][0])))
                for name, after in cursors:
                    statement = lists.sql(len(line), states, after)
                    values = lists.parameters(number, states, after, 51)
                    times, shown = [], 0
                    for _ in range(20):
                        began = time.perf_counter()
                        cursor.execute(statement, values)
                        shown = len(cursor.fetchall())
                        times.append((time.perf_counter() - began) * 1000)
                    case = {"page": name, "branch": code, "list": ",".join(states), "rows": shown, "ms": sorted(times)}
                    cases.append(case)
    root = policy.tree.line(policy.district)
    with CaptureQueriesContext(connection) as seen:
        lists.page(root, reading.LISTS["open"])
        lists.counts(root, reading.LISTS["open"])
    assert len(seen) <= 12, f"{len(seen)} statements a page"
    return json.dumps({"cases": cases, "statements": len(seen), "fill_s": round(seconds, 1)})


def clock(matters: str, due: str) -> str:
    """Fill with open matters of which `due` have an answer that fell due a minute ago; take all alarms; look at the plan."""
    from datetime import timedelta

    from django.db import connection

    from wushi.domain.matter import Clock, Matter
    from wushi.site.bench import filling
    from wushi.steps import turning
    from wushi.steps.policy import current
    from wushi.store.ledger import alarms
    from wushi.store.ledger.encoding import encode
    from wushi.store.moments import to_micros

    policy, now = current(), datetime.now(UTC)
    ended = now - timedelta(minutes=1)
    reached = tuple(r.id for r in policy.rungs_of["reply"] if r.unit == "before_hours")
    reply = Clock(
        "reply",
        now - timedelta(days=7),
        ended,
        "hotline.reply_general",
        5.0,
        "working_days",
        "2000-01-01",
        "bench",
        rungs=reached,
    )
    unit = next(u for u in policy.tree if u.level == "department").code
    template = Matter(
        "B-", version=1, state="in_progress", unit=unit, lead=unit, path=policy.tree.line(unit), clocks=(reply,)
    )
    head, tail = encode(template).split('"B-"', 1)
    filling.fill(int(matters), all_open=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_matter SET snapshot = %s || number || %s, state = 'in_progress', unit = %s WHERE id <= %s",
            [head + '"', '"' + tail, unit, int(due)],
        )
        cursor.execute(
            "INSERT INTO ledger_alarm (matter_id, at, clock, rung, failures, error)"
            " SELECT id, CASE WHEN id <= %s THEN %s ELSE %s + id END, 'reply', '', 0, '' FROM ledger_matter",
            [int(due), to_micros(ended), to_micros(now + timedelta(days=1))],
        )
        cursor.execute("VACUUM ANALYZE ledger_alarm" if connection.vendor == "postgresql" else "ANALYZE")
        explain = "EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
        cursor.execute(explain + alarms.DUE, [to_micros(now), turning.GROUP])
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert "alarm_next" in plan and "Seq Scan" not in plan and "SCAN ledger_alarm" not in plan, plan
    began = time.perf_counter()
    turned = turning.turn_all(policy, now)
    seconds = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, count(*), count(DISTINCT matter_id) FROM ledger_event GROUP BY kind")
        logged = cursor.fetchall()
    assert turned.taken == int(due) and turned.failed == 0, turned
    assert sum(n for _, n, _ in logged) == int(due) == sum(n for _, _, n in logged), logged
    return json.dumps({"seconds": seconds, "plan": plan, "logged": logged})


def mn_of(n: int) -> str:
    """The number of the n-th device of the bench of monitors."""
    return f"150302{n:018d}"


def devices(count: str) -> str:
    """Let so many devices send."""
    from wushi.steps.learn import take_readings

    for n in range(int(count)):
        take_readings.allow(mn_of(n), "123456")
    return count


def values() -> str:
    """How many values of monitors the database holds."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM monitors_value")
        return str(cursor.fetchone()[0])


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(globals()[sys.argv[1]](*sys.argv[2:]) + "\n")
