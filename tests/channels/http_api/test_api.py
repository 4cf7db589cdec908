"""The HTTP API: register, read, list, move; keys, limits and problems as RFC 9457; broken input gets a clear refusal."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

import pytest
from django.test import Client

from wushi.channels.http_api import keys
from wushi.domain.policy import Policy
from wushi.steps import turning
from wushi.store.accounts.models import ApiKey
from wushi.store.ledger.models import Matter

TEXT = "青山社区3号楼暖气一直不热，孩子都感冒了。"


class Caller:
    def __init__(self, client: Client, key: str) -> None:
        self.client, self.key = client, key

    def post(self, path: str, body: object, **headers: str):  # type: ignore[no-untyped-def]
        data = body if isinstance(body, bytes | str) else json.dumps(body, ensure_ascii=False)
        return self.client.post(
            path, data, content_type="application/json", headers={"Authorization": f"Bearer {self.key}", **headers}
        )

    def get(self, path: str, **query: object):  # type: ignore[no-untyped-def]
        return self.client.get(path, query, headers={"Authorization": f"Bearer {self.key}"})


def make_key(policy: Policy, role: str, *, per_minute: int = 1000, name: str = "") -> str:
    key = f"wushi_{role}_{name}"
    post = next(p for p in policy.posts.values() if p.role == role)
    ApiKey.objects.create(
        name=f"{role}{name}",
        digest=hashlib.sha256(key.encode()).hexdigest(),
        channel="phone",
        post=post.code,
        per_minute=per_minute,
    )
    return key


@pytest.fixture
def desk(house: Policy, client: Client) -> Caller:
    keys.forget()
    return Caller(client, make_key(house, "operator"))


@pytest.fixture
def dispatcher(house: Policy, client: Client) -> Caller:
    return Caller(client, make_key(house, "dispatcher"))


def test_a_demand_is_registered_and_can_be_read(desk: Caller) -> None:
    answer = desk.post("/api/matters", {"text": TEXT, "phone": "13900001234", "client_key": "a"})
    assert answer.status_code == 201
    receipt = answer.json()
    assert receipt["number"].startswith("HBW-") and len(receipt["code"]) == 8
    again = desk.post("/api/matters", {"text": TEXT, "phone": "13900001234", "client_key": "a"})
    assert (again.status_code, again.json()["number"]) == (200, receipt["number"])
    whole = desk.get(f"/api/matters/{receipt['number']}").json()
    assert whole["text"] == TEXT
    assert [h["what"] for h in whole["history"]] == ["Registered"]
    assert "13900001234" not in json.dumps(whole)


def test_a_matter_is_moved_by_name_and_the_second_mover_is_told(
    desk: Caller, dispatcher: Caller, house: Policy
) -> None:
    number = desk.post("/api/matters", {"text": TEXT}).json()["number"]
    turning.turn_all(house, datetime.now(UTC))
    version = desk.get(f"/api/matters/{number}").json()["version"]
    moved = dispatcher.post(
        f"/api/matters/{number}/moves", {"move": "dispatch", "seen": version, "fields": {"unit": "housing"}}
    )
    assert (moved.status_code, moved.json()["state"], moved.json()["unit"]) == (200, "dispatched", "housing")
    late = dispatcher.post(f"/api/matters/{number}/moves", {"move": "note", "seen": version, "fields": {"words": "x"}})
    assert late.status_code == 409
    assert late["Content-Type"].startswith("application/problem+json")
    assert late.json()["code"] == "stale"
    assert late.json()["facts"]["since"][0]["what"] == "Dispatched"
    clocks = desk.get(f"/api/matters/{number}/clocks").json()
    assert {c["name"] for c in clocks} == {"dispatch", "sign", "contact", "reply"}
    assert all(c["article"].startswith("《") for c in clocks)


def test_lists_are_paged_by_key_without_gap_or_double(desk: Caller) -> None:
    made = [desk.post("/api/matters", {"text": f"{TEXT}{n}"}).json()["number"] for n in range(7)]
    seen: list[str] = []
    after = ""
    for _ in range(10):
        page = desk.get("/api/matters", list="open", size=3, after=after).json()
        seen += [item["number"] for item in page["items"]]
        after = page["next"]
        if not after:
            break
    assert seen == made


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", "Basic abc"])
def test_without_a_valid_key_the_answer_is_401_and_a_problem(house: Policy, client: Client, header: str) -> None:
    keys.forget()
    answer = client.post(
        "/api/matters", "{}", content_type="application/json", headers={"Authorization": header} if header else {}
    )
    assert answer.status_code == 401
    assert answer.json()["code"] == "not_signed_in"
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_key_has_its_minute_and_no_header_makes_it_longer(
    house: Policy, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys.forget()
    clock = [60_000.0]
    monkeypatch.setattr(keys.time, "time", lambda: clock[0])
    caller = Caller(client, make_key(house, "operator", per_minute=3, name="slow"))
    forged = [{"X-Forwarded-For": f"10.0.0.{n}"} for n in range(5)]
    assert [caller.post("/api/matters", {"text": TEXT}, **f).status_code for f in forged] == [201, 201, 201, 429, 429]
    refused = caller.post("/api/matters", {"text": TEXT})
    assert (refused["Retry-After"], refused.json()["code"]) == ("60", "too_many")
    keys.forget()  # another process, with nothing in hand, gets nothing more out of the same minute
    assert caller.post("/api/matters", {"text": TEXT}).status_code == 429
    clock[0] += 60
    assert caller.post("/api/matters", {"text": TEXT}).status_code == 201


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        (b"", 422, "body"),
        (b"{", 422, "body"),
        (b'{"text": "\xff\xfe"}', 422, "UTF-8"),
        ({}, 422, "text"),
        ({"text": ""}, 422, "empty"),
        ({"text": "   "}, 422, "empty"),
        ({"text": "漏水\x00"}, 422, "NUL"),
        (b'{"text": "\\ud800"}', 422, "surrogate"),
        ({"text": "x" * 100_001}, 422, "100000"),
        ({"text": "漏水", "received_at": "0001-01-01T00:00:00+00:00"}, 422, "before 2000"),
        ({"text": "漏水", "received_at": "9999-12-31T23:59:59+00:00"}, 422, "future"),
        ({"text": "漏水", "received_at": "2026-08-03T17:14:00"}, 422, "zone"),
        ({"text": "漏水", "lat": 106.8, "lon": 39.67}, 422, "swapped"),
        ({"text": "漏水", "lat": 31.2, "lon": 121.5}, 422, "outside the district"),
        (b'{"text": "\\u6f0f", "lat": NaN, "lon": 106.8}', 422, ""),
        ({"text": "漏水", "lat": 39.67}, 422, "both"),
        ({"text": "漏水", "lat": 39.67, "lon": 106.82, "crs": "utm"}, 422, "utm"),
        ({"text": "漏水", "type": "wish"}, 422, "wish"),
        ({"text": "漏水", "unknown": 1}, 422, "unknown"),
        ([1, 2], 422, ""),
    ],
)
def test_broken_input_is_refused_by_name_and_nothing_is_written(
    desk: Caller, body: object, status: int, says: str
) -> None:
    answer = desk.post("/api/matters", body)
    assert answer.status_code == status, answer.content
    problem = answer.json()
    assert problem["status"] == status
    assert says.lower() in problem["detail"].lower()
    assert Matter.objects.count() == 0


def test_ten_megabytes_are_refused_without_reading_them_all(desk: Caller) -> None:
    answer = desk.post("/api/matters", {"text": "水" * 3_500_000})
    assert answer.status_code == 413
    assert answer["Content-Type"].startswith("application/problem+json")


def test_html_scripts_and_direction_overrides_stay_words_and_harm_nobody(desk: Caller) -> None:
    words = '<script>alert(1)</script> \u202e反过来\u202c & "引号"'
    number = desk.post("/api/matters", {"text": words}).json()["number"]
    read = desk.get(f"/api/matters/{number}").json()["text"]
    assert read == '<script>alert(1)</script> 反过来 & "引号"'


def test_what_is_out_of_sight_answers_like_what_does_not_exist(desk: Caller, house: Policy, client: Client) -> None:
    number = desk.post("/api/matters", {"text": TEXT}).json()["number"]
    stranger = Caller(client, make_key(house, "handler"))
    hidden, absent = stranger.get(f"/api/matters/{number}"), stranger.get("/api/matters/HBW-2026-9999999")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.json()["code"] == absent.json()["code"] == "not_found"
    assert set(hidden.json()["facts"]) == set(absent.json()["facts"])


def test_an_unknown_address_and_method_answer_with_a_problem(desk: Caller) -> None:
    assert desk.get("/api/nothing").json()["code"] == "not_found"
    assert desk.client.put("/api/matters").status_code == 405


def test_the_moves_tell_their_fields(client: Client, house: Policy) -> None:
    listed = {m["name"]: m for m in client.get("/api/moves").json()}
    assert [f["name"] for f in listed["dispatch"]["fields"]] == ["unit"]
    assert listed["reply"]["event"] == "Replied"


def test_the_description_is_openapi_3_1(client: Client, house: Policy) -> None:
    described = client.get("/api/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert set(described["paths"]) >= {"/api/matters", "/api/matters/{number}", "/api/matters/{number}/moves"}


def test_a_key_searches_what_its_post_sees(desk: Caller, house: Policy, client: Client) -> None:
    number = desk.post("/api/matters", {"text": TEXT, "title": "暖气不热"}).json()["number"]
    answer = desk.get("/api/search", q="暖气 一直", size=5)
    assert answer.status_code == 200, answer.content
    page = answer.json()
    assert [item["number"] for item in page["items"]] == [number] and page["next"] == "" and page["behind"] == 0
    assert {"text": "暖气一直", "marked": True} in page["items"][0]["excerpt"]
    assert [n["number"] for n in desk.get("/api/search", q=number).json()["numbers"]] == [number]
    assert desk.get("/api/search", q="暖气", state="closed").json()["items"] == []
    clerk = Caller(client, make_key(house, "community_secretary"))
    assert clerk.get("/api/search", q="暖气").json()["items"] == []
    assert clerk.get("/api/search", q=number).json()["numbers"] == []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 422), ({"q": ""}, 200), ({"q": "%"}, 200), ({"q": "x" * 201}, 422), ({"q": "a\x00"}, 422),
        ({"q": "暖", "size": 0}, 422), ({"q": "暖", "size": 10**30}, 422), ({"q": "暖", "after": "x"}, 422),
        ({"q": "暖", "state": "ajar"}, 422), ({"q": "暖", "since": "yesterday"}, 422), ({"q": "暖", "unit": "x"}, 404),
        ({"q": "暖", "subject": "'"}, 404), ({"q": "暖", "since": "0001-01-01", "until": "9999-12-31"}, 200),
    ],
)  # fmt: skip
def test_a_search_that_cannot_be_read_is_refused_by_name(desk: Caller, query: dict[str, object], status: int) -> None:
    answer = desk.get("/api/search", **query)
    assert answer.status_code == status, answer.content
    if status != 200:
        assert answer["Content-Type"].startswith("application/problem+json")


def in_hand(house: Policy, client: Client, text: str, points: str = "") -> tuple[Caller, str]:
    """A matter that a handler has in hand, and the handler's key."""
    [desk, unit] = [Caller(client, make_key(house, role)) for role in ("dispatcher", "handler")]
    number = desk.post("/api/matters", {"text": text, "title": "楼道"}).json()["number"]
    lead = next(p.unit for p in house.posts.values() if p.role == "handler")
    moves = [(desk, "list_points", {"points": points})] if points else []
    moves += [(desk, "dispatch", {"unit": lead}), (unit, "sign_for", {}), (unit, "contact", {})]
    for caller, name, fields in moves:
        answer = caller.post(f"/api/matters/{number}/moves", {"move": name, "fields": fields})
        assert answer.status_code == 200, answer.content
    return unit, number


