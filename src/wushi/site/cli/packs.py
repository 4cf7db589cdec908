"""Command check: validate a pack, run its situations, list every mistake at once."""

from __future__ import annotations

from pathlib import Path

import click
from django.conf import settings

from wushi.packs.check import check as check_pack
from wushi.site.cli import emit, say


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--json", "as_json", is_flag=True)
def check(folder: Path | None, as_json: bool) -> None:
    """Validate the pack in FOLDER (default: the district's own). Exit status 1 when anything is wrong."""
    report = check_pack(folder or Path(settings.WUSHI_PACK))
    for problem in report.problems:
        if as_json:
            emit(
                {
                    "file": problem.facts["file"],
                    "line": problem.facts["line"],
                    "why": problem.facts["why"],
                    "mend": problem.facts["mend"],
                }
            )
        else:
            click.echo(str(problem))
    if as_json:
        emit(
            {
                "folder": str(report.folder),
                "sound": report.sound,
                "counts": dict(report.counts),
                "digest": report.digest,
            }
        )
    elif report.sound:
        say(f"{report.folder.name}: sound. " + ", ".join(f"{n} {name}" for name, n in report.counts.items()))
    if not report.sound:
        say(f"{report.folder.name}: {len(report.problems)} mistakes; mend them and check again")
        raise SystemExit(1)
