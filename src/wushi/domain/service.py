"""The service window's own rules (政务服务大厅): grounds, windows, forms that are data, and bundles of items (一件事一次办)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from wushi.domain.errors import NotFound, RuleBroken

REQUIRED = ("yes", "soft", "no")
FIELD_KINDS = ("text", "long", "number", "date", "choice", "yesno", "phone")
_MOST = 1_000  # characters of an answer


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason with a code: why an application is not accepted, or a review is left out."""

    code: str
    name: str
    name_en: str
    reference: str
    channel: str = ""
    channel_en: str = ""
    status: str = "proposal"


@dataclass(frozen=True, slots=True)
class Window:
    """A window of the hall: its letter on tickets, what it takes, where it stands."""

    code: str
    name: str
    name_en: str
    letter: str
    units: tuple[str, ...] = ()  # whose items it takes; none: all
    slots: int = 4  # appointments in each half hour
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class FormField:
    """One question of a form. `required`: yes, soft (may stay open, and is said to be) or no; `when`: asked only where another
    field has this answer; `prefill`: the field of the applicant's record that stands in it to begin with."""

    code: str
    label: str
    label_en: str
    kind: str = "text"
    required: str = "yes"
    choices: tuple[str, ...] = ()
    when: tuple[str, str] | None = None
    prefill: str = ""
    hint: str = ""
    hint_en: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """Questions in order. `cosign`: a second person has to sign before it is accepted."""

    code: str
    fields: tuple[FormField, ...]
    cosign: bool = False

    def asked(self, answers: Mapping[str, str]) -> tuple[FormField, ...]:
        """The questions that these answers leave standing."""
        shown: list[FormField] = []
        for one in self.fields:
            if one.when is None or (
                answers.get(one.when[0], "") == one.when[1] and any(s.code == one.when[0] for s in shown)
            ):
                shown.append(one)
        return tuple(shown)


@dataclass(frozen=True, slots=True)
class Checked:
    """Answers after checking: what is kept, what is wrong by field, what is missing and may stay so for now."""

    kept: Mapping[str, str]
    wrong: Mapping[str, str]
    open: tuple[str, ...]


def check(form: Form, answers: Mapping[str, str]) -> Checked:
    """Answers to questions that are not asked are dropped: nothing is kept that is not needed. The words of `wrong` are codes:
    missing, choice, number, date, phone, long."""
    kept: dict[str, str] = {}
    wrong: dict[str, str] = {}
    left: list[str] = []
    for one in form.asked(answers):
        said = " ".join(answers.get(one.code, "").split()) if one.kind != "long" else answers.get(one.code, "").strip()
        if not said:
            if one.required == "yes":
                wrong[one.code] = "missing"
            elif one.required == "soft":
                left.append(one.code)
            continue
        why = _wrong(one, said)
        if why:
            wrong[one.code] = why
        else:
            kept[one.code] = said
    return Checked(kept, wrong, tuple(left))


def _wrong(one: FormField, said: str) -> str:
    if len(said) > _MOST:
        return "long"
    match one.kind:
        case "choice":
            return "" if said in one.choices else "choice"
        case "yesno":
            return "" if said in ("yes", "no") else "choice"
        case "number":
            return "" if said.replace(".", "", 1).isdecimal() and said.isascii() else "number"
        case "phone":
            digits = said.replace("-", "").replace(" ", "").removeprefix("+86")
            return "" if digits.isdecimal() and 7 <= len(digits) <= 12 else "phone"
        case "date":
            try:
                date.fromisoformat(said)
            except ValueError:
                return "date"
    return ""


@dataclass(frozen=True, slots=True)
class Part:
    """One item of a bundle, the items whose result it needs, and the questions of its own form."""

    item: str
    after: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bundle:
    """一件事: an event of life or business that is several items, applied for with one form."""

    code: str
    name: str
    name_en: str
    story: str
    story_en: str
    parts: tuple[Part, ...]
    cosign: bool = False

    def fields(self) -> tuple[str, ...]:
        """Every question once, in the order in which the parts first ask it."""
        return tuple(dict.fromkeys(code for part in self.parts for code in part.fields))

    def asked_apart(self) -> int:
        """How many questions the forms would have if each item were applied for by itself."""
        return sum(len(part.fields) for part in self.parts)


def in_order(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts so that each stands behind what it needs. Raises RuleBroken for a circle, naming it."""
    left = {part.item: part for part in parts}
    done: list[Part] = []
    while left:
        free = [part for part in left.values() if not set(part.after) & set(left)]
        if not free:
            raise RuleBroken(rule="bundle_cycle", reference="", why=f"the items wait for each other: {circle(left)}")
        for part in free:
            done.append(left.pop(part.item))
    return tuple(done)


def circle(left: Mapping[str, Part]) -> str:
    """a -> b -> a, one circle among parts that all wait."""
    at = next(iter(left))
    seen: list[str] = []
    while at not in seen:
        seen.append(at)
        at = next(one for one in left[at].after if one in left)
    return " -> ".join((*seen[seen.index(at) :], at))


def slowest(parts: Sequence[Part], days: Mapping[str, float]) -> tuple[tuple[str, ...], float]:
    """The line of items that takes longest, and how long: the total time that can be told in advance, since what does not wait
    for another goes on side by side."""
    best: dict[str, tuple[float, tuple[str, ...]]] = {}
    for part in in_order(parts):
        before = max((best[one] for one in part.after), default=(0.0, ()))
        best[part.item] = (before[0] + days[part.item], (*before[1], part.item))
    total, line = max(best.values(), default=(0.0, ()))
    return line, total


@dataclass(frozen=True)
class ServiceRules:
    """What the pack says of the window beside the catalogue."""

    refusals: Mapping[str, Ground] = field(default_factory=dict)
    exclusions: Mapping[str, Ground] = field(default_factory=dict)
    windows: Mapping[str, Window] = field(default_factory=dict)
    fields: Mapping[str, FormField] = field(default_factory=dict)
    bundles: Mapping[str, Bundle] = field(default_factory=dict)
    simulation: Mapping[str, float] = field(default_factory=dict)  # what a made-up year at the window is like

    def bundle(self, code: str) -> Bundle:
        try:
            return self.bundles[code]
        except KeyError:
            raise NotFound(what="bundle", name=code) from None

    def form_of(self, bundle: Bundle) -> Form:
        return Form(bundle.code, tuple(self.fields[code] for code in bundle.fields()), bundle.cosign)
