"""Learning (学习规则): when a newly trained model may take the place of the present one, dated and cited."""

from __future__ import annotations

from wushi.domain.learning import Learning
from wushi.packs.fields import Field, Shape, day, flag, from_to, list_of, share, status, text, whole
from wushi.packs.limits import Dated

_SHAPE: Shape = {
    "since": Field(day),
    "fewest": Field(from_to(2, 10_000, whole)),
    "newest": Field(from_to(100, 10_000_000, whole)),
    "confirmed": Field(from_to(1, 10)),
    "automatic": Field(flag),
    "gain": Field(share),
    "largest_fall": Field(share),
    "precisions": Field(list_of(share)),
    "reference": Field(text),
    "status": Field(status),
    "note": Field(text, needed=False),
}
LEARNING = Dated("learning.toml", _SHAPE, Learning)
