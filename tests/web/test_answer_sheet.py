"""The answer sheet in public: figures from the ledger, good and bad alike, each opening to the matters that make it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.people import Cast, aunt_wang

from wushi.domain.actor import RESIDENT
from wushi.domain.policy import Policy
from wushi.web.sheet import reading

pytestmark = pytest.mark.django_db

YEAR = str(datetime.now(UTC).year)


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    reading.forget()
    yield
    reading.forget()


@pytest.fixture
def matters(house: Policy, cast: Cast) -> list[str]:
    """Three demands of today; one of them is answered at once, one is simulated."""
    from wushi.steps.report.register import register
    from wushi.steps.report.settle import answer

    now = datetime.now(UTC)
    made = [
        register(aunt_wang(simulated=n == 0), actor=RESIDENT, policy=house, now=now - timedelta(seconds=9 - n)).number
        for n in range(3)
    ]
    answer(made[2], "供暖到四月十五日。", actor=cast.li, policy=house, now=now)
    return made


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def test_a_district_without_matters_says_why_its_sheet_is_empty(phone: Client) -> None:
    shown = page(phone, "/answer-sheet/")
    assert "这段时间没有记录" in shown and "{" not in shown.split("<main")[1].split("</main>")[0]


def test_each_figure_is_a_sentence_that_opens(phone: Client, matters: list[str], house: Policy) -> None:
    shown = page(phone, "/answer-sheet/")
    assert f"{YEAR}年，海勃湾区交出的答卷" in shown
    [address] = set(re.findall(r'href="(/answer-sheet/demand\.intake/\?period=\d+)">3 件</a>', shown))
    opened = page(phone, address)
    for number in matters:
        assert number in opened
    assert "3 件里有 1 件是模拟的" in opened and "怎么算的" in opened and "依据" in opened


def test_the_rows_add_up_to_the_figure(phone: Client, matters: list[str]) -> None:
    answer = phone.get(f"/answer-sheet/demand.open/rows.csv?period={YEAR}")
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert sum(row["counted"] == "yes" for row in rows) == 2
    assert "截止时在办" in page(phone, f"/answer-sheet/demand.open/?period={YEAR}")


def test_rows_in_public_hold_no_place_no_unit_and_no_words(phone: Client, matters: list[str]) -> None:
    shown = page(phone, f"/answer-sheet/demand.intake/?period={YEAR}").split('id="rows"')[1]
    assert "暖气" not in shown and "青山" not in shown and "13900001234" not in shown
    first = phone.get("/answer-sheet/demand.intake/rows.csv").content.decode("utf-8-sig").splitlines()[0]
    assert first == "number,registered,ended,counted,weight,simulated"


def test_small_cells_are_not_shown(phone: Client, matters: list[str]) -> None:
    shown = page(phone, f"/answer-sheet/demand.intake/?period={YEAR}&group=channel")
    assert "不公开" in shown and "少于 5 件" in shown
    assert "电话" not in shown.split('id="parts"')[1].split("</section>")[0]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/answer-sheet/no.such.figure/", 404),
        ("/answer-sheet/demand.intake/?period=2022-13", 422),
        ("/answer-sheet/demand.intake/?period=%3Cscript%3E", 422),
        ("/answer-sheet/demand.intake/?group=phone", 422),
        ("/answer-sheet/?period=9999", 422),
        ("/answer-sheet/?period=9998", 200),
        ("/answer-sheet/?period=2022-03", 200),
        ("/answer-sheet/?period=0002", 200),
        ("/answer-sheet/demand.intake/?period=0002", 200),
        ("/answer-sheet/demand.intake/?period=0002-01", 200),
    ],
)
def test_what_is_not_there_is_answered_in_words(phone: Client, matters: list[str], address: str, status: int) -> None:
    shown = page(phone, address, status)
    assert "<h1" in shown and "<script>x" not in shown


def test_a_figure_that_is_not_public_does_not_exist_in_public(phone: Client, house: Policy) -> None:
    from wushi.steps.evaluate import figures

    inside = [one.slug for one in figures.book(house).indicators.values() if not one.public]
    for slug in inside:
        page(phone, f"/answer-sheet/{slug}/", 404)


def test_every_public_figure_has_its_page_in_both_languages(phone: Client, matters: list[str], house: Policy) -> None:
    from wushi.steps.evaluate import figures

    for language in ("zh-hans", "en"):
        phone.post("/language/", {"language": language})
        for one in figures.book(house).indicators.values():
            if one.public:
                shown = page(phone, f"/answer-sheet/{one.slug}/?period={YEAR}")
                assert "{" not in shown.split("<main")[1].split("</main>")[0], one.slug


def test_the_front_page_tells_two_sentences(phone: Client, matters: list[str]) -> None:
    shown = page(phone, "/")
    assert "这个区办得怎么样" in shown
    assert re.search(r'现在还有 <a href="/answer-sheet/demand\.open/[^"]+">2 件</a>在办', shown)


def test_the_front_page_stands_when_the_figures_do_not(
    phone: Client, house: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise OSError("no disk")

    monkeypatch.setattr(reading.figures, "refresh", broken)
    shown = page(phone, "/")
    assert "交上去" in shown and "这个区办得怎么样" not in shown


def test_the_front_page_asks_the_facts_once_in_some_minutes(
    phone: Client, matters: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page(phone, "/")
    monkeypatch.setattr(reading, "_brief", lambda *_: pytest.fail("asked again"))
    assert "这个区办得怎么样" in page(phone, "/")
