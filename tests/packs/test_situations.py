"""The situations of the shipped packs, one test each: what an official wrote down comes out."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from wushi.domain.policy import Policy
from wushi.packs.loader import load
from wushi.packs.problems import Problems
from wushi.packs.situations import Situation, run, situations

PACKS = Path(__file__).parents[2] / "packs"
DISTRICTS = sorted(p.parent.name for p in PACKS.glob("*/pack.toml") if p.parent.name != "cn")


@cache
def policy_of(district: str) -> Policy:
    return load(PACKS / district)


def all_situations() -> list[tuple[str, Situation]]:
    return [(name, found) for name in DISTRICTS for found in situations(PACKS / name, Problems())]


def _id(value: object) -> str | None:
    return value.name if isinstance(value, Situation) else str(value)


@pytest.mark.parametrize(("district", "situation"), all_situations(), ids=_id)
def test_the_situation_comes_out(district: str, situation: Situation) -> None:
    assert str(run(situation, policy_of(district)) or "") == ""


def test_situations_are_well_formed() -> None:
    problems = Problems()
    found = [list(situations(PACKS / name, problems)) for name in DISTRICTS]
    assert problems.found == []
    assert all(found)


def test_the_vectors_of_the_counting_rules_are_situations_an_official_can_read() -> None:
    starts = {
        str(s.row["start"].date()) for name, s in all_situations() if s.sort == "deadlines" and "haibowan" in name
    }
    vectors = {
        "2026-02-13",
        "2026-09-30",
        "2026-04-30",
        "2025-01-24",
        "2026-02-01",
        "2026-08-03",
        "2026-09-16",
        "2026-09-05",
    }
    assert vectors <= starts
