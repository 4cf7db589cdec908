"""The command that takes files in: wushi import FILE --map NAME."""

from __future__ import annotations

import sys
import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from types import TracebackType
from typing import Any

import click
from django.conf import settings

from wushi.channels.spreadsheet.importing import Count, Import, Refused
from wushi.channels.spreadsheet.opening import kind_of
from wushi.channels.spreadsheet.report import Report, copy_with_errors, place_for
from wushi.channels.spreadsheet.template import write_template
from wushi.packs import maps
from wushi.site.cli import emit, say
from wushi.steps import policy as policies

_SHOWN = 20  # refused rows told on the screen; all of them are in the report


class _Bar:
    """A progress bar that shows itself only after two seconds, and only to a person."""

    def __init__(self, name: str) -> None:
        self._name, self._began = name, time.monotonic()
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> _Bar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, rows: int, share: float) -> None:
        if self._bar is None:
            if not sys.stderr.isatty() or time.monotonic() - self._began < 2:
                return
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (
                TextColumn(self._name),
                BarColumn(),
                TextColumn("{task.fields[rows]} rows"),
                TimeRemainingColumn(),
            )
            self._bar = Progress(*columns, console=Console(stderr=True))
            self._task = self._bar.add_task(self._name, total=1.0, rows=rows)
            self._bar.start()
        self._bar.update(self._task, completed=share, rows=rows)


@click.command("import")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--map", "name", required=True, help="the column map: a file of the pack's folder maps")
@click.option("--dry-run", is_flag=True, help="write nothing, tell the same counts")
@click.option("--json", "as_json", is_flag=True, help="refused rows and the counts as JSON lines")
@click.option(
    "--report", type=click.Path(path_type=Path), help="where refused rows are listed  [default: beside the file]"
)
@click.option("--sheet", default="", help="the sheet of a workbook  [default: the first]")
@click.option("--encoding", default="utf-8", help="of a CSV file, such as gb18030  [default: utf-8]")
@click.option("--template", type=click.Path(path_type=Path), help="write a blank workbook for this map instead")
def import_(
    file: Path | None,
    name: str,
    dry_run: bool,
    as_json: bool,
    report: Path | None,
    sheet: str,
    encoding: str,
    template: Path | None,
) -> None:
    """Take messages or replies in from FILE: CSV, Excel (.xlsx), JSON lines or Parquet.

    Rows that cannot be taken are listed with row, column and reason in FILE.refused.csv; the others go in. The same file
    again takes in only what is new, also after an interruption."""
    policy = policies.current()
    column_map = maps.find(name, policy)
    if template is not None:
        write_template(column_map, policy, template)
        say(f"{template}: {column_map.title}")
        return
    if file is None:
        raise click.UsageError("name the FILE to import, or --template FILE for a blank one")
    try:
        "".encode(encoding)
    except LookupError:
        raise click.UsageError(f"there is no encoding {encoding!r}") from None
    shown = 0
    place = report or place_for(file, settings.WUSHI_HOME / "imports")
    # a dry run leaves nothing behind unless a report is asked for
    kept: AbstractContextManager[Report | None] = nullcontext() if dry_run and report is None else Report(place)
    with kept as written, _Bar(file.name) as bar:

        def tell(refused: Refused) -> None:
            nonlocal shown
            if written is not None:
                written.add(refused)
            if as_json:
                emit({"row": refused.row, "column": refused.column, "reason": refused.reason})
            elif shown < _SHOWN:
                say(f"row {refused.row}: {refused.column + ': ' if refused.column else ''}{refused.reason}")
            shown += 1

        course = Import(column_map, policy, dry_run=dry_run, report=tell, progress=bar)
        try:
            count = course.run(file, encoding=encoding, sheet=sheet)
        except KeyboardInterrupt:
            say(
                f"interrupted after {course.count.rows} rows; what was taken in stays, the same command goes on from there"
            )
            raise
    _end(count, file, written, sheet, dry_run, as_json, shown)


def _end(
    count: Count, file: Path, written: Report | None, sheet: str, dry_run: bool, as_json: bool, shown: int
) -> None:
    if not as_json and shown > _SHOWN:
        say(f"… and {shown - _SHOWN} rows more")
    if written is not None and written.refused:
        say(f"refused rows: {written.path}")
        if kind_of(file) == "excel":
            copy = written.path.with_name(f"{file.stem}.refused.xlsx")
            copy_with_errors(file, written.refused, copy, sheet)
            say(f"the same in the workbook: {copy}")
    if as_json:
        emit({"imported": count.imported, "refused": count.refused, "already": count.already})
    else:
        said = "would be imported" if dry_run else "imported"
        click.echo(f"{said} {count.imported}, refused {count.refused}, already {count.already}")
    if count.refused and count.refused == count.rows:
        raise SystemExit(1)
