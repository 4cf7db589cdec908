"""Learning (学习规则): may a newly trained model take the place of the present one by itself, and with which reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Learning:
    """The pack's rule for models: fewest matters of a class, how many matters are read at most, how much
    one counts whose subject a person confirmed, what a challenger must show to be promoted without a person, at which
    precisions thresholds are told."""

    since: date
    fewest: int
    newest: int
    confirmed: float
    automatic: bool
    gain: float
    largest_fall: float
    precisions: tuple[float, ...]
    reference: str
    status: str = "proposal"


@dataclass(frozen=True, slots=True)
class Score:
    """How a model did on a part held out: mean over labels of F1, and F1 of each label."""

    macro_f1: float
    f1: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the rule promotes the challenger, and why or why not."""

    promoted: bool
    why: str


def compare(champion: Score | None, challenger: Score, rule: Learning) -> Verdict:
    """Compare on the same part held out. The first model has nobody to beat."""
    if champion is None:
        return Verdict(True, "there was no model before")
    if not rule.automatic:
        return Verdict(False, "the pack leaves it to a person")
    gain = challenger.macro_f1 - champion.macro_f1
    if gain < rule.gain:
        return Verdict(False, f"macro-F1 {gain:+.4f} is less than the {rule.gain:+.4f} that the pack asks for")
    for label, before in champion.f1.items():
        fall = before - challenger.f1.get(label, 0.0)
        if fall > rule.largest_fall:
            return Verdict(False, f"{label} falls by {fall:.4f}, more than {rule.largest_fall:.4f}")
    return Verdict(True, f"macro-F1 {gain:+.4f}, and no class falls by more than {rule.largest_fall:.4f}")
