"""Sources (依据): every value of a pack cites one that is in law.toml and was in force when the value begins."""

from __future__ import annotations

from datetime import date

from wushi.domain.policy import Source
from wushi.packs.fields import Field, Row, code, day, only_keys, only_once, status, text, toml_list
from wushi.packs.layers import Layer
from wushi.packs.problems import Problems, nearest, quoted

_SOURCE = {
    "id": Field(code),
    "title": Field(text),
    "issuer": Field(text),
    "in_force_from": Field(day),
    "in_force_until": Field(day, needed=False),
    "address": Field(text, needed=False, default=""),
    "status": Field(status),
    "note": Field(text, needed=False, default=""),
}


class References:
    """All sources of the layers read so far; `check` complains of a citation that leads nowhere."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self.sources: dict[str, Source] = {}
        self._doubtful: set[str] = set()  # cited ids whose own entry is wrong: one complaint is enough

    def read(self, layer: Layer) -> None:
        """Take in the layer's law.toml; its entries replace those of the layer below."""
        toml = layer.toml("law.toml")
        if toml is None:
            return
        only_keys(toml, ["source"], self._problems)
        for id, row in only_once(toml_list(toml, "source", _SOURCE, self._problems), "id", "source").items():
            begin, end = row["in_force_from"], row["in_force_until"]
            if begin and end and end <= begin:
                row.bad("in_force_until", f"{id} ends on {end}, before it begins", "correct one of the two dates")
            if row.whole:
                self.sources[id] = Source(**row.values)
            else:
                self._doubtful.add(id)

    def check(self, row: Row, since: date | None = None, key: str = "reference") -> None:
        """Is the source that the row cites known, and was it in force on `since`?"""
        cited = row[key]
        if not cited or not self._problems.could_read("law.toml"):
            return
        id, mark, article = cited.partition("#")
        source = self.sources.get(id)
        if source is None:
            if id not in self._doubtful:
                hint = nearest(id, self.sources)
                why, mend = f"the source {quoted(id)} is unknown", f"{hint}enter it in law.toml as [[source]]"
                row.bad(key, why, mend)
            return
        if mark and not article.strip():
            row.bad(key, f"{quoted(cited)} names no article", f"write {id}#20, or {id} for the whole")
        if since is None:
            return
        if since < source.in_force_from:
            why = f"{id} was not yet in force on {since}: it begins on {source.in_force_from}"
            row.bad(key, why, "cite what was in force then, or let the value begin later")
        elif source.in_force_until is not None and since >= source.in_force_until:
            why = f"{id} was no longer in force on {since}: it ended on {source.in_force_until}"
            row.bad(key, why, "cite what took its place")
