"""The pages about open data: what there is, what is held back, and figures that were restated; no number of a matter on them."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from tests.channels.open_data.conftest import release
from tests.ledgers import HandMade

from wushi.channels.http_api import keys
from wushi.domain.policy import Policy
from wushi.steps.evaluate import figures, opening, restating

NOW = datetime(2026, 1, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: object, tmp_path: Path) -> None:
    settings.WUSHI_HOME = tmp_path  # type: ignore[attr-defined]
    figures.forget()
    keys.forget()


@pytest.fixture
def town(house: Policy) -> HandMade:
    made = HandMade(house)
    for n in range(6):
        made.whole(f"A{n}", f"2022-03-0{n + 1} 09:00", "2022-03-20 00:00", "2022-03-10 10:00")
    made.register("S", "2022-03-09 09:00", secret=True)
    made.register("B", "2022-04-20 09:00")
    release("A0")
    opening.publish(house, NOW)
    return made


def test_before_anything_was_published(phone: Client) -> None:
    assert "还没有公布过" in phone.get("/open/").content.decode()
    assert "没有：公布过的数字" in phone.get("/open/restatements/").content.decode()


@pytest.mark.parametrize(
    ("language", "said"), [("zh-CN", "要求保密的"), ("zh-TW", "要求保密的"), ("en", "the resident asked for secrecy")]
)
def test_what_there_is_and_what_is_held_back(town: HandMade, language: str, said: str) -> None:
    shown = Client(headers={"accept-language": language}).get("/open/").content.decode()
    assert said in shown and "wushi mirror http://testserver DIR" in shown
    assert "/open/package.zip" in shown and "CC-BY-4.0" in shown


def test_the_package_comes_as_one_file_and_is_made_anew_when_something_is_taken_back(
    town: HandMade, phone: Client, tmp_path: Path
) -> None:
    def files() -> dict[str, bytes]:
        content = b"".join(phone.get("/open/package.zip").streaming_content)  # type: ignore[attr-defined]
        with zipfile.ZipFile(io.BytesIO(content)) as given:
            return {name: given.read(name) for name in given.namelist()}

    first = files()
    assert "一栋楼暖气" in first["open-data/cases.csv"].decode() and first == files()
    from wushi.store.opened import records

    records.take_back("case", [r.key for r in records.every(("case",))], 1)
    assert "一栋楼暖气" not in files()["open-data/cases.csv"].decode()
    assert len(list((tmp_path / "open-data").glob("*.zip"))) == 1


def test_a_restated_figure_is_shown_with_its_cause_and_no_number(town: HandMade, phone: Client) -> None:
    town.register("LATE1", "2022-03-15 09:00")
    assert restating.look(town.policy, NOW) > 0
    shown = phone.get("/open/restatements/").content.decode()
    assert "登记：1 件" in shown and "2022年3月" in shown
    assert "LATE1" not in shown
    english = Client(headers={"accept-language": "en"}).get("/open/restatements/").content.decode()
    assert "Registered (matters: 1), from record" in english
