"""Loading a pack: the national layer and the district's above it become one Policy, or every mistake is told at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wushi.domain import lifecycle
from wushi.domain.errors import BadPack
from wushi.domain.policy import Duty, Policy, Subject
from wushi.packs import (
    agency,
    calendars,
    centre,
    classification,
    disputes,
    heat,
    learning,
    life_circle,
    likeness,
    limits,
    masking,
    names,
    open_data,
    people,
    petition,
    reply_check,
    routing,
)
from wushi.packs.catalogue import Items
from wushi.packs.danger import Listening
from wushi.packs.fields import Field, Row, Shape, code, from_to, list_of, one_of, pattern, text, toml_table
from wushi.packs.layers import Layer, find_layers
from wushi.packs.organisation import Tree
from wushi.packs.places import Places
from wushi.packs.problems import BadPacks, Problems, nearest, quoted
from wushi.packs.references import References
from wushi.packs.service import Hall
from wushi.packs.texts import Texts

_PACK: Shape = {
    "code": Field(code),
    "name": Field(text),
    "name_en": Field(text),
    "name_hant": Field(text, needed=False, default=""),
    "timezone": Field(one_of("Asia/Shanghai"), needed=False),
    "notice": Field(text, needed=False, default=""),
}
# Who receives what of a track, where it is not the main desk.
_DESKS = {f"{track}_desk": track for track in lifecycle.TRACKS if track != "hotline"}
# What makes a pack a district's; the layer that districts share has none of it.
_DISTRICT: Shape = {
    **_PACK,
    "timezone": Field(one_of("Asia/Shanghai")),
    "extends": Field(text, needed=False),
    "number_prefix": Field(pattern(r"[A-Z]{2,6}", "two to six capital letters")),
    "district": Field(code),
    "main_desk": Field(code),
    **{desk: Field(code, needed=False, default="") for desk in _DESKS},
    "bounds": Field(list_of(from_to(-180, 180))),
}
_NAME_FILES = {
    "channels": ("channels.csv", "channel"),
    "demand_types": ("demand_types.csv", "demand type"),
    "basic_kinds": ("basic_kinds.csv", "kind of place"),
}


@dataclass
class _Parts:
    """What has been read of all layers so far: values by their keys, the later layer in place of the earlier."""

    problems: Problems
    places: Places
    tree: Tree = field(default_factory=Tree)
    items: Items = field(default_factory=Items)
    hall: Hall = field(default_factory=Hall)
    agency: agency.Reading = field(default_factory=agency.Reading)
    petition: petition.Reading = field(default_factory=petition.Reading)
    disputes: disputes.Reading = field(default_factory=disputes.Reading)
    centre: centre.Reading = field(default_factory=centre.Reading)
    values: dict[str, dict[Any, Any]] = field(default_factory=dict)
    routes: list[tuple[Row, Any]] = field(default_factory=list)
    danger: Listening = field(default_factory=Listening)
    subjects: dict[str, Subject] = field(default_factory=dict)
    duties: dict[str, Duty] = field(default_factory=dict)
    subject_codes: set[str] = field(default_factory=set)
    limit_ids: set[str] = field(default_factory=set)
    role_ids: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)

    def put(self, name: str, found: Mapping[Any, Any]) -> None:
        self.values.setdefault(name, {}).update(found)


def load(folder: Path) -> Policy:
    """The policy of the district whose pack lies in that folder. Raises BadPacks, a BadPack that holds all mistakes."""
    policy, problems = read(folder)
    if policy is None and not problems:
        why = "this is a layer that districts share, not the pack of a district"
        raise BadPack(file=f"{Path(folder).name}/pack.toml", line=0, why=why, mend="name the folder of a district")
    if policy is None or problems:
        raise BadPacks(problems)
    return policy


def check(folder: Path) -> list[BadPack]:
    """All mistakes of the pack in that folder; a layer that only others extend may be checked by itself."""
    return read(folder)[1]


def read(folder: Path) -> tuple[Policy | None, list[BadPack]]:
    """The policy as far as it could be made, and all mistakes. No policy: mistakes, or a layer without district."""
    problems = Problems()
    layers, digest = find_layers(Path(folder), problems)
    if not layers:
        return None, problems.found
    references, texts, parts = References(problems), Texts(problems), _Parts(problems, Places(problems))
    head = None
    for layer in layers:
        head = _read_head(layer, last=layer is layers[-1])
        # A layer may cite only what it or the layer below brings along: other districts extend it too.
        references.read(layer)
        texts.read(layer)
        _read_layer(layer, parts, references)
    texts.compare()
    own = layers[-1]
    if head is None or "district" not in head.values:
        return None, problems.found
    tree = parts.tree.build(head["district"]) if head["district"] else None
    calendar = calendars.build(parts.values["years"], list(parts.values["hours"].values()), own.name, problems)
    replies = reply_check.build(parts.values["replies"], own.name, problems)
    _check_whole(head, own.name, parts)
    depths = {code: tree.depth(code) for code in tree.units} if tree is not None else {}
    places, areas = parts.places.build(parts.tree.known, depths, head["bounds"])
    if len(problems) or tree is None:
        return None, problems.found
    found = parts.values
    grounds = {sort: found[sort] for sort in names.GROUNDS}
    return Policy(
        code=head["code"],
        name=head["name"],
        name_en=head["name_en"],
        number_prefix=head["number_prefix"],
        district=head["district"],
        main_desk=head["main_desk"],
        desks={track: head[desk] for desk, track in _DESKS.items() if head[desk]},
        notice=head["notice"],
        bounds=head["bounds"],
        digest=digest,
        calendar=calendar,
        sources=references.sources,
        limits=found["limits"],
        rungs=tuple(found["rungs"].values()),
        subjects=parts.subjects,
        labels=found["labels"],
        danger=parts.danger.rules,
        routes=tuple(route for _, route in parts.routes),
        duties=parts.duties,
        tree=tree,
        posts=found["posts"],
        roles=found["roles"],
        not_accepted=grounds["not_accepted"],
        reopen=grounds["reopen"],
        exclusions=grounds["exclusion"],
        no_callback=grounds["no_callback"],
        emergency=grounds["emergency"],
        pauses=grounds["pause"],
        rates=_in_order(found["rates"]),
        automatic=_in_order(found["automatic"]),
        likeness=_in_order(found["likeness"]),
        learning=_in_order(found["learning"]),
        heat=_in_order(found["heat"]),
        circles=_in_order(found["circles"]),
        basic_kinds=found["basic_kinds"],
        bursts=_in_order(found["bursts"]),
        proactive=_in_order(found["proactive"]),
        open_data=_in_order(found["open_data"]),
        masking=_in_order(found["masking"]),
        channels=found["channels"],
        demand_types=found["demand_types"],
        texts=texts.texts,
        replies=replies,
        places=places,
        areas=areas,
        catalogue=parts.items.build(),
        service=parts.hall.build(),
        agency=parts.agency.build(),
        petitions=parts.petition.build(),
        disputes=parts.disputes.build(),
        centre=parts.centre.build(),
        extra={"folders": tuple(str(layer.folder) for layer in reversed(layers)), "name_hant": head["name_hant"]},
    ), []


def _read_head(layer: Layer, last: bool) -> Row | None:
    """pack.toml of the layer. Only the last layer is a district's, and it need not be when it stands alone."""
    toml = layer.toml("pack.toml")
    if toml is None:
        return None
    is_district = last and ("extends" in toml.data or "district" in toml.data)
    row = toml_table(toml, (), dict(toml.data), _DISTRICT if is_district else _PACK, layer.problems)
    if is_district and row["bounds"] is not None:
        _check_bounds(row)
    return row


