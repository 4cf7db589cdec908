"""The transition table of the application (办件): which event at which state, what it leads to, which clocks it stops."""

from __future__ import annotations

from wushi.domain import events as e
from wushi.domain.lifecycle.base import SAME, Track, common, move

STATES = {
    "registered": ("登记", "registered"),
    "supplement": ("待补正", "papers awaited"),
    "checking": ("补正待核", "papers to be checked"),
    "examining": ("受理审查", "accepted, being examined"),
    "bundled": ("一件事在办", "bundle in progress"),
    "decided": ("待送达", "decided, to be delivered"),
    "delivered": ("已送达", "delivered"),
    "rated": ("已评价", "rated"),
    "bad_review": ("差评整改", "bad review, to be put right"),
    "exclusion_asked": ("差评待核实", "bad review under check"),
    "review_excluded": ("差评已剔除", "review left out"),
    "exclusion_appealed": ("剔除申诉", "appeal against leaving it out"),
    "rectified": ("差评已整改", "bad review put right"),
    "withdrawn": ("已撤回", "withdrawn"),
    "not_accepted": ("不予受理", "not accepted"),
    "archived": ("归档", "archived"),
}
ENDED = frozenset({"delivered", "rated", "review_excluded", "rectified", "withdrawn", "not_accepted", "archived"})
_AT_WINDOW = "registered supplement checking"
_LAW = "administrative-licence"

TABLE = (
    *common(STATES, ENDED),
    move(e.Applied, "registered", SAME),
    move(e.CoSigned, _AT_WINDOW, SAME),
    move(e.NoticeGiven, "registered checking examining", "supplement", "check", f"{_LAW}#32"),
    move(e.SecondNoticeAsked, "registered checking examining", SAME),
    move(e.SecondNoticeRefused, "registered checking examining", SAME),
    move(e.PapersBrought, "supplement", "checking"),
    move(e.Accepted, _AT_WINDOW, "examining", "check", f"{_LAW}#32"),
    move(e.ApplicationRefused, _AT_WINDOW, "not_accepted", "check", f"{_LAW}#32"),
    move(e.PapersFollowed, "examining", SAME, "tolerate", "anyang-service#24"),
    move(e.ExtensionRequested, "examining", SAME, "", f"{_LAW}#42"),
    move(e.ExtensionGranted, "examining", SAME, "", f"{_LAW}#42"),
    move(e.ExtensionRefused, "examining", SAME, "", f"{_LAW}#42"),
    move(e.Decided, "examining", "decided", "decide legal tolerate", f"{_LAW}#38"),
    move(e.Delivered, "decided", "delivered", "deliver", f"{_LAW}#44"),
    move(e.Withdrawn, "registered supplement checking examining", "withdrawn", "check decide legal tolerate"),
    move(e.BundleOpened, "registered", "bundled", "check"),
    move(e.BundleFinished, "bundled", "delivered", "bundle"),
    move(e.Rated, "delivered", "rated", "", "guoban-2019-51"),
    move(e.BadlyRated, "delivered", "bad_review", "", "guoban-2019-51"),
    move(e.ReviewContacted, "bad_review exclusion_asked", SAME, "review_contact", "anyang-service#52"),
    move(e.ReviewRectified, "bad_review", "rectified", "rectify review_contact", "guoban-2019-51"),
    move(e.ExclusionAsked, "bad_review", "exclusion_asked", "", "guoban-2019-51"),
    move(e.ReviewExcluded, "exclusion_asked", "review_excluded", "rectify", "guoban-2019-51"),
    move(e.ExclusionRefused, "exclusion_asked", "bad_review", "", "guoban-2019-51"),
    move(e.ExclusionAppealed, "review_excluded", "exclusion_appealed", "", "guoban-2019-51"),
    move(e.ExclusionUpheld, "exclusion_appealed", "review_excluded", "appeal", "guoban-2019-51"),
    move(e.ExclusionReversed, "exclusion_appealed", "bad_review", "appeal", "guoban-2019-51"),
)

TRACK = Track("application", "政务服务事项", "application", STATES, ENDED, TABLE)
