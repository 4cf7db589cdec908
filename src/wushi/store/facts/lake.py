"""The lake of facts (数据湖): a folder that fsspec reaches, in which the districts of a province lay their facts side by side.

A file is named by its content and never changes. A district's manifest gets a new number each time and comes last, so a
reader sees the old facts of a district or the new ones, and a publication that was cut off is done again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import fsspec

from wushi.domain.errors import BadInput, FactsBroken
from wushi.store.facts import manifest as manifests
from wushi.store.facts.manifest import File, Manifest
from wushi.store.facts.schema import VERSION


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did: files sent, files that were there already, files of the time before that were removed."""

    sent: int
    kept: int
    removed: int
    position: int


class Lake:
    """One lake by its address: /data/lake, s3://bucket/lake, hdfs://name/lake."""

    def __init__(self, address: str) -> None:
        try:
            self.files, top = fsspec.core.url_to_fs(address)
        except (ImportError, ValueError) as error:
            raise BadInput(field="lake", why=f"{address}: {error}") from error
        self._top = str(top).rstrip("/")
        scheme = address.partition("://")[0] if "://" in address else "file"
        self.remote = scheme not in ("file", "local")
        self._prefix = address.rstrip("/") if self.remote else self._top

    @property
    def address_of_all(self) -> str:
        return self._prefix + "/"

    def address(self, file: File) -> str:
        """As a reader asks for it."""
        return f"{self._prefix}/{file.path}"

    def _within(self, path: str) -> str:
        return f"{self._top}/{path}"

    def _names(self, folder: str) -> list[str]:
        try:
            return [str(name) for name in self.files.find(self._within(folder))]
        except FileNotFoundError:
            return []

    def _numbers(self, district: str) -> list[tuple[int, str]]:
        """Numbers of a district's manifests, the newest first."""
        named = [(name.rsplit("/", 1)[-1], name) for name in self._names(f"manifests/{district}")]
        return sorted(((int(n[:-5]), at) for n, at in named if n.endswith(".json") and n[:-5].isdigit()), reverse=True)

    def _newest(self, district: str) -> Manifest | None:
        for _, name in self._numbers(district):
            try:
                return manifests.parse(self.files.cat_file(name).decode(), name.rsplit("/", 2)[-2])
            except ValueError:
                continue  # cut off while it was written: the one before it counts
        return None

    def districts(self) -> list[str]:
        """Codes of the districts whose facts lie here."""
        return sorted({name.rsplit("/", 2)[-2] for name in self._names("manifests")})

    def manifest(self) -> Manifest | None:
        """The facts of all districts as one; None where there are none. Raises FactsBroken for those of another version."""
        held = [found for found in map(self._newest, self.districts()) if found is not None]
        if not held:
            return None
        for one in held:
            if one.schema != VERSION:
                of = one.files[0].district if one.files else "?"
                raise FactsBroken(
                    why=f"the facts of {of} in the lake are of version {one.schema}, this program reads {VERSION}",
                    mend="let the district run wushi facts --lake with this program",
                )
        mark = hashlib.sha256("".join(f"{m.ledger}{m.generation}" for m in held).encode()).hexdigest()[:16]
        return Manifest(
            schema=VERSION,
            ledger=mark,
            generation=sum(m.generation for m in held),
            position=held[0].position if len(held) == 1 else 0,  # each ledger counts its own
            exported_at=min(m.exported_at for m in held),
            files=tuple(file for m in held for file in m.files),
        )

    def missing(self, wanted: Sequence[File]) -> list[File]:
        """Those that the manifests name and nobody finds."""
        there: set[str] = set()
        for district in {f.district for f in wanted}:
            there |= set(self._names(f"matter/district={district}"))
        return [f for f in wanted if self._within(f.path) not in there]

    def publish(self, folder: Path, district: str) -> Published:
        """Lay the facts of this house into the lake. Raises FactsBroken when there are none or a file was taken away."""
        held = manifests.load(folder)
        if held is None:
            raise FactsBroken(why=f"there are no facts in {folder.name}", mend="run wushi facts")
        before = self._newest(district)
        there: dict[str, Any] = {}
        if self.files.exists(self._within(f"matter/district={district}")):
            there = self.files.find(self._within(f"matter/district={district}"), detail=True)
        sent, files = 0, []
        for file in held.files:
            local = manifests.file_of(folder, file)
            with local.open("rb") as content:
                digest = hashlib.file_digest(content, "sha256").hexdigest()[:20]
            path = f"matter/district={file.district}/month={file.month}/{digest}.parquet"
            at = self._within(path)
            if at not in there or there[at].get("size") != local.stat().st_size:
                self.files.makedirs(at.rsplit("/", 1)[0], exist_ok=True)
                self.files.put_file(str(local), at)
                sent += 1
            files.append(replace(file, path=path))
        made = replace(held, files=tuple(files))
        if before != made:
            number = max((n for n, _ in self._numbers(district)), default=0) + 1
            self.files.makedirs(self._within(f"manifests/{district}"), exist_ok=True)
            text = json.dumps(asdict(made), ensure_ascii=False, indent=1)
            self.files.pipe_file(self._within(f"manifests/{district}/{number:08d}.json"), text.encode())
        removed = self._sweep(district, [*there], made, before)
        return Published(sent, len(files) - sent, removed, held.position)

    def _sweep(self, district: str, there: Sequence[str], made: Manifest, before: Manifest | None) -> int:
        """Remove what neither this manifest nor the one before it names: whoever is reading began with one of them."""
        named = {self._within(f.path) for m in (made, before) if m for f in m.files}
        old = [name for name in there if name not in named]
        old_manifests = [name for _, name in self._numbers(district)[2:]]
        for name in (*old, *old_manifests):
            self.files.rm_file(name)
        return len(old)
