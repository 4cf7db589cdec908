"""Commands of open data: export a package, publish the present state to the open door, mirror another house's."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from wushi.channels.open_data import mirror as mirrors
from wushi.channels.open_data import package
from wushi.site.cli import emit, say
from wushi.site.cli.progress import Bar
from wushi.steps.evaluate import open_state, opening
from wushi.steps.policy import current


@click.command()
@click.argument("what", type=click.Choice(["open-data"]))
@click.argument("to", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--base", default="", metavar="URL", help="where the package will lie, for the addresses in its metadata")
def export(what: str, to: Path, base: str) -> None:
    """Write what is public at the ledger's present position: CSV, Parquet, datapackage.json, DCAT."""
    records = open_state.state(current(), datetime.now(UTC))
    written = package.write(records, to.absolute(), base)
    for one in records:
        if one.kind == "refused":
            found = one.facts
            if found["count"] or found["few"]:
                say(f"{found['of']}: {'a few' if found['few'] else found['count']} not told — {found['name_en']}")
    emit({"dir": str(to), "position": written.position, "rows": written.rows, "digest": written.digest})


@click.command()
def publish() -> None:
    """Make public at /open/ what the ledger says now; the worker does it once a day."""
    done = opening.publish(current(), datetime.now(UTC))
    emit(asdict(done))


@click.command()
@click.argument("url")
@click.argument("to", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--size", default=0, help="records a page  [default: as the server has it]")
@click.option(
    "--key", default="", envvar="WUSHI_MIRROR_KEY", help="a key of the district, for an allowance of your own"
)
def mirror(url: str, to: Path, size: int, key: str) -> None:
    """Hold the public state of a district in a folder; the same command again goes on where it stopped."""
    with Bar("镜像 mirror") as bar:
        done = mirrors.follow(
            mirrors.Server(url, key), to.absolute(), size=size,
            told=lambda came, records: bar(min(1.0, came / records if records else 1.0), f"{came:,}/{records:,}"),
        )  # fmt: skip
    emit(asdict(done))
