"""Where words go: a demand with planted numbers and names comes in by every door and runs its course; outside of the vault
nobody meets one of them again, neither in a table, on a page, in an export, in an answer of a machine nor in a log line."""

from __future__ import annotations

import html
import json
import logging
import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.channels.http_api.test_api import Caller, make_key
from tests.channels.spreadsheet.files import GOOD, take, write_csv
from tests.people import Cast
from tests.web.staff import signed_in
from wushi.channels.http_api import keys
from wushi.domain.errors import Refusal
from wushi.domain.policy import Policy
from wushi.steps import moves, turning
from wushi.steps.evaluate import open_state, release
from wushi.store.facts import export
from wushi.store.ledger import alarms, ledger
from wushi.store.ledger.models import Matter

pytestmark = pytest.mark.django_db

PLANTED = (
    "我叫慕容雪岩，住青山社区阳光小区3号楼2单元1704室，物业费涨价没有公示。"
    "手机13912345678，或者一三七八八八八六六五五，１５０４７３９９８８７。身份证15030219850716234X，卡号6222 0212 3456 7890 123，"
    "车牌蒙C·7K963，邮箱yan.murong@qq.com，微信wxid_mry7788zz，QQ 604815937，家里座机0473-2047831。"
)
# What must not be met again: digits and letters as anybody would put them together, and the given name.
CANARIES = (
    "13912345678", "13788886655", "15047399887", "15030219850716234", "6222021234567890", "7K963", "yan.murong", "mry7788zz",
    "604815937", "2047831", "1704",
)  # fmt: skip
GIVEN_NAME = "雪岩"
_DIGITS = {c: str(n) for n, c in enumerate("零一二三四五六七八九")}
_MARKS = re.compile(r"[\s·-]+")


def met(text: str) -> list[str]:
    """Which of them stand in the text, in whatever way of writing."""
    if GIVEN_NAME in text:
        return [GIVEN_NAME]
    shaped = unicodedata.normalize("NFKC", text)
    plain = _MARKS.sub("", shaped).lower()
    spoken = "".join(_DIGITS.get(c, c) for c in plain)
    return [c for c in CANARIES if c.lower() in plain or c.lower() in spoken]


def tables() -> Iterator[tuple[str, str]]:
    """Every row of every table but the vault's, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("vault_", "django_migrations", "django_content_type", "auth_permission")):
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                cells = (
                    bytes(c).decode("utf-8", "ignore") if isinstance(c, bytes | memoryview) else str(c) for c in row
                )
                yield table, " ".join(cells)


def addresses(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Every address that needs nothing to be filled in."""
    for one in resolver.url_patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one, path)
        elif isinstance(one, URLPattern) and "<" not in path and "(" not in path:
            yield "/" + path.removesuffix("$").lstrip("^")


class Course:
    """Brings demands in by every door and leads one through everything that takes words."""

    def __init__(self, policy: Policy, cast: Cast) -> None:
        self.policy, self.cast = policy, cast
        self.at = datetime.now(UTC) - timedelta(hours=5)

    def do(self, number: str, move: str, actor: Any, **given: Any) -> None:
        self.at += timedelta(minutes=1)
        moves.take(move, number, given, actor=actor, policy=self.policy, now=self.at)

    def all_that_takes_words(self, number: str) -> None:
        p, cast, unit = PLANTED, self.cast, "housing"
        line = p[:480]
        self.do(number, "note", cast.li, words=p)
        self.do(number, "dispatch", cast.zhao, unit=unit)
        self.do(number, "object", cast.chen(unit), reason=line)
        self.do(number, "designate", cast.judge, unit=unit, reason=line)
        self.do(number, "sign_for", cast.chen(unit))
        self.do(number, "contact", cast.chen(unit))
        self.do(number, "open_discussion", cast.chen(unit), reason=line)
        self.do(number, "conclude_discussion", cast.chen(unit), outcome=line)
        self.do(number, "ask_extension", cast.chen(unit), reason=line)
        self.do(number, "refuse_extension", cast.sun(unit), reason=line)
        self.do(number, "propose_deferral", cast.chen(unit), reason=line, plan=line, next_date=self._later())
        self.do(number, "refuse_deferral", cast.supervisor, reason=line)
        self.do(number, "supervise", cast.supervisor, reason=line)
        self.do(number, "lift", cast.supervisor, reason=line)
        self.do(number, "reply", cast.chen(unit), words=f"{p}已修好。", outcome="solved")
        self.do(number, "call_back", cast.wu, contacted=True, solved=False, satisfaction="dissatisfied", words=p)
        self.do(number, "reopen", cast.wu, ground="not-solved", words=p)
        self.do(number, "sign_for", cast.chen(unit))
        self.do(number, "contact", cast.chen(unit))
        self.do(number, "reply", cast.chen(unit), words=f"{p}又修好了。", outcome="solved")

    def _later(self) -> str:
        return (self.at + timedelta(days=20)).date().isoformat()


