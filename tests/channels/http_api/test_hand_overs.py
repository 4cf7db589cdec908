"""Hand-overs by the API: a receipt at once, the same one again, the result later, and only for the source's own key."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.test import Client

from tests.channels.http_api.test_api import Caller, make_key
from tests.people import Cast
from wushi.domain.policy import Policy
from wushi.site.cli.hand_over import hand_over as command
from wushi.steps import inventory, moves
from wushi.store.accounts.models import ApiKey
from wushi.store.ledger import ledger

NUMBER = "（2026）内0302诉前调12号"


@pytest.fixture
def court(house: Policy) -> Caller:
    key = make_key(house, "channel", name="court")
    ApiKey.objects.update(channel="court")
    return Caller(Client(), key)


def record(**more: object) -> dict[str, object]:
    received = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    text = "物业服务费纠纷，双方同意先行调解。"
    return {"source": "court", "number": NUMBER, "received_at": received, "text": text, **more}


def test_handed_over_once_and_followed_by_its_own_number(court: Caller, house: Policy, cast: Cast) -> None:
    given = record(name="张三", phone="13900001234")
    answer = court.post("/api/hand-overs", given)
    assert answer.status_code == 201, answer.content.decode()
    receipt = answer.json()
    assert receipt["source_number"] == NUMBER and receipt["unit"] == "mediation" and receipt["due"]
    again = court.post("/api/hand-overs", given)
    assert again.status_code == 200 and again.json() == {**receipt, "already": True}
    assert court.post("/api/hand-overs", {**given, "text": "另一件事"}).status_code == 409
    told = court.get("/api/hand-overs/court", number=NUMBER).json()
    assert (told["state"], told["result"], told["owner"]) == ("registered", "", "")
    fields = {"owner": "labour", "reason": "属于劳动仲裁"}
    clerk = cast.of("mediation_clerk")
    moves.take("refuse_hand_over", receipt["number"], fields, actor=clerk, policy=house, now=datetime.now(UTC))
    assert court.get("/api/hand-overs/court", number=NUMBER).json()["owner"] == "labour"
    assert "张三" not in ledger.words(ledger.load(receipt["number"])[0])[1][1]


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"source": "grid"}, 403),  # another source's
        ({"source": "church"}, 422),
        ({"number": ""}, 422),
        ({"received_at": "2026-08-01T08:00:00"}, 422),  # no zone
        ({"received_at": "2199-01-01T00:00:00+08:00"}, 422),
        ({"due": "2020-01-01T00:00:00+08:00"}, 422),
        ({"to": "nobody"}, 422),
        ({"text": ""}, 422),
        ({"ethnicity": "x"}, 422),
    ],
)
def test_bad_hand_overs_are_refused_by_name(court: Caller, more: dict[str, object], status: int) -> None:
    answer = court.post("/api/hand-overs", record(**more))
    assert answer.status_code == status, answer.content.decode()
    assert answer["Content-Type"].startswith("application/problem+json")


def test_nobody_else_hears_of_it(court: Caller, house: Policy) -> None:
    court.post("/api/hand-overs", record())
    stranger = Caller(Client(), make_key(house, "operator"))
    ApiKey.objects.filter(name="operator").update(channel="110")
    assert stranger.get("/api/hand-overs/court", number=NUMBER).status_code == 403
    assert court.get("/api/hand-overs/court", number="（2026）别的号").status_code == 404


def test_every_source_has_its_simulator_and_the_inventory_counts_them_all(house: Policy) -> None:
    runner = CliRunner()
    first = runner.invoke(command, ["simulate", "--count", "2", "--seed", "5", "--json"])
    assert first.exit_code == 0, first.output
    receipts = [json.loads(line) for line in first.stdout.splitlines()]
    assert {r["source"] for r in receipts} == set(house.centre.sources) and len(receipts) == 2 * len(
        house.centre.sources
    )
    second = runner.invoke(command, ["simulate", "--source", "court", "--count", "2", "--seed", "5", "--json"])
    assert all(json.loads(line)["already"] for line in second.stdout.splitlines())
    found = inventory.of_district(house)
    assert found.total == len(receipts) == found.open
    for axis in inventory.AXES:
        assert sum(part.total for part in found.by(axis).values()) == found.total
        for code, part in found.by(axis).items():
            assert not code or len(found.where(**{axis: code})) == part.total
    assert set(found.by("origin")) == set(house.centre.sources)
    assert found.by("level")["room"].total == 2
    shown = runner.invoke(command, ["inventory", "--by", "origin", "--json"])
    assert {json.loads(line)["origin"] for line in shown.stdout.splitlines()} == set(house.centre.sources)
