"""Situations (情形): what an official wrote down must come out of the pack, and comes out or is told as a mistake."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from wushi.domain import danger, dispatch, events, lifecycle, points, reply_check, routing
from wushi.domain.calendar import SHANGHAI, local
from wushi.domain.errors import BadPack, Refusal, WrongState
from wushi.domain.handling import OUTCOMES
from wushi.domain.matter import Matter
from wushi.domain.points import Answered
from wushi.domain.policy import Policy
from wushi.domain.time_limits import UNITS, Span, last_day
from wushi.packs.fields import (
    Field,
    Kind,
    Row,
    Shape,
    Wrong,
    list_of,
    number,
    one_of,
    only_keys,
    table,
    text,
    toml_list,
)
from wushi.packs.layers import Layer, find_layers
from wushi.packs.problems import Problems, listed, nearest, quoted


def moment(value: Any) -> datetime:
    """A moment; one without zone is the time on the wall in Shanghai."""
    if not isinstance(value, datetime):
        raise Wrong(f"has to be a moment, not {quoted(value)}", "write it without quotes, as 2026-02-13T10:00:00+08:00")
    return value if value.tzinfo else value.replace(tzinfo=SHANGHAI)


def _start(value: Any) -> datetime:
    """A moment or a day; of a day the hour does not matter where days are counted."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time(12), SHANGHAI)
    return moment(value)


def _due(value: Any) -> date | datetime:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value
    raise Wrong(f"has to be a day or a moment, not {quoted(value)}", "write it without quotes, as 2026-02-27")


def _only(**kinds: Kind) -> Kind:
    """A small table with these keys, each of which may be left out."""

    def kind(value: Any) -> dict[str, Any]:
        for key, content in table(value).items():
            if key not in kinds:
                raise Wrong(f"unknown key {quoted(key)}", f"{nearest(key, kinds)}the keys here are {listed(kinds)}")
            try:
                kinds[key](content)
            except Wrong as wrong:
                raise Wrong(f"{key}: {wrong.why}", wrong.mend) from None
        return {key: kinds[key](content) for key, content in value.items()}

    return kind


_amount = _only(**dict.fromkeys(UNITS, number))


def _limit(value: Any) -> str | dict[str, Any]:
    if isinstance(value, dict):
        return dict(_amount(value))
    if isinstance(value, str):
        return value
    raise Wrong(f"has to be a limit, not {quoted(value)}", 'write "hotline.sign" or { working_days = 5 }')


def _any_text(value: Any) -> str:
    return "" if value == "" else text(value)


_STATE = one_of(*lifecycle.STATES)
_NAMED: Shape = {"name": Field(text), "note": Field(text, needed=False)}
_SHAPES: dict[str, Shape] = {
    "deadlines": {
        **_NAMED,
        "start": Field(_start),
        "limit": Field(_limit, needed=False),
        **{unit: Field(number, needed=False) for unit in UNITS},
        "expect": Field(_due),
    },
    "dispatch": {
        **_NAMED,
        "at": Field(moment),
        "matter": Field(_only(subject=_any_text, type=_any_text, area=_any_text)),
        "expect": Field(_only(unit=text, limit=text, due=_due, reference=text, duty=text)),
    },
    "lifecycle": {
        **_NAMED,
        "track": Field(one_of(*lifecycle.TRACKS), needed=False, default="hotline"),
        "events": Field(list_of(one_of(*events.KINDS))),
        "expect": Field(_only(state=_STATE, refused=one_of(*events.KINDS))),
    },
    "danger": {**_NAMED, "sort": Field(_any_text)},
    "replies": {
        **_NAMED,
        "demand": Field(_any_text, needed=False, default=""),
        "subject": Field(_any_text, needed=False, default=""),
        "outcome": Field(one_of(*OUTCOMES), needed=False, default=""),
        "point": Field(
            list_of(_only(asked=text, status=one_of(*points.STATUSES), answer=_any_text)), needed=False, default=()
        ),
        "reply": Field(_any_text, needed=False, default=""),
        "earlier": Field(list_of(text), needed=False, default=()),
        "expect": Field(_only(warnings=list_of(one_of(*reply_check.CODES)), points=list_of(text))),
    },
}


@dataclass(frozen=True, slots=True)
class Situation:
    """One case of a file below tests/."""

    file: str
    sort: str  # deadlines, dispatch, lifecycle, danger, replies
    row: Row

    @property
    def name(self) -> str:
        return str(self.row["name"])


def situations(folder: Path, problems: Problems) -> Iterator[Situation]:
    """All well-formed situations of the pack in that folder and of the layer below; the others are complained of."""
    for layer in find_layers(folder, problems)[0]:
        yield from _of_layer(layer, problems)


def _of_layer(layer: Layer, problems: Problems) -> Iterator[Situation]:
    for sort, shape in _SHAPES.items():
        toml = layer.toml(f"tests/{sort}.toml")
        if toml is None:
            continue
        only_keys(toml, ["case"], problems)
        for row in toml_list(toml, "case", shape, problems):
            if row.whole:
                yield Situation(toml.name, sort, row)


