"""Words of private talks, of joint sessions and of agreements are planted; every endpoint is asked for them, by everybody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from tests.people import Cast
from tests.steps.cases import Case, case
from tests.web.staff import signed_in

from wushi.domain.actor import Actor
from wushi.domain.policy import Policy
from wushi.store.ledger import ledger
from wushi.store.vault import vault

PLANTED = ("密语", "李建国", "15030219500101002X", "楼上漏水泡坏楼下家具")


@pytest.fixture
def planted(house: Policy, cast: Cast) -> Case:
    return case(house, cast).agreed(origin="court-before")


def _addresses(number: str) -> list[str]:
    """Every address that the site answers, with this case wherever an address takes something."""
    found: list[str] = []
    filling = {"number": number, "kind": "agreement", "form": "pdf", "name": "note", "code": vault.receipt_code(number)}

    def walk(resolver: URLResolver, before: str) -> None:
        for one in resolver.url_patterns:
            path = before + str(one.pattern)
            if isinstance(one, URLResolver):
                walk(one, path)
            elif isinstance(one, URLPattern):
                for name in one.pattern.converters:
                    value = filling.get(name, number)
                    path = path.replace(f"<{name}>", value)
                    for converter in ("slug", "str", "int", "path"):
                        path = path.replace(f"<{converter}:{name}>", "1" if converter == "int" else value)
                if "<" not in path and "(?" not in path:
                    found.append("/" + path.lstrip("/^").rstrip("$"))

    walk(get_resolver(), "")
    return sorted(set(found))


def _said(answer: Any) -> str:
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return data.decode("utf-8", "replace") + repr(dict(answer.items()))


@pytest.mark.slow
def test_no_endpoint_tells_what_was_said_in_mediation(planted: Case, cast: Cast) -> None:
    """Everybody but the mediator and the clerk, asked at every address; and these two by GET, which never opens the file."""
    addresses = _addresses(planted.number)
    assert f"/mediation/{planted.number}/" in addresses and f"/matters/{planted.number}/" in addresses
    everybody: list[Actor | None] = [
        None, planted.clerk, planted.mediator, planted.other, cast.li, cast.zhao, cast.wu, cast.supervisor,
        cast.of("leader"), cast.of("auditor"), cast.of("administrator"), cast.of("unit_head", "housing"),
        cast.of("community_secretary"),
    ]  # fmt: skip
    from django.test import Client

    asked = 0
    for who in everybody:
        client = signed_in(who) if who else Client()
        client.raise_request_exception = False
        for address in addresses:
            if "logout" in address or "sign-out" in address:
                continue
            ways = [client.get] if who in (planted.clerk, planted.mediator) else [client.get, client.post]
            for way in ways:
                answer = way(
                    address, {"number": planted.number, "q": "密语", "words": "密语"} if way == client.get else {}
                )
                asked += 1
                told = [p for p in PLANTED if p in _said(answer).replace('value="密语"', "").replace("q=密语", "")]
                told = [p for p in told if not (p == "密语" and way == client.get and _only_asked(answer))]
                assert not told, f"{who.post if who else 'nobody'} {way.__name__} {address}: {told}"
    assert asked > 300


def _only_asked(answer: Any) -> bool:
    """A search says again what was looked for; a sentence around it would come from the vault."""
    said = _said(answer)
    return not any(whole in said for whole in ("水管密语", "票据密语", "会谈密语", "协议密语"))


def test_the_ledger_and_the_facts_hold_nothing_of_it(planted: Case, tmp_path: Path) -> None:
    from django.db import connection

    tables = [t for t in connection.introspection.table_names() if t != "vault_sealed"]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = repr(cursor.fetchall())
            for word in PLANTED:
                assert word not in rows, f"{word} lies in {table}"
    assert ledger.load(planted.number)[1].dispute is not None
