"""wushi mask and wushi locate: one answer a line, a refusal with the number of the line, the other lines answered."""

from __future__ import annotations

import json
from typing import Any

from click.testing import CliRunner

from wushi.domain.policy import Policy
from wushi.site.cli import understanding as commands


def run(command: Any, *lines: object, options: tuple[str, ...] = ()) -> tuple[list[dict[str, Any]], str, int]:
    given = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    result = CliRunner().invoke(command, options, input=given.encode(), catch_exceptions=False)
    return [json.loads(line) for line in result.stdout.splitlines()], result.stderr, result.exit_code


def test_what_leads_to_a_person_is_covered_and_counted() -> None:
    found, _, code = run(commands.mask, {"id": 1, "title": "暖气", "text": "我的电话是138 1234 5678"}, {"id": 2})
    assert code == 0
    assert found[0]["title"] == "暖气" and "5678" not in found[0]["text"]
    assert found[0]["found"] == {"mobile": 1}
    assert found[1] == {"id": 2, "found": {}}


def test_an_office_keeps_its_telephone() -> None:
    line = {"id": 1, "reply": "联系电话：0473-2019999"}
    assert "2019999" in run(commands.mask, line, options=("--office",))[0][0]["reply"]


def test_a_text_and_a_point_find_the_community(house: Policy) -> None:
    found, _, code = run(
        commands.locate, {"id": "a", "text": "青山社区暖气不热"}, {"id": "b", "text": "暖气不热"}, {"id": "c"}
    )
    assert code == 0
    assert found[0]["name"] == "青山社区居民委员会" and found[0]["reasons"]
    assert (found[1]["place"], found[1]["confidence"]) == ("", 0.0) and found[1]["question"]
    assert found[2]["place"] == ""


def test_bad_lines_are_told_and_the_others_answered(house: Policy) -> None:
    found, told, code = run(
        commands.locate,
        "不是",
        [1],
        {"id": 1, "text": 5},
        {"id": 2, "lat": 99, "lon": 106.8},
        {"id": 3, "text": "青山社区"},
    )
    assert code == 1
    assert [f["id"] for f in found] == [3]
    assert [line[:7] for line in told.splitlines()] == ["line 1:", "line 2:", "line 3:", "line 4:"]
