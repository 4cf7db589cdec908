"""Column maps of a pack: each mistake is told with file, line and mend; a district's own map goes before the shared one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from wushi.domain.column_map import ColumnMap
from wushi.domain.errors import BadPack, NotFound
from wushi.domain.policy import Policy
from wushi.packs import maps

GOOD = """kind = "matters"
title = "表"
title_en = "Sheet"
timezone = "Asia/Shanghai"
missing_time = "import_time"
needed = ["text"]

[columns]
"内容" = "text"

[constants]
channel = "import"
"""
REPLIES = """kind = "replies"
title = "答复"
title_en = "Replies"
timezone = "Asia/Shanghai"
matters = "sheet"

[columns]
id = "key"

[answer]
at = "replied_at"
"""


def pack(policy: Policy, folder: Path, **files: str) -> Policy:
    """The policy as if its district's folder were this one, with these maps."""
    (folder / "maps").mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / "maps" / f"{name}.toml").write_text(content, encoding="utf-8")
    shared = policy.extra["folders"]
    assert isinstance(shared, tuple)
    extra: dict[str, Any] = {**policy.extra, "folders": (str(folder), *shared[1:])}
    return replace(policy, extra=extra)


def test_a_good_map_is_read(policy: Policy, tmp_path: Path) -> None:
    own = pack(policy, tmp_path, sheet=GOOD, answers=REPLIES)
    found = maps.find("sheet", own)
    assert isinstance(found, ColumnMap)
    assert (found.name, found.columns_of("text"), found.dispatch, found.read) == ("sheet", ("内容",), False, ("内容",))
    assert maps.find("answers", own).read == ("id", "replied_at")
    assert {"sheet", "answers", "tipdm"} <= set(maps.names(own))


def test_the_districts_own_map_goes_before_the_shared_one(policy: Policy, tmp_path: Path) -> None:
    assert maps.find("demands", pack(policy, tmp_path, demands=GOOD)).title == "表"


def test_an_unknown_map_names_those_that_there_are(policy: Policy) -> None:
    with pytest.raises(NotFound, match="there is no column map tipdn; there are baltimore311, demands"):
        maps.find("tipdn", policy)


@pytest.mark.parametrize(
    ("before", "after", "line", "said", "mend"),
    [
        ('kind = "matters"', 'kind = "matter"', 1, "`matter` is unknown", "did you mean `matters`"),
        ('title = "表"\n', "", 0, "`title` is missing", "add it here"),
        ("missing_time", "missing_tim", 5, "unknown key `missing_tim`", "did you mean `missing_time`"),
        ('"Asia/Shanghai"', '"Asia/Haibowan"', 4, "is no time zone", "Asia/Shanghai"),
        ('"Asia/Shanghai"', '"../../etc"', 4, "is no time zone", "Asia/Shanghai"),
        ('= "text"\n', '= "txt"\n', 9, "goes into `txt`, which is no field", "did you mean `text`"),
        ('channel = "import"', 'channel = "fax"', 12, "the channel `fax` is unknown", "channels.csv"),
        ('channel = "import"', "", 8, "no channel is told", "[constants]"),
        ('channel = "import"', "channel = 5", 12, "channel has to be a text", "quotes"),
        ('missing_time = "import_time"', "", 8, "no column tells when it came in", "import_time"),
        ('needed = ["text"]', 'needed = ["text", "key"]', 6, "no column goes into `key`", "take it out"),
        ("[columns]", 'dispatch = "yes"\n[columns]', 8, "has to be true or false", "without quotes"),
        ("[constants]", '[answer]\nat = "a"\n[constants]', 11, "an answer needs a unit", "dispatch = true"),
        ("[constants]", '"期限" = "due"\n[constants]', 8, "a deadline", "dispatch = true"),
        (
            "[constants]",
            '[values.channel]\n"电" = "phonee"\n[constants]',
            12,
            "`phonee` is unknown",
            "did you mean `phone`",
        ),
        ("[constants]", '[values.color]\n"a" = "b"\n[constants]', 11, "unknown table `color`", "tables may"),
        ("[constants]", '[[sign]]\nafter_days = "a"\nmeans = "b"\n[constants]', 11, "no [answer]", "add [answer]"),
        ('[columns]\n"内容" = "text"', "", 0, "there are no [columns]", "source column"),
        ('"内容" = "text"', '"内容" = "text', 9, "this is not TOML", "quotes"),
    ],
)
def test_a_mistake_is_told_with_line_and_mend(
    policy: Policy, tmp_path: Path, before: str, after: str, line: int, said: str, mend: str
) -> None:
    assert before in GOOD
    with pytest.raises(BadPack) as refusal:
        maps.find("sheet", pack(policy, tmp_path, sheet=GOOD.replace(before, after, 1)))
    problem = refusal.value
    assert f"{tmp_path.name}/maps/sheet.toml" == problem.facts["file"]
    told = [p.facts for p in problem.problems]  # type: ignore[attr-defined]
    assert any(said in f["why"] and mend in f["mend"] and (not line or f["line"] == line) for f in told), told


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('id = "key"', 'id = "text"', "replies need a key"),
        ('matters = "sheet"', 'matters = "shet"', "there is no map `shet`"),
        ('at = "replied_at"', 'at = "a"\nafter_days = "b"', "the time of the answer is not clear"),
        ('at = "replied_at"', 'text = "a"', "the time of the answer is not clear"),
        ('at = "replied_at"', 'at = "a"\nclose = "finished"', "the ground `finished` is unknown"),
        ('at = "replied_at"', 'at = "a"\noutcome = "fine"', "`fine` is unknown"),
        ('\n[answer]\nat = "replied_at"\n', "", "has no [answer]"),
    ],
)
def test_mistakes_in_a_map_of_replies(policy: Policy, tmp_path: Path, before: str, after: str, said: str) -> None:
    assert before in REPLIES
    own = pack(policy, tmp_path, sheet=GOOD, answers=REPLIES.replace(before, after, 1))
    with pytest.raises(BadPack) as refusal:
        maps.find("answers", own)
    assert said in str(refusal.value)
    assert [p.facts["why"] for p in maps.check(own).found if said in p.facts["why"]]
