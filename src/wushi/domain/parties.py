"""Parties (当事人) of a dispute: who stands on which side, who has agreed to mediation; a refusal bars it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wushi.domain import events as e
from wushi.domain import lifecycle
from wushi.domain.errors import BadInput, RuleBroken
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.domain.tracks.dispute import Dispute

LAW = "mediation-2011"
SIDES = {"applicant": "申请人", "respondent": "被申请人", "third": "第三人"}
PARTY_SORTS = {"person": "个人", "organisation": "单位"}
MEANS = {"written": "书面", "phone": "电话", "present": "当面"}
_KEYS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # no I, no O: keys are read out and written by hand


def facts(matter: Matter) -> Dispute:
    """Raises RuleBroken for a matter that is no dispute."""
    if matter.track != "dispute":
        raise RuleBroken(rule="no_dispute", reference="", why="this matter is no dispute")
    return matter.dispute or Dispute()


def one_of(value: str, known: Sequence[str] | Mapping[str, object], field: str) -> str:
    if value not in known:
        raise BadInput(field=field, why=f"one of {', '.join(known)}")
    return value


def check_keys(d: Dispute, keys: Sequence[str], field: str = "keys") -> tuple[str, ...]:
    """The keys in the order of the parties. Raises BadInput for one that nobody has and for one named twice."""
    for key in keys:
        if d.party(key) is None:
            raise BadInput(
                field=field, why=f"{key!r} is no party; the parties are {', '.join(d.keys) or 'not entered yet'}"
            )
    if len(set(keys)) != len(keys):
        raise BadInput(field=field, why="names a party twice")
    return tuple(k for k in d.keys if k in keys)


def enter(matter: Matter, side: str, sort: str, unit: str, commitment: str, policy: Policy) -> e.PartyEntered:
    lifecycle.check(matter.track, matter.state, e.PartyEntered)
    d = facts(matter)
    one_of(side, SIDES, "side")
    one_of(sort, PARTY_SORTS, "sort")
    if unit and unit not in policy.tree:
        raise BadInput(field="unit", why=f"{unit} is no unit of the tree")
    if len(d.parties) >= len(_KEYS):
        raise RuleBroken(rule="parties_many", reference="", why=f"a case holds at most {len(_KEYS)} parties")
    if d.accepted_at is not None and side != "third":
        raise RuleBroken(
            rule="party_late", reference=f"{LAW}#17", why="the case is accepted; only a third party may still join"
        )
    return e.PartyEntered(key=_KEYS[len(d.parties)], side=side, sort=sort, unit=unit, commitment=commitment)


def strike(matter: Matter, key: str, reason: str) -> e.PartyStruck:
    lifecycle.check(matter.track, matter.state, e.PartyStruck)
    check_keys(facts(matter), [key], "key")
    return e.PartyStruck(key=key, reason=reason)


def consent(matter: Matter, key: str, means: str) -> e.ConsentGiven:
    lifecycle.check(matter.track, matter.state, e.ConsentGiven)
    check_keys(facts(matter), [key], "key")
    return e.ConsentGiven(key=key, means=one_of(means, MEANS, "means"))


def remedies(d: Dispute, policy: Policy) -> tuple[str, ...]:
    """The ways that stay open in a dispute of that kind (人民调解法 art.26); the court is always one."""
    sort = policy.disputes.sorts.get(d.sort)
    return sort.remedies if sort else ("litigation",)


def refuse(matter: Matter, key: str, policy: Policy) -> e.ConsentRefused:
    """An express refusal bars mediation (art.17); the party is told what it can do instead."""
    lifecycle.check(matter.track, matter.state, e.ConsentRefused)
    d = facts(matter)
    check_keys(d, [key], "key")
    return e.ConsentRefused(key=key, remedies=remedies(d, policy))
