"""Commands on hand-overs: a simulator for each source, and the inventory of disputes by place, kind and state."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from wushi.domain.calendar import local
from wushi.site import demonstration_centre
from wushi.site.cli import emit, say
from wushi.steps import inventory as inventories
from wushi.steps.policy import current
from wushi.steps.report import hand_over as steps


@click.group(name="hand-over")
def hand_over() -> None:
    """Matters that other bodies hand over: simulate them, count them."""


@hand_over.command()
@click.option("--source", "codes", multiple=True, help="code of a source; default: every source of the pack")
@click.option("--count", default=3, show_default=True, help="of each source")
@click.option("--seed", default=1, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="one receipt a line")
def simulate(codes: tuple[str, ...], count: int, seed: int, as_json: bool) -> None:
    """Hand invented matters over, as the sources would; they are marked as simulated. Sent twice, they are taken over once."""
    policy, now = current(), datetime.now(UTC)
    actor = demonstration_centre.sender(policy)
    for source in [steps.source_of(code, policy) for code in codes] or policy.centre.sources.values():
        for n in range(count if source.examples else 0):
            receipt = steps.take_over(
                demonstration_centre.made(source, n, seed, policy, now), actor=actor, policy=policy, now=now
            )
            if as_json:
                emit({"number": receipt.number, "source": source.code, "source_number": receipt.source_number,
                      "unit": receipt.unit, "received_at": receipt.received_at.isoformat(),
                      "due": receipt.due.isoformat() if receipt.due else None, "already": receipt.already})  # fmt: skip
            else:
                due = f"  {local(receipt.due):%Y-%m-%d}" if receipt.due else ""
                click.echo(f"{receipt.number}  {source.name}  {receipt.source_number}{due}")


@hand_over.command()
@click.option(
    "--by", type=click.Choice(["town", "sort", "state", "origin", "level"]), default="town", show_default=True
)
@click.option("--json", "as_json", is_flag=True, help="one object a line")
def inventory(by: str, as_json: bool) -> None:
    """All disputes of the district, counted by place, kind, state, origin or level of the hub."""
    policy = current()
    found = inventories.of_district(policy)
    for code, part in sorted(found.by(by).items(), key=lambda x: -x[1].total):
        row = {by: code, "total": part.total, "open": part.open, "late": part.late, "settled": part.settled}
        if as_json:
            emit(row)
        else:
            click.echo("  ".join(f"{k}={v}" for k, v in row.items()))
    say(f"{found.total} disputes, {found.open} open")
