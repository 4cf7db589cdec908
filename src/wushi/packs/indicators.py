"""Indicators (指标): each a folder indicators/<slug>/ with definition.toml and rows.sql; the district's own replaces the shared one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from wushi.domain.indicators import COUNT, GROUPS, KINDS, MEDIAN, PARAMETERS, TABLES, Indicator
from wushi.domain.policy import Policy
from wushi.packs.fields import (
    Field,
    Row,
    code,
    day,
    flag,
    from_to,
    list_of,
    one_of,
    only_once,
    status,
    text,
    toml_list,
    toml_table,
    whole,
)
from wushi.packs.files import Toml, read_text, read_toml
from wushi.packs.loader import folders_of
from wushi.packs.problems import BadPacks, Problems, listed, nearest, quoted
from wushi.packs.references import References
from wushi.packs.texts import placeholders

UNITS = ("items", "percent", "minutes", "hours", "days")
_PUT_IN = ("value", "numerator", "denominator", "excluded", "period")
_FILES = ("definition.toml", "rows.sql")
_SLUG = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
_TEXTS = ("name", "why", "how", "base", "exclusions", "sentence")
_SHAPE = {
    **{key: Field(text) for name in _TEXTS for key in (name, f"{name}_en")},
    "kind": Field(one_of(*KINDS)),
    "unit": Field(one_of(*UNITS)),
    "decimals": Field(from_to(0, 6, whole)),
    "lower_is_better": Field(flag),
    "reference": Field(text),
    "status": Field(status),
    "checked_by": Field(text),
    "next_review": Field(day),
    "version": Field(whole),
    "groups": Field(list_of(one_of(*GROUPS))),
    "public": Field(flag),
    "also": Field(list_of(code), needed=False, default=()),
    "note": Field(text, needed=False),
    "excluded": Field(lambda given: given, needed=False),
}
_REASON = {"code": Field(code), "name": Field(text), "name_en": Field(text)}
# What reaches out of the table of the period: files, other databases, settings.
_REACHES_OUT = re.compile(
    r"\b(read_\w+|\w+_scan|glob|attach|detach|copy|install|load|pragma|set|reset|call|export|import|insert|update|delete|"
    r"create|drop|alter|getenv|query|query_table)\b",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_STRING = re.compile(r"'(?:[^']|'')*'")


def load(policy: Policy) -> dict[str, Indicator]:
    """All indicators of the policy's layers by slug, in order. Raises BadPacks with every mistake."""
    found, problems = read(folders_of(policy), policy)
    if problems:
        raise BadPacks(problems.found)
    return found


def read(folders: Iterable[Path], policy: Policy) -> tuple[dict[str, Indicator], Problems]:
    """The indicators of these folders of packs, the first one's before the later ones', and all mistakes."""
    problems = Problems()
    references = References(problems)
    references.sources = dict(policy.sources)
    found: dict[str, Indicator] = {}
    for pack in reversed(list(folders)):
        for folder in _folders(pack, problems):
            made = _read(folder, f"{pack.name}/indicators/{folder.name}", references, problems)
            if made is not None:
                found[made.slug] = made
    _check_names(found, problems)
    return {name: found[name] for name in sorted(found)}, problems


def _folders(pack: Path, problems: Problems) -> Iterator[Path]:
    top = pack / "indicators"
    for entry in sorted(top.iterdir()) if top.is_dir() else ():
        if entry.name.startswith(".") or re.fullmatch(r"[A-Z]+\.md", entry.name):
            continue
        if not entry.is_dir():
            problems.add(f"{pack.name}/indicators/{entry.name}", 0, "this is no folder", "an indicator is a folder")
        else:
            yield entry


def _text(path: Path, name: str, problems: Problems) -> str | None:
    try:
        return read_text(path.read_bytes(), name, problems)
    except FileNotFoundError:
        problems.give_up(name, 0, "the file is missing", f"an indicator has {listed(_FILES)}")
        return None


