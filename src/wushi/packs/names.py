"""Codes with names: channels, demand types, and the grounds (理由) on which a step rests."""

from __future__ import annotations

from wushi.domain import lifecycle
from wushi.domain.policy import Ground, Name
from wushi.packs.fields import Field, code, list_of, one_of, only_keys, only_once, status, text, toml_list
from wushi.packs.layers import Layer
from wushi.packs.limits import CLOCKS
from wushi.packs.references import References

_NAME = {"code": Field(code), "name": Field(text), "name_en": Field(text)}
_GROUND = {
    "code": Field(code),
    "name": Field(text),
    "name_en": Field(text),
    "reference": Field(text),
    "status": Field(status),
    "note": Field(text, needed=False),
}
_NOT_ACCEPTED = {**_GROUND, "channel": Field(text), "channel_en": Field(text)}
_EMERGENCY = {
    **_GROUND,
    "reference": Field(text, needed=False, default=""),
    "status": Field(status, needed=False, default="sourced"),
    "for": Field(text, needed=False, default=""),
    "for_en": Field(text, needed=False, default=""),
}
_PAUSE = {**_GROUND, "track": Field(one_of(*lifecycle.TRACKS)), "clocks": Field(list_of(one_of(*CLOCKS)))}
GROUNDS = {
    "not_accepted": _NOT_ACCEPTED,
    "reopen": _GROUND,
    "exclusion": _GROUND,
    "no_callback": _GROUND,
    "emergency": _EMERGENCY,
    "pause": _PAUSE,
}


def read_names(layer: Layer, path: str, what: str) -> dict[str, Name]:
    """The codes and names of one such file of one layer."""
    rows = only_once(layer.rows(path, _NAME), "code", what)
    return {code: Name(**row.values) for code, row in rows.items() if row.whole}


def read_grounds(layer: Layer, references: References) -> dict[str, dict[str, Ground]]:
    """The grounds of one layer, by sort and then by code."""
    found: dict[str, dict[str, Ground]] = {sort: {} for sort in GROUNDS}
    toml = layer.toml("grounds.toml")
    if toml is None:
        return found
    only_keys(toml, GROUNDS, layer.problems)
    for sort, shape in GROUNDS.items():
        for code_, row in only_once(toml_list(toml, sort, shape, layer.problems), "code", sort).items():
            references.check(row)
            if row.whole:
                values = {key: value for key, value in row.values.items() if key not in ("note", "for", "for_en")}
                if sort == "emergency":
                    values |= {"channel": row["for"], "channel_en": row["for_en"]}
                found[sort][code_] = Ground(**values)
    return found
