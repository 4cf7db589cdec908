"""The loop: what follows by itself after a step, as one table; the worker does it, so that a crash loses nothing.

learn 知事 -> report 报事 -> discuss 议事 -> handle 办事 -> evaluate 评事 -> learn
"""

from __future__ import annotations

from collections.abc import Callable

from wushi.domain.matter import Matter

# Name of the follow-up -> is it still to be done? The answer comes from the matter alone, so doing it twice is harmless.
FOLLOW_UPS: dict[str, Callable[[Matter], bool]] = {
    # after Registered: a machine proposes class, place and unit; a person decides unless the pack lets it dispatch
    "propose": lambda m: m.track == "hotline" and m.state == "registered" and not m.proposed_unit,
    # after Replied or Answered: everyone whose matter was merged into this one hears the answer and gets a callback
    "answer_followers": lambda m: m.state in ("handled", "callback", "closed", "answered") and bool(m.followers),
    # after an end without an answer: what holds for the lead need not hold for those who follow; each stands by itself again
    "release_followers": lambda m: m.state in ("not_accepted", "transferred_out", "terminated") and bool(m.followers),
    # after CalledBack, by the resident or by an agent: solved and content needs nobody's decision any more
    "close_solved": lambda m: (
        m.track == "hotline"
        and m.state == "callback"
        and bool(m.callbacks)
        and m.callbacks[-1].solved
        and m.callbacks[-1].satisfaction in ("satisfied", "basically")
    ),
}


def has_follow_up(matter: Matter) -> bool:
    return any(open(matter) for open in FOLLOW_UPS.values())
