"""Masking (脱敏): what is covered for whom, and what is never released to the public, dated and cited."""

from __future__ import annotations

from typing import Any

from wushi.domain.masking import KINDS, Coverage
from wushi.packs.fields import Field, Shape, day, from_to, list_of, one_of, status, text, whole
from wushi.packs.limits import Dated

_CHECKED = list_of(one_of(*KINDS))


def _kinds(value: Any) -> frozenset[str]:
    return frozenset(_CHECKED(value))


_KINDS = Field(_kinds)
_SHAPE: Shape = {
    "since": Field(day),
    "said": _KINDS,
    "answered": _KINDS,
    "released_said": _KINDS,
    "released_answered": _KINDS,
    "never_released": Field(list_of(text)),
    "child_age": Field(from_to(0, 18, whole)),
    "reference": Field(text),
    "status": Field(status),
    "note": Field(text, needed=False),
}
MASKING = Dated("masking.toml", _SHAPE, Coverage)
