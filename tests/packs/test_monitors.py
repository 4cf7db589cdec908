"""Monitors of a pack: what is read, and each mistake with its place and mend."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from wushi.domain.policy import Policy
from wushi.packs import monitors
from wushi.packs.loader import load
from wushi.packs.problems import Problems

PACKS = Path(__file__).parents[2] / "packs"


@pytest.fixture(scope="module")
def haibowan() -> Policy:
    return load(PACKS / "150302-haibowan")


def test_what_haibowan_has(haibowan: Policy) -> None:
    found = monitors.of(haibowan)
    assert {o.kind for o in found.outlets} == {"gas", "water", "air"} and all(o.illustrative for o in found.outlets)
    assert len({o.mn for o in found.outlets}) == len(found.outlets) and all(len(o.mn) == 24 for o in found.outlets)
    assert {r.sort for r in found.rules} == {"exceeded", "gap", "fault"}
    assert monitors.check(haibowan).found == []


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("cn/monitors/aqi.toml", "[0, 35, 75,", "[0, 75, 35,", "pm25_24 does not rise from 0"),
        ("cn/monitors/aqi.toml", "o3_8 = 0\n", "", "o3_8 ends early"),
        ("cn/monitors/aqi.toml", '"o3_8", "pm25_24"]\nhourly', '"o3_8", "pm1_24"]\nhourly', "pm1_24 has no breakpoints"),
        ("cn/monitors/aqi.toml", "hj633-2012", "hearsay", "the source `hearsay` is unknown"),
        ("cn/monitors/limits.toml", "upper = 30", 'upper = "30"', "upper: has to be a number"),
        ("cn/monitors/limits.toml", '"exceeded"', '"excedeed"', "did you mean `exceeded`"),
        ("cn/monitors/limits.toml", "begin = 1", "begin = 0", "begin"),
        ("150302-haibowan/monitors/outlets.csv", "gas-coke-2,", "gas-coke-1,", "stands twice"),
        ("150302-haibowan/monitors/outlets.csv", ",industry,", ",industri,", "the unit `industri` is unknown"),
        ("150302-haibowan/monitors/outlets.csv", "39.672", "north", "`north` is no number"),
    ],
)  # fmt: skip
def test_each_mistake_is_told(tmp_path: Path, haibowan: Policy, file: str, old: str, new: str, expected: str) -> None:
    for name in ("cn", "150302-haibowan"):
        shutil.copytree(PACKS / name / "monitors", tmp_path / name / "monitors")
    path = tmp_path / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    problems = Problems()
    monitors.read([tmp_path / "150302-haibowan", tmp_path / "cn"], problems, haibowan)
    assert any(expected in str(problem) for problem in problems.found), [str(p) for p in problems.found]
