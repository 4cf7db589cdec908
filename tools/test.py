"""Run the whole suite: on SQLite, then on PostgreSQL where there is one; each with the browser where there is one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTEST = [
    str(ROOT / ".venv/bin/python"),
    "-m",
    "pytest",
    "-n",
    os.environ.get("WUSHI_TEST_WORKERS", "2"),
    "--dist",
    "loadgroup",
]


def run(name: str, url: str | None) -> int:
    environment = {**os.environ}
    environment.pop("WUSHI_DATABASE_URL", None)
    if url:
        environment["WUSHI_DATABASE_URL"] = url
    print(f"== tests on {name}", flush=True)
    return subprocess.run([*PYTEST, *sys.argv[1:]], cwd=ROOT, env=environment, check=False).returncode


def cluster() -> tuple[str, list[str] | None]:
    """(URL, command that stops it) of a PostgreSQL: the one that WUSHI_TEST_POSTGRESQL names, else one of our own on loopback."""
    named = os.environ.get("WUSHI_TEST_POSTGRESQL", "")
    if named:
        return named, None
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        return "", None
    bin = found[-1].parent
    folder = Path(tempfile.mkdtemp(prefix="wushi-pg-"))
    as_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []
    if as_postgres:
        shutil.chown(folder, "postgres", "postgres")
    port = 54000 + os.getpid() % 1000
    start = [str(bin / "pg_ctl"), "-D", str(folder / "data"), "-w", "-l", str(folder / "log")]
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder}"
    initdb = [
        str(bin / "initdb"),
        "-D",
        str(folder / "data"),
        "-U",
        "wushi",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    ]
    quiet = {"stdout": subprocess.DEVNULL, "cwd": "/"}
    subprocess.run([*as_postgres, *initdb], check=True, **quiet)  # type: ignore[call-overload]
    subprocess.run([*as_postgres, *start, "-o", options, "start"], check=True, **quiet)  # type: ignore[call-overload]
    return f"postgresql://wushi@127.0.0.1:{port}/postgres", [*as_postgres, *start, "-m", "immediate", "stop"]


def main() -> int:
    status = run("SQLite", None)
    url, stop = cluster()
    if not url:
        if os.environ.get("WUSHI_NEED_POSTGRESQL"):
            sys.exit("PostgreSQL is needed here and was not found")
        print(
            "== no PostgreSQL on this machine: its half of the suite is NOT run (apt install postgresql, or set WUSHI_TEST_POSTGRESQL)"
        )
        return status
    try:
        return run("PostgreSQL", url) or status
    finally:
        if stop:
            subprocess.run(stop, check=False, stdout=subprocess.DEVNULL)


sys.exit(main())
