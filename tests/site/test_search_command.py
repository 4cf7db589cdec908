"""wushi search: what it prints, what it refuses; wushi rebuild makes the index again."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from tests.ledgers import HandMade
from wushi.domain.errors import BadInput, NotFound
from wushi.domain.policy import Policy
from wushi.site.cli.matters import rebuild
from wushi.site.cli.searching import search
from wushi.steps import indexing


@pytest.fixture
def made(house: Policy) -> HandMade:
    """Their words are their names, as a ledger made by hand has them."""
    made = HandMade(house)
    made.register("物业费太高", "2022-03-01 09:00", place="150302002001")
    made.register("物业不管", "2022-03-02 09:00", subject="", place="")
    return made


def run(command: object, *arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, catch_exceptions=False)  # type: ignore[arg-type]


def found(*arguments: str) -> list[str]:
    result = run(search, *arguments, "--json")
    assert result.exit_code == 0, result.output
    return [json.loads(line)["number"] for line in result.stdout.splitlines()]


def test_one_object_a_line_the_newest_first(made: HandMade) -> None:
    assert found("物业") == ["物业不管", "物业费太高"]
    [line] = run(search, "物业费", "--json").stdout.splitlines()
    assert json.loads(line)["marks"] == ["物业费"]
    assert found("物业", "--limit", "1") == ["物业不管"]


def test_filters(made: HandMade) -> None:
    assert found("物业", "--place", "150302002") == ["物业费太高"]
    assert found("物业", "--subject", "property") == ["物业费太高"]
    assert found("物业", "--from", "2022-03-02") == ["物业不管"]
    assert found("物业", "--to", "2022-03-01") == ["物业费太高"]
    assert found("物业", "--post", "housing.handler") == []


def test_for_people_and_what_is_refused(made: HandMade) -> None:
    said = run(search, "物业费")
    assert "物业费太高" in said.output and "2022-03-01" in said.output
    assert "no matter holds these words" in run(search, "鲸鱼").output
    assert "nothing to look for" in run(search, " ").output
    with pytest.raises(BadInput):
        run(search, "x" * 201)
    for wrong in (("--unit", "nowhere"), ("--subject", "nothing"), ("--place", "nowhere"), ("--post", "nobody")):
        with pytest.raises(NotFound):
            run(search, "物业", *wrong)


def test_rebuild_makes_the_index_again_and_check_tells(made: HandMade) -> None:
    from django.db import connection

    indexing.follow_all()
    assert run(rebuild, "--check").exit_code == 0
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_block WHERE piece = '物业'")
    assert found("物业") == []
    assert run(rebuild, "--check").exit_code == 1
    assert "1 blocks differed" in run(rebuild).output
    assert found("物业") == ["物业不管", "物业费太高"]
