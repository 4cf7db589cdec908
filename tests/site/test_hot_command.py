"""wushi hot: from a file and from standard input, in Chinese columns too; what cannot be read is told and the rest ranked."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from tests.ledgers import HandMade
from wushi.domain.policy import Policy
from wushi.site.cli.hot import hot

_ONE = {"id": 1, "title": "路灯不亮", "text": "幸福苑北门外的路灯全都不亮。", "created_at": "2026-03-01", "writer": "a"}
_LINES = (_ONE, _ONE | {"id": 2, "writer": "b", "likes": 3}, {"id": 3, "title": "停水", "created_at": "2026-03-02"})


def test_json_lines_from_standard_input(policy: Policy) -> None:
    given = "\n".join(json.dumps(line, ensure_ascii=False) for line in _LINES)
    result = CliRunner().invoke(hot, [], input=given, catch_exceptions=False)
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [(f["rank"], f["people"], f["ids"]) for f in found] == [(1, 2, [1, 2]), (2, 1, [3])]
    first = found[0]
    parts = first["by_people"] * first["recency"] + first["by_spread"] + first["by_support"]
    assert abs(first["heat"] - parts) < 0.01


def test_a_file_with_chinese_columns(tmp_path: Path, policy: Policy) -> None:
    file = tmp_path / "m.csv"
    file.write_text("留言编号,留言用户,留言主题,留言时间,留言详情,点赞数,反对数\n7,u,路灯,2026/3/1 8:30,不亮,2,1\n")
    result = CliRunner().invoke(hot, [str(file), "--no-ids"], catch_exceptions=False)
    [found] = [json.loads(line) for line in result.stdout.splitlines()]
    assert (found["issue"], found["likes"], found["dislikes"]) == ("7", 2, 1)


def test_what_cannot_be_read_is_told_and_the_rest_ranked(policy: Policy) -> None:
    bad = ["no json", "[]", '{"id": 4}', '{"title": "a", "created_at": "2026-01-01", "likes": -1}', json.dumps(_ONE)]
    result = CliRunner().invoke(hot, ["-"], input="\n".join(bad), catch_exceptions=False)
    assert result.exit_code == 1
    assert [json.loads(line)["ids"] for line in result.stdout.splitlines()] == [[1]]
    assert [line[:6] for line in result.stderr.splitlines()] == ["line 1", "line 2", "line 3", "line 4"]


def test_the_own_house_by_numbers_and_within_what_the_post_sees(house: Policy) -> None:
    made = HandMade(house)
    for n in range(3):
        made.register(f"h{n}", f"2026-03-0{n + 1} 09:00", place="150302002001")
    asked = ["--own", "--at", "2026-03-05"]
    [found] = [json.loads(line) for line in CliRunner().invoke(hot, asked, catch_exceptions=False).stdout.splitlines()]
    assert (found["subject"], found["place"], found["messages"]) == ("property/heating", "150302002001", 3)
    assert found["matters"] == ["h2", "h1", "h0"]
