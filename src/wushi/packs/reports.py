"""Reports (报告): reports/<name>.toml tells sections of sentences, tables, lists and trends; every number in them is an indicator."""

from __future__ import annotations

import re
import string
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wushi.domain.indicators import GROUPS, Indicator
from wushi.domain.policy import Policy
from wushi.domain.reports import PARTS, PLAIN, Block, Publication, Report, Section
from wushi.packs.fields import (
    Field,
    Row,
    day,
    flag,
    from_to,
    list_of,
    one_of,
    only_keys,
    only_once,
    pattern,
    status,
    table,
    text,
    toml_list,
    toml_table,
    whole,
)
from wushi.packs.files import Toml, read_text, read_toml
from wushi.packs.indicators import load as load_indicators
from wushi.packs.loader import folders_of
from wushi.packs.problems import BadPacks, Problems, listed, nearest, quoted
from wushi.packs.references import References

PUBLICATION = "publication"
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_PERIODS = ("week", "month", "year")
_HEAD = {
    "name": Field(text),
    "name_en": Field(text),
    "title": Field(text),
    "title_en": Field(text),
    "period": Field(one_of(*_PERIODS)),
    "public": Field(flag),
    "lead": Field(text, needed=False, default=""),
    "lead_en": Field(text, needed=False, default=""),
    "reference": Field(text),
    "status": Field(status),
    "section": Field(lambda given: given),
}
_SECTION = {
    "id": Field(pattern(r"[a-z][a-z0-9-]*", "an id of small letters such as intake")),
    "title": Field(text),
    "title_en": Field(text),
    "block": Field(lambda given: given),
}
_BLOCK = {
    "kind": Field(one_of("sentence", "table", "list", "trend")),
    "text": Field(text, needed=False, default=""),
    "text_en": Field(text, needed=False, default=""),
    "indicators": Field(list_of(text), needed=False, default=()),
    "group": Field(one_of(*GROUPS), needed=False, default=""),
    "order_by": Field(text, needed=False, default=""),
    "descending": Field(flag, needed=False, default=True),
    "top": Field(from_to(1, 500, whole), needed=False, default=0),
    "back": Field(from_to(2, 60, whole), needed=False, default=0),
}
# Which keys each kind of block needs.
_NEEDS = {
    "sentence": ("text", "text_en"),
    "table": ("text", "text_en", "indicators", "group"),
    "list": ("text", "text_en", "indicators"),
    "trend": ("text", "text_en", "indicators", "back"),
}
_PUBLICATION = {
    "since": Field(day),
    "suppress_below": Field(from_to(0, 1000, whole)),
    "rank_from": Field(from_to(0, 100000, whole)),
    "reference": Field(text),
    "status": Field(status),
    "note": Field(text, needed=False),
}


@dataclass(frozen=True, slots=True)
class Book:
    """All that a pack says of figures: indicators, reports, and the rules for publishing them."""

    indicators: dict[str, Indicator]
    reports: dict[str, Report]
    publication: tuple[Publication, ...]


def load(policy: Policy) -> Book:
    """The figures' part of the policy's layers. Raises BadPacks with every mistake."""
    indicators = load_indicators(policy)
    reports, publication, problems = read(folders_of(policy), policy, indicators)
    if problems:
        raise BadPacks(problems.found)
    return Book(_in_order_of_mention(indicators, reports), reports, publication)


def _in_order_of_mention(indicators: dict[str, Indicator], found: dict[str, Report]) -> dict[str, Indicator]:
    """As the reports tell them, the one of the shortest period first; those that none names stand at the end."""
    order: dict[str, None] = {}
    for report in sorted(found.values(), key=lambda r: _PERIODS.index(r.period)):
        for block in (b for s in report.sections for b in s.blocks):
            named = [name for _, name, _, _ in string.Formatter().parse(block.text) if name in indicators]
            order |= dict.fromkeys([*named, *block.indicators])
    return {slug: indicators[slug] for slug in (*order, *(s for s in indicators if s not in order))}


