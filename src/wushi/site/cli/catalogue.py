"""Commands on the catalogue: search it, count what its promises save, take the district's own in from Excel."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from wushi.channels.spreadsheet import service_items
from wushi.domain.actor import Actor
from wushi.domain.calendar import local
from wushi.domain.errors import BadInput, NotFound
from wushi.domain.policy import Policy
from wushi.site.cli import emit, say
from wushi.steps import catalogue as steps
from wushi.steps.policy import current

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group(name="catalogue")
def catalogue() -> None:
    """The catalogue of service items: search, figures, import."""


@catalogue.command()
@click.argument("query")
@click.option("--on", type=_DAY, default=None, help="as in force on this day; default: today")
@click.option("--limit", default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="one object a line")
def search(query: str, on: datetime | None, limit: int, as_json: bool) -> None:
    """Find items by parts of their names, departments, laws, codes or pinyin."""
    policy = current()
    day = on.date() if on else local(datetime.now(UTC)).date()
    items, total = steps.search(query, policy, day, size=limit)
    for item in items:
        if as_json:
            emit({
                "code": item.code, "name": item.name, "kind": item.kind, "unit": item.unit, "type": item.type,
                "legal": item.legal.amount if item.legal else None, "legal_unit": item.legal.unit if item.legal else "",
                "promised": item.promised.amount, "promised_unit": item.promised.unit, "illustrative": item.illustrative,
            })  # fmt: skip
        else:
            click.echo(f"{item.code}  {item.name}  {item.promised.amount:g}/{item.legal.amount if item.legal else 0:g}")
    if total > len(items):
        say(f"{total} items fit; raise --limit (now {limit})")


@catalogue.command()
@click.option("--on", type=_DAY, default=None, help="as in force on this day; default: today")
@click.option("--json", "as_json", is_flag=True)
def figures(on: datetime | None, as_json: bool) -> None:
    """Compression of the promised time by both formulas, and the shares on the spot and with at most one visit."""
    found = steps.figures(current(), on.date() if on else local(datetime.now(UTC)).date())
    c = found.compression
    legal, promised = float(c.legal), float(c.promised)
    rows = [
        ("compression", "(Σ legal − Σ promised) ÷ Σ legal", f"({legal:g} − {promised:g}) ÷ {legal:g}", c.whole),
        (
            "compression, mean of items",
            "Σ ((legal − promised) ÷ legal) ÷ items",
            f"{float(c.shares):.4f} ÷ {c.items}",
            c.mean,
        ),
        (
            "on the spot",
            "items of type instant ÷ items",
            f"{found.instant.part} ÷ {found.instant.of}",
            found.instant.share,
        ),
        ("at most one visit", "items with ≤ 1 visit ÷ items", f"{found.once.part} ÷ {found.once.of}", found.once.share),
    ]
    for name, formula, numbers, value in rows:
        if as_json:
            emit({"figure": name, "formula": formula, "numbers": numbers, "value": None if value is None else float(value),
                  "on": found.day.isoformat(), "items": found.instant.of, "without_legal_limit": c.without_limit,
                  "illustrative": found.illustrative})  # fmt: skip
        else:
            click.echo(f"{name:<28} {formula} = {numbers} = {'–' if value is None else f'{float(value):.2%}'}")
    if not as_json:
        say(f"in working days; {found.illustrative} of {found.instant.of} items are illustrative")


def _importer(policy: Policy, post: str) -> Actor:
    for held in policy.posts.values():
        if held.code == post or (not post and "import" in policy.roles[held.role].may):
            return Actor(held.code, held.unit, held.role)
    raise NotFound(what="post", name=post or "one that may import")


@catalogue.command(name="import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--since", type=_DAY, required=True, help="the day from which the items hold that name none themselves")
@click.option("--post", default="", help="the post that takes it in; default: the one that may import")
@click.option("--dry-run", is_flag=True, help="tell what would change, take nothing in")
@click.option("--json", "as_json", is_flag=True)
def import_(file: Path, since: datetime, post: str, dry_run: bool, as_json: bool) -> None:
    """Take the district's catalogue in from Excel or CSV, all of it or nothing. Exit status 1 when a cell is refused."""
    policy = current()
    found = service_items.read(file, policy, since.date())
    for mistake in found.mistakes:
        if as_json:
            emit({"row": mistake.row, "column": mistake.column, "why": mistake.why})
        else:
            click.echo(f"row {mistake.row} {mistake.column}: {mistake.why}")
    if found.mistakes:
        raise BadInput(field=file.name, why=f"{len(found.mistakes)} cells cannot be taken; mend them and import again")
    if dry_run:
        brought = steps.compare(found.items, policy)
    else:
        brought = steps.take_in(
            found.items, found.materials, actor=_importer(policy, post), policy=policy, now=datetime.now(UTC),
            file=found.file, digest=found.digest, since=since.date(),
        )  # fmt: skip
    told = {"new": len(brought.new), "changed": len(brought.changed), "same": brought.same, "absent": brought.absent}
    if as_json:
        emit({"file": found.file, "dry_run": dry_run, **told})
    for before, after in brought.changed[:20] if not as_json else ():
        click.echo(
            f"changed {after.code} {after.name}: promised {before.promised.amount:g} -> {after.promised.amount:g}"
        )
    verb = "would be" if dry_run else "are"
    say(f"{told['new']} items {verb} new, {told['changed']} changed, {told['same']} as before")
    say(f"{told['absent']} items of the catalogue are not in the file and stay as they are")