def _read(folder: Path, name: str, references: References, problems: Problems) -> Indicator | None:
    for entry in sorted(folder.iterdir()):
        if entry.name not in _FILES and not entry.name.startswith("."):
            mend = f"{nearest(entry.name, _FILES)}an indicator has {listed(_FILES)}"
            problems.add(f"{name}/{entry.name}", 0, "an indicator has no such file", mend)
    if not _SLUG.fullmatch(folder.name):
        problems.add(name, 0, f"{quoted(folder.name)} is no slug", "name the folder like demand.on_time_rate")
    given = _text(folder / "definition.toml", f"{name}/definition.toml", problems)
    sql = _text(folder / "rows.sql", f"{name}/rows.sql", problems)
    toml = None if given is None else read_toml(f"{name}/definition.toml", given, problems)
    if toml is None or sql is None:
        return None
    before = len(problems)
    row = toml_table(toml, (), dict(toml.data), _SHAPE, problems)
    reasons = _reasons(toml, problems)
    references.check(row)
    _check_kind(row)
    for key in ("sentence", "sentence_en"):
        _check_sentence(row, key)
    _check_sql(sql, f"{name}/rows.sql", problems)
    if len(problems) > before:
        return None
    values = {key: value for key, value in row.values.items() if key not in ("note", "excluded")}
    return Indicator(
        slug=folder.name, sql=sql.strip().rstrip(";").strip(), folder=str(folder), reasons=reasons, **values
    )


def _reasons(toml: Toml, problems: Problems) -> dict[str, tuple[str, str]]:
    rows = only_once(toml_list(toml, "excluded", _REASON, problems), "code", "reason").values()
    return {row["code"]: (row["name"], row["name_en"]) for row in rows if row.whole}


def _check_kind(row: Row) -> None:
    kind, unit = row["kind"], row["unit"]
    if kind is None or unit is None:
        return
    spans = ("minutes", "hours", "days")
    if kind == MEDIAN and unit not in spans:
        row.bad("unit", f"a median of durations is not told in {unit}", f"write one of {listed(spans)}")
    elif kind not in (MEDIAN, COUNT) and unit in spans:
        row.bad("unit", f"{unit} need durations", f'write kind = "{MEDIAN}", or another unit')
    elif kind == COUNT and unit not in ("items", "days"):
        row.bad("unit", f"a count is not told in {unit}", 'write unit = "items"')


def _check_sentence(row: Row, key: str) -> None:
    names = placeholders(row[key]) if row[key] else frozenset()
    if names is None:
        row.bad(key, "the braces do not match", "write {value} for what is put in")
    elif names - set(_PUT_IN):
        named = sorted(names - set(_PUT_IN))[0]
        row.bad(key, f"{quoted(named)} is nothing that can be put in", f"there are {listed(_PUT_IN)}")


def _check_sql(sql: str, name: str, problems: Problems) -> None:
    """A single SELECT over the table of the period with the parameters that there are."""
    bare = _STRING.sub("''", _COMMENT.sub(lambda m: "\n" * m[0].count("\n"), sql))

    def bad(at: int, why: str, mend: str) -> None:
        problems.add(name, bare.count("\n", 0, at) + 1, why, mend)

    if not re.match(r"\s*(select|with)\b", bare, re.IGNORECASE):
        bad(0, "this is no SELECT", "let the query begin with SELECT or WITH")
    end = bare.rstrip().rstrip(";")
    if ";" in end:
        bad(end.index(";"), "there are several statements", "write a single SELECT")
    for found in _REACHES_OUT.finditer(bare):
        bad(found.start(), f"{quoted(found[0])} reaches out of the facts", "ask fact_matter and nothing else")
    for found in re.finditer(r"\$(\w+)", bare):
        if found[1] not in PARAMETERS:
            mend = f"{nearest(found[1], PARAMETERS)}there are {listed(PARAMETERS)}"
            bad(found.start(), f"the parameter {quoted(found[0])} is unknown", mend)
    if not any(table in bare for table in TABLES):
        bad(0, "the query does not ask fact_matter", f"let it return one row per ledger item of {listed(TABLES)}")
    if not re.search(r"\bin_numerator\b", bare):
        bad(0, "there is no in_numerator", "return in_numerator: 1 where the row counts, 0 where not, or a weight")


def _check_names(found: dict[str, Indicator], problems: Problems) -> None:
    """An id may lead to one indicator only."""
    owners: dict[str, str] = {}
    for indicator in found.values():
        for id in indicator.also:
            other = owners.setdefault(id, indicator.slug)
            if id in found or other != indicator.slug:
                file = f"{Path(indicator.folder).parents[1].name}/indicators/{indicator.slug}/definition.toml"
                problems.add(
                    file, 0, f"{quoted(id)} names {id if id in found else other} already", "remove it from also"
                )
