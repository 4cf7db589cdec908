"""Nothing acknowledged is ever lost: a house that is killed while it registers has every matter whose number it gave out."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

_REGISTER = """
import django; django.setup()
import sys
from datetime import UTC, datetime
from tests.people import Cast, aunt_wang
from wushi.steps.policy import current
from wushi.steps.report import register
policy = current(); cast = Cast(policy)
for n in range(100000):
    receipt = register.register(aunt_wang(client_key=f"{sys.argv[1]}-{n}"), actor=cast.li, policy=policy, now=datetime.now(UTC))
    sys.stdout.write(receipt.number + "\\n"); sys.stdout.flush()
"""
_COUNT = """
import django; django.setup()
import sys
from wushi.store.ledger.models import Matter, Event, Alarm, Said
held = set(Matter.objects.values_list("number", flat=True))
told = set(sys.stdin.read().split())
print(len(told), len(told - held), Matter.objects.count(), Event.objects.count(), Alarm.objects.count(), Said.objects.count())
"""


@pytest.mark.skipif(
    "postgres" in os.environ.get("WUSHI_DATABASE_URL", ""), reason="a server of its own keeps PostgreSQL's data"
)
def test_every_number_given_out_survives_kill_9(tmp_path: Path) -> None:
    environment = {**os.environ, "WUSHI_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "wushi.site.settings"}
    subprocess.run([sys.executable, "-m", "wushi", "init"], env=environment, check=True, capture_output=True)
    told: list[str] = []
    for attempt in range(2):
        writer = subprocess.Popen(
            [sys.executable, "-c", _REGISTER, str(attempt)], env=environment, stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        until = time.monotonic() + 30
        while len(told) < 100 * (attempt + 1) and time.monotonic() < until:
            told.append(writer.stdout.readline().strip())
        writer.send_signal(signal.SIGKILL)
        told += [
            line for line in writer.stdout.read().split("\n") if line.endswith(tuple("0123456789")) and len(line) == 16
        ]
        writer.wait()
        writer.stdout.close()
    count = subprocess.run(
        [sys.executable, "-c", _COUNT],
        env=environment,
        input="\n".join(told),
        capture_output=True,
        text=True,
        check=True,
    )
    heard, lost, matters, events, alarms, said = map(int, count.stdout.split())
    assert heard >= 200
    assert lost == 0
    assert matters == events == alarms == said
