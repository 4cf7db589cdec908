"""Compiles the catalogues of the pages' languages (.po) into what Django reads (.mo); those are not kept in the repository."""

from __future__ import annotations

from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parents[1] / "web" / "locale"


def compile_all(folder: Path = LOCALE) -> list[Path]:
    """Write each .mo that is missing or older than its .po; returns what was written."""
    written = []
    for po in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
            continue
        half_done = mo.with_suffix(".mo.new")
        polib.pofile(str(po)).save_as_mofile(str(half_done))
        half_done.replace(mo)  # a server that starts meanwhile sees the old or the new one, never half of it
        written.append(mo)
    return written


if __name__ == "__main__":
    compile_all()
