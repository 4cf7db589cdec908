"""The routing table (派单目录) from routing.csv: every line can be reached, names what is there, and the last fits everything."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from wushi.domain.policy import Duty, Route
from wushi.packs.fields import Field, Row, status, text
from wushi.packs.layers import Layer
from wushi.packs.problems import Problems, listed, nearest, quoted
from wushi.packs.references import References

PLACES = ("@desk", "@town", "@community")
TIER = "@tier"
_PASSED_OVER = ("@town", "@community")
_WITH_DUTY_LIST = ("community", "village", "grid")
_AREAS = ("district", "town", "street", "community", "village")
_ROUTE = {
    "subject": Field(text),
    "type": Field(text),
    "area": Field(text),
    "unit": Field(text),
    "limit": Field(text),
    "reference": Field(text),
    "status": Field(status),
}


@dataclass(frozen=True)
class Known:
    """What a line of the table may name."""

    subjects: Collection[str]
    types: Collection[str]
    units: Mapping[str, str]  # code -> level
    parents: Mapping[str, str]
    limits: Collection[str]


def read_routes(layer: Layer, known: Known, references: References, problems: Problems) -> list[tuple[Row, Route]]:
    """The lines of one layer in their order."""
    routes = []
    for row in layer.rows("routing.csv", _ROUTE):
        references.check(row)
        _check_names(row, known, problems)
        if row.whole:
            routes.append((row, Route(line=row.line, **row.values)))
        else:
            problems.doubt(row.file)
    return routes


def _check_names(row: Row, known: Known, problems: Problems) -> None:
    def missing(key: str, value: str, what: str, among: Collection[str], where: str) -> None:
        file = where.partition(" ")[0]
        if problems.could_read(file):
            row.bad(key, f"the {what} {quoted(value)} is unknown", f"{nearest(value, among)}{what}s are in {where}")

    subject = row["subject"] or "*"
    base = subject.removesuffix("/*")
    if subject != "*" and base not in known.subjects:
        missing("subject", base, "subject", known.subjects, "classification/subjects.csv")
    if row["type"] and row["type"] != "*" and row["type"] not in known.types:
        missing("type", row["type"], "demand type", known.types, "demand_types.csv")
    area, unit, limit = row["area"], row["unit"], row["limit"]
    if area and area != "*":
        if area not in known.units:
            missing("area", area, "area", known.units, "organisation.csv")
        elif known.units[area] not in _AREAS:
            why = f"{area} is a {known.units[area]}, not a place"
            row.bad("area", why, "name a town, street, community or village, or *")
    if unit and unit.startswith("@"):
        if unit not in PLACES:
            row.bad("unit", f"{quoted(unit)} is unknown", f"{nearest(unit, PLACES)}write a unit code, {listed(PLACES)}")
    elif unit and unit not in known.units:
        missing("unit", unit, "unit", known.units, "organisation.csv")
    if limit and limit.startswith("@"):
        if limit != TIER:
            row.bad("limit", f"{quoted(limit)} is unknown", f"write the id of a time limit or {TIER}")
    elif limit and limit not in known.limits:
        mend = f"{nearest(limit, known.limits)}time limits are in time_limits/"
        row.bad("limit", f"the time limit {quoted(limit)} is unknown", mend)


def check_order(routes: list[tuple[Row, Route]], known: Known, name: str, problems: Problems) -> None:
    """The last line has to fit everything, and none may stand behind a wider one with which it could never be reached."""
    if not problems.could_read("routing.csv"):
        return
    if not routes:
        problems.add(f"{name}/routing.csv", 0, "there are no routes", "add at least the line *,*,*,@desk,…")
        return
    row, last = routes[-1]
    if not (last.subject == last.type == last.area == "*" and last.unit not in _PASSED_OVER):
        why = "the last line does not fit everything"
        row.bad("subject", why, "let the table end with *,*,*,@desk: no demand may be left without a unit")
    earlier: dict[tuple[str, str, str], Row] = {}
    for row, route in routes:
        wider = next((earlier[key] for key in _wider(route, known) if key in earlier), None)
        if wider is not None:
            where = f"line {wider.line}" if wider.file == row.file else f"line {wider.line} of {wider.file}"
            why = f"this line is never reached: {where} fits all that it fits"
            row.bad("subject", why, f"move it above {where} or remove it")
        # A line that needs a place, or gives to a community what it may not have, is passed over: others follow it.
        if route.unit not in _PASSED_OVER and known.units.get(route.unit) not in _WITH_DUTY_LIST:
            earlier.setdefault((route.subject, route.type, route.area), row)


def check_duties(routes: list[tuple[Row, Route]], duties: Mapping[str, Duty], known: Known) -> None:
    """A line that gives to communities must fit something that is their main duty: else it would never take effect."""
    main = {duty.subject for duty in duties.values() if duty.relation == "main"}
    for row, route in routes:
        if route.unit != "@community" and known.units.get(route.unit) not in _WITH_DUTY_LIST:
            continue
        base = route.subject.removesuffix("/*")
        below = route.subject != base and any(subject.startswith(f"{base}/") for subject in main)
        if route.subject != "*" and not below and not main & set(_line_of(base)):
            why = f"nothing that fits {quoted(route.subject)} is a main duty of communities"
            row.bad("unit", why, "enter it in duty_lists/community.csv, or let another unit have it")


def _line_of(subject: str) -> Iterator[str]:
    """The subject and those above it."""
    while subject:
        yield subject
        subject = subject.rpartition("/")[0]


def _wider(route: Route, known: Known) -> Iterator[tuple[str, str, str]]:
    """The line's own three columns and every wider set of them that fits all that it fits."""
    subjects = [route.subject]
    if route.subject != "*":
        subjects += [f"{code}/*" for code in _line_of(route.subject.removesuffix("/*"))]
    areas, area = [], route.area
    while area and area != "*" and area not in areas:
        areas.append(area)
        area = known.parents.get(area, "")
    for subject in (*subjects, "*"):
        for type in (route.type, "*"):
            for place in (*areas, "*"):
                yield subject, type, place
