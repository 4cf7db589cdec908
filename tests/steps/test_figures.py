"""Figures from ledgers made by hand, each computed on paper beside the test."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ledgers import HandMade
from tests.people import at
from wushi.domain import events as e
from wushi.domain import indicators as rules
from wushi.domain.errors import BadInput, NotFound
from wushi.domain.indicators import Figure
from wushi.domain.policy import Policy
from wushi.steps.evaluate import figures as step
from wushi.store.facts import manifest

LATER = at("2022-12-31 12:00")


@pytest.fixture(autouse=True)
def _own_folder(settings: object, tmp_path: object) -> None:
    settings.WUSHI_HOME = tmp_path  # type: ignore[attr-defined]
    step.forget()


@pytest.fixture
def made(house: Policy) -> HandMade:
    return HandMade(house)


def one(made: HandMade, slug: str, period: str = "2022-03", now: object = LATER, **asked: str) -> Figure:
    [found] = step.figures(period, slug, policy=made.policy, now=now, **asked)  # type: ignore[arg-type]
    return found


def by_key(made: HandMade, slug: str, group: str, period: str = "2022-03", **asked: str) -> dict[str, Figure]:
    found = step.figures(period, slug, group, policy=made.policy, now=LATER, **asked)
    return {f.key: f for f in found}


def parts(figure: Figure) -> tuple[float | None, float, float]:
    return figure.value, figure.numerator, figure.denominator


def test_cohort_and_flow_differ_and_both_are_right(made: HandMade) -> None:
    """Registered in March: B, C, D, F (not accepted). Closed in March: A (of February) and B. C is closed in April, D open.
    Cohort: B of {B, C, D} = 33.33 %. Flow: {A, B} of {B, C, D} = 66.67 %. F is left out of both and told."""
    made.whole("A", "2022-02-25 09:00", "2022-03-05 00:00", "2022-03-02 10:00")
    made.whole("B", "2022-03-03 09:00", "2022-03-10 00:00", "2022-03-08 10:00")
    made.whole("C", "2022-03-29 09:00", "2022-04-05 00:00", "2022-04-01 10:00")
    made.register("D", "2022-03-30 09:00")
    made.register("F", "2022-03-30 10:00").then("F", "2022-03-30 11:00", e.NotAccepted("litigation", "court"))
    cohort, flow = one(made, "demand.closure_rate"), one(made, "demand.closure_rate_flow")
    assert parts(cohort) == (33.33, 1, 3)
    assert parts(flow) == (66.67, 2, 3)
    assert cohort.excluded == flow.excluded == {"not_accepted": 1}
    assert parts(one(made, "demand.intake")) == (4, 4, 4)
    assert parts(one(made, "demand.open")) == (2, 2, 2)  # C and D at the end of March
    assert parts(one(made, "demand.closure_rate", "2022")) == (75.0, 3, 4)  # A, B, C of A, B, C, D by the year's end


def test_on_time_counts_the_extended_limit_and_every_answer(made: HandMade) -> None:
    """A in time; B late; C late by the first limit but in time by the extended one; D answered late, reopened, then in
    time: stays late. E answered at once and has no limit of its own. 2 of 4."""
    made.whole("A", "2022-03-01 09:00", "2022-03-08 00:00", "2022-03-07 10:00")
    made.whole("B", "2022-03-01 09:00", "2022-03-08 00:00", "2022-03-08 10:00")
    made.register("C", "2022-03-01 09:00").dispatch("C", "2022-03-01 10:00", "2022-03-08 00:00")
    made.contact("C", "2022-03-02 10:00").extend("C", "2022-03-07 10:00", "2022-03-15 00:00")
    made.reply("C", "2022-03-14 10:00").call_back("C", "2022-03-15 10:00").close("C", "2022-03-15 10:00")
    made.whole("D", "2022-03-01 09:00", "2022-03-08 00:00", "2022-03-09 10:00", solved=False)
    made.reopen("D", "2022-03-11 09:00", "2022-03-18 00:00").contact("D", "2022-03-12 09:00")
    made.reply("D", "2022-03-13 09:00").call_back("D", "2022-03-14 09:00").close("D", "2022-03-14 10:00")
    made.register("E", "2022-03-01 09:00").then("E", "2022-03-01 09:05", e.Answered())
    assert parts(one(made, "demand.on_time_rate")) == (50.0, 2, 4)
    assert parts(one(made, "demand.extended")) == (25.0, 1, 4)
    assert parts(one(made, "demand.reopened")) == (25.0, 1, 4)
    assert parts(one(made, "demand.answered_at_once")) == (20.0, 1, 5)
    late = [
        r["number"]
        for r in step.rows("2022-03", "demand.on_time_rate", policy=made.policy, now=LATER)
        if not r["in_numerator"]
    ]
    assert late == ["B", "D"]


def test_three_rates_leave_out_what_was_excluded_and_tell_it(made: HandMade) -> None:
    """Four callbacks count. contacted 3/4; solved 2/4; content (1 + 0.9 + 0 + 0.9)/4 = 0.7.
    Composite 0.1*0.75 + 0.5*0.5 + 0.4*0.7 = 0.605."""
    day = {"registered": "2022-03-01 09:00", "due": "2022-03-08 00:00", "replied": "2022-03-07 10:00"}
    made.whole("A", *day.values())
    made.whole("B", *day.values(), satisfaction="basically")
    made.whole("C", *day.values(), contacted=False, solved=False, satisfaction="dissatisfied")
    made.whole("D", *day.values(), solved=False, satisfaction="basically")
    made.whole("E", *day.values(), contacted=False, solved=False, satisfaction="none", exclusion="unreachable")
    assert parts(one(made, "demand.response_rate")) == (75.0, 3, 4)
    assert parts(one(made, "demand.resolution_rate")) == (50.0, 2, 4)
    assert parts(one(made, "demand.satisfaction_rate")) == (70.0, 2.8, 4)
    assert parts(one(made, "demand.composite")) == (60.5, 2.42, 4)
    assert one(made, "demand.composite").excluded == {"unreachable": 1}
    assert parts(one(made, "demand.excluded_share")) == (20.0, 1, 5)


def test_what_is_open_and_overdue_at_the_cut_off(made: HandMade) -> None:
    made.register("A", "2022-03-20 09:00").dispatch("A", "2022-03-20 10:00", "2022-03-25 00:00")  # overdue
    made.register("B", "2022-03-28 09:00").dispatch("B", "2022-03-28 10:00", "2022-04-02 00:00")  # due within two days
    made.register("C", "2022-03-28 09:00").dispatch("C", "2022-03-28 10:00", "2022-03-30 00:00")
    made.contact("C", "2022-03-28 12:00").then("C", "2022-03-29 09:00", e.DeferralProposed("r", "p", "2022-05-01"))
    made.then("C", "2022-03-29 10:00", e.Deferred("head", "2022-05-01"))  # deferred: its clock stands still
    made.whole("D", "2022-03-01 09:00", "2022-03-08 00:00", "2022-03-12 10:00")  # late, but answered
    assert parts(one(made, "demand.overdue")) == (1, 1, 3)
    assert parts(one(made, "demand.due_soon")) == (1, 1, 3)
    assert parts(one(made, "demand.overdue", "2022-03-01..2022-03-10")) == (1, 1, 1)  # then it was D


def test_a_month_is_the_same_when_it_is_asked_for_later(made: HandMade) -> None:
    """A is closed in March and opened again in May: March still says closed."""
    made.whole("A", "2022-03-01 09:00", "2022-03-08 00:00", "2022-03-07 10:00")
    before = {f.indicator: f for f in step.figures("2022-03", policy=made.policy, now=LATER)}
    made.reopen("A", "2022-05-03 09:00", "2022-05-10 00:00").contact("A", "2022-05-04 09:00")
    made.reply("A", "2022-05-20 09:00").call_back("A", "2022-05-21 09:00", solved=False, satisfaction="dissatisfied")
    after = {f.indicator: f for f in step.figures("2022-03", policy=made.policy, now=LATER)}
    assert {k: parts(v) for k, v in before.items()} == {k: parts(v) for k, v in after.items()}
    assert parts(one(made, "demand.reopened", "2022-05")) == (100.0, 1, 1)
    assert parts(one(made, "demand.overdue", "2022-05-01..2022-05-15")) == (1, 1, 1)
    assert parts(one(made, "demand.resolution_rate", "2022-05")) == (0.0, 0, 1)


def test_median_counts_open_ones_as_lasting_so_long(made: HandMade) -> None:
    """Ended after 1 and 3 days; open since 2 and 10 days at the end of March. Kaplan-Meier: after 1 day 3/4 are left, after
    3 days 1 of the 2 then at risk ends: 3/8. So the median is 3 days; without the open ones it would be 1."""
    for name, start, end in (
        ("A", "2022-03-01 09:00", "2022-03-02 09:00"),
        ("B", "2022-03-01 09:00", "2022-03-04 09:00"),
    ):
        made.register(name, start).then(name, end, e.Answered())
    made.register("C", "2022-03-30 00:00").register("D", "2022-03-22 00:00")
    figure = one(made, "demand.resolution_time")
    assert parts(figure) == (3.0, 2, 4)
    assert parts(one(made, "demand.resolution_time", "2022-03-20..2022-03-31")) == (None, 0, 2)
    assert one(made, "demand.resolution_time", "2022-03-20..2022-03-31").why == rules.OPEN_ENDED


def test_groups_add_up_and_branches_hold_their_own(made: HandMade) -> None:
    made.whole("A", "2022-03-01 09:00", "2022-03-08 00:00", "2022-03-07 10:00", unit="housing")
    made.whole("B", "2022-03-02 09:00", "2022-03-08 00:00", "2022-03-09 10:00", unit="150302002001", channel="web")
    made.whole(
        "C", "2022-03-03 09:00", "2022-03-10 00:00", "2022-03-09 10:00", unit="150302002002", subject="market/food"
    )
    units = by_key(made, "demand.on_time_rate", "unit")
    assert {k: parts(f) for k, f in units.items()} == {"housing": (100.0, 1, 1), "150302002": (50.0, 1, 2)}
    below = by_key(made, "demand.on_time_rate", "unit", unit="150302002")
    assert {k: parts(f) for k, f in below.items()} == {"150302002001": (0.0, 0, 1), "150302002002": (100.0, 1, 1)}
    assert parts(one(made, "demand.intake", unit="150302002")) == (2, 2, 2)
    assert {k: f.value for k, f in by_key(made, "demand.intake", "channel").items()} == {"phone": 2, "web": 1}
    assert {k: f.value for k, f in by_key(made, "demand.intake", "subject").items()} == {"property": 2, "market": 1}
    assert {k: f.value for k, f in by_key(made, "demand.intake", "place").items()} == {"150302002": 3}
    assert all(f.few for f in units.values())


def test_a_dispatch_without_a_duty_entry_is_a_gap_until_it_is_ruled(made: HandMade) -> None:
    for name in "AB":
        made.register(name, "2022-03-01 09:00").dispatch(name, "2022-03-01 10:00", "2022-03-08 00:00")
    path = made.policy.tree.line("centre")
    made.register("C", "2022-03-01 09:00").then("C", "2022-03-01 10:00", e.Dispatched("centre", path, ""))
    assert parts(one(made, "demand.duty_gap")) == (33.33, 1, 3)
    made.then("C", "2022-03-01 11:00", e.Objected("not ours"))
    made.then("C", "2022-03-01 12:00", e.Designated("housing", made.policy.tree.line("housing"), "ruled"))
    assert parts(one(made, "demand.duty_gap")) == (0.0, 0, 3)


def test_replies_sent_despite_a_warning_are_counted_in_their_own_period(made: HandMade) -> None:
    for name, warnings in (("A", ("only_forwarded",)), ("B", ())):
        made.register(name, "2022-03-01 09:00").dispatch(name, "2022-03-01 10:00", "2022-03-08 00:00")
        made.contact(name, "2022-03-01 11:00").then(name, "2022-03-02 10:00", e.Replied(warnings=warnings))
    assert parts(one(made, "demand.sent_despite_warning")) == (1, 1, 1)
    made.call_back("A", "2022-03-03 10:00", solved=False, satisfaction="dissatisfied")
    made.reopen("A", "2022-04-03 11:00", "2022-04-08 00:00")
    made.contact("A", "2022-04-04 10:00").then("A", "2022-04-05 10:00", e.Replied())
    assert parts(one(made, "demand.sent_despite_warning")) == (1, 1, 1)
    assert parts(one(made, "demand.sent_despite_warning", "2022-04")) == (0, 0, 0)


def test_returned_and_supervised(made: HandMade) -> None:
    made.register("A", "2022-03-01 09:00").dispatch("A", "2022-03-01 10:00", "2022-03-08 00:00", automatic=True)
    made.then("A", "2022-03-01 11:00", e.Objected("not ours"))
    made.dispatch("A", "2022-03-02 10:00", "2022-03-08 00:00", "municipal").then(
        "A", "2022-03-02 11:00", e.Objected("nor ours")
    )
    made.then("A", "2022-03-03 10:00", e.Designated("housing", made.policy.tree.line("housing"), "ruled"))
    made.then("A", "2022-03-09 10:00", e.PlacedUnderSupervision("reply", "", None, "150302", 2, "overdue"))
    made.register("B", "2022-03-01 09:00").dispatch("B", "2022-03-01 10:00", "2022-03-08 00:00")
    assert parts(one(made, "demand.returned")) == (50.0, 1, 2)
    assert parts(one(made, "demand.returned_again")) == (1, 1, 1)
    assert parts(one(made, "demand.automatic_dispatch")) == (0.0, 0, 2)  # what stands is the last decision, a person's
    assert parts(one(made, "demand.supervised")) == (1, 1, 2)
    made.then("A", "2022-04-09 10:00", e.SupervisionLifted("done"))
    assert parts(one(made, "demand.supervised")) == (1, 1, 2)
    assert parts(one(made, "demand.supervised", "2022-04")) == (0, 0, 2)
    assert parts(one(made, "demand.supervised_new")) == (1, 1, 1)


def test_periods_about_which_nothing_can_be_said(made: HandMade) -> None:
    assert one(made, "demand.intake").why == rules.NO_RECORDS
    made.register("A", "2022-03-01 09:00")
    early, future = one(made, "demand.intake", "2021-12"), one(made, "demand.on_time_rate", "2023-01")
    assert (early.value, early.why) == (None, rules.NO_RECORDS)
    assert (future.value, future.why) == (None, rules.NOT_BEGUN)
    nothing = one(made, "demand.on_time_rate", "2022-04")
    assert (nothing.value, nothing.why) == (None, rules.NOTHING)
    assert parts(one(made, "demand.intake", "2022-04")) == (0, 0, 0)


def test_a_period_that_runs_is_counted_up_to_now(made: HandMade) -> None:
    made.register("A", "2022-03-01 09:00").dispatch("A", "2022-03-01 10:00", "2022-03-08 00:00")
    assert parts(one(made, "demand.overdue", now=at("2022-03-07 23:00"))) == (0, 0, 1)
    step.forget()
    assert parts(one(made, "demand.overdue", now=at("2022-03-08 01:00"))) == (1, 1, 1)


def test_midnight_in_haibowan_divides_the_days(made: HandMade) -> None:
    made.register("A", "2022-03-31 23:59").register("B", "2022-04-01 00:00")
    assert one(made, "demand.intake", "2022-03").value == 1
    assert one(made, "demand.intake", "2022-04").value == 1


def test_simulated_rows_are_told(made: HandMade) -> None:
    made.register("A", "2022-03-01 09:00", simulated=True).register("B", "2022-03-01 09:00")
    figure = one(made, "demand.intake")
    assert (figure.simulated, figure.simulated_share) == (1, 0.5)


def test_ids_of_published_figures_and_unknown_ones(made: HandMade) -> None:
    assert step.indicator("demand.completion", made.policy).slug == "demand.closure_rate"
    with pytest.raises(NotFound):
        step.figures("2022", "demand.nonsense", policy=made.policy, now=LATER)
    with pytest.raises(BadInput):
        step.figures("2022", "demand.intake", "shoe_size", policy=made.policy, now=LATER)
    with pytest.raises(BadInput):
        step.figures("last year", policy=made.policy, now=LATER)
    with pytest.raises(NotFound):
        made.register("A", "2022-03-01 09:00")
        step.figures("2022", unit="nowhere", policy=made.policy, now=LATER)


def test_every_query_of_the_pack_runs(policy: Policy) -> None:
    assert step.check(policy) == []


def test_each_figure_is_the_sum_over_its_rows_and_moves_with_them(made: HandMade) -> None:
    """The engine adds in SQL; here the rows are added one by one. Then a row is taken away and the figure follows."""
    for n in range(24):
        name, day = f"N{n:02}", 1 + n
        made.whole(
            name, f"2022-03-{day:02} 09:00", f"2022-03-{min(31, day + 4):02} 00:00", f"2022-03-{day + 1 + n % 5:02} 10:00",
            unit=("housing", "municipal", "150302002001")[n % 3], channel=("phone", "web")[n % 2], solved=n % 4 > 0,
            satisfaction=("satisfied", "basically", "dissatisfied")[n % 3], exclusion="unreachable" if n % 11 == 5 else "",
        )  # fmt: skip
        if n % 6 == 0:
            made.reopen(name, f"2022-03-{day + 6:02} 09:00" if day < 24 else "2022-03-31 09:00", "2022-04-20 00:00")
    definitions = step.book(made.policy).indicators
    for slug, definition in definitions.items():
        figure = one(made, slug)
        lines = [_line(r) for r in step.rows("2022-03", slug, policy=made.policy, now=LATER)]
        if definition.of_readings:  # no monitor told anything here; their sums are added again in test_reading_figures
            assert (figure.why, lines) == (rules.NO_RECORDS, []), slug
            continue
        again = rules.figure(definition, rules.total(lines), "2022-03", rank_from=30, position=figure.position)
        assert again == figure, slug
        for group in {"unit", "channel"} & set(definition.groups):
            keys = by_key(made, slug, group)
            assert sum(f.denominator for f in keys.values()) == figure.denominator, (slug, group)
            for key, part in keys.items():
                rows = step.rows("2022-03", slug, policy=made.policy, now=LATER, group=group, key=key)
                assert rules.total(map(_line, rows)).denominator == part.denominator
    lines = [_line(r) for r in step.rows("2022-03", "demand.resolution_rate", policy=made.policy, now=LATER)]
    gone = next(line for line in lines if line.numerator and not line.excluded)
    less = rules.figure(
        definitions["demand.resolution_rate"], rules.total([line for line in lines if line is not gone]), "2022-03"
    )
    whole = one(made, "demand.resolution_rate")
    assert (less.numerator, less.denominator) == (whole.numerator - 1, whole.denominator - 1)
    assert less.value != whole.value


def _line(row: dict[str, object]) -> rules.Line:
    seconds = row["duration_s"]
    return rules.Line(
        str(row["number"]),
        float(row["in_numerator"] or 0),  # type: ignore[arg-type]
        float(row["in_denominator"]),  # type: ignore[arg-type]
        str(row["excluded"] or ""),
        bool(row["simulated"]),
        None if seconds is None else -(-int(seconds) // 60),  # type: ignore[call-overload]
        bool(row["ended"]),
    )


def test_rows_come_in_pages(made: HandMade) -> None:
    for n in range(5):
        made.register(f"N{n}", "2022-03-01 09:00")
    first = step.rows("2022-03", "demand.intake", policy=made.policy, now=LATER, limit=2)
    second = step.rows("2022-03", "demand.intake", policy=made.policy, now=LATER, limit=9, after=first[-1]["number"])
    assert [r["number"] for r in (*first, *second)] == ["N0", "N1", "N2", "N3", "N4"]


def test_facts_follow_the_ledger_and_nothing_is_exported_twice(made: HandMade) -> None:
    made.register("A", "2022-03-01 09:00")
    first = step.refresh(made.policy, LATER)
    assert first is not None and (first.matters, first.partitions) == (1, 1)
    again = step.refresh(made.policy, LATER)
    assert again is not None and (again.matters, again.position) == (0, first.position)
    assert manifest.load(manifest.folder()).generation == 1  # type: ignore[union-attr]


def test_facts_of_another_version_are_made_anew_before_anybody_asks(made: HandMade) -> None:
    made.register("A", "2022-03-01 09:00").dispatch("A", "2022-03-01 10:00", "2022-03-08 00:00")
    assert parts(one(made, "demand.intake"))[1] == 1
    held = manifest.load(manifest.folder())
    assert held is not None
    with manifest.alone(manifest.folder()):
        manifest.put(manifest.folder(), replace(held, schema=held.schema - 1))
    done = step.refresh(made.policy, at("2022-04-01 09:00"), most=0)
    assert done is not None and done.position == held.position
    again = manifest.load(manifest.folder())
    assert again is not None and again.schema == held.schema
