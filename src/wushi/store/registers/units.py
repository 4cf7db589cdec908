"""The small numbers of units: code -> id for the ledger's level columns, kept in step with the pack."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection, transaction

from wushi.domain.organisation import MAX_DEPTH, Organisation
from wushi.store.registers.models import Unit

_known: dict[str, int] = {}


def forget() -> None:
    """Drop what the process remembers (another database, a test)."""
    _known.clear()


def load(tree: Organisation) -> None:
    """Bring the register in step with the tree: new units are added, moved ones updated, none is ever deleted."""
    held = {u.code: u for u in Unit.objects.all()}
    new, changed = [], []
    for unit in tree:
        line = "/".join(tree.line(unit.code))
        facts = {
            "parent": unit.parent,
            "level": unit.level,
            "name": unit.name,
            "depth": tree.depth(unit.code),
            "line": line,
        }
        row = held.get(unit.code)
        if row is None:
            new.append(Unit(code=unit.code, **facts))
        elif any(getattr(row, k) != v for k, v in facts.items()):
            for k, v in facts.items():
                setattr(row, k, v)
            changed.append(row)
    with transaction.atomic():
        Unit.objects.bulk_create(new, batch_size=500)
        if changed:
            Unit.objects.bulk_update(changed, ["parent", "level", "name", "depth", "line"], batch_size=500)
    forget()


def ids() -> dict[str, int]:
    if not _known:
        with connection.cursor() as cursor:
            cursor.execute("SELECT code, id FROM registers_unit")
            _known.update(cursor.fetchall())
    return _known


def remember(known: Mapping[str, int]) -> None:
    """Take over what another process has read, so that this one needs no database."""
    _known.update(known)


def columns(line: tuple[str, ...]) -> tuple[int | None, ...]:
    """The level columns l1..l8 of a matter whose unit has this line from the root."""
    known = ids()
    found = [known[code] for code in line]
    return (*found, *([None] * (MAX_DEPTH - len(found))))
