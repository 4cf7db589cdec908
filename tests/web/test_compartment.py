"""The compartment of accusations: every address, list, count, search and fact is asked by posts of the accused, and tells nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.urls import get_resolver
from tests.people import Cast
from tests.web.staff import House, began, signed_in

from wushi.domain import lifecycle
from wushi.domain.actor import Actor
from wushi.domain.errors import BadInput, OutOfScope, RuleBroken
from wushi.domain.policy import Policy
from wushi.steps import overseeing, reading, searching
from wushi.steps.drafting import Draft
from wushi.steps.evaluate import release
from wushi.store.facts.export import export
from wushi.store.ledger import ledger

STREET = "150302002"
WORDS = "收钱办事的那个秘密"


@pytest.fixture
def at(house: Policy, cast: Cast) -> House:
    return House(house, cast, began())


@pytest.fixture
def accusation(at: House) -> str:
    return at.say(track="petition", accused=(STREET,), title=WORDS, text=f"{WORDS}，街道的人都知道。")


def insiders(policy: Policy) -> list[Actor]:
    """One post of each role in the accused street and below."""
    found = {p.role: p for p in policy.posts.values() if policy.tree.is_within(p.unit, STREET)}
    assert len(found) >= 3
    return [Actor(p.code, p.unit, p.role) for p in found.values()]


def overseers(policy: Policy) -> list[Actor]:
    """Whoever sees the whole district, sitting in the accused street."""
    return [Actor("x", STREET, name) for name, role in policy.roles.items() if role.scope == "all"]


def addresses(number: str, patterns: Any = None, before: str = "/") -> Iterator[str]:
    """Every address of the house; the number of the accusation stands where one is asked for."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        path = before + str(one.pattern).lstrip("^").rstrip("$")
        if hasattr(one, "url_patterns"):
            yield from addresses(number, one.url_patterns, path)
            continue
        filled = re.sub(r"<(?:\w+:)?number>", number, path)
        if "<" not in filled and "(" not in filled:
            yield filled


def test_no_address_shows_it_to_the_accused(accusation: str, house: Policy) -> None:
    known = sorted(set(addresses(accusation)))
    assert len(known) > 60 and any(accusation in one for one in known)
    for actor in insiders(house):
        client = signed_in(actor)
        for address in known:
            answer = client.get(address)
            said = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
            assert answer.status_code < 500, (address, actor)
            assert WORDS not in said.decode("utf-8", "ignore"), (address, actor)
            if accusation in address:
                assert answer.status_code != 200, (address, actor)
            else:
                assert accusation not in said.decode("utf-8", "ignore"), (address, actor)


def test_lists_counts_and_overviews_are_the_same_with_it_and_without(at: House, house: Policy) -> None:
    def told() -> list[object]:
        now, found = datetime.now(UTC), []
        for actor in (*insiders(house), *overseers(house)):
            found.append(reading.counts(actor, house))
            found += [reading.work_list(actor, house, name=name) for name in reading.LISTS]
            burning = overseeing.burning(actor, house, now)
            found.append((burning.total, burning.units, burning.supervised))
            found.append(searching.search(searching.Asked(WORDS), actor=actor, policy=house))
        return found

    at.say()
    before = told()
    number = at.say(track="petition", accused=(STREET,), title=WORDS)
    assert told() == before
    for actor in (*insiders(house), *overseers(house)):
        with pytest.raises(OutOfScope):
            reading.matter(number, actor, house)


def test_whoever_has_it_finds_it_in_the_list_and_in_the_count(accusation: str, house: Policy, cast: Cast) -> None:
    unit = ledger.load(accusation)[1].unit
    seen = [
        actor
        for p in house.posts.values()
        if p.unit == unit and house.roles[p.role].scope != "none"
        for actor in [Actor(p.code, p.unit, p.role)]
    ]
    assert seen
    for actor in seen:
        assert accusation in [row.matter.number for row in reading.work_list(actor, house).rows]
        assert reading.counts(actor, house)["registered"] == 1


def test_no_event_gives_it_to_the_accused(accusation: str, house: Policy, at: House) -> None:
    from wushi.domain import events as e

    id, matter = ledger.load(accusation)
    below = next(u.code for u in house.tree if u.code != STREET and house.tree.is_within(u.code, STREET))
    assert "Risen" in lifecycle.possible("petition", matter.state)
    for unit in (STREET, below):
        with pytest.raises(RuleBroken, match="discipline"):
            Draft(id, matter, house).add(
                e.Risen(unit=unit, path=house.tree.line(unit), reason="上报"), at.cast.li, at.at, permitted=True
            )


def test_who_is_accused_does_not_receive_it(at: House) -> None:
    with pytest.raises(RuleBroken, match="no part of it"):
        at.say(track="petition", accused=(STREET,), received_by=STREET)


def test_an_accusation_is_a_petition(at: House) -> None:
    with pytest.raises(BadInput, match="petition"):
        at.say(accused=(STREET,))


def test_no_fact_and_no_file_of_figures_has_it(accusation: str, at: House, house: Policy, tmp_path: Path) -> None:
    assert export(house, at.at, at=tmp_path).position > 0
    assert list(tmp_path.rglob("*.parquet")) == []
    plain = at.say()
    export(house, at.at, at=tmp_path)
    numbers = [n for file in tmp_path.rglob("*.parquet") for n in pq.read_table(file)["number"].to_pylist()]
    assert numbers == [plain]


def test_no_word_of_it_is_made_public(accusation: str, house: Policy, cast: Cast) -> None:
    matter = ledger.load(accusation)[1]
    post = next(p for p in house.posts.values() if p.unit == matter.unit)
    with pytest.raises(RuleBroken, match="public"):
        release._may(Actor(post.code, post.unit, post.role), matter, house)
