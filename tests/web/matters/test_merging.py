"""Splitting, merging, taking out and telling all, as the page of a matter offers them."""

from __future__ import annotations

from tests.people import Cast
from tests.web.matters.test_matter import at, press
from tests.web.staff import House, signed_in, text_of

from wushi.store.ledger import ledger

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
