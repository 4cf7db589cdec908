"""An import that is killed half-way loses nothing and doubles nothing: the same command again finishes it."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.channels.spreadsheet.files import GOOD, write_csv

ROWS = 8000


def held(home: Path) -> int:
    try:
        with closing(sqlite3.connect(f"file:{home}/wushi.sqlite3?mode=ro", uri=True, timeout=5)) as database:
            return int(database.execute("SELECT count(*) FROM ledger_matter").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


@pytest.mark.skipif(
    "postgres" in os.environ.get("WUSHI_DATABASE_URL", ""), reason="a server of its own keeps PostgreSQL's data"
)
def test_an_import_killed_half_way_is_finished_by_the_same_command(tmp_path: Path) -> None:
    home = tmp_path / "home"
    environment = {**os.environ, "WUSHI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "wushi.site.settings"}
    environment.pop("WUSHI_DATABASE_URL", None)
    wushi = [sys.executable, "-m", "wushi"]
    subprocess.run([*wushi, "init"], env=environment, check=True, capture_output=True)
    file = write_csv(tmp_path / "a.csv", [{**GOOD, "编号": str(n), "内容": f"第{n}盏路灯不亮"} for n in range(ROWS)])
    command = [*wushi, "import", str(file), "--map", "demands", "--json"]
    first = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while held(home) < 500 and time.monotonic() < until and first.poll() is None:
        time.sleep(0.02)
    first.send_signal(signal.SIGKILL)
    first.wait()
    before = held(home)
    assert 500 <= before < ROWS, "it was not killed half-way"
    second = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    assert json.loads(second.stdout.splitlines()[-1]) == {"imported": ROWS - before, "refused": 0, "already": before}
    with closing(sqlite3.connect(home / "wushi.sqlite3")) as database:
        counts = {
            name: database.execute(f"SELECT count(*), count(DISTINCT {key}) FROM {name}").fetchone()
            for name, key in (
                ("ledger_matter", "client_key"),
                ("ledger_said", "matter_id"),
                ("vault_sealed", "matter_id"),
                ("ledger_alarm", "matter_id"),
            )
        }
        events, last = database.execute("SELECT count(*), max(position) FROM ledger_event").fetchone()
    assert set(counts.values()) == {(ROWS, ROWS)}
    assert events == last == 4 * ROWS
