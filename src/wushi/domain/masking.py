"""Masking (脱敏): what could lead to a person is found in words and covered by a word that says what stood there.

The rules know no one; they know forms. What they find, and what they do not, stands in docs/explanation/masking.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from wushi.domain import masking_doors as doors
from wushi.domain import masking_names as names
from wushi.domain import masking_numbers as numbers
from wushi.domain import masking_words as words
from wushi.domain.masking_folds import fold, holds_long_number, views

# kind -> what stands in its place; a name keeps its surname: 张某.
COVERS = {
    "email": "〔邮箱〕",
    "document": "〔证件号〕",
    "card": "〔卡号〕",
    "mobile": "〔手机号〕",
    "landline": "〔电话〕",
    "plate": "〔车牌〕",
    "wechat": "〔微信号〕",
    "qq": "〔QQ号〕",
    "account": "〔网络账号〕",
    "door": "〔门牌〕",
    "room": "〔门牌〕",
    "name": "〔姓名〕",
    "official": "〔姓名〕",
}
KINDS = tuple(COVERS)
EVERYTHING = frozenset(KINDS)
# For staff: whose conduct is meant stays readable.
STAFF = EVERYTHING - {"official"}
_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is covered for whom since a day: in what residents say and what offices answer, for staff and for the public."""

    since: date
    said: frozenset[str]
    answered: frozenset[str]
    released_said: frozenset[str]
    released_answered: frozenset[str]
    never_released: tuple[str, ...]  # types of demand, such as accusations
    child_age: int
    reference: str
    status: str = "proposal"


# For a pack without the file: everything, and nothing is released.
EVERYWHERE = Coverage(date.min, STAFF, STAFF, EVERYTHING, EVERYTHING, ("*",), 18, "")


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that leads to a person: its kind, its place in the text, and what covers it."""

    kind: str
    start: int
    end: int
    cover: str


class _Spans:
    """What has been found so far; whoever comes first keeps the place, so the certain kinds go first."""

    def __init__(self, kinds: frozenset[str], length: int) -> None:
        self.kinds = kinds
        self.found: list[Found] = []
        self._length = length
        self._taken = bytearray()  # a byte a character, made when the first is found: most texts need none

    def add(self, kind: str, spans: Iterator[tuple[int, int]]) -> None:
        for start, end in spans:
            self.put(kind, start, end, COVERS[kind])

    def put(self, kind: str, start: int, end: int, cover: str) -> None:
        if end <= start or kind not in self.kinds:
            return
        if not self._taken:
            self._taken = bytearray(self._length)
        if not any(self._taken[start:end]):
            self._taken[start:end] = b"\1" * (end - start)
            self.found.append(Found(kind, start, end, cover))


def _numbers(folded: str, spans: _Spans, office: bool) -> None:
    private = numbers.said_by_an_office if office else numbers.of_a_person
    shown = views(folded)
    long = [view for view in shown if holds_long_number(view)]
    for view in long:
        spans.add("document", numbers.ids(view))
    for view in shown:
        spans.add("document", numbers.documents(view))
    for view in long:
        spans.add("card", numbers.cards(view))
    for view in shown:
        spans.add("qq", numbers.qqs(view))
    for view in long:
        spans.add("mobile", numbers.mobiles(view))
    for view in shown:
        spans.add("landline", numbers.landlines(view, private))


def find(text: str, kinds: frozenset[str] = STAFF, *, office: bool = False) -> list[Found]:
    """Everything of these kinds in the text, in its order. `office`: these are an office's words, whose own telephones and
    rooms are nobody's home."""
    folded = fold(text)
    spans = _Spans(kinds, len(text))
    if any(at in folded for at in ("@", "艾特", "at", "#")):
        spans.add("email", numbers.mails(folded))
    _numbers(folded, spans, office)
    spans.add("plate", numbers.plates(folded))
    spans.add("wechat", numbers.accounts(folded, words.WECHAT, words.WECHAT_BEGINS))
    spans.add("account", numbers.accounts(folded, words.OTHER_ACCOUNT, words.OTHER_BEGINS))
    spans.add("door", doors.doors(folded))
    if "room" in kinds:
        spans.add("room", doors.rooms(folded))
    if "name" in kinds:
        numbered = [
            (f.start, f.end) for f in spans.found if f.kind in ("mobile", "document", "landline", "qq", "wechat")
        ]
        for start, end, cover in names.names(folded, numbered):
            # the surname as it was written, not as it was folded
            spans.put("name", start, end, cover if cover[0] == "〔" else text[start : start + len(cover) - 1] + "某")
    if "official" in kinds:
        for start, end, cover in names.officials(folded):
            spans.put("official", start, end, text[start : start + len(cover) - 1] + "某")
    return sorted(spans.found, key=lambda f: f.start)


def _once(text: str, found: list[Found]) -> str:
    parts: list[str] = []
    at = 0
    for f in found:
        parts += (text[at : f.start], f.cover)
        at = f.end
    return "".join((*parts, text[at:]))


def mask(text: str, kinds: frozenset[str] = STAFF, *, office: bool = False) -> str:
    """The text with what the rules find covered. Covering once more changes nothing."""
    for _ in range(_ROUNDS):
        found = find(text, kinds, office=office)
        if not found:
            break
        text = _once(text, found)
    return text