def read(
    folders: Iterable[Path], policy: Policy, indicators: dict[str, Indicator]
) -> tuple[dict[str, Report], tuple[Publication, ...], Problems]:
    """The reports of these folders of packs, the first one's before the later ones', and all mistakes."""
    problems = Problems()
    references = References(problems)
    references.sources = dict(policy.sources)
    found: dict[str, Report] = {}
    publication: dict[Any, Publication] = {}
    for pack in reversed(list(folders)):
        top = pack / "reports"
        for path in sorted(top.iterdir()) if top.is_dir() else ():
            name = f"{pack.name}/reports/{path.name}"
            if path.name.startswith(".") or re.fullmatch(r"[A-Z]+\.md", path.name):
                continue
            if path.suffix != ".toml" or not _NAME.fullmatch(path.stem):
                problems.add(name, 0, "this is no report", "name it like weekly.toml")
                continue
            given = read_text(path.read_bytes(), name, problems)
            toml = None if given is None else read_toml(name, given, problems)
            if toml is None:
                continue
            if path.stem == PUBLICATION:
                publication.update(_publication(toml, references, problems))
                continue
            made = _report(toml, path.stem, references, indicators, problems)
            if made is not None:
                found[made.id] = made
    if not publication and not len(problems):
        problems.add(
            "reports/publication.toml", 0, "there are no rules of publication", "add suppress_below, rank_from"
        )
    return found, tuple(publication[key] for key in sorted(publication)), problems


def _publication(toml: Toml, references: References, problems: Problems) -> dict[Any, Publication]:
    only_keys(toml, ["value"], problems)
    found = {}
    for since, row in only_once(toml_list(toml, "value", _PUBLICATION, problems), "since", "value since").items():
        references.check(row, since)
        if row.whole:
            found[since] = Publication(since, row["suppress_below"], row["rank_from"], row["reference"], row["status"])
    return found


def _report(
    toml: Toml, id: str, references: References, indicators: Collection[str], problems: Problems
) -> Report | None:
    before = len(problems)
    head = toml_table(toml, (), dict(toml.data), _HEAD, problems)
    references.check(head)
    sections = []
    for n, row in enumerate(toml_list(toml, "section", _SECTION, problems)):
        blocks = []
        given = row["block"] if isinstance(row["block"], list) else []
        if not given:
            row.bad("block", "the section is empty", "write [[section.block]] below it")
        for m, item in enumerate(given):
            path = ("section", n, "block", m)
            one = toml_table(toml, path, table(item) if isinstance(item, dict) else {}, _BLOCK, problems)
            _check_block(one, indicators)
            blocks.append(Block(**one.values) if one.whole else None)
        if row.whole and all(blocks):
            sections.append(Section(row["id"], row["title"], row["title_en"], tuple(b for b in blocks if b)))
    if not toml.data.get("section"):
        problems.add(toml.name, 0, "the report has no section", "write [[section]] with id, title and blocks")
    if len(problems) > before or not head.whole:
        return None
    values = {key: value for key, value in head.values.items() if key != "section"}
    return Report(id=id, sections=tuple(sections), **values)


def _check_block(row: Row, indicators: Collection[str]) -> None:
    kind = row["kind"]
    for key in _NEEDS.get(kind or "", ()):
        if not row[key]:
            row.bad(key, f"a {kind} needs {quoted(key)}", "add it here")
    for name in (*row["indicators"], *([row["order_by"]] if row["order_by"] else ())):
        if name not in indicators:
            key = "order_by" if name == row["order_by"] and name not in row["indicators"] else "indicators"
            mend = f"{nearest(name, indicators)}indicators are in indicators/"
            row.bad(key, f"the indicator {quoted(name)} is unknown", mend)
    bound = {key: _bound(row, key, indicators) for key in ("text", "text_en")}
    if row["text"] and row["text_en"] and bound["text"] != bound["text_en"]:
        row.bad("text_en", "the two languages name different figures", "use the same figures in text and text_en")


def _bound(row: Row, key: str, indicators: Collection[str]) -> frozenset[str]:
    """The figures that a text names as {slug} or {slug:part}."""
    found = set()
    try:
        parts = list(string.Formatter().parse(row[key]))
    except ValueError:
        row.bad(key, "the braces do not match", "write {demand.intake} for a figure")
        return frozenset()
    for _, name, part, _ in parts:
        if name is None:
            continue
        if name in PLAIN and not part:
            continue
        if name not in indicators:
            hint = nearest(name, indicators)
            row.bad(key, f"the indicator {quoted(name)} is unknown", f"{hint}indicators are in indicators/")
        elif part and part not in PARTS:
            row.bad(
                key, f"{quoted(part)} is no part of a figure", f"{nearest(part, PARTS)}write one of {listed(PARTS)}"
            )
        found.add(name)
    return frozenset(found)
