"""Mapping: a row of a file becomes an Incoming, and what the source tells of its answer, by the column map and the pack's names."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from wushi.channels.spreadsheet import cells
from wushi.channels.spreadsheet.cells import Unreadable
from wushi.channels.spreadsheet.source import Bad, Row, Source
from wushi.domain.column_map import AnswerMap, ColumnMap
from wushi.domain.errors import BadInput
from wushi.domain.history import Told
from wushi.domain.incoming import Incoming
from wushi.domain.policy import Policy

_TEXTS = ("title", "text", "name", "phone", "contact", "address", "crs", "source_number", "language")
_LONGEST = 36500  # days until an answer; beyond it the number is a mistake, and dates come to an end


@dataclass(frozen=True, slots=True)
class Reply:
    """A row of replies: the key of the matter and what is told of its answer."""

    key: str
    told: Told


def check_columns(source: Source, column_map: ColumnMap, file: str) -> None:
    """Raises BadInput when the file lacks a column that the map needs; names it and what the file has instead."""
    have = set(source.columns)
    lacking = [column_map.columns_of(f) for f in column_map.needed if not have & set(column_map.columns_of(f))]
    answer = column_map.answer
    if answer is not None:
        lacking += [(c,) for c in (answer.at or answer.after_days,) if c not in have]
    if lacking:
        named = ", ".join(" or ".join(names) for names in lacking)
        shown = ", ".join(source.columns[:40]) or "none"
        raise BadInput(
            field=file, why=f"lacks the column {named}, which the map {column_map.name} needs; the file has: {shown}"
        )


class Mapper:
    """One map on one pack, made once for a file. Rows without a key of their own get one from their content."""

    def __init__(self, column_map: ColumnMap, policy: Policy) -> None:
        self._map = column_map
        self._policy = policy
        self._of = {f: column_map.columns_of(f) for f in dict.fromkeys(column_map.columns.values())}
        self._texts = [f for f in _TEXTS if f in self._of]
        self._seen: dict[bytes, int] = {}
        self._names: dict[str, Mapping[str, str]] = {
            "channel": _by_name(policy.channels.values()),
            "type": _by_name(policy.demand_types.values()),
            "subject": {**_by_name(policy.subjects.values()), **policy.labels},
            "place": _units(policy),
            "unit": _units(policy),
        }
        self._codes: dict[str, Mapping[str, Any]] = {
            "channel": policy.channels,
            "type": policy.demand_types,
            "subject": policy.subjects,
            "place": policy.tree.units,
            "unit": policy.tree.units,
        }

    def column(self, field: str) -> str:
        """The source column(s) behind a field, for a message to the person who has the file."""
        answer = self._map.answer
        if answer is not None and field in ("at", "reply"):
            return (answer.text if field == "reply" else answer.at or answer.after_days) or field
        field = "key" if field == "client_key" else field
        return "/".join(self._of.get(field, ())) or field

    def matter(self, row: Row) -> tuple[Incoming, Told | None]:
        """Raises BadInput with the column and the reason."""
        found = row.cells
        given: dict[str, Any] = {}
        for field in self._texts:
            given[field] = self._first(found, field, cells.text)
        constants = self._map.constants
        for field in ("crs", "language"):
            if not given.get(field):
                given.pop(field, None)
                if field in constants:
                    given[field] = constants[field]
        for field in ("channel", "type", "place", "unit"):
            given[field] = self._named(found, field) or constants.get(field, "")
        given["subject"] = self._subject(found)
        for field in ("anonymous", "secret"):
            given[field] = self._flag(found, field)
        at = self._moment(found, "received_at")
        if at is None and self._map.missing_time == "refuse":
            raise BadInput(field=self.column("received_at"), why="is empty; say when it came in")
        if self._map.coordinates == "use":
            given["lat"] = self._first(found, "lat", cells.number, None)
            given["lon"] = self._first(found, "lon", cells.number, None)
        key = f"{self._map.name}:{self._key(found)}"
        incoming = Incoming(
            **given, client_key=key, received_at=at, time_assumed=at is None, due=self._moment(found, "due")
        )
        if incoming.due is not None and at is not None and incoming.due < at:
            raise BadInput(field=self.column("due"), why="the deadline lies before the matter came in")
        answer = self._map.answer
        return incoming, _told(answer, found, at, self._map) if answer is not None else None

    def reply(self, row: Row) -> Reply:
        key = self._first(row.cells, "key", cells.code)
        if not key:
            raise BadInput(field=self.column("key"), why="is empty; without it the matter cannot be found")
        assert self._map.answer is not None
        told = _told(self._map.answer, row.cells, None, self._map)
        if told is None:
            raise BadInput(
                field=self._map.answer.at or self._map.answer.after_days, why="is empty; say when the answer was given"
            )
        return Reply(f"{self._map.matters}:{key}", told)

    def _first(self, found: Mapping[str, Any], field: str, convert: Callable[[Any], Any], blank: Any = "") -> Any:
        """The first filled column of the field."""
        for column in self._of.get(field, ()):
            value = found.get(column)
            if value is None or value == "":
                continue
            try:
                made = convert(value)
            except Unreadable as error:
                raise BadInput(field=column, why=str(error)) from None
            if made is not None and made != "":
                return made
        return blank

    def _moment(self, found: Mapping[str, Any], field: str) -> datetime | None:
        made: datetime | None = self._first(found, field, lambda v: cells.moment(v, self._map.timezone), None)
        return made

    def _flag(self, found: Mapping[str, Any], field: str) -> bool:
        table = self._map.values.get(field, {})
        for column in self._of.get(field, ()):
            value = found.get(column)
            if value is not None and value != "":
                try:
                    return cells.flag(table.get(cells.text(value), value))
                except Unreadable as error:
                    raise BadInput(field=column, why=str(error)) from None
        return self._map.constants.get(field) == "yes"

    def _named(self, found: Mapping[str, Any], field: str) -> str:
        """A code of the pack from the map's table, the code itself or its name; as it stands when it is none of them."""
        value: str = self._first(found, field, cells.code)
        if not value:
            return ""
        table = self._map.values.get(field, {})
        if value in table:
            return table[value]
        if value in self._codes[field]:
            return value
        made = self._names[field].get(value.lower(), value)
        if made == value and field in ("channel", "type"):
            known = ", ".join(n.name for n in self._codes[field].values())
            raise BadInput(field=self.column(field), why=f"{value[:40]!r} is unknown; known are {known}")
        return made

    def _subject(self, found: Mapping[str, Any]) -> str:
        unknown = ("", "")
        for column in self._of.get("subject", ()):
            try:
                value = cells.code(found.get(column))
            except Unreadable as error:
                raise BadInput(field=column, why=str(error)) from None
            if not value:
                continue
            made = self._map.values.get("subject", {}).get(value, value)
            made = made if made in self._policy.subjects else self._names["subject"].get(made, "")
            if made:
                return made
            unknown = unknown if unknown[0] else (column, value)
        if unknown[0] and self._map.unknown_subject == "refuse":
            why = f"{unknown[1][:40]!r} is no subject of the pack; write its code or name, or leave it blank"
            raise BadInput(field=unknown[0], why=why)
        return self._map.constants.get("subject", "")

    def _key(self, found: Mapping[str, Any]) -> str:
        """The row's own key, else one from its content: the same row again is the same row, and the second of two equal rows
        of a file is another one, also when the file is read again."""
        key: str = self._first(found, "key", cells.code)
        if key:
            return key
        if "key" in self._map.needed:
            raise BadInput(field=self.column("key"), why="is empty; without it the row cannot be told from others")
        content = hashlib.blake2b(digest_size=16)
        for column in self._map.columns:
            value = found.get(column)
            shown = value.why if isinstance(value, Bad) else "" if value is None else str(value)
            content.update(f"{column}\x1f{shown}\x1e".encode("utf-8", "surrogatepass"))
        digest = content.digest()
        count = self._seen[digest] = self._seen.get(digest, 0) + 1
        return f"{digest.hex()}.{count}"


