"""Releasing (公开文字): which matters may be told to the public, what still stands in the way, and what a person must have checked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wushi.domain import lifecycle, masking
from wushi.domain.errors import BadInput, RuleBroken
from wushi.domain.events import TextReleased
from wushi.domain.masking import Coverage
from wushi.domain.masking_folds import fold
from wushi.domain.matter import Matter

PIPL = "pipl-2021#25"  # no publication without consent or duty: what is released leads to no person
FIELDS = ("title", "text", "reply")
# What the person who releases has looked for; every one has to be ticked.
CHECKS = ("names", "doors", "health", "child", "accusation")
NAMES = frozenset({"name", "official"})
_AGE = re.compile(r"(?<![0-9])([0-9]{1,2}|[一二三四五六七八九十]{1,3})\s?(?:周岁|岁|个月大)(?!以上|的?老人)")
_YOUNG = re.compile(r"幼儿园小班|幼儿园中班|幼儿园大班|婴儿|新生儿|小学[一二三四五六]年级")
_ONES = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Left:
    """What leads to a person and still stands in one of the fields."""

    field: str
    kind: str
    start: int
    words: str


def check_matter(matter: Matter, coverage: Coverage) -> None:
    """Raises RuleBroken for what is never released: secret matters, accusations; WrongState for one that has not ended."""
    if matter.secret:
        raise RuleBroken(rule="release_secret", reference=PIPL, why="the resident asked for secrecy")
    if "*" in coverage.never_released or matter.type in coverage.never_released:
        raise RuleBroken(rule="release_type", reference=PIPL, why="accusations are never released")
    lifecycle.check(matter.track, matter.state, TextReleased)


def _age(said: str) -> int:
    if said.isdigit():
        return int(said)
    tens, _, ones = said.rpartition("十")
    if "十" not in said:
        return _ONES.index(said) if len(said) == 1 else 99
    return 10 * (_ONES.index(tens) if len(tens) == 1 else 1) + (_ONES.index(ones) if len(ones) == 1 else 0)


def _child(said: str, years: int) -> str:
    """The words that tell of a child under that age; blank when there are none."""
    folded = fold(said)
    for m in _AGE.finditer(folded):
        if "个月" in m[0] or _age(m[1]) < years:
            return m[0]
    young = _YOUNG.search(folded)
    return young[0] if young else ""


def left(words: Mapping[str, str], coverage: Coverage) -> list[Left]:
    """Everything that the rules still find in the words that are to be released, in the order of the fields."""
    found = []
    for field in FIELDS:
        said = words[field]
        kinds = coverage.released_answered if field == "reply" else coverage.released_said
        for f in masking.find(said, kinds, office=field == "reply"):
            found.append(Left(field, f.kind, f.start, said[f.start : f.end]))
        child = _child(said, coverage.child_age)
        if child:
            found.append(Left(field, "child", fold(said).find(child), child))
    return found


def digest(found: Iterable[Left]) -> str:
    """Stands for the names that a person has seen and lets stand, because they are none; other names, another digest."""
    names = sorted(f.words for f in found if f.kind in NAMES)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:16] if names else ""


def check_words(words: Mapping[str, str], ticked: Iterable[str], no_names: str, coverage: Coverage) -> None:
    """Raises RuleBroken with what is found, by kind and place and not by its words: a refusal may stand in a log.

    Numbers, doors and children must be gone. Names the rules only guess at: a person may say that they are none, by the
    digest of exactly those (`no_names`)."""
    found = left(words, coverage)
    child = next((f for f in found if f.kind == "child"), None)
    if child is not None:
        why = f"{child.field} tells of a child under {coverage.child_age}"
        raise RuleBroken(rule="release_child", reference="pipl-2021#31", why=why, left=_told([child]))
    certain = [f for f in found if f.kind not in NAMES]
    if certain:
        why = f"this still leads to a person: {', '.join(_told(certain))}"
        raise RuleBroken(rule="release_left", reference=PIPL, why=why, left=_told(certain))
    names = [f for f in found if f.kind in NAMES]
    if names and digest(names) != no_names:
        why = f"these look like names: {', '.join(_told(names))}"
        raise RuleBroken(rule="release_names", reference=PIPL, why=why, left=_told(names))
    missing = [check for check in CHECKS if check not in set(ticked)]
    if missing:
        raise BadInput(field="checks", why=f"not ticked: {', '.join(missing)}")


def _told(found: Iterable[Left]) -> list[str]:
    return [f"{f.kind} in {f.field} at {f.start + 1}" for f in found]


def covered(words: Mapping[str, str], coverage: Coverage) -> dict[str, str]:
    """The words as they are proposed to the person: covered as the pack says for the public."""
    return {
        field: masking.mask(
            words[field],
            coverage.released_answered if field == "reply" else coverage.released_said,
            office=field == "reply",
        )
        for field in FIELDS
    }
