"""Rules of the check before sending (答复检查的词表和数): word lists and numbers of a pack, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

# What a pack has to bring, and nothing else: a list or number that no rule reads would only look like one.
LISTS = {
    "asks": "words that ask for something, in a demand",
    "courtesy_of_demand": "courtesy and haste of a demand, which say nothing of what is asked",
    "received": "that it was received",
    "forwarded": "that it was passed on to somebody",
    "courtesy": "courtesy of a reply, which says nothing of what was done",
    "done": "that something has been done or found",
    "vague": "moments that are no dates",
    "promise": "that it is about what is still to come",
    "refusal": "that something will not be done",
    "hollow_rule": "rules without a name",
    "turn_to": "that the resident should turn to somebody",
    "common": "pairs of characters that stand in nearly every text of the hotline",
}
NUMBERS = {
    "points_most": "points of a demand at most",
    "points_shortest": "characters that say something in a proposed point, at least",
    "points_longest": "characters of a proposed point at most",
    "points_line": "characters of a point that a person wrote at most",
    "shortest": "characters of substance in a reply at least",
    "beside_forwarding": "characters of substance beside the forwarding at least",
    "officialese": "different words of officialese from which it is told",
    "template_shortest": "characters of a reply below which the same words are no template",
    "template_alike": "share of equal pieces from which two replies are the same",
    "template_matters": "other matters that got the same reply, from which it is told",
    "template_read": "last replies of the unit that are looked at",
    "off_point_from": "characters of a reply from which it may be off the point; a short one need not repeat the question",
    "shared": "pairs of characters that an answer on the point shares with the demand at least",
}


@dataclass(frozen=True, eq=False)
class ReplyRules:
    """What a reply is held against; compared by identity. Without a pack it is empty and warns of nothing."""

    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)
    plain: Mapping[str, str] = field(default_factory=dict)  # officialese -> what a person would say

    def words(self, name: str) -> tuple[str, ...]:
        return self.lists.get(name, ())

    def number(self, name: str) -> float:
        return self.numbers.get(name, 0)

    def whole(self, name: str) -> int:
        return int(self.number(name))

    @cached_property
    def common(self) -> frozenset[str]:
        return frozenset(self.words("common"))
