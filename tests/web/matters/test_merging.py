"""Splitting, merging, taking out and telling all, as the page of a matter offers them."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from tests.people import Cast
from tests.web.matters.test_matter import at, press
from tests.web.staff import House, signed_in, text_of

from wushi.steps import explaining, turning
from wushi.steps.report import split
from wushi.store.ledger import ledger
from wushi.store.vault import vault

__all__ = ["at"]


def test_a_call_is_split_into_the_lines_that_were_written(at: House, cast: Cast) -> None:
    number, desk = at.say(), signed_in(cast.zhao)
    one = press(desk, number, "split", parts="暖气不热")
    assert one.status_code in (200, 400, 422) and "至少两行" in text_of(one)
    assert at.matter(number).state == "registered"
    press(desk, number, "split", parts="三号楼暖气不热\n\n 楼道灯坏了 ")
    call = at.matter(number)
    assert call.state == "split" and len(call.parts) == 2
    parts = [at.matter(n) for n in call.parts]
    assert {p.registered_at for p in parts} == {call.registered_at}
    assert [ledger.words(ledger.load(n)[0])[1][1] for n in call.parts] == ["三号楼暖气不热", "楼道灯坏了"]


def test_who_was_merged_is_told_with_the_others_and_taken_out_again(at: House, cast: Cast) -> None:
    lead, number, desk = at.say(), at.say(), signed_in(cast.zhao)
    before = at.matter(number)
    press(desk, number, "merge", into=lead)
    assert at.matter(number).state == "merged" and at.matter(lead).followers == (number,)
    press(desk, lead, "inform", words="正在抢修，晚上八点前恢复。")
    for each in (lead, number):
        said = [text for _, text in ledger.words(ledger.load(each)[0]).values()]
        assert "正在抢修，晚上八点前恢复。" in said, each
    press(desk, number, "unmerge", reason="不是同一栋楼")
    after = at.matter(number)
    assert (after.state, after.unit, after.due) == (before.state, before.unit, before.due)
    assert at.matter(lead).followers == ()


def test_one_event_with_many_reporters_has_a_page(at: House, cast: Cast) -> None:
    unit = next(u.code for u in at.policy.tree if u.level == "street")
    lead, others, desk = at.say(), [at.say() for _ in range(4)], signed_in(cast.zhao)
    for number in others:
        at.do(number, "merge", cast.zhao, into=lead)
    at.do(others[3], "unmerge", cast.zhao, reason="不是同一栋楼")
    at.do(lead, "dispatch", cast.zhao, unit=unit)
    at.do(lead, "sign_for", cast.chen(unit))
    at.do(lead, "contact", cast.chen(unit))
    at.do(lead, "reply", cast.chen(unit), words="主管已修好，恢复供水。", outcome="solved")
    at.at += timedelta(seconds=1)
    turning.turn_all(at.policy, at.at)
    at.do(others[0], "call_back", cast.wu, contacted=True, solved=False, satisfaction="dissatisfied", words="还没有水")
    at.do(others[1], "call_back", cast.wu, contacted=True, solved=True, satisfaction="satisfied")
    answer = desk.get(f"/matters/{lead}/reporters/")
    text = text_of(answer)
    assert answer.status_code == 200 and "4 人次反映" in text and "1 人不认可答复" in text
    assert "<polyline" in answer.content.decode() and "认可 1" in text and others[3] in text
    assert f"/matters/{lead}/reporters/" in desk.get(f"/matters/{lead}/").content.decode()


def test_the_clocks_of_a_follower_are_said_to_be_set_aside(at: House, cast: Cast) -> None:
    lead, number = at.say(), at.say()
    matter = at.do(number, "merge", cast.zhao, into=lead)
    assert [c.status for c in explaining.explain(matter, at.policy, at.at) if c.name == "dispatch"] == ["set aside"]
    assert f"随主单{lead}" in explaining.explain(matter, at.policy, at.at)[0].sentence
    assert "随主单" in text_of(signed_in(cast.zhao).get(f"/matters/{number}/"))


def test_the_resident_learns_of_the_others_how_many_they_are(at: House, cast: Cast) -> None:
    lead, number, third = at.say(), at.say(), at.say()
    for one in (number, third):
        at.do(one, "merge", cast.zhao, into=lead)
    phone = Client(headers={"accept-language": "zh-CN"})
    phone.post("/follow/", {"number": number, "code": vault.receipt_code(number)})
    text = text_of(phone.get(f"/follow/{number}/"))
    assert "和另外 2 人反映的同一件事一起办" in text and third not in text


def test_the_receipt_of_a_split_call_opens_its_parts(at: House, cast: Cast) -> None:
    number = at.say()
    parts = (split.Part("暖气不热"), split.Part("楼道灯坏了"))
    call = at.do(number, "split", cast.zhao, parts=parts)
    assert at.do(number, "split", cast.zhao, parts=parts).version == call.version, "sent twice, split once"
    phone = Client(headers={"accept-language": "zh-CN"})
    phone.post("/follow/", {"number": number, "code": vault.receipt_code(number)})
    for part in call.parts:
        assert part in text_of(phone.get(f"/follow/{number}/"))
        assert "楼道灯坏了" in text_of(phone.get(f"/follow/{call.parts[1]}/"))
