"""Release (公开文字): no text becomes public without a person who has looked through it; what was released can be withdrawn."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wushi.domain import accusing, lifecycle, permissions, releasing, text, visibility
from wushi.domain import events as e
from wushi.domain.actor import Actor
from wushi.domain.calendar import local
from wushi.domain.errors import BadInput, NotFound, NotPermitted, Refusal
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.moving import move
from wushi.store.facts import export as exports
from wushi.store.ledger import ledger
from wushi.store.opened import records
from wushi.store.released import texts
from wushi.store.released.texts import Text
from wushi.store.vault import vault

RELEASED = e.TextReleased.__name__


@dataclass(frozen=True, slots=True)
class Proposed:
    """A matter's words as a person gets them before the release: covered, the original is not opened for it."""

    matter: Matter
    words: dict[str, str]
    left: list[releasing.Left]
    refusal: Refusal | None
    released: Text | None


def _may(actor: Actor, matter: Matter, policy: Policy) -> None:
    visibility.check(actor, matter, policy)
    accusing.check_public(matter)
    permissions.check(actor, RELEASED, matter, policy)


def _answer(matter_id: int) -> tuple[str, str]:
    """(unit, words) of the answer that stands: the last one after the last reopening."""
    said = ledger.words(matter_id)
    for entry in reversed(ledger.history(matter_id)):
        if isinstance(entry.event, e.Reopened):
            break
        if isinstance(entry.event, e.Replied | e.Answered) and said.get(entry.seq, ("", ""))[1]:
            return entry.unit, said[entry.seq][1]
    return "", ""


def may_be(matter: Matter, policy: Policy, now: datetime) -> bool:
    """Is it a matter that may be released at all?"""
    try:
        releasing.check_matter(matter, policy.masking_on(local(now).date()))
    except Refusal:
        return False
    return True


def propose(number: str, *, actor: Actor, policy: Policy, now: datetime) -> Proposed:
    """What could be released of a matter. Raises NotFound, OutOfScope, NotPermitted."""
    id, matter = ledger.load(number)
    _may(actor, matter, policy)
    coverage = policy.masking_on(local(now).date())
    title, said = ledger.words(id).get(1, ("", ""))
    words = releasing.covered({"title": title, "text": said, "reply": _answer(id)[1]}, coverage)
    try:
        releasing.check_matter(matter, coverage)
        refusal = None
    except Refusal as refused:
        refusal = refused
    return Proposed(matter, words, releasing.left(words, coverage), refusal, texts.of_matter(id))


def offered(matter: Matter, *, actor: Actor, policy: Policy) -> bool:
    """Does the page of the matter lead here?"""
    return (
        not matter.secret
        and RELEASED in lifecycle.possible(matter.track, matter.state)
        and permissions.may(actor, RELEASED, matter, policy)
    )


def found_in(words: dict[str, str], policy: Policy, now: datetime) -> list[releasing.Left]:
    """What the rules find in words that somebody has edited."""
    return releasing.left(words, policy.masking_on(local(now).date()))


def release(
    number: str,
    *,
    title: str,
    words: str,
    reply: str,
    ticked: Collection[str],
    no_names: str = "",
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """Release the words as the person has left them. `ticked`: what the person has looked for; `no_names`: the digest of
    what looks like names and is none.

    Raises RuleBroken for what is never released and for what still leads to a person, BadInput, WrongState, StaleMatter."""
    given = {
        "title": text.line(title, "title"),
        "text": text.clean(words, "text"),
        "reply": text.clean(reply, "reply"),
    }
    for field in ("title", "reply"):
        if not given[field]:
            raise BadInput(field=field, why="is empty; what is released has a title and an answer")
    coverage = policy.masking_on(local(now).date())
    id, before = ledger.load(number)
    _may(actor, before, policy)
    releasing.check_matter(before, coverage)
    releasing.check_words(given, ticked, no_names, coverage)
    sealed, commitment = vault.seal(given)
    unit = _answer(id)[0] or before.lead or before.unit

    def decide(matter: Matter) -> e.Event:
        releasing.check_matter(matter, coverage)
        return e.TextReleased(commitment)

    with transaction.atomic():
        after = move(number, decide, actor=actor, policy=policy, now=now, seen=seen, words=(sealed, "", given["text"]))
        shown = Text(0, id, now, given["title"], given["text"], given["reply"], unit, after.subject, after.place)
        _take_back(id)
        texts.put(shown, after.version)
    return after


def withdraw(
    number: str, reason: str, *, actor: Actor, policy: Policy, now: datetime, seen: int | None = None
) -> Matter:
    """Take a released text back; the reason stands in the ledger."""
    reason = text.line(reason, "reason", limit=500)
    if not reason:
        raise BadInput(field="reason", why="say why the text is withdrawn")
    id, matter = ledger.load(number)
    _may(actor, matter, policy)
    if texts.of_matter(id) is None:
        raise NotFound(what="released text", name=number)
    with transaction.atomic():
        after = move(number, lambda m: e.TextWithdrawn(reason), actor=actor, policy=policy, now=now, seen=seen)
        _take_back(id)
        texts.take_back(id)
    return after


def _take_back(matter_id: int) -> None:
    """What was released of the matter is no longer open data: whoever keeps a copy of them learns it with this event."""
    old = texts.of_matter(matter_id)
    if old is not None:
        records.take_back("case", [str(old.id)], exports.head())


def released(size: int, before: int | None = None) -> list[Text]:
    """For everybody: the newest released texts."""
    return texts.page(size, before)


def released_text(id: int) -> Text:
    """For everybody. Raises NotFound."""
    found = texts.one(id)
    if found is None:
        raise NotFound(what="released text", name=str(id))
    return found


def numbers(found: Collection[Text], *, actor: Actor, policy: Policy) -> dict[int, str]:
    """id of a released text -> number of its matter, for who may release. Raises NotPermitted."""
    if not permissions.granted(actor, RELEASED, policy):
        raise NotPermitted(post=actor.post, event=RELEASED, why=f"the role {actor.role} does not grant it")
    matters = ledger.load_many(t.matter_id for t in found)
    return {t.id: matters[t.matter_id].number for t in found if t.matter_id in matters}