def run(situation: Situation, policy: Policy) -> BadPack | None:
    """None when what is expected comes out, else the mistake with what came out instead."""
    case = {
        "deadlines": _run_deadline,
        "dispatch": _run_dispatch,
        "lifecycle": _run_lifecycle,
        "danger": _run_danger,
        "replies": _run_reply,
    }[situation.sort]
    try:
        told = case(situation.row, policy)
    except Wrong as wrong:
        told = wrong.why
    except Refusal as refusal:
        told = f"it is refused: {refusal}"
    if told is None:
        return None
    row = situation.row
    mend = "correct the pack, or the situation if it expects the wrong thing"
    return BadPack(file=row.file, line=row.line, why=f"{quoted(situation.name)}: {told}", mend=mend)


def _run_deadline(row: Row, policy: Policy) -> str | None:
    start: datetime = row["start"]
    due = _span(row, policy, start).due(start, policy.calendar)
    return _differs("due", row["expect"], due)


def _span(row: Row, policy: Policy, start: datetime) -> Span:
    limit = row["limit"]
    if isinstance(limit, str):
        return policy.limit(limit).at(local(start).date())
    given = limit if limit is not None else {unit: row[unit] for unit in UNITS if row[unit] is not None}
    if len(given) != 1 or next(iter(given)) not in UNITS:
        raise Wrong(f"it gives no limit, or not one of {listed(UNITS)}", "")
    [(unit, amount)] = given.items()
    return Span(start.date(), amount, unit, "")


def _run_dispatch(row: Row, policy: Policy) -> str | None:
    asked = {"subject": "", "type": "", "area": "", **row["matter"]}
    expect, at = row["expect"], row["at"]
    proposal = routing.route(asked["subject"], asked["type"], asked["area"], policy)
    limit = dispatch.reply_limit(Matter("", subject=asked["subject"], type=asked["type"]), proposal.limit, policy)
    span = policy.limit(limit).at(local(at).date())
    found: dict[str, Any] = {
        "unit": proposal.unit,
        "limit": limit,
        "due": span.due(at, policy.calendar),
        "reference": span.reference,
        "duty": proposal.reference,
    }
    told = [_differs(key, value, found[key]) for key, value in expect.items()]
    return "; ".join(one for one in told if one) or None


def _run_lifecycle(row: Row, policy: Policy) -> str | None:
    """Walks through the table of the lifecycle: where the events lead, and that the one `refused` is not possible there."""
    track, state, before, expect = row["track"], "", "", row["expect"]
    for name in row["events"]:
        try:
            to = lifecycle.check(track, state, events.KINDS[name]).to
        except WrongState:
            return f"{name} is not possible while the matter is {state or 'nothing yet'}"
        if to == "merged":
            before = before or state
        state = before if to == lifecycle.BEFORE else to or state
    refused = expect.get("refused")
    if refused and refused in lifecycle.possible(track, state):
        return f"{refused} is possible while the matter is {state}"
    return _differs("state", expect["state"], state) if "state" in expect else None


def _run_danger(row: Row, policy: Policy) -> str | None:
    """What is said is the name of the situation; a blank sort: no danger is heard."""
    heard = danger.hear(row["name"], policy.danger)
    found = heard.danger.sort if heard.danger else ""
    said = heard.danger.words if heard.danger else tuple(f"{q.word} ({q.calm})" for q in heard.quieted)
    told = _differs("sort", row["sort"] or "no danger", found or "no danger")
    return f"{told}: {listed(said)}" if told and said else told


def _run_reply(row: Row, policy: Policy) -> str | None:
    """What the check warns of before a reply is sent, or which points a demand proposes."""
    expect, told = row["expect"], []
    if "points" in expect:
        told.append(_differs("points", expect["points"], points.propose(row["demand"], policy.replies)))
    if "warnings" in expect:
        answered = tuple(Answered(p["asked"], p["status"], p.get("answer", "")) for p in row["point"])
        found = reply_check.check(
            reply_check.Draft(row["reply"], row["outcome"], answered),
            policy.replies,
            demand="\n".join((row["demand"], *(a.point for a in answered))),
            terms=reply_check.terms_under(row["subject"], policy.subjects),
            earlier=[reply_check.Earlier(str(n), said) for n, said in enumerate(row["earlier"])],
        )
        told.append(_differs("warnings", expect["warnings"], tuple(dict.fromkeys(w.code for w in found))))
    return "; ".join(one for one in told if one) or None


def _differs(key: str, expected: object, found: object) -> str | None:
    if isinstance(found, datetime):
        found = local(found) if isinstance(expected, datetime) else last_day(found)
        expected = local(expected) if isinstance(expected, datetime) else expected
    return None if expected == found else f"{key} is {found}, not {expected}"
