"""A unit moves in the tree: what lies with it is found under its new superior, history keeps the old line, no code changes."""

from __future__ import annotations

from dataclasses import replace

from tests.people import Cast
from tests.steps.test_loop_of_one_matter import Story
from wushi.domain.organisation import Organisation
from wushi.domain.policy import Policy
from wushi.steps import reading
from wushi.store.ledger import ledger
from wushi.store.registers import units


def test_a_moved_unit_takes_its_matters_along_and_history_stays(house: Policy, cast: Cast) -> None:
    story = Story(house, cast)
    story.turn()
    story.take("classify", cast.li, subject="property")
    story.take("dispatch", cast.zhao, unit="housing")
    before = ledger.history(ledger.load(story.number)[0])
    street = next(u.code for u in house.tree if u.level == "street")
    tree = Organisation([replace(u, parent=street) if u.code == "housing" else u for u in house.tree])
    moved = units.load(tree)
    assert moved == ["housing"]
    assert ledger.realign(moved) == 1
    later = replace(house, tree=tree)
    found = reading.work_list(cast.zhao, later, unit=street, name="with_units")
    assert [row.matter.number for row in found.rows] == [story.number]
    assert ledger.history(ledger.load(story.number)[0]) == before
    dispatched = next(n.event for n in before if n.event.kind == "Dispatched")
    assert dispatched.path == (house.district, "housing")  # type: ignore[attr-defined]


def test_path_queries_do_not_ask_how_large_the_tree_is(house: Policy, cast: Cast) -> None:
    from wushi.store.ledger import worklist

    small = worklist.sql(3, ("in_progress",), None)
    assert "registers_unit" not in small
    assert "l3 = %s" in small
