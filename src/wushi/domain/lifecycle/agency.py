"""The part of the petition's table that is the agency's (信访代办): taken on by mandate, ended, visited, closed."""

from __future__ import annotations

from wushi.domain import events as e
from wushi.domain.lifecycle.base import SAME, move

STATES = {
    "agency": ("代办中", "agent at work"),
    "agency_visit": ("代办待回访", "agency ended, visit due"),
}
_OF = "common-practice"
_REST = "mandate agency_report"

TABLE = (
    move(e.MandateGiven, "registered", "agency", "notice", _OF),
    move(e.MandateChanged, "agency", SAME, "", _OF),
    move(e.MandateEnded, "agency", "closed", f"{_REST} agency_visit", _OF),
    move(e.AgencyJudged, "agency", SAME, "", _OF),
    move(e.ErrandDone, "agency", SAME, "", _OF),
    move(e.AgencyReported, "agency", SAME, "agency_report", _OF),
    move(e.AgencyConcluded, "agency", "agency_visit", _REST, _OF),
    move(e.AgencyVisited, "agency_visit", SAME, "agency_visit", _OF),
    move(e.AgencyResumed, "agency_visit", "agency", "agency_visit", _OF),
    move(e.AgencyClosed, "agency_visit", "closed", "agency_visit danger", _OF),
)
