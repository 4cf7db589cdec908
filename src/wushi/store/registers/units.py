"""The small numbers of units: code -> id for the ledger's level columns, kept in step with the pack."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection, transaction

from wushi.domain.errors import NotFound
from wushi.domain.organisation import MAX_DEPTH, Organisation
from wushi.store.registers.models import Unit

Known = tuple[int, tuple[int | None, ...]]  # id, level columns
_known: dict[str, Known] = {}


def forget() -> None:
    """Drop what the process remembers (another database, a test)."""
    _known.clear()


def load(tree: Organisation) -> list[str]:
    """Bring the register in step with the tree: new units are added, moved ones updated, none is ever deleted. Gives the codes
    of units whose line to the root has changed; what lies with them has to be found under the new line (`ledger.realign`)."""
    held = {u.code: u for u in Unit.objects.all()}
    new, changed, moved = [], [], []
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
            if row.line != line:
                moved.append(unit.code)
            for k, v in facts.items():
                setattr(row, k, v)
            changed.append(row)
    with transaction.atomic():
        Unit.objects.bulk_create(new, batch_size=500)
        if changed:
            Unit.objects.bulk_update(changed, ["parent", "level", "name", "depth", "line"], batch_size=500)
    forget()
    return moved


def known() -> Mapping[str, Known]:
    """Every unit's id and level columns by code, read once by a process."""
    if not _known:
        with connection.cursor() as cursor:
            cursor.execute("SELECT code, id, line FROM registers_unit")
            rows = cursor.fetchall()
        ids = {code: id for code, id, _ in rows}
        for code, id, line in rows:
            found = [ids[above] for above in line.split("/") if above in ids]
            _known[code] = (id, (*found, *([None] * (MAX_DEPTH - len(found)))))
    return _known


def remember(read: Mapping[str, Known]) -> None:
    """Take over what another process has read, so that this one needs no database."""
    _known.update(read)


def id_of(code: str) -> int:
    """Raises NotFound for a unit that no pack has ever named here: the registers are behind the pack."""
    try:
        return known()[code][0]
    except KeyError:
        raise NotFound(what="unit in the register; run wushi init", name=code) from None


def columns(code: str) -> tuple[int | None, ...]:
    """The level columns l1..l8 of a matter that lies with this unit, by the tree as it is now."""
    id_of(code)
    return known()[code][1]
