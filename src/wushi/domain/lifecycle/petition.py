"""The transition table of the petition (信访): which event at which state, what it leads to, which clocks it stops."""

from __future__ import annotations

from wushi.domain import events as e
from wushi.domain.lifecycle import agency
from wushi.domain.lifecycle.base import SAME, Track, common, move

STATES = {
    "registered": ("登记", "registered"),
    "not_accepted": ("不予受理", "not accepted"),
    "transferred_out": ("移交", "transferred out"),
    **agency.STATES,
    "lawful_way": ("已告知法定途径", "told of the lawful way"),
    "petition_sent": ("已转送，待受理", "sent, to be accepted"),
    "petition_objection": ("转送异议", "objection to the sending"),
    "petition_handling": ("信访办理中", "petition in hand"),
    "petition_opinion": ("已出处理意见", "opinion given"),
    "petition_review": ("复查中", "under review"),
    "petition_reviewed": ("已出复查意见", "reviewed"),
    "petition_recheck": ("复核中", "under second review"),
    "petition_final": ("信访终结", "procedure exhausted"),
    "closed": ("办结", "closed"),
    "archived": ("归档", "archived"),
}
ENDED = frozenset({"not_accepted", "transferred_out", "lawful_way", "petition_final", "closed", "archived"})
_LAW = "xinfang-2022#"
_NOTICE = "notice unit_notice petition_objection"
_EARLY = "registered petition_sent petition_handling"

TABLE = (
    *common(STATES, ENDED),
    *agency.TABLE,
    move(e.PetitionSorted, "registered petition_sent", "lawful_way", f"{_NOTICE} danger", f"{_LAW}31"),
    move(e.PetitionSent, "registered petition_objection", "petition_sent", "notice", f"{_LAW}22"),
    move(e.PetitionObjected, "petition_sent", "petition_objection", "unit_notice petition_objection", f"{_LAW}23"),
    move(e.PetitionAccepted, "registered petition_sent", "petition_handling", _NOTICE, f"{_LAW}23"),
    move(e.PetitionProlonged, "petition_handling", SAME, "", f"{_LAW}34"),
    move(e.PetitionSettled, "petition_handling", "closed", "petition_handle danger", f"{_LAW}33"),
    move(e.OpinionGiven, "petition_handling", "petition_opinion", "petition_handle", f"{_LAW}32"),
    move(e.ReviewAsked, "petition_opinion", "petition_review", "review_ask", f"{_LAW}35"),
    move(e.ReviewGiven, "petition_review", "petition_reviewed", "petition_review", f"{_LAW}35"),
    move(e.RecheckAsked, "petition_reviewed", "petition_recheck", "recheck_ask", f"{_LAW}36"),
    move(e.RecheckGiven, "petition_recheck", "petition_final", "petition_recheck danger", f"{_LAW}36"),
    move(e.PetitionEnded, "petition_opinion petition_reviewed", "closed", "review_ask recheck_ask danger", f"{_LAW}35"),
    move(e.RepresentativesNamed, _EARLY, SAME, "", f"{_LAW}20"),
    move(e.RepeatLinked, _EARLY, SAME, "", "common-practice"),
    move(e.NotAccepted, "registered", "not_accepted", "notice danger"),
    move(e.TransferredOut, "registered", "transferred_out", "notice danger"),
    move(e.Closed, "registered", "closed", "notice danger"),
)

TRACK = Track("petition", "信访事项", "petition", STATES, ENDED, TABLE)
