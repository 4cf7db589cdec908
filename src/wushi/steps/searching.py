"""Searching (检索): the matters whose masked words hold what was typed, the newest first, within what the post may see."""

from __future__ import annotations

import base64
import binascii
import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice

from wushi.domain import lifecycle, text, visibility
from wushi.domain.actor import Actor
from wushi.domain.calendar import SHANGHAI
from wushi.domain.errors import BadInput
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps import excerpts, folding, numbers, reading
from wushi.steps.excerpts import Marked
from wushi.steps.folding import SCHEME, fold
from wushi.store.ledger import ledger
from wushi.store.moments import from_micros, to_micros
from wushi.store.search import reading as index
from wushi.store.search import source
from wushi.store.search.reading import Place, Wanted, Word

__all__ = ["PAGE", "Asked", "Found", "Hit", "Marked", "search"]
PAGE = 20
LONGEST = 200  # characters of a query: what a call-taker types, and a sentence pasted
MOST_WORDS = 8
LOOKED_AT = 400  # matters whose words are read for one page; then the page says how far it has come
UNMERGED = 2_000  # of the newest events that the index has not followed yet: their matters are looked at themselves
_NUMBERS = 5
STATES: dict[str, tuple[str, ...]] = {
    "open": tuple(s for s in lifecycle.STATES if s in lifecycle.OPEN),
    "closed": tuple(s for s in lifecycle.STATES if s not in lifecycle.OPEN),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: the words as typed, and filters; blank filters filter nothing. Days are of Asia/Shanghai, both
    included; `state` is open or closed; `after` is the cursor of a page."""

    query: str
    unit: str = ""
    subject: str = ""
    place: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None
    after: str = ""
    size: int = PAGE


@dataclass(frozen=True, slots=True)
class Hit:
    """A matter that was found: its title and an excerpt as (text, is it a word that was looked for?)."""

    id: int
    matter: Matter
    title: Marked
    excerpt: Marked


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits, the newest first. `numbers`: matters with that number, on the first page. `next`: cursor of the next
    page, blank at the end. `until`: where the page stopped to look before it was full. `behind`: events that neither the
    index nor this search has seen; `making`: older parts of the index are being made anew."""

    words: tuple[str, ...]
    hits: tuple[Hit, ...]
    numbers: tuple[Hit, ...] = ()
    next: str = ""
    until: datetime | None = None
    behind: int = 0
    making: bool = False


@dataclass(frozen=True, slots=True)
class _Term:
    """A word of the query; letters may also be pinyin initials, of a title or of the names of these subjects and places."""

    word: str
    initials: bool = False
    subjects: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()

    def held_by(self, said: Sequence[tuple[str, str]], subject: str, place: str) -> bool:
        """Do the folded (title, text) hold it, or the names of the matter's subject and place?"""
        if any(self.word in title or self.word in words for title, words in said):
            return True
        return self.initials and (
            subject in self.subjects
            or place in self.places
            or any(folding.reads(folding.initials(title), self.word) >= 0 for title, _ in said)
        )


@dataclass(frozen=True, slots=True)
class _Filters:
    """None: not filtered by that."""

    units: frozenset[str] | None
    places: frozenset[str] | None
    subject: str
    states: tuple[str, ...] | None
    since: int | None
    until: int | None

    def pass_(self, at: int, unit: str, place: str, subject: str, state: str) -> bool:
        return (
            (self.units is None or unit in self.units)
            and (self.places is None or place in self.places)
            and (not self.subject or subject == self.subject or subject.startswith(self.subject + "/"))
            and (self.states is None or state in self.states)
            and (self.since is None or at >= self.since)
            and (self.until is None or at < self.until)
        )


def search(asked: Asked, *, actor: Actor, policy: Policy) -> Found:
    """A page of what was asked for. Raises BadInput, OutOfScope, and NotFound for a filter that names nothing."""
    terms = _terms(asked.query, policy)
    if not 1 <= asked.size <= 100:
        raise BadInput(field="size", why="is between 1 and 100")
    filters, before = _filters(asked, actor, policy), _decode(asked.after)
    words = tuple(t.word for t in terms)
    if not terms:
        return Found((), ())
    # what the index has not followed yet is read first: what is merged in between is then seen twice, never missed
    position, scheme = index.position()
    moved, seen_from = source.newest_moved(position if scheme == SCHEME else 0, UNMERGED)
    apart = frozenset(moved)
    stream = heapq.merge(
        _unmerged(moved, terms, filters, before),
        (p for p in index.newest(_wanted(terms, filters, before)) if p[1] not in apart),
        key=lambda p: (-p[0], -p[1]),
    )
    hits: list[Hit] = []
    last, stopped, full = None, False, False
    for n, (place, hit) in enumerate(_looked_at(stream, asked.size, terms, filters, actor, policy)):
        if n == LOOKED_AT:
            stopped = True
            break
        if hit is not None:
            if len(hits) == asked.size:
                full = True
                break
            hits.append(hit)
        last = place
    return Found(
        words,
        tuple(hits),
        () if asked.after else _by_number(asked.query, terms, filters, actor, policy),
        _encode(last) if last and (stopped or full) else "",
        from_micros(last[0]) if last and stopped else None,
        max(0, seen_from - position),
        index.has_stale(),
    )


def _terms(query: str, policy: Policy) -> tuple[_Term, ...]:
    if len(query) > LONGEST:
        raise BadInput(field="query", why=f"{len(query)} characters; at most {LONGEST} are looked for at once")
    words = folding.words_of(text.clean(query, "query"))
    if len(words) > MOST_WORDS:
        raise BadInput(field="query", why=f"{len(words)} words; at most {MOST_WORDS} are looked for at once")
    found = []
    for word in words:
        if folding.are_initials(word):
            subjects, places = _names(policy)
            read = [frozenset(c for c, n in names if folding.reads(n, word) >= 0) for names in (subjects, places)]
            found.append(_Term(word, True, *read))
        else:
            found.append(_Term(word))
    return tuple(found)


_Names = tuple[tuple[str, list[str]], ...]


@lru_cache(maxsize=4)
def _names(policy: Policy) -> tuple[_Names, _Names]:
    """The initials of all subjects and of all units."""
    return (
        tuple((s.code, folding.initials(fold(s.name))) for s in policy.subjects.values()),
        tuple((u.code, folding.initials(fold(u.name))) for u in policy.tree),
    )


def _below(unit: str, policy: Policy) -> frozenset[str]:
    return frozenset(u.code for u in policy.tree if policy.tree.is_within(u.code, unit))


def _filters(asked: Asked, actor: Actor, policy: Policy) -> _Filters:
    top = reading.top_of(actor, asked.unit, policy)
    units = _below(top, policy) if policy.tree.unit(top).parent else None
    if policy.roles[actor.role].scope == "own":
        units = frozenset({actor.unit}) & (units or frozenset({actor.unit}))
    if asked.subject:
        policy.subject(asked.subject)
    if asked.place:
        policy.tree.unit(asked.place)
    if asked.state and asked.state not in STATES:
        raise BadInput(field="state", why=f"one of {', '.join(STATES)}")
    return _Filters(
        units,
        _below(asked.place, policy) if asked.place else None,
        asked.subject,
        STATES[asked.state] if asked.state else None,
        _begin(asked.since) if asked.since else None,
        _begin(asked.until + timedelta(days=1)) if asked.until and asked.until < date.max else None,
    )


def _begin(day: date) -> int:
    return to_micros(datetime.combine(day, time(), SHANGHAI))


def _wanted(terms: Iterable[_Term], filters: _Filters, before: Place | None) -> Wanted:
    words = tuple(
        Word(
            tuple(folding.pieces_of_word(t.word)),
            tuple(folding.initial_pieces_of_word(t.word)) if t.initials else (),
            index.numbers_of(t.subjects),
            index.numbers_of(t.places),
        )
        for t in terms
    )
    columns = [("unit", filters.units), ("place", filters.places), ("state", filters.states)]
    numbers = [(name, index.numbers_of(codes)) for name, codes in columns if codes is not None]
    if filters.subject:
        numbers.append(("subject", index.numbers_below(filters.subject)))
    return Wanted(words, tuple(numbers), filters.since, filters.until, before)


def _unmerged(moved: Sequence[int], terms: Sequence[_Term], filters: _Filters, before: Place | None) -> list[Place]:
    """Of these matters those that pass and hold all words: they are looked at themselves."""
    standing = {
        s.id: s
        for s in source.standings(moved)
        if filters.pass_(s.at, s.unit, s.place, s.subject, s.state) and (before is None or (s.at, s.id) < before)
    }
    said = _folded(list(standing))
    return sorted(
        (
            (s.at, s.id)
            for s in standing.values()
            if all(t.held_by(said.get(s.id, ()), s.subject, s.place) for t in terms)
        ),
        reverse=True,
    )


def _folded(ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    for id, _, title, words in source.said(ids):
        found.setdefault(id, []).append((fold(title), fold(words)))
    return found


def _looked_at(
    stream: Iterator[Place], size: int, terms: Sequence[_Term], filters: _Filters, actor: Actor, policy: Policy
) -> Iterator[tuple[Place, Hit | None]]:
    """Each with its hit, or None where the matter as it is now is not one: the words decide, and where it lies today."""
    while some := list(islice(stream, size + 1)):
        hits = _hits([id for _, id in some], terms, filters, actor, policy)
        yield from ((place, hits.get(place[1])) for place in some)


def _hits(
    ids: Sequence[int], terms: Sequence[_Term], filters: _Filters, actor: Actor, policy: Policy
) -> dict[int, Hit]:
    """Those of the matters that the post may see and that hold all words. No terms: all that it may see."""
    said: dict[int, list[tuple[str, str]]] = {}
    for id, _, title, words in source.said(ids):
        said.setdefault(id, []).append((title, words))
    found = {}
    for id, m in ledger.load_many(ids).items():
        at = to_micros(m.registered_at) if m.registered_at else 0
        if not filters.pass_(at, m.unit, m.place, m.subject, m.state) or not visibility.sees(actor, m, policy):
            continue
        folded = [(fold(title), fold(words)) for title, words in said.get(id, ())]
        if all(t.held_by(folded, m.subject, m.place) for t in terms):
            marked = [t.word for t in terms]
            found[id] = Hit(id, m, *excerpts.of(said.get(id, []), marked))
    return found


def _by_number(query: str, terms: Sequence[_Term], filters: _Filters, actor: Actor, policy: Policy) -> tuple[Hit, ...]:
    """Matters whose number, or the end of it, was typed."""
    if len(terms) != 1 or sum(c.isdigit() for c in query) < numbers.SHORTEST:
        return ()
    ids = numbers.meant(query, policy)
    hits = _hits(ids, (), filters, actor, policy)
    return tuple(hits[id] for id in ids if id in hits)[:_NUMBERS]


def _encode(place: Place) -> str:
    return base64.urlsafe_b64encode(f"{place[0]}.{place[1]}".encode()).decode().rstrip("=")


def _decode(cursor: str) -> Place | None:
    if not cursor:
        return None
    try:
        at, _, id = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition(".")
        place = int(at), int(id)
        if max(map(abs, place)) >> 62:
            raise ValueError(place)
        return place
    except (ValueError, binascii.Error):
        raise BadInput(
            field="after", why="is not a cursor that a page has handed out; begin at the first page"
        ) from None
