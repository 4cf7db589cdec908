"""The manifest of the facts: which files count and up to which position of the ledger; put in place whole or not at all."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from django.conf import settings

from wushi.domain.errors import FactsBroken
from wushi.store.facts.schema import VERSION

_NAME = "manifest.json"
_KEPT_SECONDS = 900  # files that no manifest names any more: somebody may still be reading them


@dataclass(frozen=True, slots=True)
class File:
    """One Parquet file: matters of one district registered in one month. Moments are ISO, UTC; blank: there is none."""

    path: str  # below the folder of the facts
    district: str
    month: str
    rows: int
    open: int  # rows that had not ended
    last_ended: str


@dataclass(frozen=True, slots=True)
class Manifest:
    schema: int
    ledger: str  # which ledger the facts are of; another one makes the export begin anew
    generation: int
    position: int
    exported_at: str
    files: tuple[File, ...] = ()

    def of_month(self, district: str, month: str) -> File | None:
        return next((f for f in self.files if f.district == district and f.month == month), None)


def folder() -> Path:
    return Path(settings.WUSHI_HOME) / "facts"


def load(at: Path) -> Manifest | None:
    """The manifest in that folder; None where there is none, or one of another make. Raises FactsBroken for that of a newer program."""
    try:
        return parse((at / _NAME).read_text(encoding="utf-8"), at.name)
    except (FileNotFoundError, ValueError):
        return None


def parse(text: str, where: str) -> Manifest:
    """Raises ValueError for one of another make, FactsBroken for that of a newer program; `where` says in words where it lies."""
    try:
        given = json.loads(text)
        _check_version(given["schema"], where)
        return replace(Manifest(**given), files=tuple(File(**f) for f in given["files"]))
    except (KeyError, TypeError) as error:
        raise ValueError(where) from error


def _check_version(found: int, where: str) -> None:
    if found > VERSION:
        raise FactsBroken(
            why=f"the facts in {where} are of version {found}, this program writes {VERSION}",
            mend="run the newer program, or move the folder away and run wushi facts",
        )


def file_of(at: Path, file: File) -> Path:
    """Where the file lies. Raises FactsBroken when it was taken away."""
    path = at / file.path
    if not path.exists():
        raise FactsBroken(why=f"{file.path} is missing", mend="put it back, or run wushi facts --again")
    return path


def put(at: Path, manifest: Manifest) -> None:
    """Replace the manifest in one move. What it names has reached the disk before, so a kill leaves the old or the new."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    beside = at / f"{_NAME}.new"
    with beside.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(at / _NAME)
    sync(at)


def sync(folder: Path) -> None:
    """Make names in the folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def alone(at: Path, wait: bool = True) -> Iterator[bool]:
    """One exporter at a time; False when another one is at work and `wait` is not wanted. The kernel frees it on a kill."""
    at.mkdir(parents=True, exist_ok=True)
    with (at / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def sweep(at: Path, manifest: Manifest) -> int:
    """Remove files that the manifest does not name, once nobody can be reading them any more; returns how many."""
    named = {f.path for f in manifest.files}
    oldest = time.time() - _KEPT_SECONDS
    removed = 0
    for file in at.glob("matter/*/*/*.parquet*"):
        if str(file.relative_to(at)) not in named and file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)
            removed += 1
    return removed
