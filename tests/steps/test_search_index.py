"""Search equals a plain look through all words, for any corpus, query, filters and post; and the index equals one made anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.people import SHANGHAI, at
from wushi.domain import events as e
from wushi.domain import visibility
from wushi.domain.actor import Actor
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps import excerpts, folding, indexing, searching
from wushi.steps.drafting import Draft
from wushi.steps.folding import fold
from wushi.steps.policy import current
from wushi.steps.searching import STATES, Asked, search
from wushi.store.ledger import ledger, numbers
from wushi.store.ledger.rows import Intake
from wushi.store.search import reading, writing

BY = Actor("desk.operator", "desk", "operator")
DAY = at("2026-03-02 10:00")
# few characters, so that they meet: two scripts, wide and small letters, signs with a meaning elsewhere, others
LETTERS = "物业业費费热熱停wyfABab12１%_*\"'\\(): \n。😀ᠮ\u3000"
UNITS = ("desk", "housing", "150302002", "150302002001", "150302003", "150302003012")
SUBJECTS = ("", "property", "property/heating", "property/heating/broken", "housing")
PLACES = ("", "150302002", "150302002001", "150302003012")

words = st.text(LETTERS, max_size=12)
queries = st.one_of(
    st.text(LETTERS, min_size=1, max_size=4),
    st.lists(st.text(LETTERS, min_size=1, max_size=3), min_size=2, max_size=3).map(" ".join),
    st.sampled_from(["wy", "wyf", "yf", "rt", "tr", "wyr"]),
)


@dataclass(frozen=True)
class One:
    title: str
    text: str
    later: str
    unit: str
    subject: str
    place: str
    ended: bool
    hours: int


matters = st.builds(
    One, words, words, words, st.sampled_from(UNITS), st.sampled_from(SUBJECTS), st.sampled_from(PLACES), st.booleans(),
    st.integers(0, 72),
)  # fmt: skip


def write(one: One, policy: Policy) -> None:
    """A matter by its events, as any other: registered, perhaps classified, located, dispatched, spoken of later, ended."""
    [id] = numbers.take(1)
    draft = Draft(id, Matter(f"T-{id}", unit="desk", path=policy.tree.line("desk")), policy)
    moment = DAY + timedelta(hours=one.hours)
    draft.add(e.Registered("phone", "hotline", "help", "c" * 64), BY, moment, permitted=True)
    if one.subject:
        draft.add(e.Classified(one.subject, 1.0, ()), BY, moment, permitted=True)
    if one.place:
        draft.add(e.Located(one.place, 1.0, ()), BY, moment, permitted=True)
    if one.unit != "desk":
        sent = e.Dispatched(one.unit, policy.tree.line(one.unit), "")
        draft.add(sent, BY, moment, permitted=True)
    if one.later:
        draft.add(e.Noted("c" * 64), BY, moment, permitted=True, words=(b"", "", one.later))
    if one.ended and one.unit == "desk":
        draft.add(e.TransferredOut("110"), BY, moment, permitted=True)
    ledger.append([draft.change(intake=Intake("phone", None, "", b"", one.title, one.text))], moment)


def naive(asked: Asked, actor: Actor, policy: Policy) -> list[str]:
    """Every word stands somewhere in what was said, looked for one matter after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM ledger_matter")
        found = ledger.load_many(row[0] for row in cursor.fetchall())
    hits = []
    for id, m in found.items():
        said = [fold(part) for pair in ledger.words(id).values() for part in pair]
        titles = [fold(title) for title, _ in ledger.words(id).values()]
        names = [fold(policy.subjects[m.subject].name)] if m.subject else []
        names += [fold(policy.tree.unit(m.place).name)] if m.place else []

        def held(word: str, said: Sequence[str] = said, lines: Sequence[str] = (*titles, *names)) -> bool:
            if any(word in part for part in said):
                return True
            return folding.are_initials(word) and any(readable(line, word) for line in lines)

        day = m.registered_at.astimezone(SHANGHAI).date() if m.registered_at else date.min
        if (
            visibility.sees(actor, m, policy)
            and all(held(word) for word in folding.words_of(asked.query))
            and (not asked.unit or policy.tree.is_within(m.unit, asked.unit))
            and (not asked.place or (m.place and policy.tree.is_within(m.place, asked.place)))
            and (not asked.subject or (m.subject + "/").startswith(asked.subject + "/"))
            and (not asked.state or m.state in STATES[asked.state])
            and (asked.since is None or day >= asked.since)
            and (asked.until is None or day <= asked.until)
        ):
            hits.append((m.registered_at, id, m.number))
    return [number for _, _, number in sorted(hits, reverse=True)]


