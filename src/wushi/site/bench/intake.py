"""Bench intake: registrations a second over HTTP, each durably committed; beside it the same rows by the driver alone."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from typing import Any

from wushi.site.bench import databases, house, load, python, quantile, versions

_TEXT = "青山社区3号楼从昨天晚上起停水，物业电话一直没人接，家里有老人，请尽快派人来看看，联系电话13900001234。"
_KEY = """
import django; django.setup()
import hashlib, secrets
from wushi.store.accounts.models import ApiKey
from wushi.steps.policy import current
key = "wushi_" + secrets.token_urlsafe(24)
post = next(p for p in current().posts.values() if p.role == "operator")
ApiKey.objects.create(name="bench", digest=hashlib.sha256(key.encode()).hexdigest(), channel="phone", post=post.code, per_minute=10**9)
print(key)
"""
_COUNT = """
import django; django.setup()
from wushi.store.ledger.models import Matter, Event, Alarm, Said
from wushi.store.vault.models import Sealed
print(Matter.objects.exclude(client_key=None).count(), Event.objects.count(), Sealed.objects.count(), Alarm.objects.count())
"""
# The same rows, as the house writes them, by the driver in one process: five statements and a commit for each matter.
_RAW = """
import sys, json, time
import django; django.setup()
from datetime import datetime, UTC
from django.db import connection, transaction
from wushi.domain.incoming import Incoming
from wushi.domain.actor import Actor
from wushi.steps.policy import current
from wushi.steps.report import register
from wushi.store.ledger import ledger, numbers
from wushi.store.ledger.encoding import encode
from wushi.store.moments import to_micros
seconds, text = float(sys.argv[1]), sys.argv[2]
policy = current(); actor = Actor("bench", policy.main_desk, "operator"); now = datetime.now(UTC)
one = Incoming(channel="phone", text=text, title="停水", name="王阿姨", phone="13900001234", client_key="raw")
made, intake = register.draft(one, 0, actor=actor, policy=policy, now=now)
change = made.change(follow_up=now, intake=intake)
matter = list(ledger._matter_row(change, 0)); entry = change.entries[0]
event = [0, 0, 1, entry.event.kind, to_micros(now), to_micros(now), entry.post, entry.unit, entry.rule, entry.reference, encode(entry.event)]
alarm = list(ledger._alarm_row(change))
connection.ensure_connection()
raw = connection.connection
lite = connection.vendor == "sqlite"
def sql(s):
    s = s.replace("{rows}", "(" + ", ".join(["%s"] * n) + ")")
    return s.replace("%s", "?") if lite else s
statements = []
for s, row in ((ledger._MATTER, matter), (ledger._EVENT, event), (ledger._SEALED, [0, 1, intake.sealed]), (ledger._SAID, [0, 1, intake.title, intake.text]), (ledger._ALARM, alarm)):
    n = len(row); statements.append((sql(s), row))
base = 10**9; times = []; end = time.perf_counter() + seconds; n = 0
cursor = raw.cursor()
if not lite: raw.autocommit = False
while time.perf_counter() < end:
    n += 1; id = base + n
    matter[0], matter[1], matter[3] = id, f"RAW-{id}", f"raw-{id}"
    event[0], event[1] = id, id
    statements[2][1][0] = statements[3][1][0] = alarm[0] = id
    began = time.perf_counter()
    if lite: cursor.execute("BEGIN IMMEDIATE")
    for s, row in statements: cursor.execute(s, row)
    if lite: cursor.execute("COMMIT")
    else: raw.commit()
    times.append((time.perf_counter() - began) * 1000)
times.sort()
print(json.dumps({"n": n, "times": [times[len(times)//2], times[int(len(times)*.99)]]}))
"""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _serve(environment: dict[str, str], port: int, workers: int, threads: int) -> subprocess.Popen[bytes]:
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "wushi.site.wsgi:application", "--host", "127.0.0.1",
         "--port", str(port), "--workers", str(workers), "--blocking-threads", str(threads), "--log-level", "error",
         "--backlog", "1024", "--no-ws"],
        env=environment,
    )  # fmt: skip
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server
        time.sleep(0.1)
    server.kill()
    raise RuntimeError("the server did not start")


def run(
    *, seconds: float = 20, connections: tuple[int, ...] = (8, 32), workers: int = 2, threads: int = 8, only: str = ""
) -> list[dict[str, Any]]:
    """Rows of the table: kind http for each number of connections, kind raw for the driver, with the ratio to it."""
    rows: list[dict[str, Any]] = []
    for name, url in databases(only):
        with house(url) as environment:
            key = python(_KEY, environment).strip()
            port = _free_port()
            server = _serve(environment, port, workers, threads)
            measured, sent = [], 0
            try:
                load.post(port, "/api/matters", _body("warm"), key, 8, 2.0)
                for count in connections:
                    result = load.post(port, "/api/matters", _body(f"c{count}"), key, count, seconds)
                    measured.append((count, result))
                    sent += result.statuses.get(201, 0)
            finally:
                server.terminate()
                server.wait(10)
            kept = [int(n) for n in python(_COUNT, environment).split()]
            raw = json.loads(python(_RAW, environment, str(min(seconds, 10)), _TEXT))
            raw_rate = raw["n"] / min(seconds, 10)
            common = {"bench": "intake", "database": name, "versions": versions()}
            for count, result in measured:
                rows.append(
                    {
                        **common, "kind": "http", "connections": count, "per_second": round(result.per_second, 1),
                        "p50_ms": round(quantile(result.latencies, 0.5), 2), "p99_ms": round(quantile(result.latencies, 0.99), 2),
                        "rows": result.statuses.get(201, 0), "refused": {s: n for s, n in result.statuses.items() if s != 201},
                        "ratio_to_raw": round(result.per_second / raw_rate, 3),
                    }  # fmt: skip
                )
            rows.append(
                {
                    **common, "kind": "raw", "connections": 1, "per_second": round(raw_rate, 1),
                    "p50_ms": round(raw["times"][0], 2), "p99_ms": round(raw["times"][1], 2), "rows": raw["n"],
                    "kept": dict(zip(("matters", "events", "vault", "clocks"), kept, strict=True)), "acknowledged": sent,
                }  # fmt: skip
            )
    return rows


def _body(run: str) -> Any:
    def make(n: int) -> bytes:
        return json.dumps(
            {
                "title": "停水", "text": _TEXT, "name": "王阿姨", "phone": "13900001234", "type": "help",
                "address": "青山社区3号楼", "client_key": f"{run}-{n}",
            },
            ensure_ascii=False,
        ).encode()  # fmt: skip

    return make
