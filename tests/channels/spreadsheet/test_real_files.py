"""Real files of others go in whole through their maps (skipped where they are not at hand)."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.channels.spreadsheet.files import take
from wushi.domain.policy import Policy

NAMES = [
    ("tipdm/messages.parquet", "tipdm", 12846),
    ("fuzhou12345/cases.parquet", "fuzhou12345", 1451),
    ("sr311/baltimore311.parquet", "baltimore311", 10000),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "column_map", "rows"), NAMES)
def test_a_real_file_would_go_in_whole_and_soon(
    house: Policy, shared: Path, name: str, column_map: str, rows: int
) -> None:
    began = time.monotonic()
    count, refused = take(shared / name, house, column_map, dry_run=True, now=_now())
    assert refused == []
    assert count.imported == rows
    assert time.monotonic() - began < 20 * max(1, rows / 10000) * 2  # the promise is for a machine at rest


@pytest.mark.slow
def test_on_time_of_real_orders_comes_out_as_counted_by_others(house: Policy, shared: Path) -> None:
    """7,988 of 9,555 closed orders with a due date were in time, as the file itself says (83.6 %)."""
    from wushi.store.ledger.encoding import decode_matter
    from wushi.store.ledger.models import Matter

    take(shared / "sr311/baltimore311.parquet", house, "baltimore311", now=_now())
    kept = [decode_matter(s).clock("reply") for s in Matter.objects.values_list("snapshot", flat=True)]
    given = [c.met for c in kept if c is not None and c.limit == "given" and c.stopped is not None]
    assert (sum(bool(met) for met in given), len(given)) == (7988, 9555)


def _now():  # type: ignore[no-untyped-def]
    from datetime import UTC, datetime

    return datetime.now(UTC)