def readable(line: str, word: str) -> bool:
    """May the letters be read off the line, character by character, without a sign between?"""
    letters = folding.initials(line)
    return any(all(word[m] in letters[n + m] for m in range(len(word))) for n in range(len(letters) - len(word) + 1))


def all_pages(asked: Asked, actor: Actor, policy: Policy) -> list[str]:
    found, after = [], ""
    while True:
        page = search(Asked(**{**{n: getattr(asked, n) for n in asked.__dataclass_fields__}, "after": after}),
                      actor=actor, policy=policy)  # fmt: skip
        assert page.behind == 0
        if page.next and page.until is None:
            assert len(page.hits) == asked.size, "a page before the last is full"
        found += [hit.matter.number for hit in page.hits]
        after = page.next
        if not after:
            return found


@pytest.mark.usefixtures("house")
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    corpus=st.lists(matters, max_size=8),
    more=st.lists(matters, max_size=4),
    query=queries,
    filters=st.fixed_dictionaries(
        {},
        optional={
            "unit": st.sampled_from(UNITS[1:]),
            "subject": st.sampled_from(SUBJECTS[1:]),
            "place": st.sampled_from(PLACES[1:]),
            "state": st.sampled_from(["open", "closed"]),
            "since": st.dates(date(2026, 3, 1), date(2026, 3, 6)),
            "until": st.dates(date(2026, 3, 1), date(2026, 3, 6)),
        },
    ),
    size=st.integers(1, 5),
    which=st.integers(0, 4),
)
def test_search_equals_a_plain_look_through_all_words(
    corpus: list[One], more: list[One], query: str, filters: dict[str, object], size: int, which: int
) -> None:
    house = current()
    actor = _posts(house)[which]
    top = visibility.branch(actor, house)
    assert top is not None
    if "unit" in filters and not house.tree.is_within(str(filters["unit"]), top):
        del filters["unit"]
    with transaction.atomic():
        for one in corpus:
            write(one, house)
        indexing.follow_all()
        for one in more:
            write(one, house)  # the index has not followed these
        asked = Asked(query, size=size, **filters)  # type: ignore[arg-type]
        if len(folding.words_of(query)) and "\x00" not in query:
            assert all_pages(asked, actor, house) == naive(asked, actor, house)
        else:
            assert search(asked, actor=actor, policy=house).hits == ()
        transaction.set_rollback(True)
    reading.forget()


def _posts(policy: Policy) -> list[Actor]:
    wanted = (
        ("operator", ""), ("handler", "150302002"), ("community_secretary", "150302002001"), ("handler", "housing"),
        ("channel", ""),
    )  # fmt: skip
    return [
        next(Actor(p.code, p.unit, p.role) for p in policy.posts.values() if p.role == r and (not u or p.unit == u))
        for r, u in wanted
    ]


@pytest.mark.usefixtures("house")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(st.lists(matters, min_size=1, max_size=5), min_size=1, max_size=4))
def test_an_index_that_followed_equals_one_made_anew(rounds: list[list[One]]) -> None:
    house = current()
    with transaction.atomic():
        for some in rounds:
            for one in some:
                write(one, house)
            indexing.follow_all()
        assert indexing.check() == 0
        before = blocks()
        assert indexing.rebuild() == 0
        assert blocks() == before
        transaction.set_rollback(True)
    reading.forget()


def blocks() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT segment, piece, docs FROM search_block ORDER BY segment, piece")
        return [(segment, piece, bytes(docs)) for segment, piece, docs in cursor.fetchall()]


