"""The public state (公开的全部): every record that is open to everybody, computed from the ledger's present position and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from wushi.domain import indicators as figure_rules
from wushi.domain import periods, releasing
from wushi.domain.calendar import local
from wushi.domain.errors import BadInput
from wushi.domain.indicators import Figure, Indicator
from wushi.domain.open_data import SCHEMA, Record, Rules, order, record
from wushi.domain.periods import Period
from wushi.domain.policy import Policy
from wushi.steps.evaluate import figures as step
from wushi.steps.evaluate import open_rows
from wushi.store.facts import export as exports
from wushi.store.facts.query import Facts
from wushi.store.moments import from_micros
from wushi.store.released import texts

_NAMES = releasing.NAMES
LEADS, SMALL, FAILED = "leads_to_a_person", "small_cell", "query_failed"
# What a row may say, in words.
WORDS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "answered": {
        "in_time": ("按期答复", "answered in time"),
        "late": ("超期答复", "answered late"),
        "waiting": ("还没有到期", "not yet due"),
        "overdue": ("到期还没有答复", "due and not answered"),
        "no_clock": ("没有答复时限", "without a limit for the answer"),
    },
    "outcome": {
        "open": ("在办", "under way"),
        "closed": ("办结", "closed"),
        "refused": ("不予受理", "not accepted"),
        "transferred": ("转交别处", "transferred elsewhere"),
    },
    "solved": {"yes": ("诉求人说解决了", "solved, the resident says"), "no": ("诉求人说没有解决", "not solved, the resident says")},
    "ground": {
        open_rows.SECRET: ("要求保密的", "the resident asked for secrecy"),
        open_rows.ACCUSING: ("检举控告类", "of a type that accuses"),
        open_rows.TRACK: ("不按件公布的业务", "of a track that is not told matter by matter"),
        open_rows.RUNNING: ("这个月还没有结束或者还没有到公布的日子", "the month is not over, or not long enough"),
        open_rows.TOO_FEW: ("和它一样的不够 k 件", "fewer than k look the same"),
        SMALL: ("件数太少的格子", "cell of too few matters"),
        FAILED: ("指标的查询出错", "the query of the indicator cannot run"),
        LEADS: ("文字里还能认出人", "the words still lead to a person"),
    },
}  # fmt: skip


def moment(position: int) -> datetime:
    """When the ledger stood at that position: of this moment all open data are, whenever they are asked for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT at, recorded_at FROM ledger_event WHERE position = %s", [position])
        row = cursor.fetchone()
    return from_micros(max(row))


@dataclass(frozen=True, slots=True)
class State:
    """Everything that is public at a position of the ledger, and the figures among it as they were counted."""

    records: list[Record]
    figures: list[Figure]
    as_of: datetime
    position: int


def state(policy: Policy, now: datetime) -> list[Record]:
    """All records in their order. Raises BadInput while there is nothing in the ledger."""
    return compute(policy, now).records


def compute(policy: Policy, now: datetime) -> State:
    """Raises BadInput while there is nothing in the ledger."""
    step.refresh(policy, now)
    if not exports.head():
        raise BadInput(field="ledger", why="nothing is in it yet: take something in, or run wushi simulate")
    with Facts() as facts:
        as_of = moment(facts.position)
        day = local(as_of).date()
        rule, never = policy.open_data_on(day), frozenset(policy.masking_on(day).never_released)
        rows = open_rows.collect(facts, as_of, rule, never)
    made = list(rows.records)
    with step.Asking(policy, as_of) as asking:
        counted = list(_figures(asking, rule))
        failed = len(asking.failed)
    made += [_figure(*one) for one in counted]
    cases, left_out = _cases(policy, as_of, rule, rows)
    made += cases
    made += _codes(policy) + _indicators(policy)
    publication = step.publication(policy, periods.around(day, "month"))
    below = publication.suppress_below
    suppressed = sum(hidden for _, _, hidden, _ in counted)
    grounds = {("matters", g): rows.refused[g] for g in _OF_ROWS}
    grounds |= {("figures", SMALL): suppressed, ("figures", FAILED): failed, ("cases", LEADS): left_out}
    made += [_refused(of, ground, count, below) for (of, ground), count in grounds.items()]
    told = sum(rows.steps.values())
    made.append(
        record("about", "", {
            "schema": SCHEMA, "district": policy.district, "name": policy.name, "name_en": policy.name_en,
            "ledger": exports.ledger_mark(), "position": asking.position, "as_of": as_of.isoformat(timespec="microseconds"),
            "k": rule.k, "wait_days": rule.wait_days, "steps": [list(s) for s in rule.steps], "tracks": list(rule.tracks),
            "suppress_below": below, "licence": rule.licence, "licence_url": rule.licence_url,
            "reference": rule.reference, "status": rule.status, "matters": told, "simulated": rows.simulated > 0,
            "by_step": [rows.steps[n] for n in range(1, len(rule.steps) + 1)],
        })
    )  # fmt: skip
    shown = [figure for figure, _, hidden, _ in counted if not hidden]
    return State(sorted(made, key=lambda one: order(one.kind, one.key)), shown, as_of, asking.position)


_OF_ROWS = (open_rows.SECRET, open_rows.ACCUSING, open_rows.TRACK, open_rows.RUNNING, open_rows.TOO_FEW)


