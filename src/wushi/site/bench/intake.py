"""Bench intake: registrations a second over HTTP, each durably committed; beside it the same rows by the driver alone."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from typing import Any

from wushi.site.bench import databases, house, inside, load, quantile, versions
from wushi.site.bench.inside import TEXT


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _serve(environment: dict[str, str], port: int, workers: int, threads: int) -> subprocess.Popen[bytes]:
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "wushi.site.wsgi:application",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--workers",
            str(workers),
            "--blocking-threads",
            str(threads),
            "--log-level",
            "error",
            "--backlog",
            "1024",
            "--no-ws",
        ],
        env=environment,
    )
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
            key = inside(environment, "key").strip()
            port = _free_port()
            server = _serve(environment, port, workers, threads)
            measured, sent = [], 0
            try:
                warm = load.post(port, "/api/matters", _body("warm"), key, 8, 2.0)
                sent += warm.statuses.get(201, 0)
                for count in connections:
                    result = load.post(port, "/api/matters", _body(f"c{count}"), key, count, seconds)
                    measured.append((count, result))
                    sent += result.statuses.get(201, 0)
            finally:
                server.terminate()
                server.wait(10)
            kept = [int(n) for n in inside(environment, "count").split()]
            raw = json.loads(inside(environment, "raw", str(min(seconds, 10))))
            raw_rate = raw["n"] / min(seconds, 10)
            common = {"bench": "intake", "database": name, "versions": versions()}
            for count, result in measured:
                rows.append(
                    {
                        **common,
                        "kind": "http",
                        "connections": count,
                        "per_second": round(result.per_second, 1),
                        "p50_ms": round(quantile(result.latencies, 0.5), 2),
                        "p99_ms": round(quantile(result.latencies, 0.99), 2),
                        "rows": result.statuses.get(201, 0),
                        "refused": {s: n for s, n in result.statuses.items() if s != 201},
                        "ratio_to_raw": round(result.per_second / raw_rate, 3),
                    }
                )
            rows.append(
                {
                    **common,
                    "kind": "raw",
                    "connections": 1,
                    "per_second": round(raw_rate, 1),
                    "p50_ms": round(raw["times"][0], 2),
                    "p99_ms": round(raw["times"][1], 2),
                    "rows": raw["n"],
                    "kept": dict(zip(("matters", "events", "vault", "clocks"), kept, strict=True)),
                    "acknowledged": sent,
                }
            )
    return rows


def _body(run: str) -> Any:
    def make(n: int) -> bytes:
        return json.dumps(
            {
                "title": "停水",
                "text": TEXT,
                "name": "王阿姨",
                "phone": "13900001234",
                "type": "help",
                "address": "青山社区3号楼",
                "client_key": f"{run}-{n}",
            },
            ensure_ascii=False,
        ).encode()

    return make
