"""Asks where it is (追问地点): the question that a text leaves open, in words, with the places to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from wushi.domain.location import Place
from wushi.domain.policy import Policy
from wushi.web.templatetags.wushi import name_in


@dataclass(frozen=True, slots=True)
class Choice:
    """One place to choose: its code, its name with the town or street, and whether it is chosen."""

    code: str
    name: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    words: str
    choices: tuple[Choice, ...]


def _words(place: Place) -> str:
    match place.asks:
        case "which" if place.about:
            return gettext("叫“%(name)s”的不止一处，说的是哪一处？") % {"name": place.about}
        case "which":
            return gettext("提到的地方不止一处，事情在哪一处？")
        case "building":
            return gettext("%(name)s分属几个社区，是几号楼？") % {"name": place.about}
        case "number":
            return gettext("%(name)s经过几个社区，是多少号，或者靠近哪里？") % {"name": place.about}
        case "community":
            return gettext("在%(name)s的哪个社区？") % {"name": place.about}
    return gettext("在哪个小区，或者哪条路多少号？")


def question_for(place: Place, policy: Policy, chosen: str = "") -> Question | None:
    """What to ask of the one who says it; None where the text is clear. `chosen`: the code that was chosen before."""
    if not place.asks:
        return None
    choices = []
    for code in place.options:
        unit = policy.tree.unit(code)
        above = f"{name_in(policy, 'unit', unit.parent)} · " if unit.level in ("community", "village") else ""
        choices.append(Choice(code, f"{above}{name_in(policy, 'unit', code)}", code == chosen))
    return Question(_words(place), tuple(choices))
