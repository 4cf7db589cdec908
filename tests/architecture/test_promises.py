"""What the project promises of itself, kept by the machine: no score of residents, files one can read, tables that say what they hold."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

from wushi.domain import events, lifecycle
from wushi.domain.policy import Policy

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [p for p in (ROOT / "src").rglob("*.py") if "migrations" not in p.parts]
LONGEST = 420  # "about 400 lines"


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_opens_with_one_sentence_and_can_be_read_at_one_sitting(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") <= LONGEST, "too long: split it where the subject changes"
    if path.name == "__init__.py" and not text.strip():
        return
    doc = ast.get_docstring(ast.parse(text))
    assert doc, "opens without a sentence that says what it decides, reads or shows"


def test_no_table_holds_what_must_never_be_kept() -> None:
    forbidden = re.compile(r"ethnic|nation(ality)?$|religio|risk|score|rating_of|key_person|blacklist|face|imei|credit")
    for model in apps.get_models():
        if model.__module__.startswith("wushi."):
            for field in model._meta.get_fields():
                assert not forbidden.search(field.name), f"{model.__name__}.{field.name}"


def test_no_event_holds_what_must_never_be_kept() -> None:
    for kind in events.KINDS:
        for name in events.field_names(kind):
            assert not re.search(r"name|phone|address|ethnic|score|risk|id_number", name), f"{kind}.{name}"


def test_every_table_declares_its_personal_data() -> None:
    for model in apps.get_models():
        if model.__module__.startswith("wushi."):
            assert "PII:" in (model.__doc__ or ""), f"{model.__name__} does not say what personal data it holds"


def test_every_article_that_the_code_cites_is_in_the_packs(policy: Policy) -> None:
    cited = {move.reference for track in lifecycle.TRACKS.values() for move in track.table if move.reference}
    for path in SOURCES:
        cited |= set(re.findall(r'reference="([a-z0-9-]+#?[0-9]*)"', path.read_text()))
    for reference in cited:
        assert reference.partition("#")[0] in policy.sources, reference


@pytest.mark.parametrize("name", lifecycle.TRACKS)
def test_every_state_can_be_reached_and_left_for_the_archive(name: str) -> None:
    track = lifecycle.of(name)
    reached, frontier = {"registered"}, {"registered"}
    while frontier:
        # back to where it was before a merge leads nowhere new
        frontier = {m.to for m in track.table if m.to and m.sources & frontier} - reached - {lifecycle.BEFORE}
        reached |= frontier
    assert reached == set(track.states)
    for state in track.states:
        if state != "archived":
            assert any(state in m.sources and m.to and m.to != state for m in track.table), state


def test_a_comment_or_a_class_has_no_clock_to_move() -> None:
    for kind in ("Noted", "Classified", "Located", "RouteProposed", "Urged"):
        for track in lifecycle.TRACKS.values():
            assert kind not in track.moves or not track.moves[kind].stops
        assert "clocks" not in events.field_names(kind)


def test_the_reference_pages_are_up_to_date(policy: Policy) -> None:
    from wushi.site.cli import docs

    for name, make in docs.PAGES.items():
        assert (ROOT / "docs/reference" / name).read_text() == docs._MADE + make(policy), f"{name}: run make docs"


def test_every_setting_is_in_the_reference(policy: Policy) -> None:
    from wushi.site.cli import docs

    used = set(
        re.findall(
            r"WUSHI_(?:HOME|DATABASE_URL|PORT|PACK|HOSTS|HTTPS)", (ROOT / "src/wushi/site/environment.py").read_text()
        )
    )
    assert used <= set(re.findall(r"WUSHI_[A-Z_]+", docs.commands_page(policy)))
