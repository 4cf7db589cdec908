"""Column maps (列映射) of a pack: read strictly, checked against the pack's own channels, types, subjects and grounds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from wushi.domain.column_map import CONSTANTS, FIELDS, KINDS, TABLES, AnswerMap, ColumnMap, Sign
from wushi.domain.coordinates import SYSTEMS
from wushi.domain.errors import NotFound
from wushi.domain.handling import OUTCOMES
from wushi.domain.policy import Policy
from wushi.packs.fields import (
    Field,
    Row,
    Wrong,
    flag,
    from_to,
    list_of,
    one_of,
    only_keys,
    table,
    text,
    toml_list,
    toml_table,
)
from wushi.packs.files import Toml, read_text, read_toml
from wushi.packs.loader import folders_of
from wushi.packs.problems import BadPacks, Problems, listed, nearest, quoted

_LONGEST_WAIT = 3650


def _zone(value: Any) -> ZoneInfo:
    try:
        return ZoneInfo(text(value))
    except (ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError on some systems, an OSError on others
        raise Wrong(f"{quoted(value)} is no time zone", "write it as Asia/Shanghai") from None
    except KeyError:
        raise Wrong(f"{quoted(value)} is no time zone", "write it as Asia/Shanghai") from None


_HEAD = {
    "kind": Field(one_of(*KINDS)),
    "title": Field(text),
    "title_en": Field(text),
    "timezone": Field(_zone),
    "needed": Field(list_of(one_of(*FIELDS)), needed=False, default=()),
    "missing_time": Field(one_of("refuse", "import_time"), needed=False, default="refuse"),
    "coordinates": Field(one_of("use", "ignore"), needed=False, default="use"),
    "formulas": Field(one_of("refuse", "value"), needed=False, default="refuse"),
    "unknown_subject": Field(one_of("refuse", "classify"), needed=False, default="refuse"),
    "dispatch": Field(flag, needed=False, default=False),
    "alarms_after_days": Field(from_to(0, _LONGEST_WAIT), needed=False, default=0),
    "due_reference": Field(text, needed=False, default=""),
    "matters": Field(text, needed=False, default=""),
    "note": Field(text, needed=False, default=""),
}
_TABLES = ("columns", "constants", "values", "answer", "sign")
_ANSWER = {
    "at": Field(text, needed=False, default=""),
    "after_days": Field(text, needed=False, default=""),
    "text": Field(text, needed=False, default=""),
    "outcome": Field(one_of(*OUTCOMES), needed=False, default="explained"),
    "close": Field(text, needed=False, default=""),
}
_SIGN = {
    "after_days": Field(text),
    "means": Field(text),
    "outcome": Field(one_of("", *OUTCOMES), needed=False, default=""),
}


def names(policy: Policy) -> list[str]:
    """The maps that the pack and the one below it offer."""
    return sorted({file.stem for folder in folders_of(policy) for file in (folder / "maps").glob("*.toml")})


def find(name: str, policy: Policy) -> ColumnMap:
    """The map of that name, the district's own first. Raises NotFound, and BadPacks with every mistake in the file."""
    known = names(policy)
    if name not in known:
        raise NotFound(what="column map", name=f"{name}; there are {listed(known)}")
    folder = next(f for f in folders_of(policy) if (f / "maps" / f"{name}.toml").is_file())
    problems = Problems()
    found = read(folder / "maps" / f"{name}.toml", policy, problems)
    if found is None or len(problems):
        raise BadPacks(problems.found)
    return found


def check(policy: Policy) -> Problems:
    """The mistakes of all maps that this pack offers."""
    problems = Problems()
    for folder in folders_of(policy):
        for file in sorted((folder / "maps").glob("*.toml")):
            read(file, policy, problems)
    return problems


def read(file: Path, policy: Policy, problems: Problems) -> ColumnMap | None:
    """The map in that file; None when nothing can be made of it. Mistakes go to `problems`."""
    name = f"{file.parents[1].name}/maps/{file.name}"
    content = read_text(file.read_bytes(), name, problems)
    toml = read_toml(name, content, problems) if content is not None else None
    if toml is None:
        return None
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", file.stem):
        problems.add(name, 0, "the name has other signs than a-z, 0-9, _ and -", "rename the file")
    only_keys(toml, [*_HEAD, *_TABLES], problems)
    before = len(problems)
    head = toml_table(toml, (), {k: v for k, v in toml.data.items() if k in _HEAD}, _HEAD, problems)
    columns = _columns(toml, problems)
    constants = _plain(toml, ("constants",), CONSTANTS, problems)
    values = _values(toml, problems)
    answer = _answer(toml, problems)
    if len(problems) > before:
        return None
    _check_codes(toml, constants, values, answer, policy, problems)
    _check_sense(toml, head, columns, constants, answer, policy, problems)
    return ColumnMap(
        name=file.stem,
        file=name,
        columns=columns,
        constants=constants,
        values=values,
        answer=answer,
        **{key: value for key, value in head.values.items() if key != "note"},
    )


def _columns(toml: Toml, problems: Problems) -> dict[str, str]:
    given = toml.data.get("columns")
    if not isinstance(given, dict) or not given:
        problems.add(
            toml.name, toml.line("columns"), "there are no [columns]", 'write [columns] and "source column" = "field"'
        )
        return {}
    for column, known in given.items():
        if known not in FIELDS:
            hint = nearest(str(known), FIELDS)
            why = f"{quoted(column)} goes into {quoted(known)}, which is no field"
            problems.add(toml.name, toml.line("columns", column), why, f"{hint}the fields are {listed(FIELDS)}")
    return {str(k): str(v) for k, v in given.items()}


