"""Words for the bench of the search: as many matters as asked, put together from the pack's simulated demands, with common words,
rare words and words that nobody else uses in known shares."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

from django.db import connection, transaction

from wushi.domain import lifecycle
from wushi.domain.matter import Matter
from wushi.domain.simulation.demands import Demand, Speaker, demands_of
from wushi.domain.simulation.parameters import Day
from wushi.steps.policy import current
from wushi.steps.report.simulate import simulation_of
from wushi.store.ledger import numbers, pen
from wushi.store.ledger.encoding import encode
from wushi.store.moments import from_micros
from wushi.store.registers import units

FIRST = 1_640_966_400_000_000  # 2022-01-01 in China
_APART = 30_000_000  # microseconds from one matter to the next
_AT_ONCE = 5_000
_OPEN = 0.04
COMMON, SECOND, RARE, ONCE = "物业", "电梯", "浑天仪", "獬豸碑"  # in 30 %, 8 %, one in 50,000, one in all
_LONG_TAIL = "".join(
    bytes([high, low]).decode("gb2312", "ignore") for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF)
)


def _spoken(dice: Random) -> list[Demand]:
    """Some thousand simulated demands: the sentences of which all the others are made."""
    policy = current()
    speaker = Speaker(policy, simulation_of(policy))
    return [
        d for month in range(1, 13) for d in demands_of(Day(date(2022, month, 7), 500, ()), dice.randrange(99), speaker)
    ]


def _words(n: int, matters: int, spoken: list[Demand], dice: Random) -> tuple[Demand, str, str]:
    """A demand, its title and its text: two demands run into each other, and some words of a long tail."""
    one, other = dice.choice(spoken), dice.choice(spoken)
    tail = "".join(dice.choices(_LONG_TAIL, k=6))
    parts = [one.text, other.text, dice.choice(spoken).text if n % 2 else "", f"联系过{tail[:3]}和{tail[3:]}。"]
    if dice.random() < 0.3 and COMMON not in one.text:
        parts.append(f"{COMMON}一直不管。")
    if dice.random() < 0.08:
        parts.append(f"{SECOND}也常坏。")
    if n % 50_000 == 777:
        parts.append(f"门口的{RARE}倒了。")
    if n == matters // 7:
        parts.append(f"还有{ONCE}。")
    return one, f"{one.title}，{other.title}"[:200], "".join(parts)


def rows(matters: int, seed: int = 7) -> Iterator[tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]]:
    """(matters, words) in the order of the ledger's columns, some thousand at a time."""
    policy, dice = current(), Random(seed)
    spoken = _spoken(dice)
    leads = [u.code for u in policy.tree if policy.tree.unit(u.code).parent]
    weights = [1 / (1 + n) ** 0.7 for n in range(len(leads))]
    ended, open_ = sorted(lifecycle.ENDED), sorted(lifecycle.OPEN - {"merged"})
    made: list[tuple[Any, ...]] = []
    said: list[tuple[Any, ...]] = []
    unit = dice.choices(leads, weights, k=matters)
    for id in range(1, matters + 1):
        demand, title, text = _words(id, matters, spoken, dice)
        at = FIRST + id * _APART + dice.randrange(-_APART * 200, _APART * 200)
        state = dice.choice(open_) if dice.random() < _OPEN else dice.choice(ended)
        m = Matter(
            f"{policy.number_prefix}-2022-{id:07d}", version=1, channel="phone", state=state, subject=demand.subject,
            place=demand.place, unit=unit[id - 1], path=policy.tree.line(unit[id - 1]), registered_at=from_micros(at),
        )  # fmt: skip
        made.append((
            0, id, m.number, "phone", None, "", "hotline", state, 1, m.subject, m.place, m.unit, *units.columns(m.unit),
            at, at, False, encode(m),
        ))  # fmt: skip
        said.append((id, 1, title, text))
        if len(made) == _AT_ONCE:
            yield made, said
            made, said = [], []
    if made:
        yield made, said


def fill(matters: int) -> None:
    """Write them into the tables of matters and words of an empty house; no events: the search needs none."""
    numbers.take(matters)
    for made, said in rows(matters):
        with transaction.atomic():
            for table, columns, values in (("ledger_matter", pen._MATTER, made), ("ledger_said", pen._SAID, said)):
                if connection.vendor == "postgresql":
                    pen._copy(table, columns, values)
                    continue
                marks = ", ".join(["%s"] * len(columns))
                with connection.cursor() as cursor:
                    cursor.executemany(f"INSERT INTO {table} ({pen._names(columns)}) VALUES ({marks})", values)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
