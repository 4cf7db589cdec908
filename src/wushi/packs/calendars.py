"""Calendars (工作日历): the years as the State Council announced them, and the working hours."""

from __future__ import annotations

from datetime import date, time
from itertools import pairwise

from wushi.domain.calendar import Calendar, WorkingHours, YearCalendar
from wushi.packs.fields import (
    Field,
    Row,
    Wrong,
    dated,
    day,
    list_of,
    one_of,
    only_keys,
    period,
    status,
    table,
    text,
    toml_list,
    toml_table,
    whole,
)
from wushi.packs.layers import Layer
from wushi.packs.problems import Problems
from wushi.packs.references import References

_YEAR = {
    "year": Field(whole),
    "status": Field(one_of("official", "seeded", "provisional")),
    "reference": Field(text),
    "note": Field(text, needed=False),
    "off": Field(list_of(day)),
    "work": Field(list_of(day)),
    "names": Field(table, needed=False),
}
_HOURS = {
    "since": Field(day),
    "periods": Field(list_of(period)),
    "reference": Field(text),
    "status": Field(status),
    "note": Field(text, needed=False),
}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def read_years(layer: Layer, references: References) -> dict[int, YearCalendar]:
    """The calendars of one layer by year."""
    years: dict[int, YearCalendar] = {}
    for path in layer.under("calendars"):
        toml = layer.toml(path)
        if toml is None:
            continue
        row = toml_table(toml, (), dict(toml.data), _YEAR, layer.problems)
        named = int(path.removeprefix("calendars/").removesuffix(".toml"))
        if row["year"] not in (None, named):
            row.bad("year", f"the file is of {named}, its year is {row['year']}", "make the two equal")
            continue
        if row["reference"]:
            references.check(row)
        off, work = row["off"] or (), row["work"] or ()
        for key, days in (("off", off), ("work", work)):
            for n, one in enumerate(days):
                wrong = _wrong_day(key, one, days[:n], off, named)
                if wrong:
                    layer.problems.add(toml.name, toml.line(key, n), f"{key}: {wrong.why}", wrong.mend)
        names = {}
        for key, name in (row["names"] or {}).items():
            try:
                names[_day_of(key, named)] = text(name)
            except Wrong as wrong:
                layer.problems.add(toml.name, toml.line("names", key), f"names: {wrong.why}", wrong.mend)
        if row.whole:
            years[named] = YearCalendar(named, row["status"], row["reference"], frozenset(off), frozenset(work), names)
    return years


def _wrong_day(key: str, one: date, before: tuple[date, ...], off: tuple[date, ...], year: int) -> Wrong | None:
    if one.year != year:
        return Wrong(f"{one} does not lie in {year}", f"move it to calendars/{one.year}.toml or correct the date")
    if one in before:
        return Wrong(f"{one} stands twice", "remove one of the two")
    if key == "work" and one in off:
        return Wrong(f"{one} is a day off and a working day at once", "remove it from off or from work")
    if key == "work" and one.weekday() < 5:
        why = f"{one} is a {_WEEKDAYS[one.weekday()]} and worked anyway"
        return Wrong(why, "work lists Saturdays and Sundays that are worked; correct the date")
    return None


def _day_of(key: str, year: int) -> date:
    try:
        found = date.fromisoformat(key)
    except ValueError:
        raise Wrong(f"{key} is not a date", f'write the date in quotes, as "{year}-01-01"') from None
    if found.year != year:
        raise Wrong(f"{key} does not lie in {year}", "correct the date")
    return found


def read_hours(layer: Layer, references: References) -> list[WorkingHours]:
    """The working hours of one layer."""
    toml = layer.toml("working_hours.toml")
    if toml is None:
        return []
    only_keys(toml, ["value"], layer.problems)
    found = []
    for row in dated(toml_list(toml, "value", _HOURS, layer.problems), "working hours"):
        references.check(row, row["since"])
        if row["periods"] is not None and _in_order(row, row["periods"]) and row.whole:
            found.append(WorkingHours(row["since"], row["periods"], row["reference"]))
    return found


def _in_order(row: Row, periods: tuple[tuple[time, time], ...]) -> bool:
    if not periods:
        row.bad("periods", "there are no working hours at all", 'write periods = ["08:30-12:00", "14:30-17:30"]')
    for (begin, end), (following, until) in pairwise(periods):
        if following < end:
            first, second = f"{begin:%H:%M}-{end:%H:%M}", f"{following:%H:%M}-{until:%H:%M}"
            if until <= begin:
                row.bad("periods", f"{second} stands after {first}", "put them in the order of the day")
            else:
                row.bad("periods", f"{first} and {second} overlap", "correct the hours")
            return False
    return bool(periods)


def build(years: dict[int, YearCalendar], hours: list[WorkingHours], name: str, problems: Problems) -> Calendar:
    """The calendar of all layers; a year missing between two others is a mistake."""
    if not years and problems.could_read(*(f"calendars/{y}.toml" for y in range(1900, 2200))):
        problems.add(f"{name}/calendars", 0, "there is no calendar", "add calendars/<year>.toml for every year in use")
    for year in range(min(years, default=0), max(years, default=0)):
        if year not in years and problems.could_read(f"calendars/{year}.toml"):
            why = f"there is no calendar of {year} between {min(years)} and {max(years)}"
            problems.add(f"{name}/calendars/{year}.toml", 0, why, "add the file; working days are never guessed")
    if not hours and problems.could_read("working_hours.toml"):
        problems.add(f"{name}/working_hours.toml", 0, "there are no working hours", "add the file with a [[value]]")
    return Calendar(years, tuple(hours))
