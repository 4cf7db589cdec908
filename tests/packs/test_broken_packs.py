"""Every mistake of packs/broken is told with its file, its line and the mend, and nothing else is complained of."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from wushi.domain.errors import BadPack
from wushi.packs.check import check
from wushi.packs.loader import load

PACKS = Path(__file__).parents[2] / "packs"
MISTAKES = sorted(folder.name for folder in (PACKS / "broken").iterdir() if folder.is_dir())


def spoil(mistake: str, there: Path) -> Path:
    """A copy of the template pack with the wrong file laid over it."""
    (there / "cn").symlink_to(PACKS / "cn", target_is_directory=True)
    shutil.copytree(PACKS / "template", there / "template")
    wrong = shutil.ignore_patterns("expected.toml")
    shutil.copytree(PACKS / "broken" / mistake, there / "template", dirs_exist_ok=True, ignore=wrong)
    return there / "template"


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_mistake_is_told_with_file_line_and_mend(mistake: str, tmp_path: Path) -> None:
    expected = tomllib.loads((PACKS / "broken" / mistake / "expected.toml").read_text("utf-8"))["problem"]
    found = check(spoil(mistake, tmp_path)).problems
    places = [(problem.facts["file"], problem.facts["line"]) for problem in found]
    assert places == [(f"template/{problem['file']}", problem["line"]) for problem in expected]
    for problem, told in zip(expected, map(str, found), strict=True):
        assert [part for part in problem["contains"] if part not in told] == []


@pytest.mark.parametrize("mistake", [name for name in MISTAKES if not name.startswith("situation-")])
def test_the_mistake_stops_the_start(mistake: str, tmp_path: Path) -> None:
    with pytest.raises(BadPack) as refusal:
        load(spoil(mistake, tmp_path))
    assert set(refusal.value.facts) == {"file", "line", "why", "mend"}


def test_there_is_a_folder_for_each_kind_of_mistake() -> None:
    assert len(MISTAKES) >= 30


def test_all_mistakes_of_a_pack_are_told_at_once(tmp_path: Path) -> None:
    pack = spoil("unit-twice", tmp_path)
    for other in (
        "unknown-file",
        "hours-overlap",
        "route-never-reached",
        "text-with-open-brace",
        "limit-without-amount",
    ):
        wrong = shutil.ignore_patterns("expected.toml")
        shutil.copytree(PACKS / "broken" / other, pack, dirs_exist_ok=True, ignore=wrong)
    assert [problem.facts["file"].removeprefix("template/") for problem in check(pack).problems] == [
        "organisation.csv",
        "routing.csv",
        "routings.csv",
        "texts/en.toml",
        "time_limits/hotline/sign.toml",
        "working_hours.toml",
    ]
