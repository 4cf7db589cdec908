"""Writes a report into a file: HTML that stands alone, JSON, a spreadsheet, a document; all from the same values."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from wushi.domain.indicators import Figure
from wushi.domain.policy import Policy
from wushi.domain.written import Matters, Part, Said, Sentence, Table, Trend, Written
from wushi.steps.evaluate.figures import indicator
from wushi.web.figures.document import document
from wushi.web.figures.spreadsheet import spreadsheet
from wushi.web.written import shown

TYPES = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def render(written: Written, form: str, policy: Policy) -> bytes:
    """The report as a file of that form, one of TYPES."""
    made: Callable[[Written, Policy], bytes] = {
        "html": html, "json": as_json, "xlsx": spreadsheet, "docx": document,
    }[form]  # fmt: skip
    with translation.override("en" if written.language == "en" else "zh-hans"):
        return made(written, policy)


def html(written: Written, policy: Policy) -> bytes:
    """One file with its stylesheet in it; numbers lead to their definitions at the end."""
    found = finders.find("wushi/wushi.css")
    sheet = Path(str(found)).read_text(encoding="utf-8") if found else ""
    values = {
        "report": written,
        "chapters": shown(written, lambda figure: "" if figure.group else f"#{figure.indicator}"),
        "definitions": [
            {
                "slug": slug,
                "name": name,
                "how": how,
                "left_out": left,
                "article": policy.title_of(_reference(slug, policy)),
            }
            for slug, (name, how, left) in written.definitions.items()
        ],
        # the stylesheet is a file of our own; nothing that anybody typed is in it
        "stylesheet": SafeString(sheet),
    }
    return render_to_string("reports/standalone.html", values).encode()


def _reference(slug: str, policy: Policy) -> str:
    return indicator(slug, policy).reference


def as_json(written: Written, policy: Policy) -> bytes:
    """Every value as it was computed, beside the words in which it is said."""
    value = {
        "report": written.id,
        "title": written.title,
        "period": written.period.text,
        "first": written.period.first.isoformat(),
        "last": written.period.last.isoformat(),
        "running": written.running,
        "branch": written.branch,
        "language": written.language,
        "position": written.position,
        "written_at": written.written_at.isoformat(),
        "notice": written.notice,
        "rows": written.rows,
        "simulated": written.simulated,
        "chapters": [{"id": c.id, "title": c.title, "parts": [_part(p) for p in c.parts]} for c in written.chapters],
        "definitions": {
            slug: {"name": name, "how": how, "exclusions": left, "reference": _reference(slug, policy)}
            for slug, (name, how, left) in written.definitions.items()
        },
    }
    return json.dumps(value, ensure_ascii=False, indent=1, default=str).encode() + b"\n"


def _figure(figure: Figure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    return {
        "indicator": figure.indicator, "period": figure.period, "value": figure.value, "unit": figure.unit,
        "numerator": figure.numerator, "denominator": figure.denominator, "excluded": dict(figure.excluded),
        "rows": figure.rows, "simulated": figure.simulated, "why": figure.why, "few": figure.few,
    }  # fmt: skip


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, Sentence):
        said = [p for p in part.parts if isinstance(p, Said)]
        return {
            "kind": "sentence",
            "text": part.text,
            "figures": [{"words": s.words, **(_figure(s.figure) or {})} for s in said],
        }
    if isinstance(part, Table):
        lines = [
            {"key": line.key, "name": line.name,
             "cells": [{"words": c.words, "covered": c.covered, "figure": _figure(c.figure)} for c in line.cells]}
            for line in (*part.lines, part.whole)
        ]  # fmt: skip
        return {
            "kind": "table", "title": part.title, "group": part.group, "indicators": [slug for slug, _ in part.heads],
            "lines": lines[:-1], "whole": lines[-1], "left_out": part.left_out,
        }  # fmt: skip
    if isinstance(part, Trend):
        series = [
            {"indicator": s.slug, "name": s.name, "figures": [_figure(f) for f in s.figures]} for s in part.series
        ]
        return {"kind": "trend", "title": part.title, "periods": [p.text for p in part.periods], "series": series}
    assert isinstance(part, Matters)
    return {
        "kind": "list", "title": part.title, "indicator": part.slug, "total": part.total,
        "matters": [
            {"number": m.number, "subject": m.subject, "unit": m.unit, "post": m.post, "place": m.place,
             "registered_on": m.registered_on, "due": m.due, "level": m.level, "addressed": m.addressed,
             "simulated": m.simulated}
            for m in part.matters
        ],
    }  # fmt: skip
