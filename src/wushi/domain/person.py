"""A person of a case (当事人): who it is, as the vault holds it, and when two entries are the same person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wushi.domain.errors import RuleBroken

_DIGITS = re.compile(r"\D")
_BLANK = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Person:
    """Personal data: only on its way from the vault to a paper or to the one who has to get in touch."""

    key: str
    side: str
    sort: str
    name: str = ""
    id_number: str = ""
    phone: str = ""
    address: str = ""
    agent: str = ""
    agent_phone: str = ""

    @classmethod
    def of(cls, key: str, side: str, sort: str, record: Mapping[str, str]) -> Person:
        fields = ("name", "id_number", "phone", "address", "agent", "agent_phone")
        return cls(key, side, sort, **{field: record.get(field, "") for field in fields})


def _folded(said: str) -> str:
    return _BLANK.sub("", said).upper()


def same(one: Person, other: Person) -> bool | None:
    """Are the two the same person? None: they bear the same name, and nothing else tells them apart."""
    if one.id_number and other.id_number:
        return _folded(one.id_number) == _folded(other.id_number)
    if _folded(one.name) != _folded(other.name):
        return False
    phones = _DIGITS.sub("", one.phone), _DIGITS.sub("", other.phone)
    if all(phones):
        return phones[0] == phones[1]
    if one.address and other.address:
        return _folded(one.address) == _folded(other.address)
    return None


def check_apart(entered: Person, known: Iterable[Person]) -> None:
    """Raises RuleBroken when the person stands in the case already, or speaks for the other side."""
    for other in known:
        alike = same(entered, other)
        if alike:
            raise RuleBroken(
                rule="same_person", reference="mediation-2011#17", why=f"this is the same person as party {other.key}"
            )
        if alike is None:
            raise RuleBroken(
                rule="same_name",
                reference="mediation-2011#17",
                why=f"party {other.key} bears the same name; give a number or an address to tell the two apart",
            )
        for agent, phone, party in (
            (entered.agent, entered.agent_phone, other),
            (other.agent, other.agent_phone, entered),
        ):
            if (
                agent
                and other.side != entered.side
                and same(Person("", "", "", agent, phone=phone), party) is not False
            ):
                raise RuleBroken(
                    rule="agent_of_other",
                    reference="mediation-2011#17",
                    why="a party cannot be the agent of the other side",
                )
