"""Command reach: which share of households reaches each basic kind of place on foot, what is missing, where one more helps most."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import click

from wushi.channels.spreadsheet import streets as network
from wushi.domain import life_circle
from wushi.domain.calendar import local
from wushi.domain.errors import BadInput
from wushi.domain.life_circle import Facility, Home
from wushi.domain.policy import Policy
from wushi.site import walked
from wushi.site.cli import emit, say
from wushi.steps import circle as measuring
from wushi.steps import walking
from wushi.steps.policy import current

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--streets", "streets_file", type=_FILE, help="GraphML of the streets, made from OpenStreetMap")
@click.option("--homes", "homes_file", type=_FILE, help="CSV: community, lat, lon, households")
@click.option("--places", "places_file", type=_FILE, help="CSV: kind, name, lat, lon")
@click.option("--what-if", "kind", default="", help="a kind: where would one more place help most")
@click.option("--keep", is_flag=True, help="measure every kind and show it on the page of the life circle")
@click.option("--seed", default=7, show_default=True, help="of the demonstration, when no files are given")
@click.option("--json", "as_json", is_flag=True, help="one object a line")
def reach(
    streets_file: Path | None,
    homes_file: Path | None,
    places_file: Path | None,
    kind: str,
    keep: bool,
    seed: int,
    as_json: bool,
) -> None:
    """Measure the life circle. Without files: a generated demonstration, marked illustrative."""
    policy = current()
    circle = life_circle.circle_on(policy.circles, local(datetime.now(UTC)).date())
    if kind:
        life_circle.check_kind(kind, policy.basic_kinds)
    given = [streets_file, homes_file, places_file]
    if any(given) and not all(given):
        raise click.UsageError("--streets, --homes and --places belong together")
    if streets_file and homes_file and places_file:
        streets, homes = network.read(streets_file), _homes(homes_file, policy)
        facilities = _facilities(places_file, policy)
    else:
        homes = walked.homes(policy, seed)
        streets, facilities = walked.streets(homes, seed), walked.facilities(policy, homes, seed)
        say("wushi: generated streets, households and places: illustrative, not measured")
    if keep:
        kept = measuring.measure(streets, homes, facilities, policy, datetime.now(UTC))
        say(f"wushi: {len(kept.communities)} communities measured; the page of the life circle shows them")
    metres = walking.metres_to_nearest(streets, homes, facilities, list(policy.basic_kinds), circle.metres)
    found = life_circle.coverage(homes, {k: list(v) for k, v in metres.items()}, circle.metres)
    for whose in (*sorted({h.community for h in homes}), life_circle.ALL):
        name = policy.tree.unit(whose or policy.district).name
        if as_json:
            for basic in policy.basic_kinds:
                one = found[whose, basic]
                emit({
                    "community": whose or "all", "kind": basic, "households": one.households, "covered": one.covered,
                    "share": one.share, "metres": circle.metres, "illustrative": streets.illustrative,
                })  # fmt: skip
            continue
        short = life_circle.missing(found, whose)
        told = "、".join(f"{policy.basic_kinds[k].name} {n} 户" for k, n in short) or "不缺"
        reached = sum(found[whose, k].covered for k in policy.basic_kinds)
        of = sum(found[whose, k].households for k in policy.basic_kinds)
        click.echo(f"{name}  {100 * reached / of if of else 0:.1f}%  {told}")
    if kind:
        best = walking.where_next(streets, homes, metres[kind], circle.metres)
        if best is None:
            say(f"wushi: one more place of the kind {kind} would help nobody")
        elif as_json:
            emit({"what_if": kind, "lat": best.lat, "lon": best.lon, "households": best.households})
        else:
            click.echo(f"{policy.basic_kinds[kind].name}：{best.lat:.5f}, {best.lon:.5f}  +{best.households} 户")


def _rows(path: Path, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        lacking = [c for c in columns if c not in (rows.fieldnames or ())]
        if lacking:
            raise BadInput(field=path.name, why=f"lacks the columns {', '.join(lacking)}")
        return [(rows.line_num, {c: (row[c] or "").strip() for c in columns}) for row in rows]


def _point(row: dict[str, str], where: str) -> tuple[float, float]:
    try:
        lat, lon = float(row["lat"]), float(row["lon"])
    except ValueError:
        raise BadInput(field=where, why="lat and lon are numbers of degrees") from None
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        raise BadInput(field=where, why=f"{lat}, {lon} is no point; latitude comes first")
    return lat, lon


def _homes(path: Path, policy: Policy) -> list[Home]:
    made = []
    for line, row in _rows(path, ("community", "lat", "lon", "households")):
        where = f"{path.name}:{line}"
        if row["community"] not in policy.tree:
            raise BadInput(field=where, why=f"{row['community'] or 'blank'} is no unit of the tree")
        if not (row["households"].isascii() and row["households"].isdigit()):
            raise BadInput(field=where, why="households is a whole number, zero or more")
        made.append(Home(row["community"], *_point(row, where), int(row["households"])))
    if not made:
        raise BadInput(field=path.name, why="has no homes")
    return made


def _facilities(path: Path, policy: Policy) -> list[Facility]:
    made = []
    for line, row in _rows(path, ("kind", "name", "lat", "lon")):
        where = f"{path.name}:{line}"
        if row["kind"] not in policy.basic_kinds:
            raise BadInput(field=where, why=f"{row['kind'] or 'blank'} is no kind of basic_kinds.csv")
        made.append(Facility(row["kind"], row["name"], *_point(row, where)))
    return made