def test_a_reply_without_points_goes_as_it_always_went_and_its_warnings_are_on_record(
    client: Client, house: Policy
) -> None:
    unit, number = in_hand(house, client, "楼道灯不亮。")
    asked = {"move": "reply", "fields": {"words": "您反映的问题已转物业处理。", "outcome": "explained"}}
    assert unit.post(f"/api/matters/{number}/moves", asked).json()["state"] == "handled"
    whole = unit.get(f"/api/matters/{number}").json()
    assert whole["points"] == [] and whole["warnings"] == ["only_forwarded"]


def test_a_reply_answers_point_by_point_or_is_refused_with_the_point_named(client: Client, house: Policy) -> None:
    unit, number = in_hand(house, client, "楼道灯不亮，电梯总停。", "楼道灯不亮\n电梯总停")
    moves = f"/api/matters/{number}/moves"
    plain = unit.post(moves, {"move": "reply", "fields": {"words": "都修好了。"}})
    assert plain.status_code == 422 and "point 1 (楼道灯不亮) has no answer" in plain.json()["detail"]
    half = {"points": ["solved"], "answers": ["楼道灯今天换了三个灯泡"], "words": "物业电话0473-2012345。"}
    refused = unit.post(moves, {"move": "reply", "fields": half})
    assert refused.status_code == 422 and "point 2 (电梯总停)" in refused.json()["detail"]
    empty = unit.post(moves, {"move": "reply", "fields": {"points": ["solved", "solved"]}})
    assert empty.status_code == 422 and empty.json()["facts"]["field"] == "words"
    whole = {**half, "points": ["solved", "solved"], "answers": [*half["answers"], "电梯换了主板"]}
    assert unit.post(moves, {"move": "reply", "fields": whole}).json()["state"] == "handled"
    read = unit.get(f"/api/matters/{number}").json()
    assert read["points"] == [{"point": "楼道灯不亮", "status": "solved"}, {"point": "电梯总停", "status": "solved"}]
    assert read["warnings"] == []
