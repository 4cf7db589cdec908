"""The simulation of a pack: what the shipped one says, and each mistake with its file, its line and the mend."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from wushi.domain.classification import NOTHING
from wushi.domain.errors import BadPack
from wushi.domain.policy import Policy
from wushi.packs.loader import load
from wushi.packs.simulation import WORDS, check, read, simulation_of
from wushi.steps.report.propose import classify


@pytest.fixture
def copy(tmp_path: Path, packs: Path) -> Path:
    """A copy of the district's pack and the layer below it, to be spoilt."""
    for name in ("cn", "150302-haibowan"):
        shutil.copytree(packs / name, tmp_path / name)
    return tmp_path / "150302-haibowan"


def told(folder: Path) -> list[tuple[str, int, str]]:
    _, problems = read(load(folder))
    return [(p.facts["file"], p.facts["line"], p.facts["why"]) for p in problems.found]


def change(path: Path, before: str, after: str) -> int:
    """Put `after` in the place of the first `before`; the line where it stands."""
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")
    return text[: text.index(before)].count("\n") + 1


def test_the_shipped_simulation_is_sound(policy: Policy) -> None:
    simulation = simulation_of(policy)
    assert simulation.arrivals.per_year == 230_000
    assert simulation.names.phone_block == "1390000"
    assert len(simulation.subjects) > 300
    assert sum(map(len, simulation.issues.values())) + sum(map(len, simulation.phrases.values())) > 700
    assert not check(policy).found


def test_every_issue_is_classified_as_its_subject(policy: Policy) -> None:
    """Sentences of the pack are understood by the pack's own words: nearly all exactly, all but a few by their branch."""
    words = {**WORDS, "place": "和平社区云杉花园", "building": "3号楼", "compound": "云杉花园", "community": "和平社区"}
    words |= {"road": "启明路", "n": "3", "many": "30", "since": "三天", "floor": "2"}
    wrong, all_ = [], 0
    for subject, issues in simulation_of(policy).issues.items():
        for title, text in issues:
            all_ += 1
            guess = classify(title.format_map(words), text.format_map(words), policy)
            assert guess.subject != NOTHING.subject, text
            if guess.subject.partition("/")[0] != subject.partition("/")[0]:
                wrong.append((subject, guess.subject, text))
    assert len(wrong) / all_ < 0.02, wrong


def test_the_district_overrides_what_all_share(copy: Path) -> None:
    file = copy / "simulation.toml"
    file.write_text(file.read_text("utf-8") + "\n[arrivals]\nper_year = 1000\n", "utf-8")
    simulation, problems = read(load(copy))
    assert not problems.found
    assert simulation is not None
    assert (simulation.arrivals.per_year, simulation.arrivals.day_off) == (1000, 0.78)


@pytest.mark.parametrize(
    ("file", "before", "after", "why"),
    [
        ("cn/simulation.toml", "not_accepted = 0.022", "not_acepted = 0.022", "unknown key `not_acepted`"),
        ("cn/simulation.toml", "sign = [0.9, 0.7]", "sign = [0.9]", "sign: there are 1 values"),
        ("cn/simulation.toml", "hours = [6, 4,", "hours = [4,", "hours: there are 23 hours"),
        ("cn/simulation.toml", 'heating = ["10-15"', 'heating = ["15-10"', "heating: `15-10` is not a month and a day"),
        (
            "cn/simulation.toml",
            'phone_block = "1390000"',
            'phone_block = "1380013"',
            "phone_block: `1380013` is not 1390000",
        ),
        ("cn/simulation.toml", "merged = 0.75", "merged = 1.75", "merged: 1.75 is not between 0 and 1"),
        (
            "cn/simulation.toml",
            "property/heating/broken",
            "property/heating/frozen",
            "subject `property/heating/frozen`",
        ),
        ("cn/simulation/subjects.csv", "heating:14", "heeting:14", "the season `heeting` is unknown"),
        (
            "cn/simulation/subjects.csv",
            "complain:7|help:3",
            "complane:7|help:3",
            "the demand type `complane` is unknown",
        ),
        (
            "cn/simulation/issues.csv",
            "{compound}的物业不管事",
            "{compund}的物业不管事",
            "the template cannot be filled",
        ),
        (
            "150302-haibowan/simulation.toml",
            "desk.operator-night",
            "desk.operator-nihgt",
            "the post `desk.operator-nihgt`",
        ),
    ],
)
def test_the_mistake_is_told(copy: Path, file: str, before: str, after: str, why: str) -> None:
    line = change(copy.parent / file, before, after)
    found = told(copy)
    assert any(f == file and n in (line, 0) and why in w for f, n, w in found), found


def test_what_is_missing_is_told(copy: Path) -> None:
    change(copy.parent / "cn/simulation.toml", "recurred = 0.006", "# recurred = 0.006")
    assert ("150302-haibowan/simulation.toml", 0, "[asking] has no recurred") in told(copy)


def test_a_pack_without_simulation_is_no_mistake_until_it_is_asked_for(copy: Path) -> None:
    (copy / "simulation.toml").unlink()
    (copy.parent / "cn/simulation.toml").unlink()
    policy = load(copy)
    assert not check(policy).found
    with pytest.raises(BadPack, match="no simulation"):
        simulation_of(policy)
