"""A district of two months, small enough to be counted on paper, with a text that was released."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ledgers import HandMade
from tests.people import at
from wushi.channels.http_api import keys
from wushi.domain.policy import Policy
from wushi.steps.evaluate import figures
from wushi.store.ledger import ledger
from wushi.store.released import texts
from wushi.store.released.texts import Text

SECRETS = {"S1", "S2", "S3", "S4", "S5", "S6"}


@pytest.fixture(autouse=True)
def _own_folder(settings: object, tmp_path: Path) -> None:
    settings.WUSHI_HOME = tmp_path / "home"  # type: ignore[attr-defined]
    figures.forget()
    keys.forget()


def release(number: str, moment: str = "2022-04-20 10:00", text: str = "一栋楼暖气一直不热。") -> int:
    """As a person would have released it; the number under which the public knows it."""
    id, matter = ledger.load(number)
    texts.put(Text(0, id, at(moment), "小区暖气不热", text, "水泵已更换。", "housing", matter.subject, matter.place), 1)
    found = texts.of_matter(id)
    assert found is not None
    return found.id


@pytest.fixture
def town(house: Policy) -> HandMade:
    """March: seven alike in one community, three and two in two others of the same street, one that nobody is like.
    Six are secret, five accuse, two accuse a unit. The last event is of 20 April: March is over long enough."""
    made = HandMade(house)
    for n in range(7):
        made.whole(f"A{n}", f"2022-03-0{n + 1} 09:00", "2022-03-20 00:00", f"2022-03-1{n % 3} 10:00")
    for n, place in enumerate(["150302002002"] * 3 + ["150302002003"] * 2):
        made.whole(f"B{n}", f"2022-03-0{n + 1} 10:00", "2022-03-04 00:00", "2022-03-12 10:00", place=place)
    made.register("C", "2022-03-05 11:00", subject="utilities/water/off", place="150302003001", channel="letter")
    for n, number in enumerate(sorted(SECRETS)):
        made.register(number, f"2022-03-1{n} 09:00", secret=True)
    for n in range(5):
        made.register(f"R{n}", f"2022-03-1{n} 12:00", type="report")
    for n in range(2):
        made.register(f"X{n}", f"2022-03-1{n} 13:00", accused=("housing",), type="report")
    made.register("D", "2022-04-20 09:00")
    return made
