"""Bench import: real messages a second from file to dispatch, with classification by words and trained model, and their replies."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from wushi.domain.errors import BadInput
from wushi.site.bench import databases, house, versions
from wushi.site.environment import CHECKOUT

_TRAINED_ON = ("classify_dev.parquet", "classify_seg_extra.parquet")


def _data() -> Path:
    """The folder of real messages; it is never part of the project."""
    folder = Path(os.environ.get("WUSHI_SHARED", CHECKOUT.parent / "shared")) / "data" / "tipdm"
    if not (folder / "messages.parquet").is_file():
        raise BadInput(field="WUSHI_SHARED", why=f"there are no messages at {folder}; name the folder of real data")
    return folder


def _first(file: Path, size: int | None, to: Path) -> Path:
    """The file, or its first rows."""
    if size is None:
        return file
    import pyarrow.parquet as pq

    cut = to / file.name
    pq.write_table(pq.read_table(file).slice(0, size), cut)
    return cut


def _model(environment: dict[str, str], kept: Path | None) -> Path:
    """A model for this house: trained here, or the one that was trained for the house before. Not part of what is measured."""
    model = Path(environment["WUSHI_HOME"]) / "model.npz"
    if kept is not None:
        shutil.copy(kept, model)
    else:
        data = [part for name in _TRAINED_ON for part in ("--data", str(_data() / name))]
        command = [sys.executable, "-m", "wushi", "train", *data, "--json"]
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return model


def run(*, only: str = "", size: int | None = None) -> list[dict[str, Any]]:
    """Rows of the table: kind messages (register, classify, locate, route, dispatch), kind replies (sign, answer, close)."""
    rows: list[dict[str, Any]] = []
    kept: Path | None = None
    data = _data()
    for name, url in databases(only):
        with house(url) as environment:
            home = Path(environment["WUSHI_HOME"])
            model = _model(environment, kept)
            for kind, file, column_map in (("messages", "messages", "tipdm"), ("replies", "replies", "tipdm-replies")):
                taken = _first(data / f"{file}.parquet", size, home)
                began = time.perf_counter()
                command = [sys.executable, "-m", "wushi.site.bench.importing", str(taken), column_map]
                told = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
                whole = time.perf_counter() - began
                found = json.loads(told.splitlines()[-1])
                rows.append(
                    {
                        "bench": "import",
                        "database": name,
                        "kind": kind,
                        "per_second": round(found["rows"] / found["seconds"], 1),
                        "rows": found["rows"],
                        "seconds": round(found["seconds"], 2),
                        "seconds_with_start": round(whole, 2),
                        "imported": found["imported"],
                        "refused": found["refused"],
                        "cpu_seconds": round(found["cpu"], 2),
                        "versions": versions(),
                    }
                )
            if kept is None:
                kept = Path(shutil.copy(model, f"{home}.model.npz"))
    if kept is not None:
        kept.unlink()
    return rows


def _measure(file: str, name: str) -> None:
    """In the house: one import from the first row read to the last commit, the start of its second process included."""
    import resource

    import django

    django.setup()
    from wushi.channels.spreadsheet.importing import Import
    from wushi.packs import maps
    from wushi.steps import policy as policies

    policy = policies.current()
    course = Import(maps.find(name, policy), policy)
    began = time.perf_counter()
    count = course.run(Path(file))
    seconds = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    found = {"rows": count.rows, "imported": count.imported, "refused": count.refused, "seconds": seconds}
    sys.stdout.write(json.dumps({**found, "cpu": used.ru_utime + used.ru_stime}) + "\n")


if __name__ == "__main__":
    _measure(sys.argv[1], sys.argv[2])
