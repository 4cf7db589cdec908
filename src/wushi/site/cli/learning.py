"""Commands that learn: train a classifier on labelled matters, classify texts from standard input."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from wushi.channels.spreadsheet.labelled import GROUPS, labelled
from wushi.domain.calendar import local
from wushi.site.cli import emit, say
from wushi.steps import policy as policies
from wushi.steps.report import trained
from wushi.steps.report.answer import answer
from wushi.steps.report.own_matters import closed
from wushi.steps.report.train import back as former
from wushi.steps.report.train import promote as put_in_use
from wushi.steps.report.train import rule_of
from wushi.steps.report.train import train as fit

_BATCH = 500


@click.command()
@click.option(
    "--data",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="labelled rows; may be given again; without it the own closed matters",
)
@click.option("--label", default="label1", show_default=True, help="the column with the label")
@click.option(
    "--group", "groups", multiple=True, help=f"column of rows that belong together  [default: {', '.join(GROUPS)}]"
)
@click.option("--dry-run", is_flag=True, help="measure only; the present model stays")
@click.option("--promote", is_flag=True, help="let the new model classify, whatever the pack's rule says")
@click.option(
    "--back", "go_back", is_flag=True, help="train nothing; the model before the present one classifies again"
)
@click.option("--json", "as_json", is_flag=True, help="the figures as one JSON object")
def train(
    files: tuple[Path, ...],
    label: str,
    groups: tuple[str, ...],
    dry_run: bool,
    promote: bool,
    go_back: bool,
    as_json: bool,
) -> None:
    """Train the classifier, compare it with the present one, and let it classify from now on where it may.

    Without --data it learns from this house's own closed matters, by the first-level subject under which they were closed.
    Columns of --data: title and text (or tokens), and the label. A fifth of the rows is held out; what is printed was measured on it.
    A first model is taken at once; a later one by the pack's rule (learning.toml), or by --promote."""
    if go_back:
        if files or dry_run or promote:
            raise click.UsageError("--back stands alone: it trains nothing")
        digest = former(datetime.now(UTC))
        if as_json:
            emit({"digest": digest})
        else:
            say(f"in use from now on: the model before, {digest}")
        return
    policy, now = policies.current(), datetime.now(UTC)
    if files:
        rows = [row for file in files for row in labelled(file, label, groups or GROUPS)]
    else:
        rows = list(closed(policy, rule_of(policy, local(now).date()).newest))
        say(f"{len(rows)} closed matters of this house")
    found = fit(rows, policy, on=local(now).date())
    figures: dict[str, Any] = dict(found.figures)
    taken = not dry_run and (promote or found.verdict.promoted)
    if taken:
        figures["digest"] = put_in_use(found, now, by="person" if promote else "rule")
    if as_json:
        emit(figures)
        return
    say(
        f"{figures['learnt_from']} texts learnt from, {figures['held_out']} held out; what follows was measured on those"
    )
    told = [("before: words of the pack alone", "words_alone"), ("before: the present model", "before")]
    told += [("after: the new model alone", "model_alone"), ("after: words and new model", "with_model")]
    for name, key in told:
        if key in figures:
            click.echo(f"{name:34} accuracy {figures[key]['accuracy']:.4f}   macro-F1 {figures[key]['macro_f1']:.4f}")
    click.echo(f"{'mean confidence of the new model':34} {figures['mean_confidence']:.4f}")
    for why, names in figures["left_out"].items():
        if names:
            say(f"{why.replace('_', ' ')}: {', '.join(names)}")
    if dry_run:
        say("nothing was changed (--dry-run)")
    elif taken:
        say(f"in use from now on: {trained.path()}")
    else:
        say(f"the present model stays: {found.verdict.why}; --promote lets the new one classify all the same")


@click.command()
def classify() -> None:
    """Read JSON lines {"id", "title", "text"} and write {"id", "subject", "confidence", "alternatives", "reasons"}."""
    policy = policies.current()
    bad = 0
    batch: list[tuple[Any, str, str]] = []
    for number, line in enumerate(sys.stdin.buffer, 1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
            batch.append((given.get("id"), str(given.get("title") or ""), str(given.get("text") or "")))
        except (ValueError, AttributeError, RecursionError) as error:
            bad += 1
            say(f"line {number}: is no JSON object in UTF-8 ({error})")
        if len(batch) >= _BATCH:
            _answer(batch, policy)
            batch = []
    _answer(batch, policy)
    if bad:
        raise SystemExit(1)


def _answer(batch: list[tuple[Any, str, str]], policy: Any) -> None:
    guesses = answer([(title, text) for _, title, text in batch], policy)
    for (id, _, _), guess in zip(batch, guesses, strict=True):
        emit(
            {
                "id": id,
                "subject": guess.subject,
                "confidence": guess.confidence,
                "alternatives": [{"subject": s, "confidence": c} for s, c in guess.alternatives],
                "reasons": list(guess.reasons),
            }
        )
    sys.stdout.flush()
