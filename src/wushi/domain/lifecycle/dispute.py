"""The transition table of the dispute (纠纷): which event at which state, what it leads to, which clocks it stops."""

from __future__ import annotations

from wushi.domain import events as e
from wushi.domain.lifecycle.base import SAME, Track, common, move

STATES = {
    "registered": ("登记", "registered"),
    "accepted": ("受理", "accepted"),
    "mediator_confirmed": ("调解员已定", "mediator confirmed"),
    "in_mediation": ("调解中", "in mediation"),
    "agreed_written": ("达成书面协议", "agreed in writing"),
    "agreed_oral": ("达成口头协议", "agreed orally"),
    "performing": ("履行中", "being performed"),
    "performed": ("履行完毕", "performed"),
    "not_performed": ("没有履行", "not performed"),
    "refused_by_party": ("当事人不同意调解", "refused by a party"),
    "failed": ("调解不成", "mediation failed"),
    "withdrawn": ("撤回", "withdrawn"),
    "expired": ("调解期满", "time over"),
    "not_accepted": ("不予受理", "not accepted"),
    "transferred_out": ("移交", "transferred out"),
    "closed": ("办结", "closed"),
    "archived": ("归档", "archived"),
}
# not_performed is an end as well, but the agreement may come to life again: the creditor takes what comes late.
ENDED = frozenset(
    {
        "performed",
        "not_performed",
        "refused_by_party",
        "failed",
        "withdrawn",
        "expired",
        "not_accepted",
        "transferred_out",
        "closed",
        "archived",
    }
)
AGREED = frozenset({"agreed_written", "agreed_oral", "performing", "performed", "not_performed"})
_BEFORE_AGREEMENT = frozenset({"registered", "accepted", "mediator_confirmed", "in_mediation"})
_TALKING = "mediator_confirmed in_mediation"
_ALL_CLOCKS = "acceptance choose mediator contact mediation danger"
_OWED = "agreed_written agreed_oral performing"

TABLE = (
    *common(STATES, ENDED),
    move(e.PartyEntered, _BEFORE_AGREEMENT, SAME),
    move(e.PartyStruck, "registered", SAME),
    move(e.ConsentGiven, _BEFORE_AGREEMENT, SAME, "", "mediation-2011#17"),
    move(e.ConsentRefused, _BEFORE_AGREEMENT, "refused_by_party", _ALL_CLOCKS, "mediation-2011#17"),
    move(e.DisputeAccepted, "registered", "accepted", "acceptance", "mediation-2011#17"),
    move(e.NotAccepted, "registered", "not_accepted", _ALL_CLOCKS),
    move(e.TransferredOut, "registered accepted", "transferred_out", _ALL_CLOCKS, "mediation-2011#25"),
    move(e.ConflictDeclared, "accepted mediator_confirmed in_mediation", SAME, "", "online-mediation-2022"),
    move(e.MediatorConfirmed, "accepted", "mediator_confirmed", "choose mediator", "mediation-2011#19"),
    move(e.MediatorRecused, _TALKING, "accepted", "contact", "online-mediation-2022"),
    move(e.Contacted, _TALKING, SAME, "contact", "online-mediation-2022"),
    move(e.RightsTold, _TALKING, SAME, "", "mediation-2011#23"),
    move(e.SessionHeld, _TALKING, "in_mediation", "contact", "mediation-2011#21"),
    move(e.MaterialFiled, frozenset(STATES) - {"registered", "archived"}, SAME, "", "mediation-2011#27"),
    move(e.MediationExtended, _TALKING, SAME, "", "online-mediation-2022"),
    move(e.AgreementDrafted, "in_mediation", SAME, "", "mediation-2011#28"),
    move(e.AgreementSigned, "in_mediation", "agreed_written", "mediation contact danger", "mediation-2011#29"),
    move(e.OralAgreementNoted, "in_mediation", "agreed_oral", "mediation contact danger", "mediation-2011#30"),
    move(e.PerformanceReminded, _OWED, SAME, "", "mediation-2011#31"),
    move(e.InstalmentKept, _OWED, "performing", "performance", "mediation-2011#31"),
    move(e.InstalmentMissed, _OWED, "not_performed", "performance", "mediation-2011#31"),
    move(e.LatePerformanceAccepted, "not_performed", "performing", "performance", "mediation-2011#31"),
    move(e.PerformanceCompleted, _OWED, "performed", "performance", "mediation-2011#31"),
    move(e.PartyVisited, AGREED, SAME, "", "mediation-2011#31"),
    move(e.MediationFailed, _TALKING, "failed", _ALL_CLOCKS, "mediation-2011#26"),
    move(e.MediationWithdrawn, _BEFORE_AGREEMENT, "withdrawn", _ALL_CLOCKS, "mediation-2011#23"),
    move(e.MediationExpired, _TALKING, "expired", _ALL_CLOCKS, "online-mediation-2022"),
    move(e.ConfirmationApplied, AGREED, SAME, "confirmation", "mediation-2011#33"),
    move(e.RulingProlonged, AGREED, SAME, "", "judicial-confirmation-2011"),
    move(e.AgreementConfirmed, AGREED, SAME, "court_acceptance court_ruling", "judicial-confirmation-2011"),
    move(e.ConfirmationRejected, AGREED, SAME, "court_acceptance court_ruling", "civil-procedure-interpretation#355"),
    move(e.ConfirmationDismissed, AGREED, SAME, "court_acceptance court_ruling", "civil-procedure-interpretation#358"),
    move(e.Closed, "registered", "closed", _ALL_CLOCKS),
)

TRACK = Track("dispute", "矛盾纠纷", "dispute", STATES, ENDED, TABLE)
