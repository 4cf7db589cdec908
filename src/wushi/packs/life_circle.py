"""How far is within reach (一刻钟便民生活圈): its values, dated and cited."""

from __future__ import annotations

from wushi.domain.life_circle import Circle
from wushi.packs.fields import Field, Shape, day, from_to, status, text
from wushi.packs.limits import Dated

_CIRCLE: Shape = {
    "since": Field(day),
    "minutes": Field(from_to(1, 120)),
    "metres": Field(from_to(50, 10_000)),
    "reference": Field(text),
    "status": Field(status),
    "note": Field(text, needed=False),
}
CIRCLE = Dated("life_circle.toml", _CIRCLE, Circle)