def _told(answer: AnswerMap, found: Mapping[str, Any], began: datetime | None, column_map: ColumnMap) -> Told | None:
    """What the row tells of its answer; None when it tells of none."""

    def after(column: str) -> datetime | None:
        try:
            days = cells.number(found.get(column))
        except Unreadable as error:
            raise BadInput(field=column, why=str(error)) from None
        if days is None or days != days:
            return None
        if not 0 <= days <= _LONGEST:
            raise BadInput(field=column, why=f"{days:g} is no number of days until an answer")
        if began is None:
            raise BadInput(field=column, why="days after what? the row does not say when the matter came in")
        return began + timedelta(days=days)

    if answer.at:
        try:
            at = cells.moment(found.get(answer.at), column_map.timezone)
        except Unreadable as error:
            raise BadInput(field=answer.at, why=str(error)) from None
    else:
        at = after(answer.after_days)
    signs, outcome = [], answer.outcome
    for sign in answer.signs:
        moment = after(sign.after_days)
        if moment is not None:
            signs.append((moment, sign.means))
            outcome = sign.outcome or outcome
    if at is None and not signs:
        return None
    try:
        words = cells.text(found.get(answer.text)) if answer.text else ""
    except Unreadable as error:
        raise BadInput(field=answer.text, why=str(error)) from None
    return Told(at, words, outcome, answer.close, tuple(signs))


def _by_name(named: Any) -> dict[str, str]:
    """Names to codes, only where one name means one thing."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for one in named:
        for name in {n.lower() for n in (one.name, one.name_en) if n}:
            if name in found and found[name] != one.code:
                twice.add(name)
            found[name] = one.code
    return {name: code for name, code in found.items() if name not in twice}


def _units(policy: Policy) -> dict[str, str]:
    found: dict[str, str] = {}
    twice: set[str] = set()
    for unit in policy.tree:
        for name in {unit.name.lower(), unit.short.lower()} - {""}:
            if name in found:
                twice.add(name)
            found[name] = unit.code
    return {name: code for name, code in found.items() if name not in twice}
