"""Shapes of the API: what comes in and goes out; OpenAPI 3.1 is made from these."""

from __future__ import annotations

from datetime import date, datetime
from itertools import zip_longest
from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field

from wushi.domain.events import Entry
from wushi.domain.incoming import MAX_TEXT
from wushi.domain.matter import Matter
from wushi.domain.policy import Policy
from wushi.steps.explaining import Explained
from wushi.steps.reading import Whole
from wushi.steps.searching import Found, Hit, Marked


class Demand(Schema):
    """A demand as the sender has it. Only `text` is needed; nobody is refused for leaving out who they are."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(description="what was said, in the resident's own words", max_length=MAX_TEXT)
    title: str = ""
    client_key: str | None = Field(None, description="the sender's own id; the same key registers once", max_length=128)
    type: str = Field("", description="demand type of the pack: consult, help, complain, report, suggest, praise")
    name: str = ""
    phone: str = ""
    contact: str = ""
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    crs: str = Field("wgs84", description="wgs84, gcj02, bd09 or cgcs2000; stored as WGS-84")
    received_at: datetime | None = Field(None, description="with time zone; left out: now")
    anonymous: bool = False
    secret: bool = False
    source_number: str = ""
    language: str = "zh-Hans"


class Registered(Schema):
    number: str
    code: str = Field(description="receipt code: with it the resident follows the matter")
    registered_at: datetime
    already: bool = Field(description="the client key had been registered before; nothing was doubled")


class Clock(Schema):
    name: str
    start: datetime
    due: datetime
    stopped: datetime | None
    paused: datetime | None
    limit: str
    amount: float
    unit: str
    value_since: str
    reference: str


class Item(Schema):
    """A line of a work list."""

    number: str
    version: int
    state: str
    type: str
    subject: str
    place: str
    unit: str
    lead: str
    title: str
    due: datetime | None
    registered_at: datetime | None
    last_at: datetime | None
    supervision: int
    simulated: bool


class Happened(Schema):
    seq: int
    at: datetime
    what: str
    post: str
    unit: str
    rule: str
    reference: str
    facts: dict[str, Any]
    text: str = ""


class Point(Schema):
    point: str
    status: str = Field(description="blank while it is not answered")


class Full(Item):
    text: str
    channel: str
    designated: bool
    extended: bool
    followers: list[str]
    merged_into: str
    outcome: str
    points: list[Point] = Field(description="what has to be answered, with what the reply says of each")
    warnings: list[str] = Field(description="what the check told of the reply before it was sent")
    clocks: list[Clock]
    history: list[Happened]


class ListPage(Schema):
    unit: str
    items: list[Item]
    list: str
    next: str = Field(description="cursor of the next page; empty when this is the last")


class Sought(Schema):
    """What is looked for. Blank filters filter nothing; units, subjects and places stand for all below them too."""

    q: str = Field(description="words, with blanks between them; at most 8 and 200 characters")
    unit: str = ""
    subject: str = ""
    place: str = ""
    state: str = Field("", description="open or closed")
    since: date | None = Field(None, description="registered on this day (Asia/Shanghai) or later")
    until: date | None = Field(None, description="registered on this day or earlier")
    after: str = Field("", description="cursor that a page has handed out")
    size: int = 20


class Part(Schema):
    text: str
    marked: bool = Field(description="is it what was looked for?")


class Sighting(Item):
    """A matter that was found, with where the words stand."""

    marked_title: list[Part]
    excerpt: list[Part]


class SearchPage(Schema):
    items: list[Sighting]
    numbers: list[Sighting] = Field(description="matters whose number it is, or ends so; on the first page only")
    next: str = Field(description="cursor of the next page; empty when this is the last")
    looked_until: datetime | None = Field(description="where it stopped to look before the page was full")
    behind: int = Field(description="events that have not been looked at yet")
    making: bool = Field(description="older parts of the index are being made anew")


class Asked(Schema):
    """A move on a matter. `fields` are those of the move, see GET /api/moves."""

    model_config = ConfigDict(extra="forbid")

    move: str
    seen: int | None = Field(None, description="the version that was read; a matter that moved since answers 409")
    fields: dict[str, Any] = {}


class MoveField(Schema):
    name: str
    required: bool


class MoveDescription(Schema):
    name: str
    event: str
    zh: str
    fields: list[MoveField]


class ExplainedClock(Schema):
    name: str
    start: datetime
    due: datetime
    status: str
    limit: str
    article: str
    reference: str
    sentence: str
    provisional: bool
    days_counted: int
    days_skipped: int


class Problem(Schema):
    """RFC 9457 problem details; `facts` holds what the refusal knows, such as `since` for a stale matter."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    facts: dict[str, Any]


def item(matter: Matter, title: str) -> dict[str, Any]:
    return {
        "number": matter.number, "version": matter.version, "state": matter.state, "type": matter.type,
        "subject": matter.subject, "place": matter.place, "unit": matter.unit, "lead": matter.lead, "title": title,
        "due": matter.due, "registered_at": matter.registered_at, "last_at": matter.last_at,
        "supervision": matter.supervision, "simulated": matter.simulated,
    }  # fmt: skip


def _parts(marked: Marked) -> list[dict[str, Any]]:
    return [{"text": text, "marked": is_marked} for text, is_marked in marked]


def _sighting(hit: Hit) -> dict[str, Any]:
    title = "".join(text for text, _ in hit.title)
    return {**item(hit.matter, title), "marked_title": _parts(hit.title), "excerpt": _parts(hit.excerpt)}


def search_page(found: Found) -> dict[str, Any]:
    return {
        "items": [_sighting(hit) for hit in found.hits], "numbers": [_sighting(hit) for hit in found.numbers],
        "next": found.next, "looked_until": found.until, "behind": found.behind, "making": found.making,
    }  # fmt: skip


def happened(entry: Entry, words: dict[int, tuple[str, str]]) -> dict[str, Any]:
    event = entry.event
    facts = {n: getattr(event, n) for n in type(event).__dataclass_fields__ if n not in ("clocks", "commitment")}  # type: ignore[attr-defined]
    return {
        "seq": entry.seq, "at": entry.at, "what": event.kind, "post": entry.post, "unit": entry.unit,
        "rule": entry.rule, "reference": entry.reference, "facts": facts, "text": words.get(entry.seq, ("", ""))[1],
    }  # fmt: skip


def full(whole: Whole) -> dict[str, Any]:
    m = whole.matter
    return {
        **item(m, whole.title), "text": whole.text, "channel": m.channel, "designated": m.designated,
        "extended": m.extended, "followers": list(m.followers), "merged_into": m.merged_into, "outcome": m.outcome,
        "points": [{"point": p, "status": s} for p, s in zip_longest(whole.points, m.answered_points, fillvalue="")],
        "warnings": list(m.warnings),
        "clocks": [{f: getattr(c, f) for f in Clock.model_fields} for c in m.clocks],
        "history": [happened(n, whole.words) for n in whole.history],
    }  # fmt: skip


def clock(found: Explained, policy: Policy) -> dict[str, Any]:
    return {
        **{
            f: getattr(found, f)
            for f in ("name", "start", "due", "status", "limit", "article", "reference", "sentence")
        },
        "provisional": found.provisional,
        "days_counted": len(found.counted),
        "days_skipped": len(found.skipped),
    }
