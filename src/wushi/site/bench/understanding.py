"""Bench understanding: how well and how fast messages are classified, placed, masked, found, and replies to them checked."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wushi.domain.errors import BadInput
from wushi.site.bench import versions

# part -> module; each has run(shared, only, size) and yields rows with kind, value, promise and whether it is met
PARTS = {
    "classification": "classifying",
    "place": "placing",
    "same matter": "matching",
    "masking": "masking",
    "hot issues": "hot",
    "bursts": "bursts",
    "search": "searching",
    "reply check": "replies",
}


def run(
    shared: Path | None = None, part: str = "", only: str = "", size: int | None = None
) -> Iterator[dict[str, Any]]:
    """The rows of one part or of all. `shared`: folder of the data sets (default WUSHI_DATA); `only`: one database engine."""
    folder = shared or Path(os.environ.get("WUSHI_DATA", "../shared/data"))
    if not folder.is_dir():
        raise BadInput(
            field="shared", why=f"{folder} is no folder; name that of the data sets by --shared or WUSHI_DATA"
        )
    for name, module in PARTS.items():
        if part in ("", name):
            for row in importlib.import_module(f"wushi.site.bench.{module}").run(folder, only, size):
                yield row | {"versions": versions()}