@pytest.fixture
def lived(house: Policy, cast: Cast, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Any:
    """Four doors, one full course; gives numbers, receipts and every answer that was seen on the way."""
    seen: list[tuple[str, str]] = []
    caplog.set_level(logging.DEBUG)
    phone = Client(headers={"accept-language": "zh-CN"})
    said = {"what": PLANTED, "where": "青山社区阳光小区3号楼2单元1704室", "name": "慕容雪岩", "phone": "13912345678"}
    answer = phone.post("/", {**said, "key": "k1", "screen": "2"})
    number = answer["Location"].strip("/").split("/")[-1]
    desk = signed_in(cast.li)
    taken = desk.post("/desk/new/", {**said, "key": "k2", "channel": "phone", "send": "1", "whole": "on"}, follow=True)
    seen.append(("desk", taken.content.decode()))
    keys.forget()
    caller = Caller(Client(), make_key(house, "operator"))
    for body in (
        {"text": PLANTED, "name": "慕容雪岩", "phone": "13912345678", "client_key": "k3"},
        {"text": PLANTED, "client_key": "k4", "type": PLANTED},  # refused, and the refusal says why
        {"text": 13912345678},
        {"text": PLANTED, "crs": PLANTED, "lat": 39.6, "lon": 106.8},
    ):
        got = caller.post("/api/matters", body)
        seen.append((f"api {got.status_code}", got.content.decode()))
    rows = [{**GOOD, "编号": "C-1", "标题": PLANTED[:60], "内容": PLANTED}, {**GOOD, "编号": "C-2", "类型": PLANTED}]
    _, refused = take(write_csv(tmp_path / "canaries.csv", rows), house)
    assert len(refused) == 1
    seen.append(("import", str(refused)))
    turning.turn_all(house, datetime.now(UTC))
    course = Course(house, cast)
    [id] = Matter.objects.filter(number=number).values_list("id", flat=True)
    course.at = max(course.at, ledger.load(number)[1].last_at or course.at)
    course.all_that_takes_words(number)
    phone.post(f"/follow/{number}/add/", {"words": PLANTED})
    phone.post(
        f"/follow/{number}/rate/",
        {"contacted": "yes", "solved": "no", "content": "dissatisfied", "why": PLANTED, "screen": "3", "go": "send"},
    )
    alarms.put_off(id, datetime.now(UTC), f"ValueError: {PLANTED}")
    return number, phone, caller, seen, course


def test_no_planted_number_or_name_is_met_outside_of_the_vault(
    lived: Any, house: Policy, cast: Cast, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    number, phone, caller, seen, _ = lived
    assert met(PLANTED) and set(CANARIES) <= set(met(PLANTED.replace(GIVEN_NAME, "")))  # the trap works
    found: dict[str, list[str]] = {}

    def look(where: str, text: str) -> None:
        if met(text):
            found.setdefault(where, met(text))

    for where, text in seen:
        look(where, text)
    for table, row in tables():
        look(table, row)
    numbers = list(Matter.objects.values_list("number", flat=True))
    assert len(numbers) == 4
    listed = sorted(set(addresses(get_resolver())))
    assert {"/desk/", "/lead/", "/release/", "/cases/", "/search/"} <= set(listed)
    roles = {post.role for post in house.posts.values()} - {"channel", "clock", "machine"}
    for role in sorted(roles):
        client = signed_in(cast.of(role))
        more = [f"/matters/{n}/" for n in numbers] + [
            f"/release/{number}/",
            "/search/?q=物业",
            f"/audit/?number={number}",
        ]
        for address in [*listed, *more]:
            answer = client.get(address)
            if not answer.streaming:
                look(f"{role} {address}", html.unescape(answer.content.decode("utf-8", "ignore")))
    for address in [*listed, f"/receipt/{number}/", f"/follow/{number}/", f"/follow/{number}/explain/"]:
        answer = phone.get(address)
        if not answer.streaming:
            look(f"resident {address}", html.unescape(answer.content.decode("utf-8", "ignore")))
    for path in ("/api/matters", f"/api/matters/{number}", f"/api/matters/{number}/clocks"):
        look(f"api {path}", json.dumps(caller.get(path).json(), ensure_ascii=False))
    export.export(house, datetime.now(UTC), at=tmp_path / "facts")
    for file in sorted((tmp_path / "facts").rglob("*.parquet")):
        import pyarrow.parquet as parquet

        look(f"facts {file.name}", str(parquet.read_table(file).to_pylist()))
    for one in open_state.state(house, datetime.now(UTC)):
        look(f"open data {one.kind}", one.body)
    look("command line", _printed(numbers))
    formatter = logging.getLogger().handlers and _formatter()
    for record in caplog.records:
        look(f"log {record.name}", formatter.format(record) if formatter else record.getMessage())
    assert not found, "\n".join(f"{where}: {what}" for where, what in found.items())


def _printed(numbers: list[str]) -> str:
    """What the commands on one matter print."""
    from wushi.site.cli.matters import explain, show

    runner, out = CliRunner(), []
    for number in numbers:
        for command in (show, explain):
            for options in ([number], [number, "--json"]):
                out.append(runner.invoke(command, options).output)
    return "\n".join(out)


def _formatter() -> logging.Formatter:
    from wushi.site.logs import Covering

    return Covering()


def test_a_traceback_that_quotes_somebody_is_covered() -> None:
    try:
        raise ValueError(PLANTED)
    except ValueError:
        import sys

        record = logging.LogRecord("wushi", logging.ERROR, __file__, 1, "broken %s", (PLANTED,), sys.exc_info())
    said = _formatter().format(record)
    assert "Traceback" in said and "ValueError" in said
    for canary in ("13912345678", "13788886655", "15030219850716234", "6222021234567890", "7K963", "yan.murong"):
        assert canary not in met(said)


def test_the_original_is_in_the_vault_and_a_look_leaves_a_trace(lived: Any, house: Policy, cast: Cast) -> None:
    from wushi.steps.handle import work

    number, *_ = lived
    actor = cast.chen("housing")
    now = datetime.now(UTC)
    found = work.requester(number, actor=actor, account="chen", purpose="约时间上门", policy=house, now=now)
    assert found["text"].startswith(PLANTED) and found["phone"] == "13912345678"
    assert [r.purpose for r in work.readings(number, actor=actor, policy=house)] == ["约时间上门"]


def test_what_is_proposed_for_release_and_the_refusal_hold_none(lived: Any, house: Policy, cast: Cast) -> None:
    number, _, _, _, course = lived
    if ledger.load(number)[1].state == "callback":
        course.do(number, "close", cast.wu)
    proposed = release.propose(number, actor=cast.supervisor, policy=house, now=datetime.now(UTC))
    assert not met(str(proposed.words))
    with pytest.raises(Refusal) as refused:
        release.release(
            number, title=PLANTED[:100], words=PLANTED, reply=PLANTED, ticked=(), actor=cast.supervisor,
            policy=house, now=datetime.now(UTC),
        )  # fmt: skip
    assert not met(str(refused.value) + str(refused.value.facts))
