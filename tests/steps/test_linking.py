"""The same matter again in the house: found while typed and after registration, told with reasons, never what is closed to others."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.people import Cast, at, aunt_wang
from wushi.domain import events as e
from wushi.domain.policy import Policy
from wushi.domain.text import title_from
from wushi.steps import linking
from wushi.steps.alike import house as own
from wushi.steps.report.register import register
from wushi.store.ledger import ledger
from wushi.store.likeness.models import Link

pytestmark = pytest.mark.django_db
NOW = at("2026-03-02 10:00")
COLD = "青山社区3号楼暖气一直不热，室温只有十四度，孩子都感冒了，热力公司的电话打不通。"


def take(cast: Cast, house: Policy, text: str = COLD, now: datetime = NOW, **more: object) -> str:
    said = aunt_wang(title="", text=text, **more)
    return register(said, actor=cast.li, policy=house, now=now).number


def told(number: str) -> list[e.SimilarFound]:
    id, _ = ledger.load(number)
    return [entry.event for entry in ledger.history(id) if isinstance(entry.event, e.SimilarFound)]


def test_a_second_call_about_the_same_is_linked_and_told_with_reasons(house: Policy, cast: Cast) -> None:
    first, other = take(cast, house), take(cast, house, "和平小区门口的路灯坏了，晚上一片黑。")
    second = take(cast, house, now=NOW + timedelta(hours=2))
    linking.follow_all(house, NOW + timedelta(hours=3))
    [found] = told(second)
    assert found.complete and [number for number, *_ in found.matters] == [first]
    assert found.matters[0][1] >= 0.5 and "正文几乎一样" in found.matters[0][2]
    assert not told(first) and not told(other)
    for one, its in ((first, second), (second, first)):
        [shown] = linking.similar(one, cast.li, house, most=5)
        assert shown.matter.number == its and shown.reasons
    assert ledger.load(second)[1].state == "registered"  # a person merges


def test_the_same_is_found_while_typed(house: Policy, cast: Cast) -> None:
    first = take(cast, house)
    [found], complete = linking.typed(COLD[:-10], cast.li, house, NOW + timedelta(hours=1), most=5)
    assert found.matter.number == first and complete


def test_what_is_secret_an_accusation_or_another_branch_never_shows(house: Policy, cast: Cast) -> None:
    take(cast, house, secret=True)
    second = take(cast, house, now=NOW + timedelta(hours=1))
    later = NOW + timedelta(hours=2)
    linking.follow_all(house, later)
    assert not told(second) and not linking.similar(second, cast.li, house, most=5)
    assert linking.typed(COLD, cast.li, house, later, most=5)[0][0].matter.number == second
    assert not linking.typed(COLD, cast.chen("housing"), house, later, most=5)[0]


def test_old_matters_are_linked_without_an_event_and_made_again_alike(house: Policy, cast: Cast) -> None:
    take(cast, house)
    second = take(cast, house, now=NOW + timedelta(hours=1))
    linking.follow_all(house, NOW + timedelta(days=9))
    before = list(Link.objects.values_list("matter_id", "other_id", "likelihood"))
    assert len(before) == 1 and not told(second)
    assert linking.rebuild(house, NOW + timedelta(days=9)) == 2
    assert list(Link.objects.values_list("matter_id", "other_id", "likelihood")) == before


def test_only_a_value_of_the_pack_lets_the_machine_merge(
    house: Policy, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = replace(house.likeness_on(NOW.date()), merge=True)
    monkeypatch.setattr(Policy, "likeness_on", lambda self, day: weights)
    first, second = take(cast, house), take(cast, house, now=NOW + timedelta(hours=1))
    linking.follow_all(house, NOW + timedelta(hours=2))
    assert ledger.load(second)[1].merged_into == first
    assert ledger.load(first)[1].followers == (second,)


@pytest.mark.django_db(transaction=True)
def test_the_older_are_read_in_the_background_and_nothing_is_missed_meanwhile(
    house: Policy, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own, "RECENT", 2)
    old = take(cast, house)
    for n in range(3):
        take(cast, house, f"和平小区{n + 1}号楼门口的路灯坏了，晚上一片黑。")
    asked = own.House(house.likeness_on(NOW.date()))
    monkeypatch.setattr(own.House, "_fill", lambda self, recent: None)  # as long as it has not come to an end
    meanwhile = take(cast, house, now=NOW + timedelta(hours=1))
    found = asked.ask(title_from(COLD), COLD, NOW + timedelta(hours=2))
    assert not found.complete and [c.id for c in found.candidates] == [ledger.load(meanwhile)[0]]
    monkeypatch.undo()
    assert asked.filling is not None and asked._now is not None
    asked._fill(asked._now)
    late = take(cast, house, now=NOW + timedelta(hours=3))
    found = asked.ask(title_from(COLD), COLD, NOW + timedelta(hours=4))
    assert found.complete and {c.id for c in found.candidates} == {ledger.load(n)[0] for n in (old, meanwhile, late)}
