"""Search finds what was said, as every word stands there, within what the post may see, however far the index has come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.people import Cast, aunt_wang
from wushi.domain.actor import Actor
from wushi.domain.errors import BadInput, NotFound, OutOfScope
from wushi.domain.policy import Policy
from wushi.steps import indexing, searching
from wushi.steps.report.register import register
from wushi.steps.searching import Asked, Found, search

Say = Callable[..., str]
NOW = datetime(2026, 8, 3, 9, 0, tzinfo=UTC)


@pytest.fixture
def say(house: Policy, cast: Cast) -> Say:
    clock = [NOW]

    def say(text: str, title: str = "一件事", **facts: object) -> str:
        clock[0] += timedelta(minutes=1)
        incoming = aunt_wang(title=title, text=text, received_at=clock[0], **facts)
        return register(incoming, actor=cast.li, policy=house, now=clock[0]).number

    return say


def numbers(found: Found) -> list[str]:
    return [hit.matter.number for hit in found.hits]


@pytest.fixture(params=["unmerged", "merged"])
def ready(request: pytest.FixtureRequest) -> Callable[[], None]:
    """Each behaviour holds for what the index has followed and for what it has not."""
    return indexing.follow_all if request.param == "merged" else lambda: None


def test_words_of_one_two_and_more_characters_are_found_the_newest_first(
    say: Say, ready: Callable[[], None], house: Policy, cast: Cast
) -> None:
    first = say("物业费太高，电梯又坏了。")
    second = say("楼下噪音大，物业不管。")
    third = say("路灯不亮。")
    ready()

    def found(query: str, **more: object) -> list[str]:
        return numbers(search(Asked(query, **more), actor=cast.li, policy=house))  # type: ignore[arg-type]

    assert found("物业") == [second, first]
    assert found("费") == [first]
    assert found("物业费") == [first]
    assert found("物業費") == [first]
    assert found("物业 噪音") == [second]
    assert found("路灯不亮。") == [third]
    assert found("没有这样的") == []
    assert found("%") == found("_") == found("*") == found('"') == []


def test_pinyin_initials_find_a_title_and_the_names_of_subject_and_place(
    say: Say, ready: Callable[[], None], house: Policy, cast: Cast
) -> None:
    titled = say("收得不对。", title="物业费收费不清")
    lying = say("路灯不亮。", title="路灯", place="150302002001")  # 青山社区居民委员会
    ready()

    def found(query: str) -> list[str]:
        return numbers(search(Asked(query), actor=cast.li, policy=house))

    assert found("wyf") == [titled]
    assert found("WYF") == [titled]
    assert found("qssq") == [lying]
    assert found("ld") == [lying]
    assert found("wyf 收得") == [titled]
    assert found("wyx") == []


def test_a_number_leads_to_its_matter_whole_or_by_its_end(
    say: Say, ready: Callable[[], None], house: Policy, cast: Cast
) -> None:
    number = say("路灯不亮。")
    other = say("水管漏水。")
    ready()

    def found(query: str, actor: Actor | None = None) -> list[str]:
        page = search(Asked(query), actor=actor or cast.li, policy=house)
        return [hit.matter.number for hit in page.numbers]

    assert found(number) == found(number.lower().replace("-", "")) == [number]
    assert found(number[-4:])[0] == number
    assert found(other[-7:]) == [other]
    assert found("9999999") == found("150302-99") == found("2026") == []
    assert found(number, cast.of("community_secretary")) == [], "it lies at the desk"


def test_filters_take_with_them_what_lies_below(say: Say, ready: Callable[[], None], house: Policy, cast: Cast) -> None:
    street = say("路灯不亮。", place="150302002")
    community = say("路灯不亮。", place="150302002001")
    say("路灯不亮。", place="150302003012")
    ready()

    def found(actor: Actor | None = None, **filters: object) -> list[str]:
        asked = Asked("路灯", **filters)  # type: ignore[arg-type]
        return numbers(search(asked, actor=actor or cast.li, policy=house))

    assert found(place="150302002") == [community, street]
    assert found(place="150302002001") == [community]
    assert len(found(state="open")) == 3 and found(state="closed") == []
    assert len(found(since=NOW.date(), until=NOW.date())) == 3
    assert len(found(since=date.min, until=date.max)) == 3
    assert found(until=NOW.date() - timedelta(days=1)) == found(since=NOW.date() + timedelta(days=1)) == []


def test_a_post_finds_only_what_lies_within_its_branch_and_its_pages_are_full(
    say: Say, ready: Callable[[], None], house: Policy, cast: Cast
) -> None:
    from wushi.steps.handle import dispatch

    mine = []
    for n in range(12):
        number = say("物业费太高。")
        if n % 3 == 0:
            dispatch.dispatch(number, "150302002", actor=cast.zhao, policy=house, now=NOW + timedelta(hours=1))
            mine.insert(0, number)
    ready()
    clerk = cast.of("handler", "150302002")
    first = search(Asked("物业", size=3), actor=clerk, policy=house)
    second = search(Asked("物业", size=3, after=first.next), actor=clerk, policy=house)
    assert numbers(first) + numbers(second) == mine and len(first.hits) == 3
    assert second.next == ""
    assert numbers(search(Asked("物业"), actor=cast.of("community_secretary", "150302002001"), policy=house)) == []
    with pytest.raises(NotFound):
        search(Asked("物业", unit="150302003"), actor=clerk, policy=house)
    with pytest.raises(OutOfScope):
        search(Asked("物业"), actor=Actor("key.x", "", "none"), policy=house)


def test_what_was_said_later_is_found_and_shown_where_it_stands(
    say: Say, ready: Callable[[], None], house: Policy, cast: Cast
) -> None:
    from wushi.steps import moves

    number = say("水管漏水。", title="漏水")
    ready()
    moves.take(
        "note", number, {"words": "已联系维修班更换阀门。"}, actor=cast.li, policy=house, now=NOW + timedelta(hours=2)
    )
    ready()
    [hit] = search(Asked("阀门"), actor=cast.li, policy=house).hits
    assert hit.matter.number == number and ("阀门", True) in hit.excerpt


def test_masked_words_are_searched_never_those_that_were_said(
    say: Say, ready: Callable[[], None], house: Policy, cast: Cast
) -> None:
    say("请打 13912345678 联系我。")
    ready()
    assert search(Asked("13912345678"), actor=cast.li, policy=house).hits == ()
    assert len(search(Asked("联系我"), actor=cast.li, policy=house).hits) == 1


NOTHING_SPECIAL = (
    '"', "*", "^", "NEAR(", ":", "(", ")", "'", "%", "_", "\\", "a OR b", "物业 AND NOT 费", "x'; DROP TABLE ledger_said; --",
    "<script>", "{{ q }}", "ᠮᠣᠩᠭᠣᠯ", "😀", "👨‍👩‍👧", "ﬁ", "e\u0301", "\u202e物业", "1" * 200, "物业物业" * 50, "-1", "\t\n",
    "٣", "²", "①", "½",
)  # fmt: skip


@pytest.mark.parametrize("query", NOTHING_SPECIAL)
def test_signs_and_other_scripts_mean_nothing_but_themselves(
    query: str, say: Say, ready: Callable[[], None], house: Policy, cast: Cast
) -> None:
    plain = say("暖气不热。")
    if query.strip():
        number = say(f"里面写着{query}这个。")
        ready()
        found = numbers(search(Asked(query), actor=cast.li, policy=house))
        assert number in found and plain not in found
    else:
        assert search(Asked(query), actor=cast.li, policy=house).words == ()


@pytest.mark.parametrize("query", ["x" * 100_000, "物" * 201, "a b c d e f g h i", "a\x00b", "\ud800"])
def test_what_cannot_be_looked_for_is_refused_by_name(query: str, house: Policy, cast: Cast) -> None:
    with pytest.raises(BadInput) as refused:
        search(Asked(query), actor=cast.li, policy=house)
    assert refused.value.facts["field"] == "query"


@pytest.mark.parametrize("after", ["x", "!!!", "MQ", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5LjE", "é"])
def test_a_cursor_that_no_page_has_handed_out_is_refused(after: str, house: Policy, cast: Cast) -> None:
    with pytest.raises(BadInput):
        search(Asked("物业", after=after), actor=cast.li, policy=house)


def test_a_page_stops_to_look_and_says_how_far_it_came(
    say: Say, house: Policy, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = say("物业费太高。")
    for _ in range(6):
        say("物业的业费不清楚。")  # has both pairs of 物业费, not the word
    indexing.follow_all()
    monkeypatch.setattr(searching, "LOOKED_AT", 4)
    first = search(Asked("物业费"), actor=cast.li, policy=house)
    assert first.hits == () and first.until is not None and first.next
    second = search(Asked("物业费", after=first.next), actor=cast.li, policy=house)
    assert numbers(second) == [wanted] and second.until is None


def test_events_beyond_what_is_looked_at_are_told(
    say: Say, house: Policy, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        say("物业费太高。")
    monkeypatch.setattr(searching, "UNMERGED", 2)
    found = search(Asked("物业"), actor=cast.li, policy=house)
    assert len(found.hits) == 2 and found.behind == 3
    indexing.follow_all()
    found = search(Asked("物业"), actor=cast.li, policy=house)
    assert len(found.hits) == 5 and found.behind == 0