def _check_bounds(row: Row) -> None:
    bounds = row["bounds"]
    if len(bounds) != 4:
        row.bad("bounds", f"there are {len(bounds)} numbers", "write bounds = [west, south, east, north]")
        return
    west, south, east, north = bounds
    if abs(south) > 90 or abs(north) > 90:
        row.bad("bounds", "a latitude is above 90", "write bounds = [west, south, east, north]; longitude comes first")
    elif west >= east or south >= north:
        row.bad("bounds", f"{list(bounds)} encloses nothing", "write bounds = [west, south, east, north]")


def _read_layer(layer: Layer, parts: _Parts, references: References) -> None:
    """Everything of one layer, in the order in which files refer to each other."""
    problems = parts.problems
    parts.files.update(path.removeprefix(f"{layer.name}/") for path in problems.unreadable)
    parts.files.update(layer.texts)
    parts.put("years", calendars.read_years(layer, references))
    parts.put("hours", {hours.since: hours for hours in calendars.read_hours(layer, references)})
    parts.limit_ids |= limits.limit_ids(layer)
    parts.put("limits", limits.read_limits(layer, references))
    parts.put("rungs", limits.read_rungs(layer, references))
    parts.put("rates", limits.read_dated(layer, limits.RATES, references))
    parts.put("automatic", limits.read_dated(layer, limits.AUTOMATIC, references))
    parts.put("likeness", limits.read_dated(layer, likeness.LIKENESS, references))
    parts.put("learning", limits.read_dated(layer, learning.LEARNING, references))
    parts.put("masking", limits.read_dated(layer, masking.MASKING, references))
    parts.put("circles", limits.read_dated(layer, life_circle.CIRCLE, references))
    parts.put("heat", limits.read_dated(layer, heat.HEAT, references))
    parts.put("bursts", limits.read_dated(layer, heat.BURSTS, references))
    parts.put("proactive", limits.read_dated(layer, heat.PROACTIVE, references))
    parts.put("open_data", limits.read_dated(layer, open_data.OPEN_DATA, references))
    for name, (path, what) in _NAME_FILES.items():
        parts.put(name, names.read_names(layer, path, what))
    for sort, found in names.read_grounds(layer, references).items():
        parts.put(sort, found)
    parts.subjects = classification.read_subjects(layer, parts.subjects, parts.subject_codes)
    parts.put("labels", classification.read_labels(layer, parts.subject_codes, problems))
    parts.danger.read(layer, parts.values["emergency"], problems)
    parts.duties |= classification.read_duties(layer, parts.subject_codes, references, problems)
    parts.tree.read(layer, references)
    parts.places.read(layer, references)
    parts.items.read(layer, references)
    parts.hall.read(layer, references)
    parts.agency.read(layer, references)
    parts.petition.read(layer, references)
    parts.disputes.read(layer, references, parts.limit_ids)
    parts.centre.read(layer, references)
    parts.put("roles", people.read_roles(layer, parts.role_ids))
    parts.put("replies", reply_check.read_rules(layer, references))
    parts.put("posts", people.read_posts(layer, parts.tree.known, parts.role_ids, problems))
    # The district's own lines come before those of the layer below: the first that fits decides.
    parts.routes = routing.read_routes(layer, _known(parts), references, problems) + parts.routes


