"""Answer (分类答复): what the classifier says of many texts, in the labels that the model has learnt, or in the pack's codes."""

from __future__ import annotations

from collections.abc import Sequence

from wushi.domain.classification import NOTHING, Guess
from wushi.domain.policy import Policy
from wushi.steps.report import propose, trained
from wushi.steps.report.model_arrays import Model

Asked = tuple[str, str]  # title, text
_OTHERS = 3


def answer(asked: Sequence[Asked], policy: Policy) -> list[Guess]:
    """A model of the pack's own subjects is blended with the pack's words, which choose the finer subject; one that learnt
    labels of another scheme answers in those."""
    model = trained.current()
    texts = [f"{title} {text}" for title, text in asked]
    if model is None or all(x in policy.subjects for x in model.labels):
        views = trained.views(model, texts, policy, why=True) if model else [trained.NO_VIEW] * len(asked)
        return [propose.classify(t, x, policy, v) for (t, x), v in zip(asked, views, strict=True)]
    look = model.look(texts, why=True)
    order = look.probabilities.argsort(axis=1)[:, ::-1].tolist()
    found = []
    for row, best, reasons, (title, text) in zip(look.probabilities.tolist(), order, look.reasons, asked, strict=True):
        guess = Guess(
            model.labels[best[0]],
            round(row[best[0]], 4),
            tuple(f"“{r}”" for r in reasons) or NOTHING.reasons,
            tuple((model.labels[n], round(row[n], 4)) for n in best[1 : 1 + _OTHERS]),
        )
        found.append(_words_speak(guess, title, text, model, policy) if model.few else guess)
    return found


def _words_speak(guess: Guess, title: str, text: str, model: Model, policy: Policy) -> Guess:
    """Of a label with too few matters the model knows nothing: where the pack's words point to it more surely, they answer."""
    few = {trained.subject_of(x, policy).partition("/")[0]: x for x in model.few if trained.subject_of(x, policy)}
    for branch in propose.branches(title, text, policy)[:1]:
        label = few.get(branch.subject.partition("/")[0])
        if label and branch.confidence > guess.confidence:
            others = ((guess.subject, guess.confidence), *guess.alternatives)
            return Guess(label, branch.confidence, branch.reasons, others[:_OTHERS])
    return guess
