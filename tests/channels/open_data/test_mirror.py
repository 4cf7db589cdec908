"""The mirror holds the server's public state byte for byte: after a kill, after a withdrawal, after a publication in between."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.test import Client

from tests.channels.open_data.conftest import release
from tests.ledgers import HandMade
from tests.people import Cast
from wushi.channels.http_api import keys
from wushi.channels.open_data import package, views
from wushi.channels.open_data.mirror import Server, follow
from wushi.domain.errors import BadInput
from wushi.steps.evaluate import open_state, opening
from wushi.steps.evaluate import release as step
from wushi.store.opened import records

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def open_house(town: HandMade) -> HandMade:
    release("A0")
    opening.publish(town.policy, NOW)
    views._digest.cache_clear()
    return town


def state(client: Client) -> bytes:
    answer = client.get("/open/state.jsonl")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def all_pages(client: Client, size: int = 7) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    after, more = "", True
    while more:
        page = client.get("/open/feed", {"after": after, "size": size}).json()
        found += page["changes"]
        after, more = page["next"], page["more"]
    return found


def test_the_feed_gives_each_record_once_in_order(open_house: HandMade, client: Client) -> None:
    changes = all_pages(client)
    assert [c["change"] for c in changes] == sorted({c["change"] for c in changes})  # type: ignore[type-var]
    assert len({(c["kind"], c["key"]) for c in changes}) == len(changes) == len(state(client).splitlines())
    about = client.get("/open/about").json()
    assert about["records"] == len(changes) and about["head"].endswith(f".{changes[-1]['change']}")


def test_the_same_state_published_again_changes_nothing(open_house: HandMade) -> None:
    again = opening.publish(open_house.policy, NOW)
    assert (again.new, again.changed, again.gone) == (0, 0, 0)


def test_what_is_withdrawn_is_a_tombstone_and_its_words_are_nowhere(
    open_house: HandMade, cast: Cast, client: Client
) -> None:
    assert "一栋楼暖气一直不热" in state(client).decode()
    before = client.get("/open/about").json()["head"]
    step.withdraw("A0", "当事人要求", actor=cast.supervisor, policy=open_house.policy, now=NOW)
    [gone] = client.get("/open/feed", {"after": before}).json()["changes"]
    assert gone["gone"] is True and gone["kind"] == "case" and "body" not in gone
    assert "一栋楼暖气" not in state(client).decode() and "一栋楼暖气" not in str(all_pages(client))


def test_who_asks_again_for_what_did_not_change_gets_304(open_house: HandMade, client: Client) -> None:
    first = client.get("/open/feed")
    assert first["Cache-Control"] == "no-cache" and first["Access-Control-Allow-Origin"] == "*"
    again = client.get("/open/feed", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304 and not again.content
    assert client.get("/open/feed", headers={"if-none-match": '"other"'}).status_code == 200
    assert client.post("/open/feed").status_code == 405


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"after": "nonsense"}, "take `next`"),
        ({"after": "0123456789abcdef.3"}, "another ledger"),
        ({"size": "-1"}, "from 1 on"),
        ({"size": "many"}, "from 1 on"),
    ],
)
def test_a_wrong_question_is_told_with_the_mend(
    open_house: HandMade, client: Client, query: dict[str, str], said: str
) -> None:
    answer = client.get("/open/feed", query)
    assert answer.status_code == 422 and said in answer.json()["detail"]
    ahead = opening.head().rpartition(".")[0] + ".999999"
    assert client.get("/open/feed", {"after": ahead}).status_code == 422


def test_before_the_first_publication(town: HandMade, client: Client) -> None:
    answer = client.get("/open/about")
    assert answer.status_code == 404 and "wushi publish" in answer.json()["detail"]


def test_everybody_together_has_a_bound_and_a_key_has_its_own(
    open_house: HandMade, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller = keys.everybody("open-data", 3)
    monkeypatch.setattr(keys, "everybody", lambda name, per_minute: caller)
    found = [client.get("/open/feed") for _ in range(4)]
    assert [a.status_code for a in found] == [200, 200, 200, 429]
    assert 0 < int(found[-1]["Retry-After"]) <= 60
    refused = client.get("/open/feed", headers={"authorization": "Bearer nobody"})
    assert refused.status_code == 401


# --- a live server ------------------------------------------------------------------------------------------------------


@pytest.fixture
def live(transactional_db: None, live_server: object, policy: object, tmp_path: Path) -> Iterator[str]:
    yield str(live_server)


def published(policy: object) -> HandMade:
    from wushi.store.registers import units

    units.load(policy.tree)  # type: ignore[attr-defined]
    made = HandMade(policy)  # type: ignore[arg-type]
    for n in range(7):
        made.whole(f"A{n}", f"2022-03-0{n + 1} 09:00", "2022-03-20 00:00", f"2022-03-1{n % 3} 10:00")
    made.register("D", "2022-04-20 09:00")
    release("A0")
    opening.publish(made.policy, NOW)
    views._digest.cache_clear()
    return made


def server_state() -> bytes:
    return b"".join(opening.lines())


def test_a_mirror_that_is_killed_goes_on_and_holds_the_same_bytes(
    live: str, policy: object, cast: Cast, tmp_path: Path
) -> None:
    made = published(policy)
    there = tmp_path / "mirror"
    command = [sys.executable, "-m", "wushi", "mirror", live, str(there), "--size", "3"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "wushi.site.settings", "WUSHI_HOME": str(tmp_path / "other")}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    held = 0
    for _ in range(600):
        time.sleep(0.02)
        held = _held(there)
        if held >= 6:
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    held = _held(there)
    total = len(server_state().splitlines())
    assert 6 <= held < total and not (there / "state.jsonl").exists()

    first = follow(Server(live), there)
    assert first.resumed and first.came == total - held
    assert (there / "state.jsonl").read_bytes() == server_state()

    step.withdraw("A0", "当事人要求", actor=cast.supervisor, policy=made.policy, now=NOW)
    second = follow(Server(live), there)
    assert (second.came, second.went) == (0, 1)
    assert "一栋楼暖气".encode() not in b"".join(
        p.read_bytes() for p in there.rglob("*") if p.suffix in (".jsonl", ".csv")
    )
    made.whole("E", "2022-03-08 09:00", "2022-03-20 00:00", "2022-03-12 10:00")
    opening.publish(made.policy, NOW)
    follow(Server(live), there)
    assert (there / "state.jsonl").read_bytes() == server_state()

    # the package of the mirror is the package of the house
    package.write(open_state.state(made.policy, NOW), tmp_path / "house")
    for path in (tmp_path / "house").iterdir():
        assert path.read_bytes() == (there / "package" / path.name).read_bytes(), path.name


def _held(there: Path) -> int:
    base = there / "mirror.sqlite3"
    if not base.exists():
        return 0
    try:
        with sqlite3.connect(base) as connection:
            return int(connection.execute("SELECT count(*) FROM record").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def test_a_mirror_that_was_changed_by_hand_is_told(live: str, policy: object, tmp_path: Path) -> None:
    published(policy)
    follow(Server(live), tmp_path / "mirror")
    with sqlite3.connect(tmp_path / "mirror" / "mirror.sqlite3") as base:
        base.execute("""UPDATE record SET body = '{"value":100}' WHERE kind = 'figure'""")
    with pytest.raises(BadInput, match="mirror anew"):
        follow(Server(live), tmp_path / "mirror")


# --- servers that are none ----------------------------------------------------------------------------------------------


class _Other(BaseHTTPRequestHandler):
    answers: list[tuple[int, str, bytes]] = []

    def do_GET(self) -> None:
        status, kind, body = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Retry-After", "1")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def other() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Other)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((200, "text/html", b"<html>"), "no open door"),
        ((404, "text/html", b"no"), "answers 404"),
        ((200, "application/json", json.dumps({"ledger": "x", "schema": 99}).encode()), "newer"),
    ],
)
def test_a_server_that_is_none(other: str, tmp_path: Path, answer: tuple[int, str, bytes], said: str) -> None:
    _Other.answers = [answer]
    with pytest.raises(BadInput, match=said):
        follow(Server(other), tmp_path / "mirror")
    assert not (tmp_path / "mirror" / "state.jsonl").exists()


def test_a_server_that_has_had_enough_is_waited_for(other: str, tmp_path: Path) -> None:
    waited: list[float] = []
    _Other.answers = [(429, "application/json", b"{}"), (200, "application/json", b'{"ledger":"x","schema":99}')]
    with pytest.raises(BadInput, match="newer"):
        follow(Server(other, wait=waited.append), tmp_path / "mirror")
    assert waited == [1.0]


def test_no_address_no_server_no_folder(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="https://host"):
        Server("file:///etc/passwd")
    with pytest.raises(BadInput, match="is it running"):
        follow(Server("http://127.0.0.1:9", wait=lambda seconds: None), tmp_path / "mirror")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine")
    from wushi.channels.open_data.mirror import Mirror

    with pytest.raises(BadInput, match="something else"):
        Mirror(tmp_path / "mine")


def test_a_change_between_two_pages_is_not_lost(open_house: HandMade) -> None:
    page = opening.feed("", open_house.policy, NOW, size=5)
    assert page.more and len(page.changes) == 5
    kept = {(c.kind, c.key): c.body for c in page.changes}
    first = next(iter(kept))
    records.take_back(first[0], [first[1]], 1)
    while True:
        page = opening.feed(page.next, open_house.policy, NOW, size=50)
        for c in page.changes:
            kept.pop((c.kind, c.key), None) if c.gone else kept.update({(c.kind, c.key): c.body})
        if not page.more:
            break
    assert kept == {(r.kind, r.key): r.body for r in records.every()}