def _known(parts: _Parts) -> routing.Known:
    parents = {unit.code: unit.parent for unit in parts.tree.units.values()}
    types = parts.values["demand_types"]
    return routing.Known(parts.subject_codes, types, parts.tree.known, parents, parts.limit_ids)


def _check_whole(head: Row, name: str, parts: _Parts) -> None:
    """What only shows when all layers are together."""
    problems, units = parts.problems, parts.tree.known
    limits.check_needed(parts.limit_ids, name, problems)
    parts.items.check(units, name, problems)
    parts.centre.check_sources(parts.values["channels"], parts.limit_ids)
    parts.centre.check(units, parts.values["posts"], parts.disputes.build().sorts, problems)
    parts.hall.check(parts.items.build(), units, problems)
    if problems.could_read("organisation.csv"):
        for key in ("district", "main_desk", *_DESKS):
            if head[key] and head[key] not in units:
                mend = f"{nearest(head[key], units)}units are in organisation.csv"
                head.bad(key, f"{key}: the unit {quoted(head[key])} is unknown", mend)
    known = _known(parts)
    routing.check_order(parts.routes, known, name, problems)
    if problems.could_read("duty_lists/community.csv", "classification/subjects.csv"):
        routing.check_duties(parts.routes, parts.duties, known)
    for file, what in _WANTED.items():
        if not parts.values[what] and (file not in parts.files or not len(problems)):
            why = f"there are no {what.replace('_', ' ')}"
            problems.add(f"{name}/{file}", 0, why, "add the file with its first entry")


_WANTED = {
    "channels.csv": "channels",
    "demand_types.csv": "demand_types",
    "roles.toml": "roles",
    "posts.csv": "posts",
    "rates.toml": "rates",
}


def _in_order(values: Mapping[Any, Any]) -> tuple[Any, ...]:
    return tuple(values[key] for key in sorted(values))


def folders_of(policy: Policy) -> Iterable[Path]:
    """The folders of the policy's layers, the district's first: where column maps, indicators and reports lie."""
    given = policy.extra["folders"]
    return [Path(folder) for folder in given] if isinstance(given, tuple) else []
