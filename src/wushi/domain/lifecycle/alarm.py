"""The transition table of the alarm (告警): found, handed over, put right, checked, signed off, looked at again."""

from __future__ import annotations

from wushi.domain import events as e
from wushi.domain.lifecycle.base import SAME, Track, common, move

STATES = {
    "registered": ("登记", "registered"),
    "dispatched": ("派单", "dispatched"),
    "signed": ("签收", "signed for"),
    "rectified": ("整改待核", "put right, to be checked"),
    "signed_off": ("销号", "signed off"),
    "closed": ("办结", "closed"),
    "archived": ("归档", "archived"),
}
ENDED = frozenset({"signed_off", "closed", "archived"})

TABLE = (
    *common(STATES, ENDED),
    move(e.AlarmRaised, "registered", SAME),
    move(e.Dispatched, "registered dispatched signed", "dispatched", "hand_over sign"),
    move(e.SignedFor, "dispatched", "signed", "sign"),
    move(e.BackToNormal, "registered dispatched signed rectified", SAME),
    move(e.Rectified, "signed", "rectified", "rectify"),
    move(e.SentBack, "rectified", "signed", "check"),
    move(e.SignedOff, "rectified", "signed_off", "check danger"),
    move(e.Closed, "registered dispatched signed", "closed", "hand_over sign rectify danger"),
    move(e.LookedAgain, "signed_off", SAME, "recheck"),
)

TRACK = Track("alarm", "监测与巡查告警", "alarm of monitors and patrols", STATES, ENDED, TABLE)