@pytest.mark.django_db
def test_words_taken_away_vanish_at_once_and_leave_the_index(house: Policy) -> None:
    write(One("保留", "物业费", "", "desk", "", "", False, 1), house)
    write(One("到期", "物业 浑天仪", "", "desk", "", "", False, 2), house)
    indexing.follow_all()
    actor = _posts(house)[0]
    assert len(search(Asked("浑天仪"), actor=actor, policy=house).hits) == 1
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_said WHERE text LIKE %s", ["%浑天仪%"])
    assert search(Asked("浑天仪"), actor=actor, policy=house).hits == ()
    indexing.follow_all()
    assert not [piece for _, piece, _ in blocks() if "浑" in str(piece)]
    assert len(search(Asked("物业"), actor=actor, policy=house).hits) == 1
    assert indexing.check() == 0


@pytest.mark.django_db
def test_a_writer_that_was_overtaken_writes_nothing_more(house: Policy) -> None:
    write(One("一", "物业费", "", "desk", "", "", False, 1), house)
    first = writing.Turn.take()
    assert first is not None and writing.Turn.take() is None, "one at a time"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE search_progress SET busy_until = 0")  # it has been silent for too long
    second = writing.Turn.take()
    assert second is not None
    with pytest.raises(writing.Overtaken):
        first.hold()
    with pytest.raises(writing.Overtaken):
        first.move_on(1, folding.SCHEME)
    first.leave()  # leaves the turn of the other one alone
    second.hold()
    second.leave()
    indexing.follow_all()
    assert indexing.check() == 0


@pytest.mark.django_db
def test_a_writer_that_died_in_the_middle_leaves_an_index_that_is_mended(
    house: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(6):
        write(One(f"第{n}", "物业费热停", "", "desk", "", "", False, n), house)
    put, calls = writing._put, []

    def dies(segment: int, rows: Sequence[tuple[str, bytes]]) -> None:
        calls.append(segment)
        if len(calls) > 1:
            raise KeyboardInterrupt
        put(segment, rows)

    monkeypatch.setattr(writing, "_AT_ONCE", 3)
    monkeypatch.setattr(writing, "_put", dies)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        try:
            indexing.follow_all()
        except KeyboardInterrupt:
            partly = blocks()
            raise
    assert partly, "something had been written"
    actor = _posts(house)[0]
    assert len(search(Asked("物业费"), actor=actor, policy=house).hits) == 6
    monkeypatch.undo()
    indexing.follow_all()
    assert indexing.check() == 0
    assert len(search(Asked("物业费"), actor=actor, policy=house).hits) == 6


@pytest.mark.django_db
def test_other_rules_of_folding_make_the_index_anew(house: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    write(One("一", "物业费", "", "desk", "", "", False, 1), house)
    indexing.follow_all()
    monkeypatch.setattr(indexing, "SCHEME", folding.SCHEME + 1)
    monkeypatch.setattr(searching, "SCHEME", folding.SCHEME + 1)
    monkeypatch.setattr(indexing, "fold", lambda text: fold(text).replace("费", "钱"))
    actor = _posts(house)[0]
    assert search(Asked("物业"), actor=actor, policy=house).hits, "looked at itself until the index is made"
    indexing.follow_all()
    assert "钱" in {piece for _, piece, _ in blocks()}
    assert "费" not in {piece for _, piece, _ in blocks()}


@given(st.text(LETTERS + "ﬁ½①ß\u200b\u2028", max_size=40))
def test_the_places_of_a_folded_text_lead_back_to_the_text(text: str) -> None:
    plain, origin = folding.placed(text)
    assert plain == fold(text)
    assert len(origin) == len(plain) and origin == sorted(origin)


@given(st.text(LETTERS, max_size=60), st.text(LETTERS, max_size=60), st.text(LETTERS, min_size=1, max_size=3))
def test_marks_stand_where_the_words_stand(title: str, text: str, query: str) -> None:
    wanted = folding.words_of(query)
    marked_title, excerpt = excerpts.of([(title, text)], wanted)
    assert "".join(part for part, _ in marked_title) == " ".join(title.split("\n"))
    said = "".join(part for part, _ in excerpt).replace("…", "")
    assert said in " ".join(text.split("\n"))
    for word in wanted:
        if word in fold(title):
            assert any(marked for _, marked in marked_title)
        if word in fold(text):
            assert any(marked for _, marked in excerpt)