def _plain(toml: Toml, path: tuple[str, ...], keys: tuple[str, ...] | None, problems: Problems) -> dict[str, str]:
    """A table of texts; `keys` are those it may have, None: any."""
    given: Any = toml.data
    for part in path:
        given = given.get(part, {})
    try:
        table(given)
    except Wrong as wrong:
        problems.add(toml.name, toml.line(*path), wrong.why, wrong.mend)
        return {}
    for key, value in given.items():
        if keys is not None and key not in keys:
            mend = f"{nearest(key, keys)}the keys here are {listed(keys)}"
            problems.add(toml.name, toml.line(*path, key), f"unknown key {quoted(key)}", mend)
        elif not isinstance(value, str):
            problems.add(toml.name, toml.line(*path, key), f"{key} has to be a text", f'write it in quotes: "{value}"')
    return {str(k): str(v) for k, v in given.items()}


def _values(toml: Toml, problems: Problems) -> dict[str, Mapping[str, str]]:
    given = toml.data.get("values", {})
    if not isinstance(given, dict):
        problems.add(toml.name, toml.line("values"), "values has to be a table", "write [values.channel]")
        return {}
    for key in given:
        if key not in TABLES:
            mend = f"{nearest(key, TABLES)}tables may translate {listed(TABLES)}"
            problems.add(toml.name, toml.line("values", key), f"unknown table {quoted(key)}", mend)
    return {key: _plain(toml, ("values", key), None, problems) for key in given if key in TABLES}


def _answer(toml: Toml, problems: Problems) -> AnswerMap | None:
    if "answer" not in toml.data:
        if "sign" in toml.data:
            problems.add(toml.name, toml.line("sign"), "there are signs of life but no [answer]", "add [answer]")
        return None
    row: Row = toml_table(toml, ("answer",), toml.data["answer"], _ANSWER, problems)
    if row.whole and bool(row["at"]) == bool(row["after_days"]):
        mend = "name either the column with the moment (at) or the one with the days until it (after_days)"
        problems.add(toml.name, toml.line("answer"), "the time of the answer is not clear", mend)
    signs = [Sign(**r.values) for r in toml_list(toml, "sign", _SIGN, problems) if r.whole]
    return AnswerMap(**row.values, signs=tuple(signs)) if row.whole else None


def _check_codes(
    toml: Toml,
    constants: Mapping[str, str],
    values: Mapping[str, Mapping[str, str]],
    answer: AnswerMap | None,
    policy: Policy,
    problems: Problems,
) -> None:
    """Codes must be the pack's."""
    known: dict[str, tuple[Any, str]] = {
        "channel": (policy.channels, "channels.csv"),
        "type": (policy.demand_types, "demand_types.csv"),
        "subject": (policy.subjects, "classification/subjects.csv"),
        "place": (policy.tree.units, "organisation.csv"),
        "unit": (policy.tree.units, "organisation.csv"),
        "crs": (SYSTEMS, "the code"),
        "anonymous": (("yes", "no"), "the code"),
        "secret": (("yes", "no"), "the code"),
    }

    def check(key: str, value: str, *path: str) -> None:
        if key in known and value not in known[key][0]:
            mend = f"{nearest(value, known[key][0])}what is known stands in {known[key][1]}"
            problems.add(toml.name, toml.line(*path), f"the {key} {quoted(value)} is unknown", mend)

    for key, value in constants.items():
        check(key, value, "constants", key)
    for key, found in values.items():
        for source, value in found.items():
            check(key, value, "values", key, source)
    if answer and answer.close and answer.close not in policy.no_callback:
        mend = f"{nearest(answer.close, policy.no_callback)}grounds are in grounds.toml as [[no_callback]]"
        problems.add(toml.name, toml.line("answer", "close"), f"the ground {quoted(answer.close)} is unknown", mend)


def _check_sense(
    toml: Toml,
    head: Row,
    columns: Mapping[str, str],
    constants: Mapping[str, str],
    answer: AnswerMap | None,
    policy: Policy,
    problems: Problems,
) -> None:
    """What each part says for itself but what does not go together."""
    fields = set(columns.values())

    def bad(path: str, why: str, mend: str) -> None:
        problems.add(toml.name, toml.line(path), why, mend)

    for needed in head["needed"]:
        if needed not in fields:
            bad("needed", f"no column goes into {quoted(needed)}", "add the column, or take it out of needed")
    if head["kind"] == "replies":
        if "key" not in fields:
            bad("columns", "replies need a key to find their matter", 'add "column" = "key"')
        if answer is None:
            bad("kind", "a map of replies has no [answer]", "add [answer]")
        if head["matters"] not in names(policy):
            mend = f"{nearest(head['matters'], names(policy))}name the map by which the matters came in"
            bad("matters" if head["matters"] else "kind", f"there is no map {quoted(head['matters'])}", mend)
        return
    if head["matters"]:
        bad("matters", "only a map of replies names the map of the matters", "remove the line")
    if not fields & {"text", "title"}:
        bad("columns", "nothing goes into text or title", "name the column that holds what was said")
    if "channel" not in fields | set(constants):
        bad("columns", "no channel is told", 'add channel = "import" under [constants]')
    if "received_at" not in fields and head["missing_time"] == "refuse":
        bad("columns", "no column tells when it came in", 'add one, or write missing_time = "import_time"')
    if not head["dispatch"]:
        if answer is not None:
            bad("answer", "an answer needs a unit that gives it", "write dispatch = true")
        if "due" in fields:
            bad("columns", "a deadline of its own needs a unit that keeps it", "write dispatch = true")
    if "due" in fields and not head["due_reference"]:
        bad("columns", "a deadline comes with the file, but by which rule is not told", "write due_reference")
