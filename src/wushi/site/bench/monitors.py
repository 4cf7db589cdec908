"""Bench monitors: frames of 200 devices a second, each stored before it is answered; one kill -9 in between; ten years of the index."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from wushi.channels.hj212.frame import build
from wushi.channels.hj212.stream import Cutter
from wushi.domain.monitors import aqi
from wushi.packs import monitors as pack
from wushi.site.bench import databases, house, inside, versions
from wushi.site.bench.inside import mn_of
from wushi.steps.policy import current

CONNECTIONS, OUTSTANDING = 200, 16
_PROMISE = {"sqlite": 2_000, "postgresql": 5_000}
_FACTORS = ("a21026", "a21002", "a34013", "a19001")


def _frames(n: int, count: int, begin: int = 0) -> Iterator[bytes]:
    """What one stack says each minute: four factors."""
    at = datetime(2026, 1, 1)  # noqa: DTZ001 - the wire carries local time without a zone
    for k in range(begin, begin + count):
        when = at + timedelta(minutes=k)
        said = ";".join(f"{f}-Avg={10 + (n * 7 + k * 13) % 90}.{k % 10},{f}-Flag=N" for f in _FACTORS)
        stamp = f"{when:%Y%m%d%H%M%S}"
        yield build(f"QN={stamp}000;ST=31;CN=2051;PW=123456;MN={mn_of(n)};Flag=5;CP=&&DataTime={stamp};{said}&&")


async def _device(port: int, n: int, frames: list[bytes], acknowledged: list[int]) -> None:
    """Send with some frames on the way; how many were answered goes to `acknowledged`."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    cutter, room = Cutter(), asyncio.Semaphore(OUTSTANDING)

    async def hear() -> None:
        while acknowledged[n] < len(frames):
            data = await reader.read(8192)
            if not data:
                return
            for _ in cutter.feed(data):
                acknowledged[n] += 1
                room.release()

    hearing = asyncio.create_task(hear())
    try:
        for one in frames:
            await room.acquire()
            if hearing.done():
                return
            writer.write(one)
        await hearing
    except ConnectionError:
        pass
    finally:
        hearing.cancel()
        writer.close()


async def _all(port: int, frames: list[list[bytes]], acknowledged: list[int], kill_after: float, pid: int) -> float:
    began = time.monotonic()
    tasks = [asyncio.create_task(_device(port, n, frames[n], acknowledged)) for n in range(CONNECTIONS)]
    if kill_after:
        await asyncio.sleep(kill_after)
        os.kill(pid, signal.SIGKILL)
        await asyncio.wait(tasks, timeout=5)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    else:
        await asyncio.gather(*tasks)
    return time.monotonic() - began


def _listen(environment: dict[str, str]) -> tuple[subprocess.Popen[str], int]:
    listener = subprocess.Popen(
        [sys.executable, "-m", "wushi", "hj212", "listen", "--port", "0"],
        env=environment, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert listener.stderr is not None
    told = listener.stderr.readline()  # HJ 212 at 127.0.0.1:PORT; …
    return listener, int(told.split(";")[0].rpartition(":")[2])


def _memory_mib(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def run(only: str = "", size: int | None = None) -> Iterator[dict[str, Any]]:
    """`size`: frames of each database; default 60,000."""
    count = (size or 60_000) // CONNECTIONS
    for name, url in databases(only):
        with house(url) as environment:
            inside(environment, "devices", str(CONNECTIONS))
            listener, port = _listen(environment)
            acknowledged = [0] * CONNECTIONS
            warm = [list(_frames(n, 5)) for n in range(CONNECTIONS)]
            asyncio.run(_all(port, warm, acknowledged, 0, listener.pid))
            frames = [list(_frames(n, count, 5)) for n in range(CONNECTIONS)]
            acknowledged, before = [0] * CONNECTIONS, _memory_mib(listener.pid)
            seconds = asyncio.run(_all(port, frames, acknowledged, 0, listener.pid))
            after = _memory_mib(listener.pid)
            rate = sum(acknowledged) / seconds
            yield {
                "bench": "monitors", "part": "frames", "database": name, "kind": "frames/s stored and answered",
                "value": round(rate), "promise": f">= {_PROMISE[name]}", "met": rate >= _PROMISE[name],
                "connections": CONNECTIONS, "rows": sum(acknowledged), "memory_mib": [round(before), round(after)],
                "versions": versions(),
            }  # fmt: skip
            # kill -9 amid the stream: what was answered has to be there
            later = [list(_frames(n, count, 5 + count)) for n in range(CONNECTIONS)]
            acknowledged = [0] * CONNECTIONS
            asyncio.run(_all(port, later, acknowledged, min(2.0, seconds / 2), listener.pid))
            listener.wait()
            stored = int(inside(environment, "values"))
            told = (sum(acknowledged) + CONNECTIONS * (5 + count)) * len(_FACTORS)
            yield {
                "bench": "monitors", "part": "kill -9", "database": name, "kind": "values answered and not there",
                "value": max(0, told - stored), "promise": "= 0", "met": stored >= told, "rows": stored,
                "answered_before_the_kill": sum(acknowledged), "versions": versions(),
            }  # fmt: skip
    if only != "postgresql":
        yield _index(20, 10)


def _index(stations: int, years: int) -> dict[str, Any]:
    """Ten years of hours of twenty stations, both standards by the date of the data."""
    standards = pack.of(current()).standards
    chance, hours = random.Random(633), stations * years * 8_766
    values = [
        {
            "so2_1": chance.randrange(90), "no2_1": chance.randrange(120), "pm10_24": chance.randrange(300),
            "co_1": chance.randrange(30) / 10, "o3_1": chance.randrange(240), "pm25_24": chance.randrange(180),
        }
        for _ in range(5_000)
    ]  # fmt: skip
    began = time.process_time()
    for n in range(hours):
        aqi.hourly(values[n % 5_000], standards[-1 if n % years == years - 1 else 0])
    seconds = time.process_time() - began
    return {
        "bench": "monitors", "part": "AQI", "kind": f"CPU s, {years} years hourly x {stations} stations",
        "value": round(seconds, 2), "promise": "<= 10", "met": seconds <= 10, "rows": hours, "versions": versions(),
    }  # fmt: skip
