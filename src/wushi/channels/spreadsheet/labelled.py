"""Reads labelled rows from a file: title and text, or tokens, with the label and what they belong together with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wushi.channels.spreadsheet import cells
from wushi.channels.spreadsheet.opening import open_source
from wushi.domain.errors import BadInput
from wushi.steps.report.train import Labelled

GROUPS = ("dup_group", "seg_row", "group")


def labelled(file: Path, label: str, groups: tuple[str, ...]) -> Iterator[Labelled]:
    """The labelled rows of one file. Raises BadInput when a column is missing."""
    source = open_source(file)
    have = set(source.columns)
    if label not in have:
        raise BadInput(field=file.name, why=f"lacks the column {label}; it has {', '.join(source.columns)}")
    if not have & {"title", "text", "tokens"}:
        raise BadInput(field=file.name, why=f"needs title and text, or tokens; it has {', '.join(source.columns)}")
    for row in source.rows():
        try:
            told = cells.text(row.cells.get(label)).strip()
            title, text = cells.text(row.cells.get("title")), cells.text(row.cells.get("text"))
            tokens = cells.text(row.cells.get("tokens"))
            named = tuple(f"{g}:{cells.text(row.cells.get(g))}" for g in groups if row.cells.get(g) is not None)
        except cells.Unreadable:
            continue
        if told and (title or text or tokens) and not row.why:
            plain = bool(title or text)
            yield Labelled(title, text if plain else "".join(tokens.split()), told, named, plain)
