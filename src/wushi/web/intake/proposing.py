"""Shows what the house proposes while somebody types: subject, place, unit and day, each with reasons, and danger at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext

from wushi.domain import dispatch, points
from wushi.domain.classification import Guess
from wushi.domain.danger import Danger
from wushi.domain.errors import Refusal
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.report import propose
from wushi.web import errors, words
from wushi.web.asking import Question, question_for
from wushi.web.context import Here
from wushi.web.matters import lists, same, story
from wushi.web.matters.facts import Proposed
from wushi.web.matters.lists import Alike
from wushi.web.matters.picking import takes
from wushi.web.matters.story import sure
from wushi.web.parts import Badge, plain_badge
from wushi.web.templatetags.wushi import name_in, subject_in

SHORTEST = 4  # characters: below that nobody can tell anything


@dataclass(frozen=True, slots=True)
class Alarming:
    """Danger in what is typed: the words, the line's code and name, and what to say to the caller now."""

    words: str
    line: str
    line_name: str
    say: str


def alarming(found: Danger, policy: Policy) -> Alarming:
    sort = policy.danger.sorts.get(found.sort)
    say = ((sort.say_en if words.english() else sort.say) or sort.say) if sort else ""
    return Alarming(words.listed(found.words), found.line, name_in(policy, "emergency", found.line), say)


@dataclass(frozen=True, slots=True)
class Shown:
    """The proposals of a text; `unit` is blank where nothing fit to send is proposed."""

    proposals: tuple[Proposed, ...]
    unit: str = ""
    unit_name: str = ""
    until: str = ""
    danger: Alarming | None = None
    wrong: str = ""  # why it cannot be sent there
    alike: tuple[Alike, ...] = ()  # open matters about the same thing at the same place
    question: Question | None = None  # what to ask the caller about the place
    points: tuple[str, ...] = ()  # what has to be answered, where it is more than one thing
    same: same.Found = field(default_factory=lambda: same.Found(()))  # matters that say the same, wherever they are

    @property
    def badge(self) -> Badge | None:
        return plain_badge("on_time", self.until) if self.until else None


def _confirmed(here: Here, found: propose.Proposed, subject: str, place: str) -> list[Proposed]:
    policy, guess, where = here.policy, found.guess, found.place
    person = gettext("您选定的")
    return [
        Proposed(
            gettext("分类"),
            subject_in(policy, guess.subject) if guess.subject else gettext("没有认出"),
            "" if subject or not guess.subject else sure(guess.confidence),
            person if subject else story.reasons(guess.reasons, policy),
            words.listed(f"{subject_in(policy, c)} {words.percent(p, 1.0, 0)}" for c, p in guess.alternatives if c),
        ),
        Proposed(
            gettext("地点"),
            name_in(policy, "unit", where.unit) if where.unit else gettext("没有认出"),
            "" if place or not where.unit else sure(where.confidence),
            person if place else story.reasons(where.reasons, policy),
        ),
    ]


def shown(here: Here, said: dict[str, Any]) -> Shown | None:
    """The proposals for what has been typed so far; None while it is too little. `said`: cleaned or raw fields of the form."""
    text, where = str(said.get("what", "")), str(said.get("where", ""))
    if len(text.strip()) < SHORTEST:
        return None
    subject, place, unit, choice = (str(said.get(k) or "") for k in ("subject", "place", "unit", "choice"))
    policy, type = here.policy, str(said.get("type", ""))
    given = Guess(subject, 1.0, ()) if subject else None
    found = propose.propose("", text, type=type, policy=policy, address=where, place=place, given=given, day=here.today)
    question = question_for(found.place, policy, choice)
    if choice in found.place.options:
        place = choice
        found = propose.propose("", text, type=type, policy=policy, place=place, given=found.guess)
    to = unit or found.proposal.unit
    chosen = bool(unit)
    matter = Matter("", state="registered", subject=found.guess.subject, type=type, place=found.place.unit)
    lines = _confirmed(here, found, subject, place)
    until = wrong = ""
    if takes(policy, to):
        try:
            event = dispatch.dispatch(matter, replace(found.proposal, unit=to), policy, here.now)
            due = next(clock.due for clock in event.clocks if clock.name == "reply")
            until = gettext("最迟 %(due)s 答复") % {"due": words.deadline(due, here.today)}
        except Refusal as refusal:
            wrong = errors.sentences(refusal, policy)[0]
    lines.append(
        Proposed(
            gettext("单位"),
            name_in(policy, "unit", to),
            "" if chosen else sure(found.proposal.confidence),
            gettext("您选定的") if chosen else story.reasons(found.proposal.reasons, policy),
            rule="" if chosen else policy.title_of(found.proposal.reference),
        )
    )
    danger = alarming(found.danger, policy) if found.danger else None
    fit = takes(policy, to) and not wrong
    found_same = same.typed(here, text)
    told = {row.number for row in found_same.rows}
    alike = tuple(row for row in lists.alike(here, matter, to) if row.number not in told)
    return Shown(
        tuple(lines),
        to if fit else "",
        name_in(policy, "unit", to) if fit else "",
        until,
        danger,
        wrong,
        alike,
        question,
        _points(text, said, policy),
        found_same,
    )


def _points(text: str, said: dict[str, Any], policy: Policy) -> tuple[str, ...]:
    """What the person wrote, else what the words propose; one thing alone needs no list."""
    if said.get("whole"):
        return ()
    written = tuple(line.strip() for line in str(said.get("points") or "").splitlines() if line.strip())
    found = written or points.propose(text, policy.replies)
    return found if written or len(found) > 1 else ()
