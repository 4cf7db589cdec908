"""Whatever comes in, the same matter is looked for without a crash, in a time that grows no faster than the text."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from tests.people import at
from wushi.domain import named_places
from wushi.domain.policy import Policy
from wushi.packs import pairs, sentences
from wushi.packs.problems import Problems
from wushi.steps.alike import trying
from wushi.steps.alike.search import MOST
from wushi.steps.alike.stream import Message, Stream

NOW = at("2026-03-02 10:00")
ODD = {
    "empty": "",
    "one character": "水",
    "emoji": "😀🔥💧" * 50,
    "mixed scripts": "暖气не греет heating 暖氣 ヒーター 난방",
    "Mongolian": "ᠬᠠᠯᠠᠭᠤᠨ ᠤᠰᠤ ᠦᠭᠡᠢ",
    "HTML": "<script>alert(1)</script><p>暖气不热</p>" * 20,
    "all digits": "1234567890" * 100,
    "the same words": "退钱" * 1_000,
    "very long": "青山小区暖气不热，没有人管。" * 7_200,
    "half a pair": "\ud83d 暖气",
}


@pytest.fixture
def stream(policy: Policy) -> Stream:
    return Stream(policy.likeness_on(NOW.date()))


def test_odd_messages_are_taken_twice_and_alone(stream: Stream) -> None:
    for n, text in enumerate([*ODD.values(), *ODD.values()]):
        taken = stream.take(Message(n, text[:40], text, NOW + timedelta(hours=n)))
        assert len(taken.candidates) <= MOST and all(0 <= c.score <= 1 for c in taken.candidates)
    assert not stream.ask(Message("new", "", "", NOW)).candidates


def test_a_long_text_costs_no_more_than_its_length(stream: Stream) -> None:
    def spent(text: str) -> float:
        began = time.process_time()
        for n in range(20):
            stream.take(Message(n, text[:40], text, NOW))
        return time.process_time() - began

    spent("暖气不热")
    assert spent("青山小区暖气不热，没有人管。" * 7_200) < 100 * max(spent("青山小区暖气不热，没有人管。" * 72), 0.01)


def test_many_identical_messages_are_one_group_at_a_cost_that_stays(stream: Stream) -> None:
    text = "青山社区3号楼暖气一直不热，室温只有十四度，孩子都感冒了。"
    for n in range(600):
        taken = stream.take(Message(n, "暖气不热", text, NOW + timedelta(minutes=n)))
        assert len(taken.candidates) <= MOST
    assert taken.group == 0 and taken.candidates[0].automatic


def test_no_pair_of_the_pack_with_another_place_is_linked(policy: Policy) -> None:
    problems = Problems()
    given = list(pairs.read(policy, problems))
    assert not problems.found and sum(not pair.same for pair in given) >= 60
    heard = [one.row["sentence"] for one in sentences.read(policy, Problems())]
    judge = trying.linked(policy.likeness_on(NOW.date()), heard)
    assert [(p.one, p.other) for p in given if judge(p.one, p.other) != p.same] == []


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("水岸尚品物业公司乱收费不开发票", "乌海壹号物业公司乱收费不开发票", ("水岸尚品", "乌海壹号")),
        ("投诉水岸尚品物业公司乱收费不开发票", "反映水岸尚品物业公司乱收费不开发票", None),
        ("水岸尚品物业公司乱收费不开发票", "水岸尚品物业公司乱收费不开发票", None),
        ("水岸尚品物业公司乱收费不开发票", "孩子上学没有公交车坐", None),
    ],
)
def test_one_name_in_the_place_of_another(one: str, other: str, found: tuple[str, str] | None) -> None:
    assert named_places.put_in_place_of(one, other, one, other) == found


def test_who_is_in_one_group_with_a_candidate_stands_among_them_and_is_not_sure(stream: Stream) -> None:
    """A cluster larger than what is found by words alone: its members lead to each other."""
    same = "青山社区3号楼暖气一直不热，室温只有十四度，孩子都感冒了。"
    for n in range(60):
        assert all(c.id != n for c in stream.take(Message(n, "暖气不热", same, NOW + timedelta(minutes=n))).candidates)
    told = stream.take(Message("new", "学校食堂", "学校食堂的饭菜一直不热，孩子都感冒了。", NOW + timedelta(hours=3)))
    assert told.group == "new" and len(told.candidates) == MOST
    assert all(c.score < 0.5 and not c.automatic for c in told.candidates)
    assert len({c.id for c in told.candidates}) == MOST and "new" not in {c.id for c in told.candidates}
