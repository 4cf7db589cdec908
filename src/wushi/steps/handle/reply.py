"""Reply (答复): answer the resident and the desk, point by point; what the check warned of goes on record with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from wushi.domain import handling, reply_check, text
from wushi.domain import points as rules
from wushi.domain.actor import Actor
from wushi.domain.errors import BadInput
from wushi.domain.events import Event
from wushi.domain.matter import Matter
from wushi.domain.points import Answered
from wushi.domain.policy import Policy
from wushi.domain.reply_check import Draft, Earlier, Warned
from wushi.steps import reading
from wushi.steps.moving import move
from wushi.steps.reading import Whole
from wushi.store.ledger import replies
from wushi.store.vault import vault


def _answered(listed: Sequence[str], statuses: Sequence[str], answers: Sequence[str]) -> tuple[Answered, ...]:
    """The points with what is said of each so far; what is not said yet is blank."""
    blank = [""] * len(listed)
    return tuple(
        Answered(point, status, text.clean(answer, "answers"))
        for point, status, answer in zip(listed, [*statuses, *blank], [*answers, *blank], strict=False)
    )


def _earlier(matter: Matter, policy: Policy) -> list[Earlier]:
    found = replies.last(matter.unit, policy.replies.whole("template_read"), but=matter.number)
    return [Earlier(r.number, r.text, (r.subject, r.place)) for r in found]


@lru_cache(maxsize=512)
def _terms(policy: Policy, subject: str) -> frozenset[str]:
    return reply_check.terms_under(subject, policy.subjects)


def _check(whole: Whole, draft: Draft, policy: Policy) -> tuple[Warned, ...]:
    m = whole.matter
    asked = "\n".join((whole.title, whole.text[: rules.READ], *(a.point for a in draft.points)))
    terms = _terms(policy, m.subject)
    return reply_check.check(
        draft, policy.replies, demand=asked, terms=terms, about=(m.subject, m.place), earlier=_earlier(m, policy)
    )


def preview(
    number: str,
    words: str = "",
    *,
    outcome: str = "",
    points: Sequence[str] = (),
    answers: Sequence[str] = (),
    listed: Sequence[str] = (),
    actor: Actor,
    policy: Policy,
) -> tuple[Warned, ...]:
    """What the check would warn of, were the reply sent as it stands. Raises NotFound, OutOfScope, BadInput."""
    whole = reading.matter(number, actor, policy)
    return _check(
        whole, Draft(text.clean(words, "words"), outcome, _answered(whole.points or listed, points, answers)), policy
    )


def reply(
    number: str,
    words: str = "",
    *,
    outcome: str = "solved",
    points: tuple[str, ...] = (),
    answers: tuple[str, ...] = (),
    listed: tuple[str, ...] = (),
    actor: Actor,
    policy: Policy,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """Answer. `points`: what became of each point, in order, with `answers` beside it; `listed`: points that the unit lists
    itself where nobody has listed any; `words`: what concerns all of it. Only an empty reply and a point without a status are
    refused; all else that the check finds goes on record with the reply."""
    said = text.clean(words, "words")
    whole = reading.matter(number, actor, policy)
    own = rules.clean(listed, policy.replies)
    asked = own or whole.points
    answered = _answered(asked, points, answers)
    if not said and not any(a.answer for a in answered):
        raise BadInput(field="words", why="is empty; write what was done and what the resident can expect")
    found = _check(whole, Draft(said, outcome, answered), policy)
    warnings = tuple(dict.fromkeys(w.code for w in found))
    as_one, as_lines = rules.compose(answered, said), "\n".join(own)
    sealed, commitment = vault.seal({"text": as_one})
    lines, lines_commitment = vault.seal({"text": as_lines})

    def decide(m: Matter) -> list[Event]:
        made = handling.reply(m, outcome, commitment, policy, now, asked=asked, points=points, warnings=warnings)
        return [rules.list_points(m, own, lines_commitment, at_desk=False), made] if own else [made]

    spoken = [(lines, "", as_lines)] if own else []
    return move(number, decide, actor=actor, policy=policy, now=now, seen=seen, spoken=[*spoken, (sealed, "", as_one)])
