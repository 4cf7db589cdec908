"""Commands on packs: check one with its situations and queries, compare two and list the promises that are kept."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from django.conf import settings

from wushi.domain.calendar import SHANGHAI
from wushi.domain.errors import BadPack
from wushi.domain.policy import Policy
from wushi.packs import pairs, sentences
from wushi.packs.check import check as check_pack
from wushi.packs.loader import load
from wushi.packs.problems import Problems
from wushi.site.cli import emit, say
from wushi.steps.alike import trying as alike
from wushi.steps.evaluate import figures
from wushi.steps.learn import changes as learned
from wushi.steps.policy import current


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--json", "as_json", is_flag=True)
def check(folder: Path | None, as_json: bool) -> None:
    """Validate the pack in FOLDER (default: the district's own). Exit status 1 when anything is wrong."""
    folder = folder or Path(settings.WUSHI_PACK)
    report = check_pack(folder)
    problems = list(report.problems)
    if report.sound and (folder / "pack.toml").exists() and report.digest and folder.name != "cn":
        policy = load(folder)
        problems += figures.check(policy)
        problems += _pairs(policy)
    for problem in problems:
        if as_json:
            emit({name: problem.facts[name] for name in ("file", "line", "why", "mend")})
        else:
            click.echo(str(problem))
    if as_json:
        emit({"folder": str(folder), "sound": not problems, "counts": dict(report.counts), "digest": report.digest})
    if problems:
        say(f"{folder.name}: {len(problems)} mistakes; mend them and check again")
        raise SystemExit(1)
    if not as_json:
        say(f"{folder.name}: sound. " + ", ".join(f"{n} {name}" for name, n in report.counts.items()))


def _pairs(policy: Policy) -> list[BadPack]:
    """Pairs of the pack that the machine would wrongly hold to be one matter."""
    given = list(pairs.read(policy, Problems()))
    if not given:
        return []
    heard = [s.row["sentence"] for s in sentences.read(policy, Problems())]
    judge = alike.linked(policy.likeness_on(datetime.now(SHANGHAI).date()), heard)
    return list(pairs.check(policy, judge)[0].found)


@click.command()
@click.argument("old", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("new", type=click.Path(path_type=Path, exists=True, file_okay=False), required=False)
@click.option("--json", "as_json", is_flag=True)
def changes(old: Path, new: Path | None, as_json: bool) -> None:
    """What changed from the pack in OLD to the one in NEW (default: the district's own), and which promises are kept."""
    present = load(new) if new else current()
    before, number = load(old), 0
    for change in learned.compare(before, present):
        number += 1
        if as_json:
            emit({"what": change.what, "name": change.name, "before": change.before, "after": change.after})
        else:
            click.echo(f"{change.what:<9} {change.name}: {change.before or 'nothing'}  ->  {change.after or 'nothing'}")
    kept = 0
    for promise in learned.kept_promises(present):
        kept += 1
        if as_json:
            emit({"kept": promise.number, "limit": promise.limit, "promised": promise.promised, "anew": promise.anew})
        else:
            click.echo(
                f"kept      {promise.number}: {promise.promised} stays; {promise.limit} would now give {promise.anew}"
            )
    say(f"{number} differences; {kept} open matters keep the day they were promised")
