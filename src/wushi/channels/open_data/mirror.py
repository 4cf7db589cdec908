"""The mirror (镜像): follows the open door of a district page by page and holds its public state, byte for byte; a kill costs a page."""

from __future__ import annotations

import json
import sqlite3
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wushi.channels.open_data import package
from wushi.domain import open_data as rules
from wushi.domain.errors import BadInput
from wushi.domain.open_data import Record

_BASE = "mirror.sqlite3"
_TABLES = """
CREATE TABLE IF NOT EXISTS record (kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, key));
CREATE TABLE IF NOT EXISTS place (one INTEGER PRIMARY KEY CHECK (one = 1), source TEXT NOT NULL, ledger TEXT NOT NULL,
  next TEXT NOT NULL);
"""
_TIMEOUT = 60.0
_TRIES = 5
_ROUNDS = 5  # how often the server may publish while we compare
_BIGGEST = 256 * 1024 * 1024  # of an answer


@dataclass(frozen=True, slots=True)
class Mirrored:
    """What a run did: records that came and went, records held, the digest that the server confirmed."""

    came: int
    went: int
    records: int
    position: int
    digest: str
    resumed: bool


class Server:
    """The other side. `wait` is told how long to wait when the server says it is enough for a minute."""

    def __init__(self, address: str, key: str = "", wait: Callable[[float], None] = time.sleep) -> None:
        parts = urllib.parse.urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise BadInput(field="url", why=f"{address} is no address of a website; write https://host")
        self.address, self._key, self._wait = address.rstrip("/"), key, wait

    def get(self, what: str, **query: str) -> dict[str, Any]:
        """Raises BadInput for a server that is not there or is none of ours, with what it says itself."""
        given = {name: value for name, value in query.items() if value}
        address = f"{self.address}/open/{what}" + (f"?{urllib.parse.urlencode(given)}" if given else "")
        headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {self._key}"} if self._key else {})
        last: Exception | None = None
        for attempt in range(_TRIES):
            try:
                request = urllib.request.Request(address, headers=headers)
                with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:
                    return _object(answer.read(_BIGGEST), self.address)
            except urllib.error.HTTPError as error:
                with error:
                    if error.code not in (429, 503):
                        raise BadInput(field="url", why=_said(error, self.address)) from None
                last = error
                self._wait(min(float(error.headers.get("Retry-After") or 2**attempt), 120.0))
            except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
                last = error
                if attempt + 1 < _TRIES:
                    self._wait(0.2 * 2**attempt)
        raise BadInput(
            field="url", why=f"{self.address} does not answer: {last}; is it running? the run goes on where it stopped"
        )


def _object(content: bytes, address: str) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError:
        found = None
    if not isinstance(found, dict) or "ledger" not in found:
        raise BadInput(
            field="url", why=f"{address} is no open door of wushi; give the address of the district's website"
        )
    return found


def _said(error: urllib.error.HTTPError, address: str) -> str:
    """The problem as the server tells it."""
    try:
        return f"{address} says: {json.loads(error.read(65536))['detail']}"
    except (ValueError, KeyError, TypeError):
        return f"{address} answers {error.code}; is it the address of a district's website that runs wushi?"


class Mirror:
    """A folder that holds the public state of one ledger."""

    def __init__(self, folder: Path) -> None:
        base = folder / _BASE
        if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not base.is_file())):
            raise BadInput(
                field="dir", why=f"{folder.name} holds something else; name a new folder, or that of a mirror"
            )
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        try:
            self._base = sqlite3.connect(base)
            self._base.executescript(_TABLES)
        except sqlite3.DatabaseError as error:
            raise BadInput(
                field="dir", why=f"{_BASE} cannot be read ({error}); remove the folder and begin anew"
            ) from None

    def close(self) -> None:
        self._base.close()

    def place(self) -> tuple[str, str, str]:
        """(source, ledger, cursor) at which it stands; blanks at the beginning."""
        row = self._base.execute("SELECT source, ledger, next FROM place").fetchone()
        return row or ("", "", "")

    def take(self, page: dict[str, Any], source: str) -> tuple[int, int]:
        """A page and its cursor together, so that a kill leaves both or neither; how many records came and went."""
        came = [(c["kind"], c["key"], rules.canonical(c["body"])) for c in page["changes"] if not c.get("gone")]
        went = [(c["kind"], c["key"]) for c in page["changes"] if c.get("gone")]
        with self._base:
            self._base.executemany("INSERT OR REPLACE INTO record VALUES (?, ?, ?)", came)
            self._base.executemany("DELETE FROM record WHERE kind = ? AND key = ?", went)
            self._base.execute(
                "INSERT OR REPLACE INTO place VALUES (1, ?, ?, ?)", (source, page["ledger"], page["next"])
            )
        return len(came), len(went)

    def records(self) -> list[Record]:
        found = [Record(*row) for row in self._base.execute("SELECT kind, key, body FROM record")]
        return sorted(found, key=lambda one: rules.order(one.kind, one.key))


def _lines(records: list[Record]) -> Iterator[bytes]:
    return (rules.line(one.kind, one.key, one.body) for one in records)


def follow(
    server: Server, folder: Path, *, size: int = 0, told: Callable[[int, int], None] = lambda came, records: None
) -> Mirrored:
    """Bring the folder up to the server, and compare. Raises BadInput for what cannot be mirrored or does not agree."""
    about = server.get("about")
    if int(about.get("schema", 0)) > rules.SCHEMA:
        raise BadInput(
            field="url",
            why=f"its records are of make {about['schema']}, this program knows {rules.SCHEMA}; run a newer one",
        )
    with closing(Mirror(folder)) as mirror:
        _, ledger, at = mirror.place()
        if ledger and ledger != about["ledger"]:
            raise BadInput(field="dir", why=f"{folder.name} mirrors another ledger; name a new folder")
        resumed, came, went = bool(at), 0, 0
        for _ in range(_ROUNDS):
            more = True
            while more:
                page = server.get("feed", after=at, size=str(size) if size else "")
                new, gone = mirror.take(page, server.address)
                at, more, came, went = page["next"], bool(page["more"]), came + new, went + gone
                told(came, int(about["records"]))
            about = server.get("about")
            if about["head"] == at:
                break
        records = mirror.records()
        digest = rules.digest(_lines(records))
        if about["head"] == at and digest != about["digest"]:
            raise BadInput(field="dir", why=f"{folder.name} differs from the server; remove it and mirror anew")
        _put(folder / "state.jsonl", records)
        package.write(records, folder / "package")
        return Mirrored(came, went, len(records), int(about["position"]), digest, resumed)


def _put(to: Path, records: list[Record]) -> None:
    beside = to.with_name(f".{to.name}.new")
    with beside.open("wb") as out:
        out.writelines(_lines(records))
    beside.replace(to)
