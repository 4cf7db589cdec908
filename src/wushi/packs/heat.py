"""Heat, bursts and what is done before anyone complains (热度、突增、未诉先办): their values, dated and cited."""

from __future__ import annotations

from wushi.domain import bursts, forecast, heat
from wushi.packs.fields import Field, Shape, day, from_to, status, text, whole
from wushi.packs.limits import Dated

_WEIGHT = Field(from_to(0, 100))
_HEAT: Shape = {
    "since": Field(day),
    "person": Field(from_to(0.01, 100)),
    "again": Field(from_to(0, 0.49)),  # from one half on, one writer would count as two people
    "half_life_days": Field(from_to(1, 3650)),
    "spread": _WEIGHT,
    "support": _WEIGHT,
    "reference": Field(text),
    "status": Field(status),
    "note": Field(text, needed=False),
}
_BURSTS: Shape = {
    "since": Field(day),
    "false_alarms_a_week": Field(from_to(1e-6, 100)),
    "looks_an_hour": Field(from_to(1, 3600)),
    "window_hours": Field(from_to(0.25, 168)),
    "at_least": Field(from_to(2, 10_000, whole)),
    "floor": Field(from_to(1e-6, 1_000)),
    "history_weeks": Field(from_to(4, 520, whole)),
    "season_weeks": Field(from_to(1, 26, whole)),
    "quiet_hours": Field(from_to(0, 720)),
    "reference": Field(text),
    "status": Field(status),
    "note": Field(text, needed=False),
}
_PROACTIVE: Shape = {
    "since": Field(day),
    "hot_days": Field(from_to(1, 3650, whole)),
    "repeat_months": Field(from_to(1, 120, whole)),
    "repeat_in": Field(from_to(1, 120, whole)),
    "repeat_least": Field(from_to(1, 10_000, whole)),
    "trend_months": Field(from_to(1, 11, whole)),
    "steady": Field(from_to(0.1, 100_000)),
    "rise": Field(from_to(1, 100)),
    "at_least": Field(from_to(1, 100_000, whole)),
    "back_test": Field(from_to(1, 60, whole)),
    "reference": Field(text),
    "status": Field(status),
    "note": Field(text, needed=False),
}
HEAT = Dated("heat.toml", _HEAT, heat.Weights)
BURSTS = Dated("bursts.toml", _BURSTS, bursts.Watched)
PROACTIVE = Dated("proactive.toml", _PROACTIVE, forecast.Proactive)
