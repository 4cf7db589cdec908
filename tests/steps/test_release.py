"""No text becomes public without a person: who may release, what is refused, what the public then reads, and taking it back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.people import Cast
from tests.web.staff import House, began
from wushi.domain.errors import BadInput, NotFound, NotPermitted, RuleBroken, WrongState
from wushi.domain.policy import Policy
from wushi.domain.releasing import CHECKS, digest
from wushi.steps.evaluate import release as step
from wushi.store.ledger import ledger
from wushi.store.released.models import Released

pytestmark = pytest.mark.django_db
CLEAN = {
    "title": "小区暖气不热",
    "words": "青山社区一栋楼暖气一直不热。",
    "reply": "换热站水泵已更换，室温 21 度。咨询电话 0473-2012345。",
}


@pytest.fixture
def town(house: Policy, cast: Cast) -> House:
    return House(house, cast, began())


def closed(town: House, **facts: Any) -> str:
    number = town.handled("housing", **facts)
    town.do(number, "call_back", town.cast.wu, contacted=True, solved=True, satisfaction="satisfied")
    town.do(number, "close", town.cast.wu)
    return number


def release(town: House, number: str, **given: Any) -> None:
    facts: dict[str, Any] = {**CLEAN, "ticked": CHECKS, **given}
    step.release(number, **facts, actor=town.cast.supervisor, policy=town.policy, now=town.at)


def test_a_person_gets_the_covered_words_and_what_is_left(town: House) -> None:
    number = closed(town, text="我叫王小明，住阳光小区3号楼2单元501，电话13900001234，李刚主任不管，孩子8岁冻病了。")
    found = step.propose(number, actor=town.cast.supervisor, policy=town.policy, now=town.at)
    assert found.refusal is None and found.released is None
    for gone in ("小明", "501", "13900001234", "李刚"):
        assert gone not in found.words["text"]
    assert "阳光小区3号楼" in found.words["text"]
    assert [f.kind for f in found.left] == ["child"]


def test_what_was_released_is_read_by_everybody_without_a_number_of_the_matter(town: House) -> None:
    number = closed(town)
    release(town, number)
    [text] = step.released(20)
    assert (text.title, text.text, text.reply) == (CLEAN["title"], CLEAN["words"], CLEAN["reply"])
    assert text.unit == "housing"
    assert step.released_text(text.id) == text
    id, matter = ledger.load(number)
    last = ledger.history(id)[-1]
    assert last.event.kind == "TextReleased" and last.post == town.cast.supervisor.post
    assert ledger.words(id)[last.seq][1] == CLEAN["words"]
    assert matter.state == "closed"


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("words", "请打 138 0000 1234"),
        ("words", "住在阳光小区3号楼2单元501"),
        ("title", "蒙C12345占道"),
        ("reply", "已联系诉求人，手机一三八零零零零一二三四"),
        ("words", "邮箱 a1234@qq.com"),
        ("reply", "微信号：wang_1234567"),
    ],
)
def test_what_still_leads_to_a_person_is_refused_by_kind_and_place(town: House, field: str, said: str) -> None:
    number = closed(town)
    with pytest.raises(RuleBroken) as refused:
        release(town, number, **{field: said})
    assert refused.value.facts["rule"] == "release_left"
    told = str(refused.value)
    assert {"words": "text"}.get(field, field) in told
    assert not any(part in told for part in ("138", "1234", "501", "一三八", "qq.com"))
    assert not Released.objects.exists()


def test_what_looks_like_a_name_needs_a_second_look(town: House) -> None:
    number = closed(town)
    words = "业主王小明先生反映暖气不热。"
    with pytest.raises(RuleBroken) as refused:
        release(town, number, words=words)
    assert refused.value.facts["rule"] == "release_names"
    seen = digest(step.found_in({"title": "", "text": words, "reply": ""}, town.policy, town.at))
    with pytest.raises(RuleBroken):
        release(town, number, words=words + "申请人：李四，", no_names=seen)
    release(town, number, words=words, no_names=seen)


@pytest.mark.parametrize("said", ["孩子8岁", "儿子十三周岁", "小孩才6个月大", "一个新生儿", "上小学二年级的女儿"])
def test_a_child_under_fourteen_is_never_told_of(town: House, said: str) -> None:
    number = closed(town)
    with pytest.raises(RuleBroken) as refused:
        release(town, number, words=f"{said}，冻病了。")
    assert refused.value.facts["rule"] == "release_child"


@pytest.mark.parametrize("said", ["老人80岁", "今年十四岁", "本人五十八周岁", "楼龄30年"])
def test_other_ages_may_stand(town: House, said: str) -> None:
    release(town, closed(town), words=f"{said}，暖气不热。")


@pytest.mark.parametrize("facts", [{"secret": True}, {"type": "report"}])
def test_secret_matters_and_accusations_are_never_released(town: House, facts: dict[str, Any]) -> None:
    number = closed(town, **facts)
    assert step.propose(number, actor=town.cast.supervisor, policy=town.policy, now=town.at).refusal is not None
    with pytest.raises(RuleBroken):
        release(town, number)
    assert not Released.objects.exists()


def test_an_open_matter_is_not_released(town: House) -> None:
    with pytest.raises(WrongState):
        release(town, town.handled("housing"))


@pytest.mark.parametrize("missing", CHECKS)
def test_every_check_has_to_be_ticked(town: House, missing: str) -> None:
    number = closed(town)
    with pytest.raises(BadInput, match=missing):
        release(town, number, ticked=[c for c in CHECKS if c != missing])


@pytest.mark.parametrize("field", ["title", "reply"])
def test_title_and_answer_are_needed(town: House, field: str) -> None:
    with pytest.raises(BadInput, match=field):
        release(town, closed(town), **{field: "  "})


def test_only_the_post_that_may(town: House) -> None:
    number = closed(town)
    for actor in (town.cast.li, town.cast.zhao, town.cast.wu, town.cast.chen("housing"), town.cast.of("leader")):
        with pytest.raises(NotPermitted):
            step.release(number, **CLEAN, ticked=CHECKS, actor=actor, policy=town.policy, now=town.at)


def test_what_is_withdrawn_is_gone_and_the_reason_stands(town: House) -> None:
    number = closed(town)
    release(town, number)
    first = step.released(1)[0].id
    with pytest.raises(BadInput):
        step.withdraw(number, " ", actor=town.cast.supervisor, policy=town.policy, now=town.at)
    step.withdraw(number, "当事人要求，电话13900001234", actor=town.cast.supervisor, policy=town.policy, now=town.at)
    assert step.released(20) == []
    with pytest.raises(NotFound):
        step.released_text(first)
    with pytest.raises(NotFound):
        step.withdraw(number, "再撤一次", actor=town.cast.supervisor, policy=town.policy, now=town.at)
    event = ledger.history(ledger.load(number)[0])[-1].event
    assert event.kind == "TextWithdrawn" and "13900001234" not in event.reason  # type: ignore[attr-defined]
    release(town, number)
    assert step.released(1)[0].id != first  # an old copy is known as one


def test_a_second_release_takes_the_place_of_the_first(town: House) -> None:
    number = closed(town)
    release(town, number)
    release(town, number, title="小区暖气不热，已经修好")
    assert [t.title for t in step.released(20)] == ["小区暖气不热，已经修好"]


def test_nothing_stands_when_the_matter_moved_meanwhile(town: House) -> None:
    from wushi.domain.errors import StaleMatter

    number = closed(town)
    with pytest.raises(StaleMatter):
        release(town, number, seen=1)
    assert not Released.objects.exists()
