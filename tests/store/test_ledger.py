"""The ledger: events only grow, the projection follows from them, a key registers once, two writers never lose an update."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, connections, transaction

from tests.people import Cast, aunt_wang
from wushi.domain import errors
from wushi.domain.policy import Policy
from wushi.steps import moves, rebuild, turning
from wushi.steps.report import register
from wushi.store.ledger import ledger
from wushi.store.ledger.models import Event, Matter, Said
from wushi.store.registers import units

NOW = datetime(2026, 8, 3, 1, 0, tzinfo=UTC)


def _register(policy: Policy, cast: Cast, key: str | None = None, **facts: object) -> register.Receipt:
    return register.register(aunt_wang(client_key=key, **facts), actor=cast.li, policy=policy, now=NOW)


@pytest.mark.parametrize("statement", ["UPDATE ledger_event SET post = 'x'", "DELETE FROM ledger_event"])
def test_an_event_can_neither_be_changed_nor_deleted(house: Policy, cast: Cast, statement: str) -> None:
    _register(house, cast)
    with pytest.raises(DatabaseError, match="cannot be"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Event.objects.count() == 1


def test_the_same_key_registers_once_and_gives_the_same_receipt(house: Policy, cast: Cast) -> None:
    first, again = _register(house, cast, "call-1"), _register(house, cast, "call-1")
    assert (again.number, again.code, again.already) == (first.number, first.code, True)
    assert Matter.objects.count() == 1
    with pytest.raises(errors.KeyReused, match=first.number):
        _register(house, cast, "call-1", text="另一件事")
    assert Matter.objects.count() == 1


def test_nothing_personal_is_readable_outside_the_vault(house: Policy, cast: Cast) -> None:
    receipt = _register(house, cast, address="青山社区3号楼2单元501室")
    with connection.cursor() as cursor:
        for table in ("ledger_matter", "ledger_event", "ledger_said", "ledger_alarm", "vault_sealed"):
            cursor.execute(f"SELECT * FROM {table}")
            held = " ".join(
                bytes(v).decode("latin-1") if isinstance(v, bytes | memoryview) else str(v)
                for row in cursor.fetchall()
                for v in row
            )
            assert "13900001234" not in held, table
            assert "王阿姨" not in held, table
    assert "〔手机号〕" in Said.objects.get(seq=1).text
    assert receipt.number


def test_the_commitment_binds_the_ledger_to_the_sealed_record(house: Policy, cast: Cast) -> None:
    from wushi.store.vault import vault
    from wushi.store.vault.models import Sealed

    number = _register(house, cast).number
    id, _ = ledger.load(number)
    commitment = ledger.history(id)[0].event.commitment  # type: ignore[attr-defined]
    blob = bytes(Sealed.objects.get(matter_id=id).blob)
    assert vault.commitment_holds(blob, commitment)
    other, _ = vault.seal({"text": "别的话"})
    assert not vault.commitment_holds(other, commitment)


def test_rebuilding_gives_the_identical_projection(house: Policy, cast: Cast) -> None:
    numbers = [_register(house, cast, str(n)).number for n in range(5)]
    turning.turn_all(house, NOW)
    moves.take("dispatch", numbers[0], {}, actor=cast.zhao, policy=house, now=NOW)
    moves.take("refuse", numbers[1], {"ground": next(iter(house.not_accepted))}, actor=cast.li, policy=house, now=NOW)
    before = list(Matter.objects.order_by("id").values())
    assert rebuild.rebuild(house).differing == []
    Matter.objects.filter(number=numbers[0]).update(snapshot="{}", state="closed", unit="desk", due=1)
    assert rebuild.rebuild(house).differing == [numbers[0]]
    assert list(Matter.objects.order_by("id").values()) == before


def test_positions_have_neither_doubles_nor_holes(house: Policy, cast: Cast) -> None:
    for n in range(3):
        _register(house, cast, str(n))
    with pytest.raises(errors.KeyReused):
        _register(house, cast, "1", text="另一件事")
    turning.turn_all(house, NOW)
    positions = list(Event.objects.order_by("position").values_list("position", flat=True))
    assert positions == list(range(1, len(positions) + 1))


def _together(count: int, work: Callable[[int], object]) -> list[object]:
    """Do it in that many threads at once; what each got or raised, in order."""
    found: list[object] = [None] * count
    gate = threading.Barrier(count)

    def run(n: int) -> None:
        gate.wait()
        try:
            found[n] = work(n)
        except Exception as error:
            found[n] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for t in threads:
        t.start()
    for t in threads:
        t.join(60)
    return found


@pytest.mark.django_db(transaction=True)
def test_many_who_register_at_once_are_all_there_once(policy: Policy, cast: Cast) -> None:
    units.load(policy.tree)
    found = _together(12, lambda n: [_register(policy, cast, f"{n}-{m}").number for m in range(10)])
    numbers = [number for one in found for number in one]  # type: ignore[attr-defined]
    assert len(set(numbers)) == 120 == Matter.objects.count() == Event.objects.count()
    positions = sorted(Event.objects.values_list("position", flat=True))
    assert positions == list(range(1, 121))


@pytest.mark.django_db(transaction=True)
def test_one_key_sent_by_many_at_once_makes_one_matter(policy: Policy, cast: Cast) -> None:
    units.load(policy.tree)
    found = _together(8, lambda n: _register(policy, cast, "same"))
    assert len({r.number for r in found}) == 1  # type: ignore[attr-defined]
    assert sum(not r.already for r in found) == 1  # type: ignore[attr-defined]
    assert Matter.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_one_matter_at_once_one_wins_and_the_other_is_told(policy: Policy, cast: Cast) -> None:
    units.load(policy.tree)
    number = _register(policy, cast).number
    turning.turn_all(policy, NOW)
    seen = ledger.load(number)[1].version
    found = _together(
        2,
        lambda n: moves.take(
            "dispatch",
            number,
            {"unit": ("housing", "heat-company")[n]},
            actor=cast.zhao,
            policy=policy,
            now=NOW,
            seen=seen,
        ),
    )
    lost = [f for f in found if isinstance(f, errors.StaleMatter)]
    assert len(lost) == 1, found
    assert lost[0].facts["since"][0]["what"] == "Dispatched"
    assert Event.objects.filter(kind="Dispatched").count() == 1