def _refused(of: str, ground: str, count: int, below: int) -> Record:
    """A handful is not told to the last one."""
    few = of != "figures" and 0 < count < below
    zh, en = WORDS["ground"][ground]
    facts = {"of": of, "ground": ground, "name": zh, "name_en": en, "count": None if few else count, "few": few}
    return record("refused", f"{of}|{ground}", facts)


# --- figures -----------------------------------------------------------------------------------------------------------


def over(asking: step.Asking) -> Iterator[Period]:
    """Years and months that are over and of which there are records, oldest first."""
    span = asking.span()
    if span is None:
        return
    found = periods.parse(span[0])
    while found.until <= asking.now:
        yield found
        if found.first.month == 12:
            yield periods.around(found.first, "year")
        found = periods.around(found.last + timedelta(days=1), "month")


def _figures(asking: step.Asking, rule: Rules) -> Iterator[tuple[Figure, Indicator, bool, int]]:
    """Each with its definition, whether it is too small to be told, and the size from which a cell is told."""
    wanted = [one for one in step.book(asking.policy).indicators.values() if one.public]
    for period in over(asking):
        below = step.publication(asking.policy, period).suppress_below
        groups = rule.groups if period.kind == "year" else ()
        asked = [(one, "") for one in wanted]
        asked += [(one, g) for one in wanted for g in groups if g in one.groups]
        if not asking.covers(period):
            asking.totals(period, [(o, g) for o, g in asked if not asking.why_none(o, period)], step.Branch())
        for one, group in asked:
            made = asking.figures(period, [one], group)
            # items of the catalogue and readings of monitors are nobody's matter
            least = 0 if one.of_items or one.of_readings else below
            hidden = figure_rules.suppressed({f.key: f.rows for f in made}, least)
            yield from ((f, one, f.key in hidden, least) for f in made if not f.why or f.rows)


def _figure(f: Figure, one: Indicator, hidden: bool, below: int) -> Record:
    left_out = sum(f.excluded.values())
    facts: dict[str, Any] = {
        "indicator": f.indicator, "period": f.period, "kind": periods.parse(f.period).kind, "group": f.group, "key": f.key,
        "value": None if hidden else f.value, "numerator": None if hidden else f.numerator,
        "denominator": None if hidden else f.denominator, "unit": f.unit, "rows": None if hidden else f.rows,
        "excluded": None if hidden or (f.group and 0 < left_out < below) else left_out,
        "few": f.few, "suppressed": hidden, "simulated": f.simulated > 0, "definition": one.digest,
    }  # fmt: skip
    return record("figure", "|".join((f.indicator, f.period, f.group, f.key)), facts)


# --- texts -------------------------------------------------------------------------------------------------------------


def _cases(policy: Policy, as_of: datetime, rule: Rules, rows: open_rows.Rows) -> tuple[list[Record], int]:
    """The released texts; where and about what is told as closely as k matters share it. What today's rules still find in one
    keeps it back."""
    coverage = policy.masking_on(local(as_of).date())
    found, left_out = [], 0
    for text in texts.every():
        words = {"title": text.title, "text": text.text, "reply": text.reply}
        if any(left.kind not in _NAMES for left in releasing.left(words, coverage)):
            left_out += 1
            continue
        community = policy.tree.of_level(text.place, ("community", "village")) or ""
        town = policy.tree.of_level(text.place, ("town", "street")) or ""
        parts = text.subject.split("/")
        subjects = ("/".join(parts[:2]), parts[0])
        place, subject = next(
            ((p, s) for p in (community, town) for s in subjects if p and rows.near[p, s] >= rule.k), ("", subjects[1])
        )
        facts = {**words, "released_on": local(text.at).date().isoformat(), "unit": text.unit, "place": place}
        found.append(record("case", str(text.id), {**facts, "subject": subject}))
    return found, left_out


# --- code lists --------------------------------------------------------------------------------------------------------


def _codes(policy: Policy) -> list[Record]:
    found = []

    def add(of: str, code: str, zh: str, en: str, parent: str = "") -> None:
        facts = {"list": of, "code": code, "name": zh, "name_en": en, "parent": parent}
        found.append(record("code", f"{of}|{code}", facts))

    for unit in policy.tree:
        add("unit", unit.code, unit.name, unit.name_en, unit.parent or "")
    for subject in policy.subjects.values():
        if subject.code.count("/") < 2:
            add("subject", subject.code, subject.name, subject.name_en, subject.parent or "")
    for of, names in (("channel", policy.channels), ("type", policy.demand_types)):
        for code, name in names.items():
            add(of, code, name.name, name.name_en)
    for of, words in WORDS.items():
        for code, (zh, en) in words.items():
            add(of, code, zh, en)
    return found


def _indicators(policy: Policy) -> list[Record]:
    found = []
    for one in step.book(policy).indicators.values():
        if one.public:
            keys = ("name", "why", "how", "base", "exclusions")
            words = {f"{k}{tail}": getattr(one, f"{k}{tail}") for k in keys for tail in ("", "_en")}
            facts = {**words, "slug": one.slug, "kind": one.kind, "unit": one.unit, "decimals": one.decimals,
                     "version": one.version, "reference": one.reference, "definition": one.digest}  # fmt: skip
            found.append(record("indicator", one.slug, facts))
    return found
