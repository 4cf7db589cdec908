"""Compiles the catalogues of the pages' languages (.po) into what Django reads (.mo); those are not kept in the repository."""

from __future__ import annotations

from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parents[1] / "web" / "locale"


def compile_all(folder: Path = LOCALE) -> list[Path]:
    """Write the .mo of each language that is missing or older than one of its .po; returns what was written.

    A language may have several .po files, one for each audience; Django reads them as one."""
    written = []
    for messages in sorted(folder.glob("*/LC_MESSAGES")):
        sources = sorted(messages.glob("*.po"))
        mo = messages / "django.mo"
        if not sources or (mo.exists() and mo.stat().st_mtime_ns >= max(s.stat().st_mtime_ns for s in sources)):
            continue
        whole = polib.pofile(str(sources[0]))
        for source in sources[1:]:
            known = {entry.msgid for entry in whole}
            whole.extend(entry for entry in polib.pofile(str(source)) if entry.msgid not in known)
        half_done = mo.with_suffix(".mo.new")
        whole.save_as_mofile(str(half_done))
        half_done.replace(mo)  # a server that starts meanwhile sees the old or the new one, never half of it
        written.append(mo)
    return written


if __name__ == "__main__":
    compile_all()
