"""Command bench: run one measurement or all, print a table, or with --json one object a line."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from wushi.site.bench.understanding import PARTS
from wushi.site.cli import emit

BENCHES = (
    "intake",
    "worklist",
    "import",
    "simulate",
    "clock",
    "figures",
    "catalogue",
    "understanding",
    "monitors",
    "bookings",
    "climb",
    "reach",
)
_MODULES = {"import": "importing", "simulate": "simulating", "climb": "climbing", "reach": "reaching"}
_IN_WORDS = ("bench", "database", "kind", "more", "part", "promise")
_PROMISES = ("part", "kind", "value", "promise", "met")
_COLUMNS = ("bench", "database", "kind", "connections", "per_second", "p50_ms", "p99_ms", "rows")


@click.command()
@click.argument("name", type=click.Choice(BENCHES), required=False)
@click.option("--json", "as_json", is_flag=True, help="one object a line")
@click.option("--database", "only", type=click.Choice(("sqlite", "postgresql")), default=None)
@click.option("--seconds", type=float, default=20, show_default=True, help="length of each intake run")
@click.option("--size", type=int, default=None, help="matters or facts; default: the size that the promise names")
@click.option("--part", type=click.Choice(list(PARTS)), default=None, help="one part of understanding")
@click.option(
    "--shared",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="folder of the data sets to measure on",
)
def bench(
    name: str | None,
    as_json: bool,
    only: str | None,
    seconds: float,
    size: int | None,
    part: str | None,
    shared: Path | None,
) -> None:
    """Measure on this machine. PostgreSQL is measured where WUSHI_BENCH_POSTGRESQL or WUSHI_DATABASE_URL names a cluster."""
    rows: list[dict[str, Any]] = []
    for one in (name,) if name else BENCHES:
        run = importlib.import_module(f"wushi.site.bench.{_MODULES.get(one, one)}").run
        given: dict[str, Any] = {"only": only or ""}
        if one == "intake":
            given["seconds"] = seconds
        if one == "understanding":
            given |= {"part": part or "", "shared": shared}
        if size is not None:
            given["size"] = size
        for row in run(**given):
            rows.append(row)
            if as_json:
                emit(row)
    if not as_json:
        _table(rows)


def _table(rows: list[dict[str, Any]]) -> None:
    console = Console(width=180)
    for columns in (_COLUMNS, _PROMISES):
        mine = [row for row in rows if ("promise" in row) == (columns is _PROMISES)]
        if not mine:
            continue
        table = Table()
        for column in (*columns, "more"):
            table.add_column(column, justify="left" if column in _IN_WORDS else "right")
        for row in mine:
            more = {k: v for k, v in row.items() if k not in (*columns, "bench", "versions")}
            table.add_row(*(str(row.get(c, "")) for c in columns), " ".join(f"{k}={v}" for k, v in more.items()))
        console.print(table)
    if rows:
        console.print(rows[0].get("versions", ""))
