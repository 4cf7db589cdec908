"""Commands on air and readings: simulate a year, tell the index of each day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import click

from wushi.domain import periods
from wushi.domain.errors import NotFound
from wushi.domain.monitors import aqi
from wushi.packs import air_maps, monitors
from wushi.site.cli import emit, say
from wushi.steps import air as days_of
from wushi.steps import policy as policies


@click.group(name="air")
def air() -> None:
    """Air quality and the readings of monitors."""


@air.command()
@click.argument("year", type=click.IntRange(2000, 2100))
@click.option("--seed", default=1, show_default=True)
@click.option(
    "--watch-days", default=3, show_default=True, help="days before the last hour from which alarms are looked for"
)
def simulate(year: int, seed: int, watch_days: int) -> None:
    """Make every hour of every outlet of a YEAR, marked as simulated; the same for the same seed."""
    from wushi.steps.learn import simulate_readings

    now = datetime.now(UTC)
    new = simulate_readings.run(
        policies.current(), year, simulate_readings.until_now(year, now), seed=seed, watch_days=watch_days
    )
    say(f"{new:,} values")


@air.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--map", "name", default="hours", show_default=True, help="a map of monitors/air_maps.toml of the pack")
@click.option("--station", default="", help="whose values they are, where the file does not say")
@click.option("--encoding", default="utf-8", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="one object a line")
def import_(file: Path, name: str, station: str, encoding: str, as_json: bool) -> None:
    """Take public air data from a FILE (CSV, Excel, Parquet); the same file again adds nothing."""
    from wushi.channels.spreadsheet import air as reader
    from wushi.steps.learn import take_air

    policy = policies.current()
    stations = take_air.stations(policy)
    if station and station not in stations:
        raise NotFound(what="station", name=station)
    found = reader.read(file, air_maps.find(name, policy), stations, station, encoding)
    new = take_air.take(found.told, policy, datetime.now(UTC))
    if as_json:
        emit({
            "rows": found.rows, "values": len(found.told), "new": new, "passed_over": sorted(found.passed_over),
            "refused": [{"line": line, "why": why} for line, why in found.refused],
        })  # fmt: skip
        return
    say(f"{found.rows:,} rows, {len(found.told):,} values, {new:,} of them new")
    if found.passed_over:
        say(f"passed over, for they are no stations of this pack: {', '.join(sorted(found.passed_over)[:10])}")
    for line, why in found.refused[:20]:
        say(f"row {line}: {why}")
    if found.refused:
        say(f"{len(found.refused):,} rows refused")


@air.command()
@click.argument("period", default=lambda: str(date.today().year))  # noqa: DTZ011 - a year to begin with
@click.option("--station", default="", help="code of a station; default: all urban stations together")
@click.option("--json", "as_json", is_flag=True, help="one object a line")
def days(period: str, station: str, as_json: bool) -> None:
    """The index of each day of a PERIOD such as 2022 or 2022-03, by the standard in force on that day."""
    policy = policies.current()
    over, pack = periods.parse(period), monitors.of(policy)
    wanted = [o for o in pack.outlets if o.code == station] if station else days_of.stations(policy)
    found = days_of.days(wanted, over.since, min(over.until, datetime.now(UTC)), policy)
    for one in found:
        value = one.aqi.value
        if as_json:
            emit({
                "day": one.on.isoformat(), "aqi": value, "primary": list(one.aqi.primary), "standard": one.aqi.standard,
                "missing": list(one.aqi.missing),
            })  # fmt: skip
        else:
            level = "–" if value is None else aqi.level(value, pack.levels).name
            click.echo(f"{one.on}  {'–' if value is None else value:>4}  {level}  {' '.join(one.aqi.primary)}")
    told = aqi.good_days((one.aqi.value for one in found), len(found))
    say(f"{told.good} good days of {told.valid} valid ones, of {told.days} days")
