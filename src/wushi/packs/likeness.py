"""Likeness (疑似同一): the weights of what makes two messages one matter, dated and cited."""

from __future__ import annotations

from wushi.domain.likeness import MEASURES, Weights
from wushi.packs.fields import Field, Shape, day, flag, from_to, share, status, text
from wushi.packs.limits import Dated

_WEIGHT = Field(from_to(-50, 50))
_SHAPE: Shape = {
    "since": Field(day),
    "base": _WEIGHT,
    **dict.fromkeys(MEASURES, _WEIGHT),
    "apart": Field(share),
    "shown": Field(share),
    "joined": Field(share),
    "least": Field(share),
    "unsaid": Field(share),
    "lone": _WEIGHT,
    "merge": Field(flag),
    "reference": Field(text),
    "status": Field(status),
    "note": Field(text, needed=False),
}
LIKENESS = Dated("likeness.toml", _SHAPE, Weights)
